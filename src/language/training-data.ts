import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { localeSchema } from '../domain/locale.ts';
import { TRAINED_TOPICS, topicSchema } from '../domain/topics.ts';
import { hashOfFiles, readTrainingLines } from './training-files.ts';

/** Where the shipped training texts lie. */
export const TRAINING_FOLDER = fileURLToPath(new URL('training', import.meta.url));

/** Texts written apart from the others, by which probabilities are fitted. */
const CALIBRATION_FILE = 'calibration.jsonl';
/** The files of a training folder; the background holds texts of no topic, the reports tell severity facts as well. */
const TRAINING_FILES = ['zh-CN.jsonl', 'en-US.jsonl', 'background.jsonl', 'reports.jsonl', CALIBRATION_FILE] as const;

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

/**
 * Lower-case hex SHA-256 over the training files: the mark by which a model knows its texts.
 * @throws IntakeError `InvalidConfiguration` when a file is missing
 */
export function trainingHash(folder: string): string {
  return hashOfFiles(folder, TRAINING_FILES);
}

/**
 * All training texts in the order of their files; blank lines are skipped.
 * @throws IntakeError `InvalidConfiguration` with file and line when a line is wrong or a file missing
 */
export function readTrainingTexts(folder: string): TrainingText[] {
  return TRAINING_FILES.flatMap((file) =>
    readTrainingLines(folder, file, lineSchema).map(({ review: _, ...text }) => ({
      ...text,
      calibrates: file === CALIBRATION_FILE,
    })),
  );
}
