import assert from 'node:assert/strict';
import { measure, measuresOf } from '../../../bench/corpora/comparison.ts';
import type { Contender } from '../../../bench/corpora/contender.ts';
import { hanApart } from '../../../bench/corpora/han-apart.ts';
import { ownLearner } from '../../../bench/corpora/own-learner.ts';
import type { Sample, Task } from '../../../bench/corpora/tasks.ts';

const sample = (text: string, intent: string | null): Sample => ({ text, lang: 'en', intent });
const taskOf = (kind: Task['kind'], ...trials: Task['trials']): Task => ({ name: 'a task', kind, trials });

/** Knows the texts that it has learned, and is as sure as a text is long. */
const parrot: Contender = {
  name: 'parrot',
  learn: async (train) => {
    const known = new Map(train.map(({ text, intent }) => [text, intent]));
    return async ({ text }) => ({ intent: known.get(text) ?? null, inScope: text.length });
  },
};

describe('a comparison of recognisers', () => {
  it('counts right intents, and takes the mean of the trials', async () => {
    const [yes, no] = [sample('yes', 'agree'), sample('no', 'deny')];
    const task = taskOf('intent', { train: [yes, no], test: [yes, no] }, { train: [yes], test: [yes, no] });
    assert.deepEqual((await measure(task, parrot)).scores, [75]);
  });

  it('measures how well texts in and out of scope are told apart', async () => {
    const test = [
      sample('a long text', 'a'),
      sample('a longer text', 'a'),
      sample('short', null),
      sample('a middle', null),
    ];
    const task = taskOf('scope', { train: test, test });
    assert.deepEqual((await measure(task, parrot)).scores, [1, 100]);
    assert.deepEqual(measuresOf(task), ['a task, AUROC', 'a task, rejected at 95 % accepted']);
  });
});

describe('our learner on other texts', () => {
  const train = [
    ...['reset my password', 'i forgot the password', 'password expired again', 'new password please'].map((text) =>
      sample(text, 'password'),
    ),
    ...['the mail is late', 'no mail arrives', 'mail bounces back', 'where is my mail'].map((text) =>
      sample(text, 'mail'),
    ),
    ...['sunny weather today', 'will it rain', 'weather in the hills', 'rain again today'].map((text) =>
      sample(text, null),
    ),
  ];

  it('learns their intents, and what is of none', async () => {
    const ask = await ownLearner.learn(train);
    const inside = await ask(sample('my password is forgotten', 'password'));
    const outside = await ask(sample('rain and weather', null));
    assert.equal(inside.intent, 'password');
    assert.equal(outside.intent, null);
    assert.ok(inside.inScope > outside.inScope);
  });
});

describe('a text for recognisers without Chinese', () => {
  it('has Han characters, words and signs apart', () => {
    assert.equal(hanApart('Teams的密码，Reset it!'), 'teams 的 密 码 , reset it !');
  });
});
