import { IntakeError } from '../src/domain/errors.ts';
import { LOCALES } from '../src/domain/locale.ts';
import { TRAINED_TOPICS } from '../src/domain/topics.ts';
import { normalise } from '../src/language/normalisation.ts';
import { readTrainingTexts, TRAINING_FOLDER, type TrainingText } from '../src/language/training-data.ts';
import { readLabelledLines } from './labelled-lines.ts';
import { MEASURES } from './measures.ts';
import { comparedForm, similarTexts } from './similar-texts.ts';

// Usage: node scripts/check-training.ts [folder]. Checks src/language/training before `npm run train`; exit 1 on a problem.

const LEAST_PER_TOPIC = 70;
const LEAST_BACKGROUND = 500;
/** What anybody would write (「转人工」, "hi") may stand in both: the columns that a text takes, a Han character two. */
const SHORT_COLUMNS = 30;
/** A topic is more than a word: no word or pair of Han characters may stand in a larger share of its texts. */
const MOST_LEANING = 0.75;

const shown = ({ lang, topic, text }: TrainingText): string => `    [${lang} ${topic}] ${JSON.stringify(text)}`;

/** Pairs of which one must go. The same text under two topics teaches the recogniser nothing but doubt. */
function clashes(texts: readonly TrainingText[]): string[] {
  return similarTexts(texts.map(({ text }) => text)).flatMap(({ first, second, isExact }) => {
    const [left, right] = [texts[first], texts[second]];
    if (!left || !right) return [];
    const kind = left.topic === right.topic ? 'duplicate' : 'label conflict';
    return [`${isExact ? 'exact' : 'near'} ${kind}:\n${shown(left)}\n${shown(right)}`];
  });
}

const columns = (text: string): number => {
  const compared = comparedForm(text);
  return compared.length + (compared.match(/\p{Script=Han}/gu)?.length ?? 0);
};

/** Training texts beyond a short phrase that also stand among the texts of the measures. */
function leaks(texts: readonly TrainingText[]): string[] {
  const measured = MEASURES.flatMap(readLabelledLines).map(({ text }) => text);
  const own = texts.filter(({ text }) => columns(text) >= SHORT_COLUMNS);
  const pairs = similarTexts([...measured, ...own.map(({ text }) => text)]);
  const leaked = new Set(
    pairs
      .filter(({ first, second }) => first < measured.length && second >= measured.length)
      .map(({ second }) => second),
  );
  return [...leaked].flatMap((place) => {
    const text = own[place - measured.length];
    return text ? [`is in the measure too, reword it here:\n${shown(text)}`] : [];
  });
}

/** Words, and pairs of Han characters. */
function keywordsOf(text: string): Set<string> {
  const plain = normalise(text);
  const words = plain.match(/[a-z\d]{3,}/g) ?? [];
  const runs = plain.match(/\p{Script=Han}{2,}/gu) ?? [];
  return new Set([
    ...words,
    ...runs.flatMap((run) => [...run].slice(1).map((last, index) => `${[...run][index]}${last}`)),
  ]);
}

/** Topics whose texts nearly all hold the same word: the recogniser would take the word for the topic. */
function leanings(texts: readonly TrainingText[]): string[] {
  return TRAINED_TOPICS.filter((topic) => topic !== 'none').flatMap((topic) =>
    LOCALES.flatMap((lang) => {
      const own = texts.filter((text) => text.topic === topic && text.lang === lang);
      const counts = new Map<string, number>();
      for (const { text } of own) for (const word of keywordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
      return [...counts]
        .filter(([, count]) => count > MOST_LEANING * own.length)
        .map(([word, count]) => `${topic} leans on "${word}" in ${lang}: ${count} of ${own.length} texts hold it`);
    }),
  );
}

function shortages(texts: readonly TrainingText[]): string[] {
  return TRAINED_TOPICS.flatMap((topic) => {
    const least = topic === 'none' ? LEAST_BACKGROUND : LEAST_PER_TOPIC;
    const counts = LOCALES.map((lang) => texts.filter((text) => text.topic === topic && text.lang === lang).length);
    const columns = counts.map((count) => String(count).padStart(8)).join('');
    console.log(`${topic.padEnd(34)}${columns}`);
    return LOCALES.flatMap((lang, index) => {
      const count = counts[index] ?? 0;
      return count < least ? [`${topic} has ${count} texts in ${lang}, at least ${least} are needed`] : [];
    });
  });
}

function readOrExplain(folder: string): TrainingText[] {
  try {
    return readTrainingTexts(folder);
  } catch (error) {
    if (!(error instanceof IntakeError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

const texts = readOrExplain(process.argv[2] ?? TRAINING_FOLDER);
console.log(`${'topic'.padEnd(34)}${LOCALES.map((lang) => lang.padStart(8)).join('')}`);
const problems = [...shortages(texts), ...clashes(texts), ...leaks(texts), ...leanings(texts)];
for (const problem of problems) console.log(`\n- ${problem}`);
console.log(`\n${texts.length} texts, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
