import type { Comparison } from './measurement.ts';
import type { Profile, Results } from './results.ts';

/** A benchmark as the page introduces it. */
export interface Introduced {
  readonly name: string;
  readonly work: string;
}

type Measured = Results['measurements'][string];

const VERDICTS = { goal: 'goal reached', floor: 'floor reached', missed: '**missed**' } as const;

/**
 * The page of figures, `docs/reference/performance.md`.
 * @param benches in the order of the page; one that has not been measured yet is named as such
 */
export function renderReport(results: Results, benches: readonly Introduced[]): string {
  const { cpu, cores, memoryGb, node, os } = results.machine;
  const paragraphs = [
    '# Performance',
    'Written by `npm run bench`; do not edit. `npm run bench NAME -- --write` renews one part.',
    `Measured on ${cpu}, ${cores} cores, ${memoryGb} GB of memory, ${os}, Node ${node}. Servers and load generator share that machine.`,
    'Turns are compared with a yardstick in the same run: an EchoBot on botbuilder 4.23.3 and restify 12 in a process of its own, channel `webchat`, **no app id on both sides** (checking and fetching tokens is in neither figure). The sides take turns, five rounds each after one that warms up, and the middle round counts. CPU is user and system time of the server process. The product runs as it is installed: `node src/main.ts`, log at `info`, every commit flushed to the disk.',
    '## Figures against budgets',
    overview(results, benches),
    ...benches.flatMap((bench) => section(results, bench)),
    '## Where a turn spends its time',
    'Self time of the main thread under load, by installed package, room of the product (`src/...`, `dialogs`) and family of Node modules. Statements of SQLite, waiting for the disk included, count for `src/storage`. A profiled server is slower than a measured one.',
    ...Object.values(results.profiles).flatMap(profileSection),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function overview(results: Results, benches: readonly Introduced[]): string {
  const rows = benches.flatMap(({ name }) => {
    const measured = of(results, name);
    if (measured.length === 0) return [[`\`${name}\``, '', '', '', '', 'not measured', '']];
    return measured.flatMap(([key, { criteria, measuredAt }]) =>
      criteria.map(({ what, value, better, floor, goal, met }) => {
        const sign = better === 'higher' ? '≥' : '≤';
        return [
          `\`${key}\``,
          what,
          String(value),
          floor === null ? '' : `${sign} ${floor}`,
          `${sign} ${goal}`,
          VERDICTS[met],
          measuredAt,
        ];
      }),
    );
  });
  return table(['benchmark', 'what is judged', 'measured', 'floor', 'goal', 'verdict', 'date'], rows);
}

function section(results: Results, { name, work }: Introduced): string[] {
  return of(results, name).flatMap(([key, { figures, comparison, notes }]) => [
    `## ${key}`,
    `${work.charAt(0).toUpperCase()}${work.slice(1)}.`,
    ...notes,
    ...(comparison ? [comparisonTable(comparison)] : []),
    table(
      ['figure', 'value'],
      Object.entries(figures).map(([figure, value]) => [`\`${figure}\``, value === null ? 'unknown' : String(value)]),
    ),
  ]);
}

/** The best value of each row stands in bold. */
function comparisonTable({ columns, rows }: Comparison): string {
  return table(
    ['', ...columns],
    rows.map(({ what, values }) => [
      what,
      ...values.map((value) => (value === Math.max(...values) ? `**${value}**` : String(value))),
    ]),
  );
}

function profileSection({ bench, turns, shares, measuredAt }: Profile & { readonly measuredAt: string }): string[] {
  return [
    `### ${bench}, by package`,
    `${turns} turns, ${measuredAt}.`,
    table(
      ['package', '%', 'ms a turn'],
      shares.map(({ name, percent, msPerTurn }) => [`\`${name}\``, percent.toFixed(1), msPerTurn.toFixed(3)]),
    ),
  ];
}

/** The results of one benchmark: one for each database that it was run on. */
function of(results: Results, name: string): readonly (readonly [string, Measured])[] {
  return Object.entries(results.measurements).filter(([, { bench }]) => bench === name);
}

/** A table whose columns are as wide as their widest cell, as the formatter of this project wants them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
