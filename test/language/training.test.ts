import assert from 'node:assert/strict';
import { calibrate } from '../../src/language/calibration.ts';
import { crossValidate, type Example, TRAINING_OPTIONS, train } from '../../src/language/training.ts';

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
const EXAMPLES: Example[] = WORDS.flatMap(([label, texts]) => texts.map((text) => ({ text, label })));
const OPTIONS = { ...TRAINING_OPTIONS, folds: 3 };

describe('training', () => {
  it('gives the same weights for the same texts, bit by bit', () => {
    const [once, again] = [train(EXAMPLES, LABELS, OPTIONS), train(EXAMPLES, LABELS, OPTIONS)];
    assert.deepEqual(again.svm, once.svm);
    assert.deepEqual(again.regression, once.regression);
    assert.deepEqual(again.vocabulary.hashes, once.vocabulary.hashes);
  });

  it('scores every text by a model that has not seen it', () => {
    const heldOut = crossValidate(EXAMPLES, LABELS, OPTIONS);
    assert.equal(heldOut.length, EXAMPLES.length);
    heldOut.forEach(({ label, margins, regression }, index) => {
      const own = EXAMPLES[index]?.label ?? null;
      assert.equal(label, own === null ? LABELS.length : LABELS.indexOf(own));
      assert.equal(regression.length, LABELS.length);
      assert.equal(margins.length, LABELS.length + 1);
    });
    // A unique text of a class that shares nothing with the others cannot be known when it is left out.
    const lone = [...EXAMPLES, { text: 'zzzz', label: 'billing.cancel' }];
    const [left] = crossValidate(lone, LABELS, OPTIONS).slice(-1);
    const sure = crossValidate([...lone, { text: 'zzzz', label: 'billing.cancel' }], LABELS, OPTIONS).at(-2);
    assert.ok((sure?.margins[1] ?? 0) > (left?.margins[1] ?? 0));
  });

  it('gives a calibration of finite numbers', () => {
    for (const weight of Object.values(calibrate(crossValidate(EXAMPLES, LABELS, OPTIONS)))) {
      assert.ok(Number.isFinite(weight));
    }
  });
});
