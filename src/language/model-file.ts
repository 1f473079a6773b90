import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';
import { topicSchema } from '../domain/topics.ts';
import { decodeWeights, encodedLength, encodeWeights } from './compact-weights.ts';
import { featureHashes } from './features.ts';
import { createModel, type Model, type ModelParts } from './model.ts';
import { normalise } from './normalisation.ts';
import { TRAINING_FOLDER, trainingHash } from './training-data.ts';

/** Where the shipped model lies. */
export const MODEL_FOLDER = fileURLToPath(new URL('model', import.meta.url));

const HEADER = 'model.json';
const WEIGHTS = 'weights.bin';
const FORMAT_VERSION = 2;
const sha256Schema = z.string().regex(/^[\da-f]{64}$/);

const headerSchema = z.strictObject({
  formatVersion: z.literal(FORMAT_VERSION),
  /** Of the texts it was trained on. */
  trainingHash: sha256Schema,
  /** Of how a fixed text is cut into features: changes with the code and the tables behind it. */
  featuresHash: sha256Schema,
  weightsHash: sha256Schema,
  labels: z.array(topicSchema).min(2),
  columns: z.int().positive(),
  commonColumns: z.int().positive(),
  calibration: z.strictObject({
    regression: z.number(),
    margins: z.number(),
    background: z.number(),
  }),
  /** Measured when it was trained, on texts that were left out; for readers only. */
  crossValidation: z.record(z.string(), z.number()),
});

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** A text that passes through every branch of the feature extraction. */
const PROBE = `EXO 邮箱郵件收不到! Can't open https://a.example/x? SharePoint站点 403 a@b.example SR-20260101-0001
 AADSTS50076 0x8004010F 5.7.1 10.0.0.1 O365 E3 30 个用户 123456 contoso.com 0f8fad5b-d9cb-469f-a165-70867728950e 世纪互联`;

const featuresHash = (): string => sha256(featureHashes(normalise(PROBE)).join(' '));

const invalid = (what: string, cause?: unknown): IntakeError =>
  new IntakeError('InvalidConfiguration', `${what}: run npm run train.`, { cause });

/**
 * Writes a model as `model.json`, which people can read, and `weights.bin`.
 * @param trainedOn the training folder, whose hash goes into the header
 */
export function saveModel(
  folder: string,
  trainedOn: string,
  { labels, weights, calibration }: ModelParts,
  crossValidation: Readonly<Record<string, number>>,
): void {
  const bytes = encodeWeights(weights);
  const header: z.infer<typeof headerSchema> = {
    formatVersion: FORMAT_VERSION,
    trainingHash: trainingHash(trainedOn),
    featuresHash: featuresHash(),
    weightsHash: sha256(bytes),
    labels: [...labels],
    columns: weights.hashes.length,
    commonColumns: weights.regression.scales.length - 1,
    calibration,
    crossValidation,
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, WEIGHTS), bytes);
  writeFileSync(join(folder, HEADER), `${JSON.stringify(header, null, 2)}\n`);
}

function readModelFiles(folder: string): { header: z.infer<typeof headerSchema>; bytes: Uint8Array } {
  try {
    const header = headerSchema.parse(JSON.parse(readFileSync(join(folder, HEADER), 'utf8')));
    return { header, bytes: readFileSync(join(folder, WEIGHTS)) };
  } catch (cause) {
    throw invalid(`The language model in ${folder} is missing or cannot be read`, cause);
  }
}

/**
 * Reads a model and refuses one that does not belong to the training texts or to this code.
 * @param folder with `model.json` and `weights.bin`
 * @param trainedOn the folder of the training texts
 * @throws IntakeError `InvalidConfiguration` when files are missing, damaged, or older than texts or code
 */
export function loadModel(folder: string = MODEL_FOLDER, trainedOn: string = TRAINING_FOLDER): Model {
  const { header, bytes } = readModelFiles(folder);
  const { labels, columns, commonColumns, calibration } = header;
  const shape = { columns, commonColumns, labelCount: labels.length };
  if (bytes.byteLength !== encodedLength(shape) || sha256(bytes) !== header.weightsHash) {
    throw invalid(`The weights of the language model in ${folder} are damaged`);
  }
  if (header.featuresHash !== featuresHash()) {
    throw invalid('The language model was trained by another version of the feature extraction');
  }
  if (header.trainingHash !== trainingHash(trainedOn)) {
    throw invalid('The language model was trained on other texts than those of the training folder');
  }
  return createModel({ labels, weights: decodeWeights(bytes, shape), calibration });
}
