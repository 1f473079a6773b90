import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { z } from 'zod';
import { readEmail, readPhone } from './contact-point.ts';
import type { Instant } from './locale.ts';
import { type Person, type RegisteredContacts, registeredContacts } from './person.ts';
import type { Contact } from './service-request.ts';

/** How a code reaches a registered contact. */
export const CODE_CHANNELS = ['email', 'sms'] as const;
export const codeChannelSchema = z.enum(CODE_CHANNELS);
export type CodeChannel = z.infer<typeof codeChannelSchema>;

/** The numbers of rule R25, a part of each operator's policy table. */
export const verificationPolicySchema = z.strictObject({
  /** Whether somebody whose contact is not registered is asked for a code; switched off, the request is filed as unverified. */
  required: z.boolean(),
  digits: z.int().min(6).max(8),
  /** How long a code can be used. */
  minutes: z.int().min(1).max(60),
  /** Wrong ones after which a code is dead. */
  tries: z.int().min(1).max(5),
  /** Codes of one person. */
  codesPerHour: z.int().min(1).max(60),
  /** For an admin who cannot sign in: one request of access recovery after a code to a contact of the organisation. */
  recovery: z.strictObject({
    offered: z.boolean(),
    /** Whoever asks has another id in the next chat, so the organisation is protected by its domain. */
    codesPerHourOfDomain: z.int().min(1).max(60),
    codesPerHourOfConversation: z.int().min(1).max(60),
  }),
});

/** A registered contact to which a code may go; only `masked` may ever be shown or stored. */
export interface CodeDestination {
  readonly channel: CodeChannel;
  readonly to: string;
  readonly masked: string;
}

/** More than anybody chooses among. */
const MOST_DESTINATIONS = 6;

/**
 * Rule R25: whether support would reach the person at a contact of the admin profile. The way that support will use
 * counts: a registered e-mail does not vouch for a stranger's telephone. In the chat either one does.
 */
export function isRegisteredContact(
  { phone, email, preferred }: Partial<Pick<Contact, 'phone' | 'email' | 'preferred'>>,
  person: Person,
): boolean {
  const { phones, emails } = registeredContacts(person);
  const registered = phones.map((text) => digits(readPhone(text, person.tenant.operator) ?? ''));
  const samePhone = phone != null && digits(phone) !== '' && registered.includes(digits(phone));
  const sameEmail = email != null && emails.map(readEmail).includes(readEmail(email) ?? '');
  if (preferred === 'phone') return samePhone;
  return preferred === 'email' ? sameEmail : samePhone || sameEmail;
}

/** Where a code may go, e-mail first, with the channels that are set up; empty where there is no way. */
export function codeDestinations(
  { phones, emails }: RegisteredContacts,
  channels: readonly CodeChannel[],
): readonly CodeDestination[] {
  const byEmail = emails.map((to): CodeDestination => ({ channel: 'email', to, masked: maskEmail(to) }));
  // What stands in a record and is no number could be neither called nor masked.
  const callable = phones.filter((phone) => readPhone(phone, 'microsoft') !== null && phone.trim().startsWith('+'));
  const bySms = callable.map((to): CodeDestination => ({ channel: 'sms', to, masked: maskPhone(to) }));
  return [...byEmail, ...bySms].filter(({ channel }) => channels.includes(channel)).slice(0, MOST_DESTINATIONS);
}

/** `a***@contoso.example`: the first letter and the domain; a name of one letter is not shown at all. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  const name = [...address.slice(0, Math.max(at, 0))];
  return `${name.length > 1 ? name[0] : ''}***${at < 0 ? '' : address.slice(at)}`;
}

/** Digits of a number that stay hidden at least. */
const LEAST_HIDDEN = 3;

/** `+86 10 **** 0100`: country, a short area code, and the last four digits where enough is hidden between them. */
export function maskPhone(number: string): string {
  const parsed = parsePhoneNumberFromString(number);
  if (!parsed) return '****';
  const national = String(parsed.nationalNumber);
  const area = parsed.formatInternational().split(' ')[1] ?? '';
  const showsArea = area.length <= 3 && national.startsWith(area) && national.length - area.length - 4 >= LEAST_HIDDEN;
  const shown = national.length - 4 >= LEAST_HIDDEN ? national.slice(-4) : '';
  return [`+${parsed.countryCallingCode}`, showsArea ? area : '', '****', shown].filter(Boolean).join(' ');
}

/** What became of a code: it waits, was right, was guessed at too often, could not be sent, or a newer one stands for it. */
export const codeOutcomeSchema = z.enum(['open', 'right', 'spent', 'failed', 'replaced']);
export type CodeOutcome = z.infer<typeof codeOutcomeSchema>;

/** What decides whether a code can still be given back. */
export interface CodeState {
  readonly personId: string;
  readonly conversationId: string;
  readonly expiresAt: Instant;
  readonly triesLeft: number;
  readonly outcome: CodeOutcome;
}

/**
 * How a code stands when somebody gives one: `open` alone may be compared. Half open in time: at the moment of its end it
 * is over.
 */
export function codeStanding(
  code: CodeState,
  attempt: Pick<CodeState, 'personId' | 'conversationId'> & { readonly now: Instant },
): 'open' | 'used' | 'spent' | 'expired' | 'foreign' {
  if (code.personId !== attempt.personId || code.conversationId !== attempt.conversationId) return 'foreign';
  if (code.outcome === 'right') return 'used';
  if (code.outcome !== 'open' || code.triesLeft <= 0) return 'spent';
  return attempt.now < code.expiresAt ? 'open' : 'expired';
}

/**
 * The digits that a message gives as a code: one group of 4 to 8, however it is spaced or written; null where there is
 * none, several, or a longer text around it.
 */
export function readCode(text: string): string | null {
  if (text.length > 80) return null;
  const plain = text.normalize('NFKC').replace(/(?<=\d)[ -](?=\d)/g, '');
  const groups = plain.match(/\d+/g) ?? [];
  const [group] = groups;
  return groups.length === 1 && group !== undefined && group.length >= 4 && group.length <= 8 ? group : null;
}

/** Whether digits of a message could be a code, also where nobody can tell which: it is then not kept as it was written. */
export function mayHoldCode(text: string): boolean {
  return /\d(?:[^\p{L}\d]{0,3}\d){3}/u.test(text.normalize('NFKC'));
}

/** Whether a message is a code and nothing else. */
export function isBareCode(text: string, length: number): boolean {
  const code = readCode(text);
  return code !== null && code.length === length && !/[\p{L}@/]/u.test(text);
}

function digits(phone: string): string {
  return phone.replace(/\D/g, '');
}
