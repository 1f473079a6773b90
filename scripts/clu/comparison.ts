import { IntakeError } from '../../src/domain/errors.ts';
import { localeFor } from '../../src/domain/locale.ts';
import type { Recogniser } from '../../src/domain/ports.ts';
import type { Topic } from '../../src/domain/topics.ts';
import { type AskClu, sentPart } from '../../src/language/clu-client.ts';
import { type CluFailure, cluFailureOf } from '../../src/language/clu-failure.ts';
import { type Answer, type Evaluation, evaluate } from '../../src/language/evaluation.ts';
import type { LabelledLine } from '../labelled-lines.ts';

/** 600 calls a minute of the 1 000 that the service allows a resource: people may be using it at the same time. */
const BETWEEN_CALLS_MS = 100;
const MOST_AT_ONCE = 5;
const PATIENCE_MS = 10_000;
const MOST_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** With so many texts that stay unanswered, the figures would be of something else. */
const MOST_UNANSWERED = 20;
const PROGRESS_STEP = 100;

/** What a comparison is made of. */
export interface ComparisonParts {
  readonly ask: AskClu;
  readonly local: Recogniser;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly tell: (line: string) => void;
  readonly patienceMs?: number;
}

/** Both recognisers on the same texts. */
export interface Comparison {
  readonly clu: Evaluation;
  readonly local: Evaluation;
  /** Texts that CLU did not answer; no figure holds them. */
  readonly unanswered: number;
  /** Share of the texts for which both name the same topic. */
  readonly agreement: number;
  /** Texts that one of them gets right and the other wrong. */
  readonly onlyClu: number;
  readonly onlyLocal: number;
}

interface Both {
  readonly lang: string;
  readonly expected: Topic;
  readonly clu: Topic;
  readonly local: Topic;
}

/**
 * Asks both recognisers about every text, as the product would, with a few calls to CLU at once and under its rate.
 * @throws IntakeError `Unavailable` when CLU refuses, answers what cannot be read, or leaves too much unanswered
 */
export async function compareWithLocal(lines: readonly LabelledLine[], parts: ComparisonParts): Promise<Comparison> {
  const answered: Both[] = [];
  const queue = [...lines];
  let done = 0;
  let unanswered = 0;
  let paced = Promise.resolve();

  /** Calls begin one after the other, whoever makes them. */
  const turn = (): Promise<void> => {
    const mine = paced;
    paced = paced.then(() => parts.pause(BETWEEN_CALLS_MS));
    return mine;
  };
  const work = async (): Promise<void> => {
    for (let line = queue.shift(); line; line = queue.shift()) {
      const both = await askBoth(line, parts, turn);
      if (both) answered.push(both);
      else if (++unanswered > MOST_UNANSWERED) {
        queue.length = 0;
        throw new IntakeError('Unavailable', `CLU left ${unanswered} texts unanswered: try again when it is well.`);
      }
      if (++done % PROGRESS_STEP === 0) parts.tell(`evaluate: ${done} of ${lines.length}`);
    }
  };
  await Promise.all(Array.from({ length: MOST_AT_ONCE }, work)).finally(() => {
    queue.length = 0;
  });
  if (answered.length === 0) throw new IntakeError('Unavailable', 'CLU answered none of the texts.');
  return summed(answered, unanswered);
}

async function askBoth(line: LabelledLine, parts: ComparisonParts, turn: () => Promise<void>): Promise<Both | null> {
  const { text, lang, topic: expected } = line;
  const { topic: local } = await parts.local.recognise(text, localeFor(lang));
  const clu = await askPatiently(line, parts, turn);
  return clu === null ? null : { lang, expected, clu, local };
}

/** @returns null when the text stays unanswered @throws IntakeError when all others would fail as well */
async function askPatiently(
  { text, lang }: LabelledLine,
  { ask, pause, patienceMs = PATIENCE_MS }: ComparisonParts,
  turn: () => Promise<void>,
): Promise<Topic | null> {
  const sent = sentPart(text);
  if (sent === '') return 'none';
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    await turn();
    try {
      return (await ask(sent, localeFor(lang), AbortSignal.timeout(patienceMs))).topic;
    } catch (error) {
      const failure: CluFailure = cluFailureOf(error);
      if (failure.reason === 'refused' || failure.reason === 'wrong') throw failure;
      const waitMs = failure.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** attempt;
      if (attempt + 1 < MOST_ATTEMPTS) await pause(Math.min(waitMs, LONGEST_PAUSE_MS));
    }
  }
  return null;
}

function summed(answered: readonly Both[], unanswered: number): Comparison {
  const of = (who: 'clu' | 'local'): Evaluation =>
    evaluate(answered.map(({ lang, expected, ...topics }): Answer => ({ lang, expected, answered: topics[who] })));
  const count = (fits: (both: Both) => boolean): number => answered.filter(fits).length;
  return {
    clu: of('clu'),
    local: of('local'),
    unanswered,
    agreement: count(({ clu, local }) => clu === local) / answered.length,
    onlyClu: count(({ clu, local, expected }) => clu === expected && local !== expected),
    onlyLocal: count(({ clu, local, expected }) => local === expected && clu !== expected),
  };
}

const percent = (share: number | null): string => (share === null ? '-' : `${(100 * share).toFixed(1)} %`);

/** The page that people read: both recognisers side by side. */
export function describeComparison({ clu, local, unanswered, ...rest }: Comparison): string {
  const row = (name: string, ofOne: (figures: Evaluation) => number | null): string =>
    `${name.padEnd(34)}${percent(ofOne(clu)).padStart(9)}${percent(ofOne(local)).padStart(9)}`;
  const languages = Object.keys(clu.byLang).flatMap((lang) => [
    row(`  ${lang}: accuracy`, ({ byLang }) => byLang[lang]?.accuracy ?? null),
    row(`  ${lang}: macro-F1`, ({ byLang }) => byLang[lang]?.macroF1 ?? null),
  ]);
  const confusions = clu.confusions
    .slice(0, 10)
    .map(({ expected, answered, count }) => `  ${String(count).padStart(4)}  ${expected} -> ${answered}`);
  return [
    `${`${clu.count} texts`.padEnd(34)}${'CLU'.padStart(9)}${'local'.padStart(9)}`,
    row('accuracy', ({ accuracy }) => accuracy),
    row('macro-F1', ({ macroF1 }) => macroF1),
    ...languages,
    row('out of scope recognised as none', ({ noneRecall }) => noneRecall),
    row('out of scope taken for a topic', ({ noneFalseAccept }) => noneFalseAccept),
    row('in scope answered none', ({ falseReject }) => falseReject),
    `Same topic ${percent(rest.agreement)}; right only by CLU ${rest.onlyClu}, only by the local recogniser ${rest.onlyLocal}`,
    ...(unanswered > 0 ? [`${unanswered} texts were not answered by CLU and are left out`] : []),
    'Worst confusions of CLU (expected -> answered):',
    ...confusions,
  ].join('\n');
}
