import { parseArgs } from 'node:util';
import { stepFor } from '../src/domain/article-step.ts';
import { LOCALES } from '../src/domain/locale.ts';
import type { Topic } from '../src/domain/topics.ts';
import { BUILT_IN_ARTICLES, loadArticles } from '../src/knowledge/article-store.ts';
import { createKnowledge } from '../src/knowledge/knowledge-search.ts';
import { evaluateSearch, placeOfRight, type SearchEvaluation } from '../src/knowledge/search-evaluation.ts';
import { createLocalRecogniser } from '../src/language/local-recogniser.ts';
import { loadModel } from '../src/language/model-file.ts';
import { searchAids } from '../src/language/search-aids.ts';
import { type Judgement, RELEVANCE_FILE, readJudgements } from './relevance-file.ts';
import { createSlips } from './slips.ts';

// Usage: npm run evaluate:search [-- FILE.jsonl] [--part dev|test] [--json] [--misses] [--slips]. Measures the search over the
// built-in articles: by words alone, and with the topic that the local recogniser gives, as the dialogs ask it; with
// --slips also after one slip in each question.

const USAGE = `Usage: npm run evaluate:search [-- FILE.jsonl] [--part dev|test] [--json] [--misses] [--slips]   (${RELEVANCE_FILE} by default)`;
/** Exit status of a wrong call or a wrong file, as of most Unix tools. */
const WRONG_USE = 2;
/** So many articles are looked at for the mean reciprocal rank; the dialogs show the first three of the same order. */
const DEPTH = 10;
const SHOWN = 3;

function stop(message: string): never {
  console.error(message);
  process.exit(WRONG_USE);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function readCommandLine() {
  try {
    const { values, positionals } = parseArgs({
      options: {
        json: { type: 'boolean' },
        misses: { type: 'boolean' },
        slips: { type: 'boolean' },
        part: { type: 'string' },
      },
      allowPositionals: true,
    });
    const [file = RELEVANCE_FILE] = positionals;
    if (positionals.length > 1 || (values.part !== undefined && !['dev', 'test'].includes(values.part))) stop(USAGE);
    const { json = false, misses = false, slips = false, part } = values;
    return { file, part, json, misses, slips };
  } catch (error) {
    return stop(`${messageOf(error)}\n${USAGE}`);
  }
}

function read(file: string, part: string | undefined): readonly Judgement[] {
  try {
    const judgements = readJudgements(file).filter((one) => part === undefined || one.part === part);
    return judgements.length > 0 ? judgements : stop(`${file} holds no question of that part.`);
  } catch (error) {
    return stop(messageOf(error));
  }
}

const articles = loadArticles(BUILT_IN_ARTICLES);
const knowledge = createKnowledge(articles, searchAids);
const recogniser = createLocalRecogniser(loadModel());

interface Answered extends Judgement {
  readonly topic: Topic | null;
  readonly relevant: readonly string[];
  readonly found: readonly string[];
}

async function answer(judgement: Judgement, topic: Topic | null): Promise<Answered> {
  const { text, operator, lang: locale, ids } = judgement;
  const found = await knowledge.search({ text, topic, operator, locale, exclude: [], limit: DEPTH });
  return { ...judgement, topic, relevant: ids, found: found.map(({ id }) => id) };
}

/** A question that names an article which is not there, or not for its operator, could never be answered. */
function unanswerable({ text, ids, operator }: Judgement): readonly string[] {
  const has = (id: string) => articles.some((one) => one.id === id && one.operators.includes(operator));
  return ids.filter((id) => !has(id)).map((id) => `no article ${id} for ${operator}: ${text}`);
}

/** The answers in both ways of asking. */
type Run = Awaited<ReturnType<typeof answerAll>>;

function printRun(what: string, { words, recognisedTopic }: Run, misses: boolean): void {
  print(`Words alone, ${what}:`, evaluateSearch(words));
  if (misses) printMisses(words);
  print(`With the topic of the local recogniser, ${what}:`, evaluateSearch(recognisedTopic));
  if (misses) printMisses(recognisedTopic);
}

const percent = (share: number) => `${(100 * share).toFixed(1).padStart(5)} %`;

function print(title: string, { byLang, ...all }: SearchEvaluation): void {
  console.log(title);
  for (const [lang, figures] of Object.entries({ all, ...byLang })) {
    const { count, recallAt1, recallAt3, meanReciprocalRank } = figures;
    console.log(
      `  ${lang.padEnd(6)} ${String(count).padStart(4)} questions   recall@1 ${percent(recallAt1)}   recall@3 ${percent(recallAt3)}   MRR ${meanReciprocalRank.toFixed(3)}`,
    );
  }
}

function printMisses(answers: readonly Answered[]): void {
  for (const one of answers.filter((each) => placeOfRight(each) > SHOWN)) {
    const found = one.found.slice(0, SHOWN).join(', ') || 'nothing';
    console.log(
      `  - [${one.operator}, ${one.topic ?? 'no topic'}] ${one.text}: ${found}; right: ${one.ids.join(', ')}`,
    );
  }
}

async function answerAll(judgements: readonly Judgement[]) {
  const words = await Promise.all(judgements.map((one) => answer(one, null)));
  const recognisedTopic = await Promise.all(
    judgements.map(async (one) => answer(one, (await recogniser.recognise(one.text, one.lang)).topic)),
  );
  return { words, recognisedTopic };
}

/** The same questions with a slip in each, as far as one fits. */
function mistyped(judgements: readonly Judgement[]): readonly Judgement[] {
  const texts = articles.flatMap(({ titles, keywords, steps, operators }) =>
    LOCALES.flatMap((locale) => [
      titles[locale],
      ...keywords[locale],
      ...steps[locale].map((step) => stepFor(step, operators[0] ?? 'microsoft')),
    ]),
  );
  const { slip } = createSlips(texts);
  return judgements.flatMap((one) => {
    const text = slip(one.text);
    return text === null ? [] : [{ ...one, text }];
  });
}

const { file, part, json, misses, slips } = readCommandLine();
const judgements = read(file, part);
const wrong = judgements.flatMap(unanswerable);
if (wrong.length > 0) stop(wrong.join('\n'));
const asWritten = await answerAll(judgements);
const withSlips = slips ? await answerAll(mistyped(judgements)) : null;
if (json) {
  const figuresOf = ({ words, recognisedTopic }: typeof asWritten) => ({
    words: evaluateSearch(words),
    recognisedTopic: evaluateSearch(recognisedTopic),
  });
  console.log(JSON.stringify({ ...figuresOf(asWritten), ...(withSlips && { slips: figuresOf(withSlips) }) }));
} else {
  printRun('as written', asWritten, misses);
  if (withSlips) printRun('with a slip in each', withSlips, misses);
}
