import assert from 'node:assert/strict';
import { calibrate } from '../../src/language/calibration.ts';
import { cutText } from '../../src/language/cut-text.ts';
import {
  crossValidate,
  type Example,
  LEARNERS,
  scoreOnce,
  scoresOf,
  TRAINING_OPTIONS,
  train,
} from '../../src/language/training.ts';

const LABELS = ['exchange.mail-forwarding', 'billing.cancel'];
const WORDS: readonly (readonly [string | null, readonly string[]])[] = [
  [
    'exchange.mail-forwarding',
    ['转发邮件', '把邮件转给同事', 'forward my mail', 'redirect mails to home', '自动转发', 'stop forwarding'],
  ],
  [
    'billing.cancel',
    ['取消订阅', '我要退订', 'cancel the subscription', 'please cancel', '不想续了要取消', 'terminate subscription'],
  ],
  [null, ['今天天气', '讲个笑话', 'tell me a joke', 'nice weather', '你好吗', 'what a game']],
];
const EXAMPLES: Example[] = WORDS.flatMap(([label, texts]) => texts.map((text) => ({ text, label, calibrates: true })));
// A feature of one text counts here: there are few.
const OPTIONS = { ...TRAINING_OPTIONS, folds: 3, vocabulary: { leastTexts: 1, rarityPower: 1 } };

describe('training', () => {
  it('gives the same weights for the same texts, bit by bit', () => {
    const [once, again] = [train(EXAMPLES, LABELS, OPTIONS), train(EXAMPLES, LABELS, OPTIONS)];
    assert.deepEqual(again.learners, once.learners);
    assert.deepEqual(again.vocabulary.hashes, once.vocabulary.hashes);
  });

  it('scores every text by a model that has not seen it', () => {
    const heldOut = crossValidate(EXAMPLES, LABELS, OPTIONS);
    assert.equal(heldOut.length, EXAMPLES.length);
    heldOut.forEach(({ label, scores }, index) => {
      const own = EXAMPLES[index]?.label ?? null;
      assert.equal(label, own === null ? LABELS.length : LABELS.indexOf(own));
      assert.deepEqual(
        scores.map(({ length }) => length),
        LEARNERS.map(() => LABELS.length + 1),
      );
    });
    // A unique text of a class that shares nothing with the others cannot be known when it is left out.
    const loner = { text: 'zzzz', label: 'billing.cancel', calibrates: true };
    const lone = [...EXAMPLES, loner];
    const [left] = crossValidate(lone, LABELS, OPTIONS).slice(-1);
    const sure = crossValidate([...lone, loner], LABELS, OPTIONS).at(-2);
    assert.ok((sure?.scores[0]?.[1] ?? 0) > (left?.scores[0]?.[1] ?? 0));
  });

  it('scores only the texts that calibrate, and learns from all', () => {
    const taught = { text: 'zzzz', label: 'billing.cancel', calibrates: false };
    const asked = { ...taught, calibrates: true };
    const [known, ...others] = crossValidate([asked, taught], LABELS, OPTIONS);
    assert.deepEqual(others, []);
    assert.ok((known?.scores[0]?.[1] ?? 0) > 0);
  });

  it('scores once what a model of all other texts makes of those that calibrate', () => {
    const taught = EXAMPLES.map((example) => ({ ...example, calibrates: false }));
    const asked = { text: 'please cancel our subscription', label: 'billing.cancel', calibrates: true };
    const scores = scoreOnce([...taught, asked], LABELS, OPTIONS);
    assert.equal(scores.length, 1);
    assert.equal(scores[0]?.label, 1);
    assert.ok((scores[0]?.scores[0]?.[1] ?? 0) > (scores[0]?.scores[0]?.[0] ?? 0));
  });

  it('leaves out the kinds of features that it is told to', () => {
    const without = new Set(['grams', 'neighbours', 'notions'] as const);
    const all = train(EXAMPLES, LABELS, OPTIONS).vocabulary.hashes.length;
    assert.ok(train(EXAMPLES, LABELS, { ...OPTIONS, without }).vocabulary.hashes.length < all / 2);
  });

  it('counts other kinds of features twice than it is told to count once, in training as in asking', () => {
    const text = cutText('forward my mail');
    const once = { once: new Set(['grams'] as const) };
    const [plain, weighed] = [train(EXAMPLES, LABELS, OPTIONS), train(EXAMPLES, LABELS, { ...OPTIONS, ...once })];
    assert.deepEqual(weighed.vocabulary.hashes, plain.vocabulary.hashes);
    assert.notDeepEqual(weighed.learners, plain.learners);
    assert.notDeepEqual(scoresOf(text, weighed, once), scoresOf(text, weighed));
  });

  it('gives a calibration of finite numbers', () => {
    const { learners, background } = calibrate(crossValidate(EXAMPLES, LABELS, OPTIONS));
    for (const weight of [...learners, background]) assert.ok(Number.isFinite(weight));
  });
});
