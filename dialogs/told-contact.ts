import { type ContactPoint, contactPointsIn } from '../src/domain/contact-point.ts';
import type { Draft } from '../src/domain/draft.ts';
import type { Operator } from '../src/domain/person.ts';
import { isHan } from '../src/domain/script.ts';
import { mentions, wordsOf } from './choices.ts';
import { plainWords } from './commands.ts';
import { nameIn } from './told-name.ts';

type Way = NonNullable<Draft['preferredContact']>;
const WAYS: readonly Way[] = ['phone', 'email', 'chat'];

/** How to reach the person, as far as a message tells; what it does not tell is left out. */
export interface ToldContact {
  readonly name?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly preferred?: Way;
  /** Addresses that the message names for another reason, for instance the mailbox that gets no mail. */
  readonly otherEmails: readonly string[];
  /** Whether the message tells this and nothing else. */
  readonly isAll: boolean;
}

/** A longer message is a log or a mail, in which many addresses stand. */
const MOST_READ = 2000;

/**
 * Reads how the person wants to be reached: points beside words such as 「联系我」 and "call me at", or after them under a
 * bare label (「邮箱 …」). An address that stands with a failure is what the problem is about.
 */
export function toldContact(text: string, operator: Operator): ToldContact {
  const clauses = clausesOf(text.normalize('NFKC').slice(0, MOST_READ));
  const points: ContactPoint[] = [];
  const others: string[] = [];
  let name: string | undefined;
  let preferred: Way | undefined;
  let isAll = clauses.length > 0 && text.length <= MOST_READ;
  let follows = false;
  for (const clause of clauses) {
    const read = readClause(clause, operator, follows);
    follows = read.isContact;
    isAll &&= read.isContact;
    name = read.name ?? name;
    preferred = read.preferred ?? preferred;
    if (read.isContact) points.push(...read.points);
    else others.push(...read.points.filter(({ kind }) => kind === 'email').map(({ value }) => value));
  }
  const phone = points.findLast(({ kind }) => kind === 'phone')?.value;
  const email = points.findLast(({ kind }) => kind === 'email')?.value;
  const way = preferred ?? onlyWay(phone, email);
  return {
    ...(name && { name }),
    ...(phone && { phone }),
    ...(email && { email }),
    ...(way && { preferred: way }),
    otherEmails: others,
    isAll,
  };
}

/** "Reach me at bob@…" says how as well; with both given, any way will do. */
function onlyWay(phone: string | undefined, email: string | undefined): Way | undefined {
  if (phone !== undefined) return email === undefined ? 'phone' : undefined;
  return email === undefined ? undefined : 'email';
}

function clausesOf(text: string): readonly string[] {
  return text.split(/[,;!?、，。；！？\n]|\.(?=\s|$)/u).filter((clause) => /[\p{L}\p{N}]/u.test(clause));
}

interface ReadClause {
  readonly points: readonly ContactPoint[];
  readonly isContact: boolean;
  readonly name?: string;
  readonly preferred?: Way;
}

/** @param follows whether the clause before told how to reach the person */
function readClause(clause: string, operator: Operator, follows: boolean): ReadClause {
  const points = contactPointsIn(clause, operator);
  const words = wordsAround(clause, points);
  if (mentions(clause, 'toldContact.notReached')) return { points, isContact: false };
  const name = nameIn(clause, words);
  const preferred = preferredIn(clause);
  const isNamed = name !== null || preferred !== undefined || mentions(words, 'toldContact.reach');
  const after = clause.slice(points.at(-1)?.end ?? clause.length);
  // "My mailbox wang@… gets no mail" names it for its failure; "if it cannot be solved call me at …" does not.
  const isContact =
    (isNamed && !mentions(after, 'toldContact.concerned')) ||
    (mentions(words, 'toldContact.own') && !mentions(words, 'toldContact.concerned')) ||
    (points.length > 0 && isBare(words, name) && (follows || points.some(({ kind }) => kind === 'phone')));
  // Without a number or a way, words such as 「联系人」 may be about contacts in Outlook.
  const tells = points.length > 0 || name !== null || preferred !== undefined;
  return {
    points,
    isContact: isContact && tells,
    ...(isContact && name !== null && { name }),
    ...(isContact && preferred && { preferred }),
  };
}

function preferredIn(clause: string): Way | undefined {
  const named = WAYS.filter((way) => mentions(clause, `toldContact.prefer.${way}`));
  return named.length === 1 ? named[0] : undefined;
}

function wordsAround(clause: string, points: readonly ContactPoint[]): string {
  return points.reduceRight((rest, { start, end }) => `${rest.slice(0, start)} · ${rest.slice(end)}`, clause);
}

let labels: RegExp | undefined;

/** Whether nothing but labels such as 「电话」 and "e-mail" stands around the points of a clause. */
function isBare(words: string, name: string | null): boolean {
  const rest = plainWords(name === null ? words : words.replace(name, ' '));
  const known = [...wordsOf('toldContact.label')].sort((one, other) => other.length - one.length);
  labels ??= new RegExp(known.map((word) => (isHan(word) ? word : `(?<!\\p{L})${word}(?!\\p{L})`)).join('|'), 'gu');
  return rest !== '' && rest.replace(labels, '').trim() === '';
}

/**
 * The draft with the contact that a message tells. It stands for what the form would hold: the person sees it in form and
 * review and may change it there, and when the request is filed rule R25 is applied to it as to one that was typed into
 * the form. So a told contact never counts as registered, and no code is ever sent to it.
 */
export function withToldContact(draft: Draft, told: ToldContact): Draft {
  const { name, phone, email, preferred } = told;
  return {
    ...draft,
    contactName: name ?? draft.contactName,
    contactPhone: phone ?? draft.contactPhone,
    contactEmail: email ?? draft.contactEmail,
    preferredContact: preferred ?? draft.preferredContact ?? (phone ? 'phone' : null),
  };
}

/** Whether a message told anything of it. */
export function tellsContact({ name, phone, email, preferred }: ToldContact): boolean {
  return Boolean(name ?? phone ?? email ?? preferred);
}
