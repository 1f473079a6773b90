import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { comparedForm } from '../../../scripts/similar-texts.ts';
import { FACT_TRAINING_FOLDER, readFactTrainingTexts } from '../../../src/language/facts/fact-training-data.ts';

const lineSchema = z.object({ text: z.string() });
const MEASURED = readFileSync(new URL('../severity-facts.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => lineSchema.parse(JSON.parse(line)).text);
/** What anybody would write may stand in both. */
const SHORT = 8;

describe('training texts of the facts', () => {
  const texts = readFactTrainingTexts(FACT_TRAINING_FOLDER);

  it('stand once each', () => {
    const forms = texts.map(({ text }) => text.trim().toLowerCase());
    assert.deepEqual(
      forms.filter((form, place) => forms.indexOf(form) !== place),
      [],
    );
  });

  it('hold nothing of the texts that measure', () => {
    const own = new Set(texts.map(({ text }) => comparedForm(text)));
    const leaked = MEASURED.filter((text) => comparedForm(text).length > SHORT && own.has(comparedForm(text)));
    assert.deepEqual(leaked, []);
  });

  it('are of both languages and several writers, and state every value', () => {
    for (const lang of ['zh-CN', 'en-US']) assert.ok(texts.filter((text) => text.lang === lang).length > 2_500, lang);
    assert.equal(new Set(texts.filter(({ calibrates }) => calibrates).map(({ writer }) => writer)).size, 51);
    for (const value of ['unavailable', 'degraded', 'working', 'organization', 'many-users', 'one-user'] as const) {
      const count = texts.filter(({ facts }) => facts.serviceState === value || facts.affected === value).length;
      assert.ok(count > 200, `${value}: ${count}`);
    }
  });

  describe('with a wrong line', () => {
    let folder = '';
    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'facts-'));
      cpSync(FACT_TRAINING_FOLDER, folder, { recursive: true });
    });
    after(() => rmSync(folder, { recursive: true }));

    const WRONG: readonly (readonly [string, RegExp])[] = [
      ['{', /answers\.jsonl line 1 is not JSON/],
      ['{"text":"x","lang":"en-US","facts":{"affected":"all"}}', /line 1 is no training text \(facts\.affected/],
      ['{"text":"x","lang":"de","facts":{}}', /line 1 .*lang/],
      ['{"text":"x","lang":"en-US","facts":{"serviceState":"working","workaround":true}}', /nothing needs a way round/],
    ];
    for (const [line, message] of WRONG) {
      it(`name its place: ${line}`, () => {
        writeFileSync(join(folder, 'answers.jsonl'), `${line}\n`);
        assert.throws(() => readFactTrainingTexts(folder), message);
      });
    }
  });
});
