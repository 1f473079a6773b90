import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CorpusLine, draw, missingCorpora, readCorpus } from '../../../bench/corpora/corpus.ts';

const line = (intent: string, number: number): CorpusLine => ({
  text: `${intent} number ${number}`,
  intent,
  lang: 'en',
  split: 'train',
});

describe('the folder of public corpora', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corpora-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('has to be named', () => {
    assert.match(missingCorpora(null) ?? '', /--corpora or CORPORA_DIR/);
  });

  it('must hold all corpora; the missing ones are told', () => {
    for (const name of ['clinc150', 'hwu64', 'rasa-helpdesk', 'smp2017'])
      writeFileSync(join(folder, `${name}.jsonl`), '');
    const problem = missingCorpora(folder) ?? '';
    assert.ok(problem.startsWith(`xsid not found in ${folder}`), problem);
    writeFileSync(join(folder, 'xsid.jsonl'), '');
    assert.equal(missingCorpora(folder), null);
  });

  it('is read line by line, and a wrong line is told with its number', () => {
    const file = join(folder, 'hwu64.jsonl');
    writeFileSync(file, `${JSON.stringify(line('alarm', 1))}\n`);
    assert.deepEqual(readCorpus(folder, 'hwu64'), [line('alarm', 1)]);
    writeFileSync(file, `${JSON.stringify(line('alarm', 1))}\n{"text":"x","intent":"y","lang":"fr","split":"train"}\n`);
    assert.throws(() => readCorpus(folder, 'hwu64'), /hwu64\.jsonl line 2: lang/);
  });
});

describe('a draw from a corpus', () => {
  const lines = ['b', 'a'].flatMap((intent) => Array.from({ length: 9 }, (_, number) => line(intent, number)));

  it('holds at most so many lines of each intent', () => {
    const drawn = draw([...lines, line('c', 1)], 4, 1);
    assert.deepEqual(
      drawn.map(({ intent }) => intent),
      [...'aaaabbbbc'],
    );
    assert.equal(new Set(drawn).size, drawn.length);
  });

  it('is the same for a seed in whatever order the lines stand, and another for another seed', () => {
    assert.deepEqual(draw(lines, 4, 1), draw(lines.toReversed(), 4, 1));
    assert.notDeepEqual(draw(lines, 4, 1), draw(lines, 4, 2));
  });
});
