import { parseArgs } from 'node:util';
import { type Evaluation, evaluate } from '../src/language/evaluation.ts';
import { createLocalRecogniser } from '../src/language/local-recogniser.ts';
import { loadModel } from '../src/language/model-file.ts';
import { type LabelledLine, readLabelledLines } from './labelled-lines.ts';

// Usage: npm run evaluate -- FILE.jsonl [--json]. Measures the local recogniser on lines {text, lang, topic}.

const USAGE = 'Usage: npm run evaluate -- FILE.jsonl [--json]   (lines of {"text", "lang", "topic"})';
/** Exit status of a wrong call or a wrong file, as of most Unix tools. */
const WRONG_USE = 2;

function stop(message: string): never {
  console.error(message);
  process.exit(WRONG_USE);
}

function readCommandLine(): { file: string; json: boolean } {
  try {
    const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) return stop(USAGE);
    return { file, json: values.json ?? false };
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function readLines(file: string): LabelledLine[] {
  try {
    return readLabelledLines(file);
  } catch (error) {
    return stop(error instanceof Error ? error.message : String(error));
  }
}

const percent = (share: number | null): string =>
  share === null ? '     -' : `${(100 * share).toFixed(1).padStart(5)} %`;

function print({
  count,
  accuracy,
  macroF1,
  byLang,
  recall,
  noneRecall,
  noneFalseAccept,
  falseReject,
  confusions,
}: Evaluation): void {
  console.log(`${count} texts   accuracy ${percent(accuracy)}   macro-F1 ${percent(macroF1)}`);
  for (const [lang, own] of Object.entries(byLang)) {
    console.log(`  ${lang}: ${own.count} texts   accuracy ${percent(own.accuracy)}   macro-F1 ${percent(own.macroF1)}`);
  }
  console.log('Out of scope:');
  console.log(`  recognised as none ${percent(noneRecall)}   taken for a topic ${percent(noneFalseAccept)}`);
  console.log(`  in-scope texts answered none ${percent(falseReject)}`);
  console.log('Recall by topic:');
  for (const [topic, own] of Object.entries(recall)) {
    console.log(`  ${percent(own.recall)}  ${String(own.count).padStart(4)}  ${topic}`);
  }
  console.log('Worst confusions (expected -> answered):');
  for (const confusion of confusions.slice(0, 20)) {
    console.log(`  ${String(confusion.count).padStart(4)}  ${confusion.expected} -> ${confusion.answered}`);
  }
}

const { file, json } = readCommandLine();
const lines = readLines(file);
const recogniser = createLocalRecogniser(loadModel());
const answers = await Promise.all(
  lines.map(async ({ text, lang, topic }) => {
    const { topic: answered } = await recogniser.recognise(text, null);
    return { lang, expected: topic, answered };
  }),
);
const evaluation = evaluate(answers);
if (json) console.log(JSON.stringify(evaluation));
else print(evaluation);
