import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { IntakeError } from '../../src/domain/errors.ts';
import type { Scope, Store } from '../../src/domain/ports.ts';
import type { RecognisedMessage } from '../../src/domain/recognition.ts';
import { directorySchema } from '../../src/identity/directory-file.ts';
import { readStructuredText } from '../../src/structured-text.ts';
import type { KnownNames } from './masking.ts';

const SCOPE: Scope = { system: 'review' };
/** Of an organisation, the newest requests are asked for names. */
const NEWEST = 100;

const draftSchema = z.looseObject({ contactName: z.string().nullish() }).nullish().catch(null);
const stateSchema = z
  .looseObject({
    draft: draftSchema,
    waiting: z.array(z.looseObject({ draft: draftSchema })).catch([]),
  })
  .catch({ draft: null, waiting: [] });

/**
 * The names of people and organisations in a directory file.
 * @throws IntakeError `InvalidConfiguration` when it cannot be read: then nobody would know which names to mask
 */
export function namesInDirectory(file: string): KnownNames {
  const { tenants, people } = readStructuredText(textOf(file), directorySchema, {
    what: `The directory ${file}`,
    setting: 'DIRECTORY_FILE',
  });
  return { people: people.map(({ name }) => name), organisations: tenants.map(({ name }) => name) };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new IntakeError('InvalidConfiguration', `The directory ${file} cannot be read. Check DIRECTORY_FILE.`, {
      cause,
    });
  }
}

/** Finds the names that the database knows for a message: its author, the contacts of the conversation, and those of the organisation. */
export function createNameFinder(
  store: Pick<Store, 'loadConversation' | 'newestRequests'>,
): (message: RecognisedMessage) => Promise<KnownNames> {
  const ofTenant = remembered((tenant) => namesOfTenant(store, tenant));
  const ofConversation = remembered((id) => namesInConversation(store, id));
  return async ({ author, tenant, conversationId }) => {
    const inState = await ofConversation(conversationId);
    const { people, organisations } = tenant === null ? { people: [], organisations: [] } : await ofTenant(tenant);
    return { people: [...(author === null ? [] : [author]), ...inState, ...people], organisations };
  };
}

async function namesOfTenant(store: Pick<Store, 'newestRequests'>, tenant: string): Promise<KnownNames> {
  const requests = await store.newestRequests({ tenant }, NEWEST);
  return {
    people: requests.flatMap(({ requester, contact }) => [requester.name, contact.name]),
    organisations: requests.flatMap(({ tenant: { name, partner } }) => [name, ...(partner ? [partner] : [])]),
  };
}

async function namesInConversation(store: Pick<Store, 'loadConversation'>, id: string): Promise<string[]> {
  const { draft, waiting } = stateSchema.parse((await store.loadConversation(SCOPE, id))?.state);
  return [draft, ...waiting.map((problem) => problem.draft)].flatMap((one) =>
    one?.contactName ? [one.contactName] : [],
  );
}

function remembered<Result>(ask: (key: string) => Promise<Result>): (key: string) => Promise<Result> {
  const known = new Map<string, Promise<Result>>();
  return (key) => {
    const answer = known.get(key) ?? ask(key);
    known.set(key, answer);
    return answer;
  };
}

/** A word of so many places is no name, although the texts name some people too. */
const EVERYDAY = 20;

/** Latin letters of which a part of a name has at least so many; "Li" alone is in too many words. */
const LEAST_LATIN = 3;

/**
 * Names with their parts, without what is a word of everyday texts: an account named "Mail Admin" must not take the mail
 * out of every text.
 * @param everyday texts in which hardly anybody is named
 */
export function withParts(everyday: readonly string[]): (names: readonly string[]) => readonly string[] {
  const corpus = ` ${everyday
    .join('\n')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  const verdicts = new Map<string, boolean>();
  const isEveryday = (name: string): boolean => {
    const words = name
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
    const verdict =
      verdicts.get(words) ?? (words === '' || occurs(corpus, isLatin(words) ? ` ${words} ` : words, EVERYDAY));
    verdicts.set(words, verdict);
    return verdict;
  };
  return (names) => {
    const parts = names.flatMap((name) => name.split(/[\s,，、()（）/]+/u).filter(isTelling));
    return [...new Set([...names, ...parts])].filter((name) => !isEveryday(name));
  };
}

function occurs(corpus: string, words: string, times: number): boolean {
  let place = -1;
  for (let left = times; left > 0; left -= 1) {
    place = corpus.indexOf(words, place + 1);
    if (place < 0) return false;
  }
  return true;
}

function isLatin(words: string): boolean {
  return /^[\p{Script=Latin}\d ]+$/u.test(words);
}

function isTelling(part: string): boolean {
  return part.length >= (isLatin(part) ? LEAST_LATIN : 2);
}
