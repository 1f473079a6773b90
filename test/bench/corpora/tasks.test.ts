import assert from 'node:assert/strict';
import type { CorpusLine, CorpusName } from '../../../bench/corpora/corpus.ts';
import { tasksOf } from '../../../bench/corpora/tasks.ts';

const SPLITS = ['train', 'val', 'test'] as const;

/** So many texts of each intent in each part. */
function linesOf(intents: readonly string[], each: number): readonly CorpusLine[] {
  return intents.flatMap((intent) =>
    SPLITS.flatMap((split) =>
      Array.from({ length: each }, (_, number) => ({
        text: `${intent} ${split} ${number}`,
        intent,
        split,
        lang: 'en' as const,
      })),
    ),
  );
}

const numbered = (count: number) => Array.from({ length: count }, (_, number) => `intent ${100 + number}`);
const CORPORA: Readonly<Record<CorpusName, readonly CorpusLine[]>> = {
  'rasa-helpdesk': linesOf(numbered(2), 3),
  clinc150: linesOf([...numbered(150), 'oos'], 40),
  hwu64: linesOf(numbered(3), 30),
  smp2017: linesOf(['app', 'chat'], 30),
  xsid: linesOf(numbered(2), 3),
};

describe('the tasks on public corpora', () => {
  const tasks = new Map(tasksOf((name) => CORPORA[name]).map((task) => [task.name, task]));
  const trialsOf = (name: string) => tasks.get(name)?.trials ?? [];

  it('learn from the training texts and ask the test texts only', () => {
    assert.equal(tasks.size, 11);
    for (const [name, { trials }] of tasks) {
      assert.ok(trials.length > 0, name);
      for (const { train, test } of trials) {
        assert.ok(train.length > 0 && train.every(({ text }) => text.includes(' train ')), name);
        assert.ok(test.length > 0 && test.every(({ text }) => text.includes(' test ')), name);
      }
    }
  });

  it('take twenty texts an intent, drawn three times, where they are few', () => {
    const trials = trialsOf('hwu64 @20');
    assert.deepEqual(
      trials.map(({ train }) => train.length),
      [60, 60, 60],
    );
    assert.notDeepEqual(trials[0]?.train, trials[1]?.train);
  });

  it('choose thirty intents five times, each intent once', () => {
    const chosen = trialsOf('clinc 30 intents').map(({ train }) => new Set(train.map(({ intent }) => intent)));
    assert.deepEqual(
      chosen.map(({ size }) => size),
      [30, 30, 30, 30, 30],
    );
    assert.equal(new Set(chosen.flatMap((own) => [...own])).size, 150);
    for (const { train, test } of trialsOf('clinc 30 intents')) {
      assert.equal(train.length, 900);
      assert.ok(test.every(({ intent }) => train.some((own) => own.intent === intent)));
    }
  });

  it('keep what is out of scope apart, in learning and asking', () => {
    for (const { train, test } of trialsOf('out of scope, clinc 30 intents')) {
      assert.equal(train.filter(({ intent }) => intent === null).length, 40);
      const outside = test.filter(({ intent }) => intent === null);
      assert.ok(outside.length === 40 && outside.every(({ text }) => text.startsWith('oos')));
    }
    const [talk] = trialsOf('out of scope, smp2017');
    for (const samples of [talk?.train ?? [], talk?.test ?? []]) {
      assert.deepEqual(
        new Set(samples.map(({ text, intent }) => `${text.split(' ')[0]} ${intent}`)),
        new Set(['app app', 'chat null']),
      );
    }
  });
});
