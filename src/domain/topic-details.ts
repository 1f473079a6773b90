import { z } from 'zod';
import { readEmail } from './contact-point.ts';
import { findErrorCode, normaliseErrorCode } from './error-code.ts';
import table from './topic-details.json' with { type: 'json' };
import { type Topic, topicSchema } from './topics.ts';
import type { Entities } from './understanding.ts';

const detailKindSchema = z.enum([
  'choice',
  'since',
  'error-code',
  'email',
  'domain',
  'url',
  'host',
  'text',
  'number',
  'invoice',
]);
type DetailKind = z.infer<typeof detailKindSchema>;

const detailSchema = z.strictObject({ kind: detailKindSchema, options: z.array(z.string()).min(2).optional() });

/** `ask` is worth a question in words, `offer` only a field of the form. */
const topicDetailsSchema = z.strictObject({ ask: z.array(z.string()), offer: z.array(z.string()) });

/**
 * The table of `topic-details.json` (rule D8): what support needs to know of a topic to begin at once. All of it may be
 * left out, for a request without an error code is better than none.
 */
const tableSchema = z.strictObject({
  details: z.record(z.string().regex(/^[a-z][A-Za-z]{0,39}$/), detailSchema),
  topics: z.partialRecord(topicSchema, topicDetailsSchema),
  /** Worth keeping of any topic when somebody tells it; never asked for. */
  always: z.array(z.string()),
  /** How a message names a detail: regular expressions whose first group, or else the whole, is the value. */
  patterns: z.record(z.string(), z.array(z.string())),
});
const TABLE = tableSchema.parse(table);

/** One thing worth knowing of a topic. */
export interface TopicDetail {
  readonly id: string;
  readonly kind: DetailKind;
  /** Values to pick from; empty but for a choice. */
  readonly options: readonly string[];
  /** Whether it is worth a question in words. */
  readonly isAsked: boolean;
}

/** Values of details by id. */
export type Details = Readonly<Record<string, string>>;

/** UTF-16 units of one value. */
export const DETAIL_LENGTH = 200;

const BY_TOPIC = new Map<string, readonly TopicDetail[]>(
  Object.entries(TABLE.topics).map(([topic, { ask, offer }]) => [
    topic,
    [...ask.map((id) => detailOf(id, true)), ...offer.map((id) => detailOf(id, false))],
  ]),
);

/** @throws RangeError for an id that the table does not explain: told when the product is loaded, and by its test */
function detailOf(id: string, isAsked: boolean): TopicDetail {
  const detail = TABLE.details[id];
  if (!detail) throw new RangeError(`topic-details.json: "${id}" is used by a topic and not among the details.`);
  return { id, kind: detail.kind, options: detail.options ?? [], isAsked };
}

/** Every detail of the table, whatever its topic. */
export const ALL_DETAILS: readonly TopicDetail[] = Object.keys(TABLE.details).map((id) => detailOf(id, false));

/** What is worth knowing of a topic, in the order of the form; nothing for a topic that is not known. */
export function detailsOf(topic: Topic | null): readonly TopicDetail[] {
  return topic === null ? [] : (BY_TOPIC.get(topic) ?? []);
}

const ALWAYS: readonly TopicDetail[] = TABLE.always.map((id) => detailOf(id, false));

/**
 * The details of a topic with what was told besides, in the order of the form. Where a topic counts something itself, such
 * as the mailboxes of a migration, that number is no number of people affected.
 */
export function shownDetails(topic: Topic | null, told: Details): readonly TopicDetail[] {
  const own = detailsOf(topic);
  const ids = new Set(own.map(({ id }) => (id === 'count' ? 'people' : id)));
  return [...own, ...ALWAYS.filter(({ id }) => !ids.has(id) && Object.hasOwn(told, id))];
}

/** What is worth a question and was not told. */
export function missingDetails(topic: Topic | null, told: Details): readonly TopicDetail[] {
  return detailsOf(topic).filter(({ id, isAsked }) => isAsked && !Object.hasOwn(told, id));
}

/** What was told of a topic and of every topic, in the order of the form; what belongs to another topic is left out. */
export function toldDetails(
  topic: Topic | null,
  told: Details,
): readonly { readonly id: string; readonly value: string }[] {
  return shownDetails(topic, told).flatMap(({ id }) =>
    Object.hasOwn(told, id) ? [{ id, value: told[id] ?? '' }] : [],
  );
}

/** A value as it is kept, or a key under `problems` of the texts. */
export type DetailReading = { readonly value: string } | { readonly problem: string };

/** Reads what somebody gave for a detail, for instance in a field of the form. */
export function readDetail({ kind, options }: TopicDetail, given: string): DetailReading {
  const words = given.normalize('NFKC').replace(/\s+/g, ' ').trim();
  if (words.length > DETAIL_LENGTH) return { problem: 'tooLongDetail' };
  const value = VALUES[kind](words, options);
  return value === null ? { problem: PROBLEMS[kind] ?? 'notAChoice' } : { value };
}

const DOMAIN = /(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.){1,5}(?:[a-z]{2,24}|xn--[a-z\d-]{2,40})/i;
const WHOLE_DOMAIN = new RegExp(`^${DOMAIN.source}$`, 'i');

const VALUES: Readonly<Record<DetailKind, (words: string, options: readonly string[]) => string | null>> = {
  choice: (words, options) => options.find((option) => option === words) ?? null,
  // Kept in words: "since the update" is a time as well.
  since: (words) => words,
  // What is no code of a known form may still be what the screen said.
  'error-code': (words) => normaliseErrorCode(words) ?? words,
  email: readEmail,
  domain: (words) => {
    const name = words.toLowerCase().replace(/^@|\.$/g, '');
    return WHOLE_DOMAIN.test(name) && name.length <= 253 ? name : null;
  },
  url: (words) => words,
  host: (words) => words,
  text: (words) => words,
  number: (words) => (/^\d{1,7}$/.test(words.replaceAll(',', '')) ? String(Number(words.replaceAll(',', ''))) : null),
  invoice: (words) => words,
};

const PROBLEMS: Partial<Record<DetailKind, string>> = {
  email: 'invalidEmail',
  domain: 'invalidDomain',
  number: 'invalidNumber',
};

const PATTERNS = new Map(
  Object.entries(TABLE.patterns).map(([id, sources]) => [id, sources.map((source) => new RegExp(source, 'i'))]),
);

/**
 * What a message tells by itself, for details of all topics: the topic may become known later. What can only be named by
 * its label, such as a version, is not guessed.
 * @param entities what the recogniser found in the same text
 */
export function detailsIn(
  text: string,
  entities: Pick<Entities, 'errorCode' | 'email' | 'since' | 'deadline' | 'userCount' | 'server' | 'domain'>,
): Details {
  const plain = text.normalize('NFKC').slice(0, 20_000);
  const found: Record<string, string | null | undefined> = {
    errorCode: findErrorCode(plain) ?? (entities.errorCode ? normaliseErrorCode(entities.errorCode) : null),
    since: entities.since?.slice(0, DETAIL_LENGTH),
    deadline: entities.deadline?.slice(0, DETAIL_LENGTH),
    people: entities.userCount === undefined ? null : String(entities.userCount),
    address: entities.email ? readEmail(entities.email) : null,
  };
  for (const [id, patterns] of PATTERNS) found[id] = firstNamed(plain, patterns);
  // A name that its label introduces is the surer one.
  found.server ??= entities.server;
  found.domain ??= entities.domain;
  return Object.fromEntries(Object.entries(found).flatMap(([id, value]) => (value ? [[id, value]] : [])));
}

function firstNamed(text: string, patterns: readonly RegExp[]): string | null {
  for (const pattern of patterns) {
    const match = text.match(pattern);
    if (match) return match[1] ?? match[0];
  }
  return null;
}
