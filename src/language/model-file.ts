import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { topicSchema } from '../domain/topics.ts';
import { decodeWeights, encodedLength, encodeWeights, type WeightsShape } from './compact-weights.ts';
import concepts from './concepts.json' with { type: 'json' };
import { cutText } from './cut-text.ts';
import { featureHashes } from './features.ts';
import { createModel, type Model, type ModelParts } from './model.ts';
import { normalise } from './normalisation.ts';
import pinyin from './pinyin.json' with { type: 'json' };
import { loadModelFiles, savedModelFields, saveModelFiles, sha256 } from './saved-model.ts';
import { SPELLING_REPAIR } from './spelling-repair.ts';
import { TRAINING_FOLDER, trainingHash } from './training-data.ts';

/** Where the shipped model lies. */
export const MODEL_FOLDER = fileURLToPath(new URL('model', import.meta.url));

const FORMAT_VERSION = 4;

const headerSchema = z.strictObject({
  formatVersion: z.literal(FORMAT_VERSION),
  ...savedModelFields,
  labels: z.array(topicSchema).min(2),
  columns: z.int().positive(),
  /** Measured when it was trained, on texts that were left out; for readers only. */
  crossValidation: z.record(z.string(), z.number()),
});

const shapeOf = ({ labels, columns }: z.infer<typeof headerSchema>): WeightsShape => ({
  columns,
  // The background is a class of its own.
  classCount: labels.length + 1,
});

/** A text that passes through every branch of the feature extraction. */
const PROBE = `EXO 邮箱郵件收不到! Can't open https://a.example/x? SharePoint站点 403 a@b.example SR-20260101-0001
 AADSTS50076 0x8004010F 5.7.1 10.0.0.1 O365 E3 30 个用户 123456 contoso.com 0f8fad5b-d9cb-469f-a165-70867728950e 世纪互联`;

/** Of the probe's features and of the tables and numbers that no probe passes through as a whole. */
const featuresHash = (): string =>
  sha256(
    [featureHashes(cutText(normalise(PROBE))).join(' '), JSON.stringify([concepts, pinyin]), SPELLING_REPAIR].join(
      '\n',
    ),
  );

/**
 * Writes a model as `model.json`, which people can read, and `weights.bin`.
 * @param trainedOn the training folder, whose hash goes into the header
 */
export function saveModel(
  folder: string,
  trainedOn: string,
  { labels, weights }: ModelParts,
  crossValidation: Readonly<Record<string, number>>,
): void {
  const header = {
    formatVersion: FORMAT_VERSION,
    trainingHash: trainingHash(trainedOn),
    featuresHash: featuresHash(),
    labels: [...labels],
    columns: weights.hashes.length,
    crossValidation,
  };
  saveModelFiles(folder, header, encodeWeights(weights));
}

/**
 * Reads a model and refuses one that does not belong to the training texts or to this code.
 * @param folder with `model.json` and `weights.bin`
 * @param trainedOn the folder of the training texts
 * @throws IntakeError `InvalidConfiguration` when files are missing, damaged, or older than texts or code
 */
export function loadModel(folder: string = MODEL_FOLDER, trainedOn: string = TRAINING_FOLDER): Model {
  const { header, bytes } = loadModelFiles(
    folder,
    { schema: headerSchema, what: 'language model', lengthOf: (header) => encodedLength(shapeOf(header)) },
    () => ({ featuresHash: featuresHash(), trainingHash: trainingHash(trainedOn) }),
  );
  return createModel({ labels: header.labels, weights: decodeWeights(bytes, shapeOf(header)) });
}
