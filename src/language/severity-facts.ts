import type { Understanding } from '../domain/understanding.ts';
import { type AffectedReading, readAffected } from './facts/affected.ts';
import { clausePattern, clausesOf, says } from './facts/clauses.ts';
import { readDeadlineAtRisk } from './facts/deadline-at-risk.ts';
import { readServiceState } from './facts/service-state.ts';
import { readWorkaround } from './facts/workaround.ts';

/** What a text states about the severity facts, and a number of people affected when one is told. */
export interface StatedFacts {
  readonly severityFacts: Understanding['severityFacts'];
  readonly userCount: AffectedReading['userCount'];
  readonly countWords: AffectedReading['countWords'];
}

const NOBODY: AffectedReading = { affected: null, userCount: null, countWords: null };

/** A task or a question about people, who are then those it is done for and not those whom a failure hits. */
const TASK = clausePattern(
  /^(?:please |pls |hi,? |hello,? |can you |could you )*(?:turn|set|reset|change|get|give|add|create|list|assign|enable|disable|migrate|move|install|remove|delete|invite|share|export|show|make|allow|let|buy|order|need to|want to|want|i want|we want|i need to|we need to)\b|\bhow (?:many|long|much|do|can|to)\b|\bdo (?:i|we) (?:need|have to)\b|想(?:要|把|给|让|问|对|为)|(?:需要|要|帮(?:我|忙)?|请)(?:给|把|为|让)|^(?:给|把|为)/,
);

/**
 * Reads the facts of support policy section 5 in Chinese and English, only those that the text itself states: what a
 * person did not say is asked and not guessed. Where nothing fails nobody is affected and nothing needs a way round,
 * so those are left out of a question or a task that speaks of "all users". Tone ("URGENT", 「非常急」) states nothing (rule S6).
 * @param normalised text after `normalise`
 */
export function readSeverityFacts(normalised: string): StatedFacts {
  const clauses = clausesOf(normalised);
  const { state: serviceState, failing } = readServiceState(clauses);
  const works = serviceState === 'working';
  const fails = serviceState !== null && !works;
  const reads = fails || !(works || clauses.some((clause) => says(clause, TASK)));
  const { affected, userCount, countWords } = reads ? readAffected(clauses, failing) : NOBODY;
  const deadlineAtRisk = readDeadlineAtRisk(clauses, fails);
  const workaround = works ? null : readWorkaround(clauses, fails);
  return {
    severityFacts: {
      ...(serviceState && { serviceState }),
      ...(affected && { affected }),
      ...(deadlineAtRisk !== null && { deadlineAtRisk }),
      ...(workaround !== null && { workaround }),
    },
    userCount,
    countWords,
  };
}
