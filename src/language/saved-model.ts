import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';

/** A header that people can read, and weights. */
const HEADER = 'model.json';
const WEIGHTS = 'weights.bin';

const sha256Schema = z.string().regex(/^[\da-f]{64}$/);

/** What the header of every model holds, by which it is refused when it does not belong to texts or code. */
export const savedModelFields = {
  /** Of the texts it was trained on. */
  trainingHash: sha256Schema,
  /** Of how a fixed text is cut into features: changes with the code and the tables behind it. */
  featuresHash: sha256Schema,
  weightsHash: sha256Schema,
};

/** The marks of texts and code to which a model must belong. */
export interface ModelMarks {
  readonly trainingHash: string;
  readonly featuresHash: string;
}

/** Lower-case hex SHA-256. */
export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

const invalid = (what: string, cause?: unknown): IntakeError =>
  new IntakeError('InvalidConfiguration', `${what}: run npm run train.`, { cause });

/** Writes a model's header, completed by the hash of its weights, and the weights. */
export function saveModelFiles(folder: string, header: ModelMarks & Record<string, unknown>, bytes: Uint8Array): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, WEIGHTS), bytes);
  writeFileSync(join(folder, HEADER), `${JSON.stringify({ ...header, weightsHash: sha256(bytes) }, null, 2)}\n`);
}

/** A header as {@link savedModelFields} begins it. */
type HeaderSchema = z.ZodType<ModelMarks & { readonly weightsHash: string }>;

function readFiles<Schema extends HeaderSchema>(folder: string, schema: Schema, what: string) {
  try {
    const header = schema.parse(JSON.parse(readFileSync(join(folder, HEADER), 'utf8')));
    return { header, bytes: readFileSync(join(folder, WEIGHTS)) };
  } catch (cause) {
    throw invalid(`The ${what} in ${folder} is missing or cannot be read`, cause);
  }
}

/**
 * Reads a model's files and refuses them when they are damaged or do not belong to texts and code.
 * @param what the name of the model in messages
 * @param lengthOf how many bytes the weights of a header have
 * @throws IntakeError `InvalidConfiguration` when files are missing, damaged, or older than texts or code
 */
export function loadModelFiles<Schema extends HeaderSchema>(
  folder: string,
  { schema, what, lengthOf }: { schema: Schema; what: string; lengthOf: (header: z.output<Schema>) => number },
  marks: () => ModelMarks,
): { header: z.output<Schema>; bytes: Uint8Array } {
  const { header, bytes } = readFiles(folder, schema, what);
  if (bytes.byteLength !== lengthOf(header) || sha256(bytes) !== header.weightsHash) {
    throw invalid(`The weights of the ${what} in ${folder} are damaged`);
  }
  const { featuresHash, trainingHash } = marks();
  if (header.featuresHash !== featuresHash) {
    throw invalid(`The ${what} was trained by another version of the feature extraction`);
  }
  if (header.trainingHash !== trainingHash) {
    throw invalid(`The ${what} was trained on other texts than those of the training folder`);
  }
  return { header, bytes };
}
