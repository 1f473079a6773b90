import { type ContactPoint, contactPointsIn } from '../src/domain/contact-point.ts';
import type { Draft } from '../src/domain/draft.ts';
import type { Operator } from '../src/domain/person.ts';
import { isBrief, mentions, withoutWords } from './choices.ts';
import { clausesOf } from './clauses.ts';
import { plainWords } from './commands.ts';
import { nameIn } from './told-name.ts';

type Way = NonNullable<Draft['preferredContact']>;
const WAYS: readonly Way[] = ['phone', 'email', 'chat'];

/** Words that stand beside the way to reach somebody and tell nothing else. */
const BESIDE = [
  ...['reach', 'own', 'label', 'changed', 'polite', 'nameLead'].map((list) => `toldContact.${list}`),
  ...WAYS.map((way) => `toldContact.prefer.${way}`),
];

/** How to reach the person, as far as a message tells; what it does not tell is left out. */
export interface ToldContact {
  readonly name?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly preferred?: Way;
  /** Addresses that the message names for another reason, for instance the mailbox that gets no mail. */
  readonly otherEmails: readonly string[];
  /** Whether every part of the message tells this. */
  readonly isAll: boolean;
  /** Whether nothing else stands in it at all, so that whatever it sounds like, such as mail in "by e-mail", is no problem. */
  readonly isBare: boolean;
}

/** A longer message is a log or a mail, in which many addresses stand. */
const MOST_READ = 2000;

/**
 * Reads how the person wants to be reached: points beside words such as 「联系我」 and "call me at", or after them under a
 * bare label (「邮箱 …」). An address that stands with a failure is what the problem is about.
 */
export function toldContact(text: string, operator: Operator): ToldContact {
  const clauses = tellingClauses(text.normalize('NFKC').slice(0, MOST_READ));
  const all = readClauses(clauses, operator);
  const points: ContactPoint[] = [];
  const others: string[] = [];
  let name: string | undefined;
  let preferred: Way | undefined;
  for (const read of all) {
    name = read.name ?? name;
    preferred = read.preferred ?? preferred;
    if (read.isContact) points.push(...read.points);
    else others.push(...read.points.filter(({ kind }) => kind === 'email').map(({ value }) => value));
  }
  const phone = points.findLast(({ kind }) => kind === 'phone')?.value;
  const email = points.findLast(({ kind }) => kind === 'email')?.value;
  const way = preferred ?? onlyWay(phone, email);
  const isAll = all.length > 0 && text.length <= MOST_READ && all.every(({ isContact }) => isContact);
  return {
    ...(name && { name }),
    ...(phone && { phone }),
    ...(email && { email }),
    ...(way && { preferred: way }),
    otherEmails: others,
    isAll,
    isBare: isAll && all.every(({ rest }) => rest === ''),
  };
}

/** What a message says beside how to reach the person: nothing of that is a problem or what it means for a business. */
export function withoutContact(text: string, operator: Operator): string {
  if (text.length > MOST_READ) return text;
  const clauses = tellingClauses(text.normalize('NFKC'));
  const all = readClauses(clauses, operator);
  // "Call me at … because the whole plant stands still and nothing is shipped" says both in one breath.
  const kept = clauses.filter((_clause, index) => {
    const { isContact, rest } = all[index] ?? { isContact: false, rest: '' };
    return !isContact || !isBrief(rest);
  });
  return kept.join('\n');
}

/** "Reach me at bob@…" says how as well; with both given, any way will do. */
function onlyWay(phone: string | undefined, email: string | undefined): Way | undefined {
  if (phone !== undefined) return email === undefined ? 'phone' : undefined;
  return email === undefined ? undefined : 'email';
}

function tellingClauses(text: string): readonly string[] {
  return clausesOf(text).filter((clause) => /[\p{L}\p{N}]/u.test(clause));
}

interface ReadClause {
  readonly points: readonly ContactPoint[];
  readonly isContact: boolean;
  /** What is said beside it. */
  readonly rest: string;
  readonly name?: string;
  readonly preferred?: Way;
}

function readClauses(clauses: readonly string[], operator: Operator): readonly ReadClause[] {
  const all: ReadClause[] = [];
  let isQuoted = false;
  for (const clause of clauses) {
    const read = readClause(clause, operator, all.at(-1)?.isContact ?? false);
    // What a mail says, it may say in the next clause: 「邮件里说，请致电…」.
    all.push(isQuoted ? { points: read.points, rest: clause, isContact: false } : read);
    isQuoted = mentions(clause, 'toldContact.quoted');
  }
  return all;
}

/** @param follows whether the clause before told how to reach the person */
function readClause(clause: string, operator: Operator, follows: boolean): ReadClause {
  const points = contactPointsIn(clause, operator);
  const words = wordsAround(clause, points);
  const others = { points, isContact: false, rest: clause };
  if (NOT_OURS.some((key) => mentions(clause, key)) || isWishToChange(words, points)) return others;
  const name = nameIn(clause, words);
  const preferred = preferredIn(clause);
  const rest = besides(words, name);
  const read = { points, rest, ...(name !== null && { name }), ...(preferred && { preferred }) };
  return tellsReach({ words, points, name, preferred, rest, follows }, clause) ? { ...read, isContact: true } : others;
}

/** Who is not reached, who reaches others, and what a mail says of itself. */
const NOT_OURS = ['toldContact.notReached', 'toldContact.others', 'toldContact.quoted'];

/** "Change 1 to 2" asks for a change in the directory, which holds numbers as well. */
function isWishToChange(words: string, points: readonly ContactPoint[]): boolean {
  const kinds = points.map(({ kind }) => kind);
  return kinds.length !== new Set(kinds).size && mentions(words, 'toldContact.changed');
}

interface Around {
  readonly words: string;
  readonly points: readonly ContactPoint[];
  readonly name: string | null;
  readonly preferred: Way | undefined;
  readonly rest: string;
  readonly follows: boolean;
}

function tellsReach({ words, points, name, preferred, rest, follows }: Around, clause: string): boolean {
  const last = points.at(-1);
  // Without a number or an address, "by phone" and "call me" may stand in a problem, and 「联系人」 for contacts in Outlook.
  if (!last)
    return !mentions(words, 'toldContact.concerned') && (name !== null || (preferred !== undefined && rest === ''));
  const isNamed = name !== null || preferred !== undefined || mentions(words, 'toldContact.reach');
  // "My mailbox wang@… gets no mail" names it for its failure; "if it cannot be solved call me at …" does not.
  return (
    (isNamed && !mentions(clause.slice(last.end), 'toldContact.concerned')) ||
    (mentions(words, 'toldContact.own') && !mentions(words, 'toldContact.concerned')) ||
    (isLabelled(words, name) && (follows || points.some(({ kind }) => kind === 'phone')))
  );
}

function preferredIn(clause: string): Way | undefined {
  const named = WAYS.filter((way) => mentions(clause, `toldContact.prefer.${way}`));
  return named.length === 1 ? named[0] : undefined;
}

function wordsAround(clause: string, points: readonly ContactPoint[]): string {
  return points.reduceRight((rest, { start, end }) => `${rest.slice(0, start)} · ${rest.slice(end)}`, clause);
}

/** Whether nothing but labels such as 「电话」 and "e-mail" stands around the points of a clause. */
function isLabelled(words: string, name: string | null): boolean {
  const around = plainWords(name === null ? words : words.replace(name, ' '));
  return around !== '' && withoutWords(around, ['toldContact.label', 'toldContact.changed']) === '';
}

/** What is left of a clause without the words that tell how, when and by whom people are reached. */
function besides(words: string, name: string | null): string {
  const around = plainWords(name === null ? words : words.replace(name, ' '));
  return withoutWords(around, BESIDE);
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
