import { assessRequest } from '../domain/assessment.ts';
import type { AccessRecovery, CodeIssue, RecoveryStart } from '../domain/contact-codes.ts';
import type { Draft } from '../domain/draft.ts';
import { BEIJING } from '../domain/local-time.ts';
import type { Instant, Locale } from '../domain/locale.ts';
import type { IdentityCheck, Operator, Person, TenantContacts } from '../domain/person.ts';
import type { Policy } from '../domain/policy.ts';
import type { Scope, Store } from '../domain/ports.ts';
import type { ServiceRequest } from '../domain/service-request.ts';
import { type CodeDestination, codeDestinations } from '../domain/verification.ts';
import { type CodeCaller, type CodeOffice, limitsOf, newCode, tryCode } from './code-office.ts';
import { fileRequest } from './request-filing.ts';
import { incompleteDraft, missingFields } from './request-record.ts';
import { within } from './time-limit.ts';
import type { Unit } from './unit.ts';

/** For whom and for which turn. */
export interface RecoveryOpening {
  /** Null where no code can be made at all. */
  readonly office: CodeOffice | null;
  /** A known person has the usual way, and is not offered this one. */
  readonly isKnown: boolean;
  /** Whoever could not be looked up may be an admin with the usual way. */
  readonly identity: IdentityCheck;
  /** The policy of the deployment; the organisation's own counts once it is found. */
  readonly policy: Policy;
  readonly policies: Readonly<Record<Operator, Policy>>;
  readonly caller: CodeCaller;
  readonly store: Pick<Store, 'nextNumber' | 'requestByDraft'>;
  readonly backends: readonly string[];
  readonly unit: Unit;
  readonly now: Instant;
}

/** Whoever is unknown is in no organisation's scope. */
const SYSTEM: Scope = { system: 'turn' };
const SEND_MS = 30_000;
const LOOK_MS = 5_000;

/** The door for an admin who cannot sign in (support policy R25). */
export function openAccessRecovery(opening: RecoveryOpening): AccessRecovery {
  const { office, isKnown, identity, policy, caller } = opening;
  const isStranger = !isKnown && identity === 'checked';
  return {
    isOffered: isStranger && policy.verification.recovery.offered && office?.tenants !== undefined,
    begin: (draft, domain, locale) => begin(opening, draft, domain, locale),
    check: async (draft, code) => {
      if (!office || isKnown) return { result: 'over', why: 'none' };
      return tryCode(office, SYSTEM, caller, { purpose: 'recovery', draftId: draft.id, code });
    },
    submit: (draft, domain, locale) => submit(opening, draft, domain, locale),
  };
}

async function begin(opening: RecoveryOpening, draft: Draft, named: string, locale: Locale): Promise<RecoveryStart> {
  const { office, policy, caller, isKnown } = opening;
  const domain = office?.tenants?.readDomain(named) ?? null;
  if (!office?.tenants || isKnown || office.sender.channels(policy.operator).length === 0)
    return { result: 'no-codes' };
  if (domain === null) return { result: 'no-domain' };
  const reference = await filedReference(opening);
  if (reference !== null) return { result: 'filed', reference };
  const found = await lookFor(office, domain);
  const destination = found
    ? codeDestinations(found.registered, office.sender.channels(found.tenant.operator))[0]
    : undefined;
  const code = office.secrets.newCode(policy.verification.digits);
  // Where nobody can be written to, a row is made all the same: work, words and limits must not differ.
  const row = newCode(office, policy, caller, {
    purpose: 'recovery',
    tenant: found && destination ? found.tenant.id : null,
    draftId: draft.id,
    domain: office.secrets.pseudonym(domain),
    channel: destination?.channel ?? null,
    destination: destination?.masked ?? '',
    // Nothing that can be typed matches a seal of nothing.
    seal: (id) => office.secrets.seal(id, destination ? code : ''),
    decoySeal: (id) => office.secrets.seal(id, ''),
  });
  const issue = await office.store.issueCode(SYSTEM, row, limitsOf(policy, row.createdAt, { ofRecovery: true }));
  office.audit?.({ event: isRefused(issue) ? 'refused' : 'issued', purpose: 'recovery', codeId: row.id });
  if (issue.result === 'too-many') return issue;
  if (issue.result === 'issued' && found && destination)
    sendLater(opening, office, row.id, { found, destination, code, locale });
  return { result: 'begun', minutes: policy.verification.minutes };
}

function isRefused({ result }: CodeIssue): boolean {
  return result === 'too-many' || result === 'withheld';
}

/** A directory that fails is as one that knows nothing. */
async function lookFor({ tenants, log }: CodeOffice, domain: string): Promise<TenantContacts | null> {
  try {
    return (await within(LOOK_MS, async () => tenants?.findTenant(domain))) ?? null;
  } catch (err) {
    log?.warn({ err }, 'the organisation of an admin who cannot sign in could not be looked up');
    return null;
  }
}

/** After the answer: waiting for the mail server would tell that there is somebody to write to. */
function sendLater(
  { policies }: RecoveryOpening,
  office: CodeOffice,
  id: string,
  to: {
    readonly found: TenantContacts;
    readonly destination: CodeDestination;
    readonly code: string;
    readonly locale: Locale;
  },
): void {
  const { channel, to: address } = to.destination;
  const { operator } = to.found.tenant;
  const locale = to.found.locale ?? to.locale;
  const expiresMinutes = policies[operator].verification.minutes;
  const work = async () => {
    const message = { channel, to: address, code: to.code, locale, operator, expiresMinutes };
    await within(SEND_MS, () => office.sender.send(message));
    await office.store.settleCode(SYSTEM, id, office.clock.now());
    office.audit?.({ event: 'sent', purpose: 'recovery', codeId: id });
  };
  work().catch((err: unknown) => {
    // The code stays open: what a mail server did not answer may have arrived all the same.
    office.log?.warn({ err, channel }, 'a code of access recovery could not be sent');
    office.audit?.({ event: 'not-sent', purpose: 'recovery', codeId: id });
  });
}

/** The one request that this conversation may have. */
async function filedReference({ office, caller, store }: RecoveryOpening): Promise<string | null> {
  const { personId, conversationId } = caller;
  const query = { purpose: 'recovery', personId, conversationId, outcome: 'right' } as const;
  const right = await office?.store.newestCode(SYSTEM, query);
  return right ? ((await store.requestByDraft(SYSTEM, right.draftId))?.reference ?? null) : null;
}

async function submit(
  opening: RecoveryOpening,
  draft: Draft,
  domain: string,
  language: Locale,
): Promise<ServiceRequest | null> {
  const { office, caller, store, unit, now } = opening;
  const { personId, conversationId } = caller;
  if (!office?.tenants || opening.isKnown) return null;
  const query = { purpose: 'recovery', personId, conversationId, draftId: draft.id, outcome: 'right' } as const;
  const right = await office.store.newestCode(SYSTEM, query);
  if (right === null || right.tenant === null) return null;
  const earlier =
    unit.requests.find(({ draftId }) => draftId === draft.id) ?? (await store.requestByDraft(SYSTEM, draft.id));
  if (earlier) return earlier;
  const found = await office.tenants.findTenant(domain);
  // The code went to one organisation; another one that has the domain by now knows nothing of it.
  if (found?.tenant.id !== right.tenant) return null;
  const missing = missingFields(draft, []);
  if (missing.length > 0) throw incompleteDraft(missing);
  const record = { ...recordParts(opening, draft, found), language, now };
  return fileRequest({ store, ids: office.ids, backends: opening.backends, unit }, record);
}

function recordParts({ policies, caller, now }: RecoveryOpening, draft: Draft, { tenant, locale }: TenantContacts) {
  const policy = policies[tenant.operator];
  // The channel vouches for nothing of this person, so the record claims nothing: no role, no registered contact.
  const person: Person = {
    id: caller.personId,
    name: draft.contactName?.trim() ?? '',
    tenant,
    roles: [],
    registered: { phone: null, email: null },
    timeZone: BEIJING,
    locale: locale ?? 'zh-CN',
  };
  const kind = draft.kind ?? 'technical';
  const { premiumAgreement } = tenant;
  const commitments = { impactStatement: null, resources: null };
  const assessment = assessRequest({ policy, kind, premiumAgreement, facts: draft.facts, commitments }, now);
  const verification = 'code' as const;
  return { draft, person, policy, assessment, verification, accessRecovery: true };
}
