import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isIntakeError } from '../../src/domain/errors.ts';
import type { Topic } from '../../src/domain/topics.ts';
import { calibrate, stacked } from '../../src/language/calibration.ts';
import {
  compact,
  compactStacked,
  decodeWeights,
  encodedLength,
  encodeWeights,
  stackedScores,
} from '../../src/language/compact-weights.ts';
import { cutText } from '../../src/language/cut-text.ts';
import { featureHashes } from '../../src/language/features.ts';
import { classScores } from '../../src/language/logistic-regression.ts';
import { loadModel, MODEL_FOLDER, saveModel } from '../../src/language/model-file.ts';
import { toRow } from '../../src/language/sparse-rows.ts';
import { crossValidate, TRAINING_OPTIONS, train } from '../../src/language/training.ts';
import { readTrainingTexts, trainingHash } from '../../src/language/training-data.ts';
import { takesAtMost } from '../support/time-bound.ts';

const LABELS: readonly Topic[] = ['exchange.mail-flow', 'billing.cancel'];
const LINES = {
  'zh-CN.jsonl': [
    { text: '收不到邮件', topic: 'exchange.mail-flow', lang: 'zh-CN' },
    { text: '邮件发不出去', topic: 'exchange.mail-flow', lang: 'zh-CN' },
    { text: '取消订阅', topic: 'billing.cancel', lang: 'zh-CN' },
  ],
  'en-US.jsonl': [
    { text: 'mail does not arrive', topic: 'exchange.mail-flow', lang: 'en-US' },
    { text: 'cancel the subscription', topic: 'billing.cancel', lang: 'en-US' },
    { text: 'cancel subscription now', topic: 'billing.cancel', lang: 'en-US' },
  ],
  'background.jsonl': [
    { text: 'nice weather', topic: 'none', lang: 'en-US' },
    { text: '天气不错', topic: 'none', lang: 'zh-CN' },
  ],
  'reports.jsonl': [{ text: 'the sales team gets no mail', topic: 'exchange.mail-flow', lang: 'en-US' }],
  'calibration.jsonl': [
    { text: 'cannot receive mail', topic: 'exchange.mail-flow', lang: 'en-US' },
    { text: '想取消订阅', topic: 'billing.cancel', lang: 'zh-CN' },
    { text: 'good weather', topic: 'none', lang: 'en-US' },
  ],
};

describe('model file', () => {
  let folder = '';
  let texts = '';
  let model = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'model-'));
    texts = join(folder, 'training');
    model = join(folder, 'model');
    mkdirSync(texts);
    for (const [file, lines] of Object.entries(LINES)) {
      writeFileSync(join(texts, file), `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
    }
    const examples = readTrainingTexts(texts).map(({ text, topic, calibrates }) => ({
      text,
      label: topic === 'none' ? null : topic,
      calibrates,
    }));
    const options = { ...TRAINING_OPTIONS, vocabulary: { leastTexts: 1, rarityPower: 1 } };
    const calibration = calibrate(crossValidate(examples, LABELS, options));
    const weights = compact(train(examples, LABELS, options), calibration);
    saveModel(model, texts, { labels: LABELS, weights }, { accuracy: 1 });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const refuses = (message: RegExp): void =>
    assert.throws(
      () => loadModel(model, texts),
      (error) => isIntakeError(error, 'InvalidConfiguration') && message.test(error.message),
    );

  it('comes back as it was saved', () => {
    const { ranking, inScope } = loadModel(model, texts).classify(cutText('取消订阅'));
    assert.equal(ranking[0]?.topic, 'billing.cancel');
    const sum = ranking.reduce((total, { confidence }) => total + confidence, 0);
    assert.ok(Math.abs(sum - inScope) < 1e-9);
  });

  it('finds nothing in a text without a known feature', () => {
    const { ranking, inScope } = loadModel(model, texts).classify(cutText('🙂'));
    assert.equal(inScope, 0);
    assert.equal(ranking.length, LABELS.length);
  });

  it('is refused when the training texts have changed', () => {
    appendFileSync(join(texts, 'en-US.jsonl'), '{"text":"x","topic":"billing.cancel","lang":"en-US"}\n');
    refuses(/other texts.*npm run train/);
  });

  it('is accepted when only line ends have changed', () => {
    const file = join(texts, 'en-US.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'));
    assert.ok(loadModel(model, texts));
  });

  it('is refused when its weights are damaged', () => {
    appendFileSync(join(model, 'weights.bin'), 'x');
    refuses(/damaged.*npm run train/);
    const bytes = readFileSync(join(model, 'weights.bin')).subarray(0, -1);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) + 1;
    writeFileSync(join(model, 'weights.bin'), bytes);
    refuses(/damaged/);
  });

  it('is refused when the features are cut in another way', () => {
    const file = join(model, 'model.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/("featuresHash": ")[^"]+/, `$1${'0'.repeat(64)}`));
    refuses(/another version.*npm run train/);
  });

  it('is refused when it is missing, no JSON, or of another format', () => {
    const file = join(model, 'model.json');
    const header = readFileSync(file, 'utf8');
    for (const wrong of ['{', '{}', header.replace('"formatVersion": 4', '"formatVersion": 3')]) {
      writeFileSync(file, wrong);
      refuses(/missing or cannot be read.*npm run train/);
    }
    rmSync(file);
    refuses(/missing or cannot be read/);
  });

  it('names file and line of a wrong training text', () => {
    const wrong: readonly (readonly [string, RegExp])[] = [
      ['{', /en-US\.jsonl line 4 is not JSON/],
      ['{"text":"","topic":"billing.cancel","lang":"en-US"}', /line 4 is no training text \(text/],
      ['{"text":"x","topic":"billing.nothing","lang":"en-US"}', /line 4.*topic/],
      ['{"text":"x","topic":"billing.other","lang":"en-US"}', /line 4.*only chosen in the form/],
      ['{"text":"x","topic":"billing.cancel","lang":"de"}', /line 4.*lang/],
    ];
    const file = join(texts, 'en-US.jsonl');
    const good = readFileSync(file, 'utf8');
    for (const [line, message] of wrong) {
      writeFileSync(file, `${good}${line}\n`);
      assert.throws(() => readTrainingTexts(texts), message);
    }
  });

  it('says which training file is missing', () => {
    rmSync(join(texts, 'background.jsonl'));
    assert.throws(() => trainingHash(texts), /background\.jsonl cannot be read/);
  });
});

describe('compact weights', () => {
  it('give the stacked scores of all learners, but for rounding', () => {
    const [first, second] = ['stop forwarding my mail', 'cancel the plan'];
    const examples = [
      { text: first, label: 'exchange.mail-forwarding', calibrates: true },
      { text: second, label: 'billing.cancel', calibrates: true },
      { text: 'nice weather', label: null, calibrates: true },
    ];
    const trained = train(examples, ['exchange.mail-forwarding', 'billing.cancel'], {
      ...TRAINING_OPTIONS,
      vocabulary: { leastTexts: 1, rarityPower: 1 },
    });
    const calibration = { learners: [2, 0.1], background: 0.7 };
    const row = toRow(featureHashes(cutText(first)), trained.vocabulary);
    const scores = trained.learners.map((own) => classScores(own, row, 3));
    const own = stackedScores(compact(trained, calibration), row);
    for (const [label, score] of stacked(scores, calibration).entries()) {
      assert.ok(Math.abs(score - (own[label] ?? 0)) < 0.1, `${score} ${own[label]}`);
    }
  });

  it('survive their encoding', () => {
    const shape = { columns: 3, classCount: 3 };
    const vocabulary = { hashes: Uint32Array.of(1, 4_294_967_295, 7), rarity: Float32Array.of(1, 2, 3) };
    const stacked = Float32Array.of(0.1, -0.2, 0.3, 0, 0, 0, 5, 4, -3, -1, 0.5, 2);
    const weights = compactStacked(vocabulary, stacked, shape.classCount);
    const bytes = encodeWeights(weights);
    assert.equal(bytes.byteLength, encodedLength(shape));
    const decoded = decodeWeights(bytes, shape);
    assert.deepEqual(decoded, weights);
    // Read into the middle of a larger buffer, as Node does with small files.
    const askew = new Uint8Array(bytes.length + 1);
    askew.set(bytes, 1);
    assert.deepEqual(decodeWeights(askew.subarray(1), shape), weights);
    const row = { columns: Int32Array.of(0, 2), values: Float64Array.of(1, 0.5) };
    for (const [label, score] of stackedScores(decoded, row).entries()) {
      const expected = [1.6, 2.3, 0.8][label] ?? 0;
      assert.ok(Math.abs(score - expected) < 0.02, `${label}: ${score}`);
    }
  });
});

describe('the shipped model', () => {
  it('belongs to the training texts of this tree', () => {
    assert.ok(loadModel());
  });

  it('is small, and soon ready', async () => {
    assert.ok(statSync(join(MODEL_FOLDER, 'weights.bin')).size < 6_000_000);
    await takesAtMost(300, 'loading', () => loadModel());
  });
});
