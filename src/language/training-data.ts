import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';
import { localeSchema } from '../domain/locale.ts';
import { TRAINED_TOPICS, topicSchema } from '../domain/topics.ts';

/** Where the shipped training texts lie. */
export const TRAINING_FOLDER = fileURLToPath(new URL('training', import.meta.url));

/** Texts written apart from the others, by which probabilities are fitted. */
const CALIBRATION_FILE = 'calibration.jsonl';
/** The files of a training folder; the background holds texts of no topic. */
const TRAINING_FILES = ['zh-CN.jsonl', 'en-US.jsonl', 'background.jsonl', CALIBRATION_FILE] as const;

const lineSchema = z.strictObject({
  text: z.string().trim().min(1).max(2_000),
  topic: topicSchema.refine((topic) => TRAINED_TOPICS.includes(topic), 'is not trained, it is only chosen in the form'),
  lang: localeSchema,
  /** What `npm run review` tells the labeller; read over, so that its lines can be added as they are. */
  review: z.looseObject({}).optional(),
});

/** One labelled text; topic `none` marks background. */
export interface TrainingText extends Omit<z.infer<typeof lineSchema>, 'review'> {
  /** Was written apart from the others: probabilities are fitted on such texts by models that have not seen them. */
  readonly calibrates: boolean;
}

function readTrainingFile(folder: string, file: string): Buffer {
  try {
    return withUnixEnds(readFileSync(join(folder, file)));
  } catch (cause) {
    const message = `The training file ${file} cannot be read in ${folder}: restore it from the repository.`;
    throw new IntakeError('InvalidConfiguration', message, { cause });
  }
}

/** A checkout on Windows hashes the same. Bytes are looked at, as making text of some megabytes holds up every start. */
function withUnixEnds(bytes: Buffer): Buffer {
  return bytes.includes('\r\n') ? Buffer.from(bytes.toString('utf8').replaceAll('\r\n', '\n')) : bytes;
}

/**
 * Lower-case hex SHA-256 over the training files: the mark by which a model knows its texts.
 * @throws IntakeError `InvalidConfiguration` when a file is missing
 */
export function trainingHash(folder: string): string {
  const hash = createHash('sha256');
  for (const file of TRAINING_FILES) {
    const bytes = readTrainingFile(folder, file);
    hash.update(`${file}\n`).update(bytes).update('\n');
  }
  return hash.digest('hex');
}

function parseLine(line: string, file: string, number: number): TrainingText {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new IntakeError('InvalidConfiguration', `${file} line ${number} is not JSON: correct it.`, { cause });
  }
  const parsed = lineSchema.safeParse(value);
  if (parsed.success) {
    const { review: _, ...text } = parsed.data;
    return { ...text, calibrates: file === CALIBRATION_FILE };
  }
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'line'}: ${message}`).join('; ');
  throw new IntakeError(
    'InvalidConfiguration',
    `${file} line ${number} is no training text (${problems}): correct it.`,
  );
}

/**
 * All training texts in the order of their files; blank lines are skipped.
 * @throws IntakeError `InvalidConfiguration` with file and line when a line is wrong or a file missing
 */
export function readTrainingTexts(folder: string): TrainingText[] {
  return TRAINING_FILES.flatMap((file) =>
    readTrainingFile(folder, file)
      .toString('utf8')
      .split('\n')
      .map((line, index) => ({ line, number: index + 1 }))
      .filter(({ line }) => line.trim() !== '')
      .map(({ line, number }) => parseLine(line, file, number)),
  );
}
