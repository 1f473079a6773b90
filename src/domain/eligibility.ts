import type { IdentityCheck, Person } from './person.ts';
import type { Policy } from './policy.ts';
import type { Reason } from './reason.ts';

/** Whether a person may open a service request, and why not; `ask-purchase` means that one answer decides. */
export type Eligibility =
  | { readonly result: 'eligible' }
  | { readonly result: 'refused'; readonly reason: Reason }
  | { readonly result: 'ask-purchase'; readonly reason: Reason };

/**
 * Who may use assisted support (rules R1, R6, R7, R8, R28): admins only, for they are the only people of a customer who deal
 * with support (D1). A trial is served like a paid subscription. Somebody of a known
 * tenant whose roles could not be looked up goes on: an outage of the directory must not keep an admin from help, and the
 * request tells staff that nobody checked.
 * @param person null for somebody the directory does not know
 * @param boughtDirectly the answer to "was anything bought from the operator itself"; null when not asked.
 *   It counts only where the directory does not know: a record is never overruled by a claim.
 * @param identity `not-checked` with null for a person: the directory did not answer, so nobody may call them unknown
 */
export function checkEligibility(
  policy: Policy,
  person: Person | null,
  boughtDirectly: boolean | null,
  identity: IdentityCheck = 'checked',
): Eligibility {
  if (!person) return refused({ code: identity === 'checked' ? 'R1.unknown-person' : 'R1.not-checked' });
  const { operator, purchase, partner } = person.tenant;
  if (operator !== policy.operator) return refused({ code: 'R28.other-operator', params: { operator } });
  if (!isAdmin(policy, person) && person.identity !== 'not-checked') return refused({ code: 'R1.not-admin' });
  if (!policy.eligibility.requiresDirectPurchase) return { result: 'eligible' };
  if (purchase === 'direct' || purchase === 'partly-direct') return { result: 'eligible' };
  if (purchase === 'unknown' && boughtDirectly === null) {
    return { result: 'ask-purchase', reason: { code: 'R7.purchase-unknown' } };
  }
  if (purchase === 'unknown' && boughtDirectly) return { result: 'eligible' };
  return refused(partnerOnly(partner));
}

/** Rule R7: why the partner helps a tenant that bought nothing from the operator itself; null where the operator does. */
export function partnerHelps(policy: Policy, { purchase, partner }: Person['tenant']): Reason | null {
  return policy.eligibility.requiresDirectPurchase && purchase === 'partner' ? partnerOnly(partner) : null;
}

function partnerOnly(partner: string | null): Reason {
  return { code: 'R7.partner-only', ...(partner && { params: { partner } }) };
}

/** Whether a person holds one of the directory roles that may deal with support (rule R1). */
export function isAdmin(policy: Policy, person: Person): boolean {
  const held = new Set(person.roles.map((role) => role.toLowerCase()));
  return policy.eligibility.roles.some((role) => held.has(role.templateId));
}

function refused(reason: Reason): Eligibility {
  return { result: 'refused', reason };
}
