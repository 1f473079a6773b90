import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import {
  type CompactWeights,
  decodeWeights,
  encodedLength,
  encodeWeights,
  type WeightsShape,
} from '../compact-weights.ts';
import concepts from '../concepts.json' with { type: 'json' };
import { cutText } from '../cut-text.ts';
import { normalise } from '../normalisation.ts';
import { loadModelFiles, savedModelFields, saveModelFiles, sha256 } from '../saved-model.ts';
import { LEAST_FACT } from '../thresholds.ts';
import { CLASS_COUNT, FACT_CLASSES } from './fact-classes.ts';
import { factFeatureHashes } from './fact-features.ts';
import { createFactModel, type FactModel } from './fact-model.ts';
import notions from './fact-notions.json' with { type: 'json' };
import { FACT_TRAINING_FOLDER, factTrainingHash } from './fact-training-data.ts';

/** Where the shipped model of the facts lies. */
export const FACT_MODEL_FOLDER = fileURLToPath(new URL('../model/facts', import.meta.url));

const FORMAT_VERSION = 3;

const headerSchema = z.strictObject({
  formatVersion: z.literal(FORMAT_VERSION),
  ...savedModelFields,
  columns: z.int().positive(),
  /** Measured when it was trained, on texts of writers who were left out; for readers only. */
  strangers: z.record(z.string(), z.number()),
});

const shapeOf = (columns: number): WeightsShape => ({ columns, classCount: CLASS_COUNT });

/** A text that passes through every branch of the feature extraction. */
const PROBE = `EXO 邮箱全公司都打不开, 网页版也不行! But the phone works, sort of: 1,200 users can't
 sign in since 9.30 (AADSTS50076)? 但是财务部先用手机顶着。The tender closes tonight; no way around it https://a.example/x`;

/** Of the probe's features, of the tables that it does not pass through as a whole, and of what each column means. */
const featuresHash = (): string =>
  sha256(
    [factFeatureHashes(cutText(normalise(PROBE))).join(' '), JSON.stringify([concepts, notions, FACT_CLASSES])].join(
      '\n',
    ),
  );

/**
 * Writes the facts' model as `model.json`, which people can read, and `weights.bin`.
 * @param trainedOn the training folder, whose hash goes into the header
 */
export function saveFactModel(
  folder: string,
  trainedOn: string,
  weights: CompactWeights,
  strangers: Readonly<Record<string, number>>,
): void {
  const header = {
    formatVersion: FORMAT_VERSION,
    trainingHash: factTrainingHash(trainedOn),
    featuresHash: featuresHash(),
    columns: weights.hashes.length,
    strangers,
  };
  saveModelFiles(folder, header, encodeWeights(weights));
}

/**
 * Reads the facts' model and refuses one that does not belong to the training texts or to this code.
 * @throws IntakeError `InvalidConfiguration` when files are missing, damaged, or older than texts or code
 */
export function loadFactModel(folder: string = FACT_MODEL_FOLDER, trainedOn: string = FACT_TRAINING_FOLDER): FactModel {
  const { header, bytes } = loadModelFiles(
    folder,
    {
      schema: headerSchema,
      what: 'model of the severity facts',
      lengthOf: ({ columns }) => encodedLength(shapeOf(columns)),
    },
    () => ({ featuresHash: featuresHash(), trainingHash: factTrainingHash(trainedOn) }),
  );
  return createFactModel(decodeWeights(bytes, shapeOf(header.columns)), LEAST_FACT);
}

let shipped: FactModel | null = null;

/**
 * The shipped model, read once for all who ask.
 * @throws IntakeError `InvalidConfiguration` as {@link loadFactModel}
 */
export function shippedFactModel(): FactModel {
  shipped ??= loadFactModel();
  return shipped;
}
