import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { IntakeError } from '../src/domain/errors.ts';
import { LOCALES } from '../src/domain/locale.ts';
import { TRAINED_TOPICS } from '../src/domain/topics.ts';
import { normalise } from '../src/language/normalisation.ts';
import { readTrainingTexts, TRAINING_FOLDER, type TrainingText } from '../src/language/training-data.ts';

// Usage: node scripts/check-training.ts [folder]. Checks src/language/training before `npm run train`; exit 1 on a problem.

const LEAST_PER_TOPIC = 30;
const LEAST_BACKGROUND = 150;
/** The texts that measure the recogniser; one that it was trained with measures nothing. */
const MEASURE = fileURLToPath(new URL('../test/language/held-out.jsonl', import.meta.url));
/** What anybody would write (「转人工」, "hi") may stand in both: the columns that a text takes, a Han character two. */
const SHORT_COLUMNS = 30;
const measureSchema = z.object({ text: z.string() });
/** Two texts that share more of their character trigrams than this count as one text. */
const MOST_ALIKE = 0.8;

interface Comparable {
  readonly compared: string;
  readonly trigrams: ReadonlySet<string>;
}

/** Letters and digits alone: punctuation, spaces and case make no new text. Of 「？？？」 all is kept. */
function comparedForm(text: string): string {
  const plain = normalise(text);
  return plain.replace(/[^\p{L}\p{N}]+/gu, '') || plain.replace(/\s+/g, '');
}

/** Padded, so that a text of one or two characters has trigrams too. */
function trigramsOf(compared: string): Set<string> {
  const characters = ['^', '^', ...compared, '$'];
  return new Set(characters.slice(2).map((last, index) => `${characters[index]}${characters[index + 1]}${last}`));
}

function alikeness(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  let shared = 0;
  for (const trigram of left) if (right.has(trigram)) shared += 1;
  return shared / (left.size + right.size - shared);
}

const comparable = (text: string): Comparable => {
  const compared = comparedForm(text);
  return { compared, trigrams: trigramsOf(compared) };
};

/** How two texts are too much alike, or null when both may stay. */
function likeness(left: Comparable, right: Comparable): 'exact' | 'near' | null {
  if (left.compared === right.compared) return 'exact';
  const [a, b] = [left.trigrams.size, right.trigrams.size];
  // Sizes alone bound the share: most pairs end here.
  if (Math.min(a, b) / Math.max(a, b) <= MOST_ALIKE) return null;
  return alikeness(left.trigrams, right.trigrams) > MOST_ALIKE ? 'near' : null;
}

const shown = ({ lang, topic, text }: TrainingText): string => `    [${lang} ${topic}] ${JSON.stringify(text)}`;

/** Pairs of which one must go. The same text under two topics teaches the recogniser nothing but doubt. */
function clashes(texts: readonly TrainingText[]): string[] {
  const entries = texts.map((text) => ({ text, ...comparable(text.text) }));
  return entries.flatMap((right, index) =>
    entries.slice(0, index).flatMap((left) => {
      const alike = likeness(left, right);
      if (!alike) return [];
      const kind = left.text.topic === right.text.topic ? 'duplicate' : 'label conflict';
      return [`${alike} ${kind}:\n${shown(left.text)}\n${shown(right.text)}`];
    }),
  );
}

const columns = (compared: string): number => compared.length + (compared.match(/\p{Script=Han}/gu)?.length ?? 0);

/** Training texts beyond a short phrase that also stand among the texts of the measure. */
function leaks(texts: readonly TrainingText[]): string[] {
  const lines = readFileSync(MEASURE, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const measured = lines.map((line) => comparable(measureSchema.parse(JSON.parse(line)).text));
  return texts.flatMap((text) => {
    const own = comparable(text.text);
    if (columns(own.compared) < SHORT_COLUMNS) return [];
    return measured.some((other) => likeness(own, other))
      ? [`is in the measure too, reword it here:\n${shown(text)}`]
      : [];
  });
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
const problems = [...shortages(texts), ...clashes(texts), ...leaks(texts)];
for (const problem of problems) console.log(`\n- ${problem}`);
console.log(`\n${texts.length} texts, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
