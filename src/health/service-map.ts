import { z } from 'zod';
import { type Topic, topicSchema } from '../domain/topics.ts';
import map from './service-map.json' with { type: 'json' };

const wordsSchema = z.array(z.string().min(2));
const topicsSchema = z.array(topicSchema);

const { services, concepts } = z
  .strictObject({
    services: z.record(
      z.string(),
      z.strictObject({
        names: wordsSchema,
        words: wordsSchema,
        nouns: wordsSchema.default([]),
        topics: topicsSchema,
        nearTopics: topicsSchema.default([]),
        general: z.boolean().default(false),
      }),
    ),
    concepts: z.record(z.string(), z.strictObject({ stems: wordsSchema, topics: topicsSchema })),
  })
  .parse(map);

/** A service of Microsoft 365 as incidents and people speak of it. */
export interface Service {
  readonly id: string;
  /** Problems with these topics are the service's own; those of near topics may have to do with it. */
  readonly topics: ReadonlySet<Topic>;
  readonly nearTopics: ReadonlySet<Topic>;
  /** Everybody needs it, whatever else they use: sign-in and the portal. */
  readonly isGeneral: boolean;
  /** Whether a text calls it by a name. */
  isNamed(text: string): boolean;
  /** Whether a text speaks of what it is there for: mail, meetings. */
  isHinted(text: string): boolean;
}

/** All services that incidents can be told apart by. */
export const SERVICES: readonly Service[] = Object.entries(services).map(([id, row]) => ({
  id,
  topics: new Set(row.topics),
  nearTopics: new Set(row.nearTopics),
  isGeneral: row.general,
  isNamed: wholeWords(row.words),
  isHinted: wholeWords(row.nouns),
}));

const byName = new Map(
  SERVICES.flatMap((service) => (services[service.id]?.names ?? []).map((name) => [name, service] as const)),
);

const CONCEPTS = Object.entries(concepts).map(([id, { stems, topics }]) => ({
  id,
  topics: new Set<Topic>(topics),
  isIn: matcher(stems, ''),
}));

/** The service that a source means by a display name (`Exchange Online`) or an id (`OrgLiveID`); null for one that is not known here. */
export function serviceNamed(name: string): Service | null {
  return byName.get(normalised(name)) ?? null;
}

/** What a text is about, of the few things that tell two problems with one service apart. */
export function conceptsIn(text: string): ReadonlySet<string> {
  const words = normalised(text);
  return new Set(CONCEPTS.filter(({ isIn }) => isIn(words)).map(({ id }) => id));
}

/** What every problem of a topic is about. */
export function conceptsOf(topic: Topic): ReadonlySet<string> {
  return new Set(CONCEPTS.filter(({ topics }) => topics.has(topic)).map(({ id }) => id));
}

/** The form in which words are compared: full-width letters, cases and spaces make no difference. */
export function normalised(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

function wholeWords(words: readonly string[]): (text: string) => boolean {
  return matcher(words, '(?![a-z])');
}

/** Latin words begin where no letter or digit stands before them, also beside Chinese; Chinese has no such borders. */
function matcher(words: readonly string[], latinEnd: string): (text: string) => boolean {
  if (words.length === 0) return () => false;
  const patterns = words.map((word) => {
    const literal = word.replace(/[^\p{L}\p{N} ]/gu, '\\$&');
    return /[a-z]/.test(word) ? `(?<![a-z0-9])${literal}${latinEnd}` : literal;
  });
  const pattern = new RegExp(patterns.join('|'));
  return (text) => pattern.test(text);
}
