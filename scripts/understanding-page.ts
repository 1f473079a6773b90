import { fileURLToPath } from 'node:url';
import { LOCALES } from '../src/domain/locale.ts';
import type { Topic } from '../src/domain/topics.ts';
import { cutText } from '../src/language/cut-text.ts';
import { evaluate } from '../src/language/evaluation.ts';
import { decide } from '../src/language/local-recogniser.ts';
import type { Model } from '../src/language/model.ts';
import { loadModel } from '../src/language/model-file.ts';
import { normalise } from '../src/language/normalisation.ts';
import { type ReliabilityBin, reliabilityOf, scopeSeparation } from '../src/language/reliability.ts';
import { readLabelledLines } from './labelled-lines.ts';

/** A text of the measure and what the shipped model made of it. */
interface Measured {
  readonly lang: string;
  readonly expected: Topic;
  readonly answered: Topic;
  readonly confidence: number;
  readonly inScope: number;
}

const CONFUSIONS_SHOWN = 20;

const fileOf = (name: string): string => fileURLToPath(new URL(`../test/language/${name}.jsonl`, import.meta.url));

let loaded: Model | undefined;

function measureOf(files: readonly string[]): readonly Measured[] {
  loaded ??= loadModel();
  const model = loaded;
  return files.flatMap(readLabelledLines).map(({ text, lang, topic: expected }) => {
    const classification = model.classify(cutText(normalise(text)));
    const { topic: answered, confidence } = decide(classification);
    return { lang, expected, answered, confidence, inScope: classification.inScope };
  });
}

let measured: readonly Measured[] | undefined;
/** Measured once for both pages. */
function measure(): readonly Measured[] {
  measured ??= measureOf(LOCALES.map((lang) => fileOf(`test.${lang}`)));
  return measured;
}

const percent = (share: number | null): string => (share === null ? '-' : `${(100 * share).toFixed(1)} %`);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** The figures of reports in a sentence: all of them are in scope. */
function reportsSentence(): string {
  const reports = measureOf([fileOf('reports')]);
  const { count, accuracy, falseReject } = evaluate(reports);
  const { expectedCalibrationError } = reliabilityOf(claimsOf(reports));
  return `Of ${count} reports by two more writers, of whom this model has learned nothing (\`reports.jsonl\`: long ones too, which also tell who is hit, what people do meanwhile
and by when), ${percent(accuracy)} are answered rightly and ${percent(falseReject)} as \`none\`; their ECE is ${expectedCalibrationError.toFixed(3)}.`;
}

const claimsOf = (all: readonly Measured[]) =>
  all.map(({ confidence, expected, answered }) => ({ confidence, isRight: expected === answered }));

function figuresOf(name: string, all: readonly Measured[]): readonly string[] {
  const { count, accuracy, macroF1, noneRecall, falseReject } = evaluate(all);
  const scopes = (outside: boolean) =>
    all.filter(({ expected }) => (expected === 'none') === outside).map(({ inScope }) => inScope);
  const { auroc, rejected } = scopeSeparation(scopes(false), scopes(true));
  const { expectedCalibrationError } = reliabilityOf(claimsOf(all));
  const shares = [accuracy, macroF1, noneRecall, falseReject, rejected].map(percent);
  return [name, String(count), ...shares, auroc.toFixed(3), expectedCalibrationError.toFixed(3)];
}

/** `docs/reference/understanding.md`: what the shipped model makes of the test texts. */
export function understandingPage(): string {
  const all = measure();
  const strangers = measureOf([fileOf('strangers')]);
  const { recall, confusions } = evaluate(all);
  const byLang = LOCALES.map((lang) => evaluate(all.filter((own) => own.lang === lang)).recall);
  const head = [
    'texts',
    'count',
    'accuracy',
    'macro-F1',
    'none recognised',
    'answered none',
    'rejected at 95 % accepted',
  ];
  const topics = Object.entries(recall).map(([topic, own]) => [
    `\`${topic}\``,
    String(own.count),
    percent(own.recall),
    ...byLang.map((languages) => percent(languages[topic]?.recall ?? null)),
  ]);
  const worst = confusions
    .slice(0, CONFUSIONS_SHOWN)
    .map(({ expected, answered, count }) => [String(count), `\`${expected}\``, `\`${answered}\``]);
  return `# Understanding

Written by \`npm run reference\`; do not edit. What the shipped model makes of the texts in \`test/language/test.*.jsonl\`,
which were written apart, by somebody who had not seen a training text, and by which nothing was chosen. How it works
and what was tried stands in [decision 23](../decisions/0023-what-the-recogniser-sees.md). Strangers are two more people who
wrote \`strangers.jsonl\` when the model was done, and nobody read their texts.

## Figures

${table(
  [...head, 'AUROC', 'ECE'],
  [
    ...LOCALES.map((lang) =>
      figuresOf(
        lang,
        all.filter((own) => own.lang === lang),
      ),
    ),
    figuresOf('both', all),
    ...LOCALES.map((lang) =>
      figuresOf(
        `strangers, ${lang}`,
        strangers.filter((own) => own.lang === lang),
      ),
    ),
  ],
)}

"None recognised" is the share of texts out of scope that are answered \`none\`, "answered none" that of the texts of a
topic. "Rejected" is the share of texts out of scope below the probability that 95 of 100 texts of a topic reach; AUROC
is the chance that a text of a topic is given a higher one than a text of none. ECE is the expected calibration error in
ten bins:

![Share of right answers by confidence](understanding.svg)

${reportsSentence()}

## Recall by topic

${table(['topic', 'texts', 'both', ...LOCALES], topics)}

## Confusions

The most frequent ones; a topic that was asked about and another that was answered.

${table(['texts', 'expected', 'answered'], worst)}
`;
}

const SIDE = 320;
const MARGIN = 44;

function bar({ from, to, count, confidence, accuracy }: ReliabilityBin): string {
  if (count === 0) return '';
  const x = MARGIN + from * SIDE;
  const height = accuracy * SIDE;
  const dot = { x: MARGIN + confidence * SIDE, y: MARGIN + (1 - confidence) * SIDE };
  return `  <rect x="${(x + 1).toFixed(1)}" y="${(MARGIN + SIDE - height).toFixed(1)}" width="${((to - from) * SIDE - 2).toFixed(1)}" height="${height.toFixed(1)}" fill="#4f8fd0"><title>${count} answers, ${percent(accuracy)} right, ${percent(confidence)} claimed</title></rect>
  <circle cx="${dot.x.toFixed(1)}" cy="${dot.y.toFixed(1)}" r="3" fill="#b03a2e"/>`;
}

/** `docs/reference/understanding.svg`: the share of right answers by confidence, beside what was claimed. */
export function reliabilityDiagram(): string {
  const { bins, expectedCalibrationError } = reliabilityOf(claimsOf(measure()));
  const size = SIDE + 2 * MARGIN;
  const ticks = [0, 0.5, 1].map((value) => {
    const at = (value * SIDE).toFixed(0);
    return `  <text x="${MARGIN + Number(at)}" y="${MARGIN + SIDE + 16}" text-anchor="middle">${value}</text>
  <text x="${MARGIN - 8}" y="${MARGIN + SIDE - Number(at) + 4}" text-anchor="end">${value}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size}" height="${size}" font-family="sans-serif" font-size="12" fill="#333">
  <title>Share of right answers by confidence</title>
  <rect width="${size}" height="${size}" fill="#fff"/>
${bins.map(bar).filter(Boolean).join('\n')}
  <path d="M${MARGIN} ${MARGIN + SIDE}L${MARGIN + SIDE} ${MARGIN}" stroke="#b03a2e" stroke-dasharray="4 3" fill="none"/>
  <path d="M${MARGIN} ${MARGIN}V${MARGIN + SIDE}H${MARGIN + SIDE}" stroke="#333" fill="none"/>
${ticks.join('\n')}
  <text x="${MARGIN + SIDE / 2}" y="${MARGIN + SIDE + 34}" text-anchor="middle">confidence claimed (red), expected calibration error ${expectedCalibrationError.toFixed(3)}</text>
  <text x="${MARGIN}" y="${MARGIN - 14}">share of right answers (blue)</text>
</svg>
`;
}
