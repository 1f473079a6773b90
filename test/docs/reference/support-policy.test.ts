import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const ROOT = new URL('../../../', import.meta.url);
const PAGE = 'docs/reference/support-policy.md';
const TRANSCRIPTS = 'test/dialogs/transcripts';

/** Every rule of the support policy by its number. */
const RULES = [...numbered('R', 31), ...numbered('S', 6), ...numbered('T', 7), ...numbered('D', 9)];

/** Rules that nothing said before filing can show: the warning, the clock of reminders and the survey. */
const AFTER_FILING = new Set(['S5', 'T4', 'D9']);

/** Where the words of a rule stand in the locales, when not under `reasons`. */
const WORDS_ELSEWHERE: Readonly<Record<string, string>> = { R24: 'phone', R25: 'verification', R28: 'otherOperator' };

const LANGUAGES = { zh: 'zh-CN', en: 'en-US' } as const;

function numbered(letter: string, last: number): readonly string[] {
  return Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
}

/** One row of the page: rules and where each of them lives. */
interface Row {
  readonly rules: readonly string[];
  readonly code: readonly string[];
  /** The page says honestly that there is no code yet. */
  readonly isComing: boolean;
  readonly cases: readonly string[];
  readonly transcripts: readonly string[];
}

function readPage(): readonly Row[] {
  const lines = readFileSync(new URL(PAGE, ROOT), 'utf8').split('\n');
  const rows: Row[] = [];
  let columns: readonly string[] = [];
  for (const line of lines) {
    if (!line.startsWith('|')) columns = [];
    else {
      const cells = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      if (columns.length === 0) columns = cells;
      else if (columns.includes('transcripts') && !/^-+$/.test(cells[0] ?? '')) rows.push(toRow(columns, cells));
    }
  }
  return rows;
}

function toRow(columns: readonly string[], cells: readonly string[]): Row {
  const named = (column: string) =>
    [...(cells[columns.indexOf(column)] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');
  return {
    rules: (cells[0] ?? '').split(',').flatMap((part) => range(part.trim())),
    code: named('code'),
    isComing: (cells[columns.indexOf('code')] ?? '').startsWith('not yet'),
    cases: named('cases'),
    transcripts: named('transcripts'),
  };
}

/** `R19-R23` is five rules. */
function range(part: string): readonly string[] {
  const [, letter, first, last] = part.match(/^([RSTD])(\d+)(?:-[RSTD](\d+))?$/) ?? assert.fail(`no rule: ${part}`);
  const from = Number(first);
  return Array.from({ length: Number(last ?? first) - from + 1 }, (_, index) => `${letter}${from + index}`);
}

const read = (path: string): string => {
  const url = new URL(path, ROOT);
  assert.ok(existsSync(fileURLToPath(url)), `${path} does not exist`);
  return readFileSync(url, 'utf8');
};
const names = (text: string, rule: string) => new RegExp(`\\b${rule}\\b`).test(text) || isWithinRange(text, rule);

/** "rules R19-R23" names R21 as well. */
function isWithinRange(text: string, rule: string): boolean {
  const [letter, number] = [rule.slice(0, 1), Number(rule.slice(1))];
  const ranges = text.matchAll(new RegExp(`\\b${letter}(\\d+)-${letter}(\\d+)\\b`, 'g'));
  return [...ranges].some(([, from, to]) => Number(from) <= number && number <= Number(to));
}

const transcript = (name: string) => read(`${TRANSCRIPTS}/${name}.md`);
/** The rules that the head of a transcript lists; null without such a line, none for `none`. */
function headOf(name: string): readonly string[] | null {
  const [, told] = transcript(name).match(/^- rules: (.+)$/m) ?? [];
  if (told === undefined) return null;
  return told === 'none' ? [] : told.split(', ').flatMap(range);
}

/** Sentences of a rule's own in a language, by its reason codes; what stands in a placeholder may be anything. */
function sentencesOf(rule: string, language: keyof typeof LANGUAGES): readonly RegExp[] {
  const texts = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(read(`dialogs/locales/${LANGUAGES[language]}.json`)));
  const reasons = z.record(z.string(), z.unknown()).parse(texts.reasons);
  const elsewhere = WORDS_ELSEWHERE[rule];
  return leaves(elsewhere ? texts[elsewhere] : reasons[rule]).map(
    (sentence) =>
      new RegExp(
        sentence
          .split(/{{\w+}}/)
          .map(literal)
          .join('[^\n]+'),
      ),
  );
}

function leaves(node: unknown): readonly string[] {
  if (typeof node === 'string') return [node];
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(leaves) : [];
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const rows = readPage();
const rowsOf = (rule: string) => rows.filter(({ rules }) => rules.includes(rule));
const transcriptsOf = (rule: string) => rowsOf(rule).flatMap((row) => row.transcripts);

describe('the table of rules in docs/reference/support-policy.md', () => {
  it('knows no rule that there is not', () => {
    assert.deepEqual(
      [...new Set(rows.flatMap(({ rules }) => rules))].filter((rule) => !RULES.includes(rule)),
      [],
    );
  });

  for (const rule of RULES) {
    it(`leads from ${rule} to code that names it`, () => {
      const found = rowsOf(rule);
      if (AFTER_FILING.has(rule) && found.some(({ isComing }) => isComing)) return;
      const code = found.flatMap((row) => row.code);
      assert.ok(code.length > 0, `${rule} has no code`);
      for (const path of code) assert.ok(names(read(path), rule), `${path} does not name ${rule}`);
    });

    if (AFTER_FILING.has(rule)) continue;

    it(`leads from ${rule} to a test that names it`, () => {
      const cases = rowsOf(rule).flatMap((row) => row.cases);
      assert.ok(cases.length > 0, `${rule} has no test`);
      for (const path of cases) assert.ok(names(read(path), rule), `${path} does not name ${rule}`);
    });

    it(`leads from ${rule} to conversations in both languages that name it`, () => {
      const found = transcriptsOf(rule);
      const languages = new Set(found.map((name) => name.slice(-2)));
      assert.deepEqual([...languages].sort(), ['en', 'zh'], `${rule}: ${found}`);
      for (const name of found) assert.ok(headOf(name)?.includes(rule), `the head of ${name} does not name ${rule}`);
    });

    for (const language of ['zh', 'en'] as const) {
      it(`leads from ${rule} to a conversation in ${language} that tells what the rule says`, () => {
        const sentences = sentencesOf(rule, language);
        const told = transcriptsOf(rule).filter((name) => name.endsWith(`-${language}`));
        // A rule without words of its own shows in what the bot does.
        if (sentences.length === 0) return;
        const isTold = (name: string) => sentences.some((sentence) => sentence.test(transcript(name)));
        assert.ok(told.some(isTold), `none of ${told} holds a sentence of ${rule}`);
      });
    }
  }
});

describe('the heads of the conversations', () => {
  const all = readdirSync(new URL(TRANSCRIPTS, ROOT))
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => file.replace('.md', ''));

  it('each list rules that there are, or none on purpose', () => {
    for (const name of all) {
      const told = headOf(name);
      assert.ok(told, `${name} has no line "- rules:"`);
      assert.deepEqual(
        told.filter((rule) => !RULES.includes(rule)),
        [],
        name,
      );
    }
  });
});
