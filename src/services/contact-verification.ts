import type { CodeSending, ContactCodes, StoredCode } from '../domain/contact-codes.ts';
import { readEmail, readPhone } from '../domain/contact-point.ts';
import type { Draft } from '../domain/draft.ts';
import type { Locale } from '../domain/locale.ts';
import { type Person, registeredContacts } from '../domain/person.ts';
import type { Policy } from '../domain/policy.ts';
import type { Scope } from '../domain/ports.ts';
import type { Verification } from '../domain/service-request.ts';
import { type CodeDestination, codeDestinations, isRegisteredContact } from '../domain/verification.ts';
import { type CodeCaller, type CodeOffice, limitsOf, newCode, tryCode } from './code-office.ts';
import { within } from './time-limit.ts';

/** For whom, under which policy and for which turn. */
export interface VerificationOpening {
  /** Null where no code can be made at all. */
  readonly office: CodeOffice | null;
  readonly person: Person | null;
  readonly policy: Policy;
  readonly caller: CodeCaller;
}

/** A channel of chats waits for 15 seconds; what a mail server has not taken by then is answered as not sent. */
const SEND_MS = 9_000;

/** The door to codes for one known admin (rule R25); somebody unknown is asked for nothing here. */
export function openContactCodes(opening: VerificationOpening): ContactCodes {
  return {
    standing: (draft) => {
      if (!isWanted(opening, draft)) return 'vouched';
      return possible(opening).length > 0 ? 'asks' : 'unverified';
    },
    offers: async (draft) =>
      (await destinationsFor(opening, draft)).map(({ channel, masked }) => ({ channel, masked })),
    send: (draft, at, locale) => send(opening, draft, at, locale),
    check: async (draft, code) => {
      const { office, person, caller } = opening;
      if (!office || !person) return { result: 'over', why: 'none' };
      return tryCode(office, scopeOf(person), caller, { purpose: 'contact', draftId: draft.id, code });
    },
  };
}

/** How the contact of a draft is vouched for when it is filed; asked of the database, not of the conversation. */
export async function verificationOf(
  opening: VerificationOpening,
  draft: Draft,
  person: Person,
): Promise<Verification> {
  if (isRegisteredContact(contactIn(draft, person), person)) return 'registered';
  return (await hasRightCode(opening, draft, person)) ? 'code' : 'unverified';
}

function isWanted({ person, policy }: VerificationOpening, draft: Draft): boolean {
  return person !== null && policy.verification.required && !isRegisteredContact(contactIn(draft, person), person);
}

async function destinationsFor(opening: VerificationOpening, draft: Draft): Promise<readonly CodeDestination[]> {
  const { person } = opening;
  if (!person || !isWanted(opening, draft)) return [];
  return (await hasRightCode(opening, draft, person)) ? [] : possible(opening);
}

function possible({ office, person }: VerificationOpening): readonly CodeDestination[] {
  return office && person
    ? codeDestinations(registeredContacts(person), office.sender.channels(person.tenant.operator))
    : [];
}

async function hasRightCode({ office, caller }: VerificationOpening, draft: Draft, person: Person): Promise<boolean> {
  if (!office) return false;
  const { personId, conversationId } = caller;
  const query = { purpose: 'contact', personId, conversationId, draftId: draft.id, outcome: 'right' } as const;
  return (await office.store.newestCode(scopeOf(person), query)) !== null;
}

async function send(opening: VerificationOpening, draft: Draft, at: number, locale: Locale): Promise<CodeSending> {
  const { office, person, policy, caller } = opening;
  const destination = (await destinationsFor(opening, draft))[at];
  if (!office || !person || !destination) return { result: 'failed' };
  const code = office.secrets.newCode(policy.verification.digits);
  const row = newCode(office, policy, caller, {
    purpose: 'contact',
    tenant: person.tenant.id,
    draftId: draft.id,
    domain: null,
    channel: destination.channel,
    destination: destination.masked,
    seal: (id) => office.secrets.seal(id, code),
  });
  const limits = limitsOf(policy, row.createdAt, { ofRecovery: false });
  const issue = await office.store.issueCode(scopeOf(person), row, limits);
  if (issue.result === 'repeated') return repeatedSending(issue.code, policy);
  office.audit?.({ event: issue.result === 'issued' ? 'issued' : 'refused', purpose: 'contact', codeId: row.id });
  if (issue.result === 'too-many') return issue;
  const isSent = await sendNow(office, destination, { code, locale, policy });
  office.audit?.({ event: isSent ? 'sent' : 'not-sent', purpose: 'contact', codeId: row.id });
  await office.store.settleCode(scopeOf(person), row.id, isSent ? office.clock.now() : null);
  return isSent ? sent(row, policy) : { result: 'failed' };
}

async function sendNow(
  { sender, log }: CodeOffice,
  { channel, to }: CodeDestination,
  { code, locale, policy }: { readonly code: string; readonly locale: Locale; readonly policy: Policy },
): Promise<boolean> {
  const { operator, verification } = policy;
  try {
    await within(SEND_MS, () =>
      sender.send({ channel, to, code, locale, operator, expiresMinutes: verification.minutes }),
    );
    return true;
  } catch (err) {
    log?.warn({ err, channel }, 'a verification code could not be sent; the person was offered another way');
    return false;
  }
}

/** The turn ran before and was not written: what it sent is on its way, and what it did not is asked for again. */
function repeatedSending(code: StoredCode, policy: Policy): CodeSending {
  return code.sentAt === null || code.outcome === 'failed' ? { result: 'failed' } : sent(code, policy);
}

function sent({ channel, destination }: Pick<StoredCode, 'channel' | 'destination'>, policy: Policy): CodeSending {
  if (channel === null) return { result: 'failed' };
  return { result: 'sent', channel, masked: destination, minutes: policy.verification.minutes };
}

function contactIn({ contactPhone, contactEmail, preferredContact }: Draft, { tenant }: Person) {
  return {
    phone: contactPhone === null ? null : readPhone(contactPhone, tenant.operator),
    email: contactEmail === null ? null : readEmail(contactEmail),
    ...(preferredContact && { preferred: preferredContact }),
  };
}

function scopeOf({ tenant }: Person): Scope {
  return { tenant: tenant.id };
}
