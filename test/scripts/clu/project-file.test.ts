import assert from 'node:assert/strict';
import { buildProjectFile, type ProjectFile, projectFileSchema } from '../../../scripts/clu/project-file.ts';
import { findErrorCode } from '../../../src/domain/error-code.ts';
import { isIntakeError } from '../../../src/domain/errors.ts';
import { TRAINED_TOPICS } from '../../../src/domain/topics.ts';
import { topicOfIntent } from '../../../src/language/clu-names.ts';
import { PRODUCT_NAMES } from '../../../src/language/product-names.ts';
import { readTrainingTexts, TRAINING_FOLDER, type TrainingText } from '../../../src/language/training-data.ts';

const text = (words: string, topic: TrainingText['topic'] = 'billing.renew', lang: TrainingText['lang'] = 'en-US') => ({
  text: words,
  topic,
  lang,
});
const build = (...texts: Omit<TrainingText, 'calibrates'>[]): ProjectFile =>
  buildProjectFile({
    projectName: 'Intake',
    description: 'x',
    texts,
    productNames: { outlook: ['outlook', '邮件客户端'] },
  });

describe('the CLU project file', () => {
  describe('of the training texts', () => {
    const texts = readTrainingTexts(TRAINING_FOLDER);
    const parts = { projectName: 'Intake', description: 'x', texts, productNames: PRODUCT_NAMES };
    const project = buildProjectFile(parts);
    const { intents, utterances } = project.assets;

    it('has an intent for every trained topic, and None, and no other', () => {
      assert.deepEqual(new Set(intents.map(({ category }) => topicOfIntent(category))), new Set(TRAINED_TOPICS));
      assert.ok(intents.some(({ category }) => category === 'None'));
    });

    it('has every text once, in its language, also those of no topic', () => {
      const expected = new Set(texts.map(({ text: words, lang }) => `${lang} ${words.slice(0, 500).trim()}`));
      assert.equal(utterances.length, expected.size);
      assert.deepEqual(new Set(utterances.map(({ language }) => language)), new Set(['zh-hans', 'en-us']));
      assert.ok(utterances.some(({ intent }) => intent === 'None'));
    });

    it('keeps about a tenth of every intent and language for testing, the same texts each time', () => {
      const share = utterances.filter(({ dataset }) => dataset === 'Test').length / utterances.length;
      assert.ok(share > 0.08 && share < 0.12, String(share));
      for (const { category } of intents) {
        const own = utterances.filter(({ intent }) => intent === category);
        for (const dataset of ['Train', 'Test']) assert.ok(own.some((utterance) => utterance.dataset === dataset));
      }
      assert.deepEqual(buildProjectFile({ ...parts, texts: texts.slice(10) }).assets.utterances, utterances.slice(10));
    });

    it('is of the version that is asked, in both languages, and the same after it was written and read', () => {
      assert.equal(project.projectFileVersion, '2023-04-01');
      assert.equal(project.metadata.multilingual, true);
      assert.equal(project.metadata.projectName, 'Intake');
      assert.deepEqual(projectFileSchema.parse(JSON.parse(JSON.stringify(project))), project);
    });
  });

  it('cuts long texts to 500 units, without half a character', () => {
    const [utterance] = build(text(`${'a'.repeat(499)}😀 and more`)).assets.utterances;
    assert.equal(utterance?.text, `${'a'.repeat(499)}\ufffd`);
  });

  it('has texts that begin alike once, and refuses two topics for one', () => {
    assert.equal(
      build(text('renew'), text('renew'), text('renew', 'billing.renew', 'zh-CN')).assets.utterances.length,
      2,
    );
    assert.throws(
      () => build(text('renew'), text('renew', 'billing.cancel')),
      (error) =>
        isIntakeError(error, 'InvalidConfiguration') && /"renew".*billing\.renew.*billing\.cancel/.test(error.message),
    );
  });

  it('names products in both languages, Chinese names in Chinese only', () => {
    const [product] = build(text('renew')).assets.entities;
    assert.deepEqual(product?.list?.sublists, [
      {
        listKey: 'outlook',
        synonyms: [
          { language: 'zh-hans', values: ['outlook', '邮件客户端'] },
          { language: 'en-us', values: ['outlook'] },
        ],
      },
    ]);
  });

  it('refuses what the service would: a project name with a blank, no texts', () => {
    const refused = (error: unknown): boolean => isIntakeError(error, 'InvalidConfiguration');
    const parts = { description: 'x', texts: [text('renew')], productNames: {} };
    assert.throws(() => buildProjectFile({ ...parts, projectName: 'My project' }), refused);
    assert.throws(() => buildProjectFile({ ...parts, projectName: 'x'.repeat(51) }), refused);
    assert.throws(() => build(), refused);
  });

  describe('the patterns of error codes', () => {
    const [, entity] = build(text('renew')).assets.entities;
    const expressions = entity?.regex?.expressions ?? [];
    const found = (sentence: string): string | undefined =>
      expressions.map(({ regexPattern }) => sentence.match(new RegExp(regexPattern))?.[0]).find((match) => match);

    it('are within the twenty of a project, in both languages', () => {
      assert.ok(expressions.length > 0 && expressions.length <= 20);
      assert.equal(new Set(expressions.map(({ regexKey }) => regexKey)).size, expressions.length);
    });

    for (const sentence of [
      '登录报错AADSTS50076怎么办',
      'sign-in fails with aadsts 50105',
      'Outlook 提示0x8004010F错误',
      'bounce 550 5.7.1 from their server',
      '退信5.1.10',
      'Word says CAA20003',
    ]) {
      it(`find a code that the product finds: ${sentence}`, () => {
        assert.ok(findErrorCode(sentence));
        assert.ok(found(sentence));
      });
    }

    for (const sentence of ['ping 10.5.7.1', 'build 16.0.5.7.1', 'Isaac20003', '全公司都收不到邮件']) {
      it(`find none in: ${sentence}`, () => assert.equal(found(sentence), undefined));
    }
  });
});
