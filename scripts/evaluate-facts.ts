import { parseArgs } from 'node:util';
import { z } from 'zod';
import { severityFactsSchema } from '../src/domain/facts.ts';
import { evaluateFacts, type FactAnswer, type FactEvaluation, wrongFacts } from '../src/language/fact-evaluation.ts';
import { readLocally } from '../src/language/local-recogniser.ts';
import { readJsonLines } from './json-lines.ts';

// Usage: npm run evaluate:facts -- FILE.jsonl [--part NAME] [--json | --wrong]. Measures the reading of severity facts on
// lines {text, lang, facts, part?}, where `facts` holds only what the text states. --part takes the lines of one part,
// --wrong lists the texts with a fact that came out otherwise.

const USAGE =
  'Usage: npm run evaluate:facts -- FILE.jsonl [--part NAME] [--json | --wrong]   (lines of {"text", "lang", "facts", "part"?})';
/** Exit status of a wrong call or a wrong file, as of most Unix tools. */
const WRONG_USE = 2;

const lineSchema = z.object({
  text: z.string(),
  lang: z.string().min(1),
  facts: severityFactsSchema.partial(),
  part: z.string().optional(),
});
type Line = z.infer<typeof lineSchema>;

function stop(message: string): never {
  console.error(message);
  process.exit(WRONG_USE);
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function readCommandLine(): { file: string; part: string | undefined; json: boolean; wrong: boolean } {
  try {
    const { values, positionals } = parseArgs({
      options: { json: { type: 'boolean' }, wrong: { type: 'boolean' }, part: { type: 'string' } },
      allowPositionals: true,
    });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) return stop(USAGE);
    return { file, part: values.part, json: values.json ?? false, wrong: values.wrong ?? false };
  } catch (error) {
    return stop(`${reasonOf(error)}\n${USAGE}`);
  }
}

function readLines(file: string, part: string | undefined): Line[] {
  try {
    const lines = readJsonLines(file, lineSchema).filter((line) => part === undefined || line.part === part);
    return lines.length > 0 ? lines : stop(`${file} holds no line${part === undefined ? '' : ` of part "${part}"`}.`);
  } catch (error) {
    return stop(reasonOf(error));
  }
}

const percent = (share: number | null): string =>
  share === null ? '     -' : `${(100 * share).toFixed(1).padStart(5)} %`;

function print({ count, byLang, ...all }: FactEvaluation): void {
  console.log(`${count} texts      stated and right      read   wrongly`);
  for (const [group, figures] of Object.entries({ all, ...byLang })) {
    for (const [fact, own] of Object.entries({ 'all facts': figures, ...figures.byFact })) {
      const [stated, read] = [own.stated, own.read].map((number) => String(number).padStart(5));
      console.log(
        `${group.padEnd(6)} ${fact.padEnd(15)}${stated} ${percent(own.rightShare)}   ${read} ${percent(own.wrongShare)}`,
      );
    }
  }
}

function printWrong(lines: readonly Line[], answers: readonly FactAnswer[]): void {
  answers.forEach((answer, place) => {
    const names = wrongFacts(answer);
    const told = names.map((name) => `${name}: ${answer.stated[name] ?? '-'} -> ${answer.read[name] ?? '-'}`);
    if (told.length > 0) console.log(`${told.join('; ')}\n    ${lines[place]?.text}`);
  });
}

const { file, part, json, wrong } = readCommandLine();
const lines = readLines(file, part);
const answers = lines.map(({ text, lang, facts }) => ({ lang, stated: facts, read: readLocally(text).severityFacts }));
if (json) console.log(JSON.stringify(evaluateFacts(answers)));
else if (wrong) printWrong(lines, answers);
else print(evaluateFacts(answers));
