import type { CutText } from './cut-text.ts';
import { type Clause, clausesOf } from './facts/clauses.ts';
import type { StatedFacts } from './facts/fact-classes.ts';
import type { FactModel } from './facts/fact-model.ts';
import { type PeopleCount, readPeopleCount } from './facts/people-count.ts';
import { readScopePhrase } from './facts/scope-phrase.ts';

/** What a text states about the severity facts, and the number of people affected when one is told. */
export interface SeverityReading {
  readonly severityFacts: StatedFacts;
  readonly people: PeopleCount | null;
}

/** UTF-16 units beside a number of people in an answer that holds nothing else: "about 40 people", 「大概 40 个人吧」. */
const MOST_BESIDE_COUNT = 8;

/** More than one person, of whom nothing else is told. */
const MANY: StatedFacts = { affected: 'many-users' };

/** Who is affected by an answer that is a number of people and nothing else; nobody by any other text. */
function bareCount(normalised: string, people: PeopleCount | null): StatedFacts {
  const isBare = people !== null && normalised.trim().length - people.words.length <= MOST_BESIDE_COUNT;
  return isBare ? { affected: people.count > 1 ? 'many-users' : 'one-user' } : {};
}

/** A bare "for me only" counts where the model is not sure who is hit. */
function withScopePhrase(read: StatedFacts, clauses: readonly Clause[]): StatedFacts {
  if (read.affected !== undefined) return read;
  const affected = readScopePhrase(clauses);
  return affected === null ? read : { ...read, affected };
}

/**
 * Reads the facts of support policy section 5 in Chinese and English, only those that the text itself states: what a
 * person did not say is asked and not guessed. Where nothing fails nobody is affected and nothing needs a way round.
 * Tone ("URGENT", 「非常急」) states nothing (rule S6). Decision 24 tells how they are learned.
 * @param normalised text after `normalise`
 * @param text the same, cut
 */
export function readSeverityFacts(normalised: string, text: CutText, model: FactModel): SeverityReading {
  const read = model.read(text);
  // Where nothing fails a number is that of a wish: "licences for 20 users".
  if (read.serviceState === 'working') return { severityFacts: read, people: null };
  const clauses = clausesOf(normalised);
  const severityFacts = withScopePhrase(read, clauses);
  const people = readPeopleCount(clauses);
  if (severityFacts.serviceState === undefined) {
    const { affected, workaround, ...others } = severityFacts;
    // "Can all staff see my calendar?" tells of nobody who is hit; "only me" does, as an answer.
    const told = normalised.includes('?') ? others : severityFacts;
    return { severityFacts: { ...bareCount(normalised, people), ...told }, people };
  }
  return { severityFacts: { ...(people && people.count > 1 && MANY), ...severityFacts }, people };
}
