import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isIntakeError } from '../../../src/domain/errors.ts';
import { cutText } from '../../../src/language/cut-text.ts';
import { compactFacts, createFactModel } from '../../../src/language/facts/fact-model.ts';
import { FACT_MODEL_FOLDER, loadFactModel } from '../../../src/language/facts/fact-model-file.ts';
import { trainFacts } from '../../../src/language/facts/fact-training.ts';
import { FACT_TRAINING_FOLDER } from '../../../src/language/facts/fact-training-data.ts';
import { takesAtMost } from '../../support/time-bound.ts';

describe('model file of the facts', () => {
  let folder = '';
  let texts = '';
  let model = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fact-model-'));
    [texts, model] = [join(folder, 'training'), join(folder, 'model')];
    cpSync(FACT_TRAINING_FOLDER, texts, { recursive: true });
    cpSync(FACT_MODEL_FOLDER, model, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const refuses = (message: RegExp): void =>
    assert.throws(
      () => loadFactModel(model, texts),
      (error) => isIntakeError(error, 'InvalidConfiguration') && message.test(error.message),
    );

  it('belongs to the training texts of this tree', () => {
    assert.deepEqual(loadFactModel(model, texts).read(cutText('everyone is locked out')).serviceState, 'unavailable');
  });

  it('reads nothing from a text without a known feature', () => {
    const least = { serviceState: 0.5, affected: 0.5, deadlineAtRisk: 0.5, workaround: 0.5 };
    const unlearned = createFactModel(compactFacts(trainFacts([]), []), least);
    assert.deepEqual(unlearned.read(cutText('everyone is locked out')), {});
    assert.deepEqual(loadFactModel().read(cutText('')), {});
  });

  it('is refused when the training texts have changed', () => {
    appendFileSync(join(texts, 'answers.jsonl'), '{"text":"x","lang":"en-US","facts":{}}\n');
    refuses(/severity facts was trained on other texts.*npm run train/);
  });

  it('is refused when its weights are damaged', () => {
    appendFileSync(join(model, 'weights.bin'), 'x');
    refuses(/damaged.*npm run train/);
  });

  it('is refused when features are cut in another way, or the file is missing or of another format', () => {
    const file = join(model, 'model.json');
    const header = readFileSync(file, 'utf8');
    writeFileSync(file, header.replace(/("featuresHash": ")[^"]+/, `$1${'0'.repeat(64)}`));
    refuses(/another version.*npm run train/);
    writeFileSync(file, header.replace('"formatVersion": 3', '"formatVersion": 2'));
    refuses(/missing or cannot be read/);
    rmSync(file);
    refuses(/missing or cannot be read/);
  });

  it('is small, and soon ready', async () => {
    assert.ok(statSync(join(FACT_MODEL_FOLDER, 'weights.bin')).size < 6_000_000);
    await takesAtMost(300, 'loading', () => loadFactModel());
  });
});
