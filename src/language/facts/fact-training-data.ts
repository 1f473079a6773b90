import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { severityFactsSchema } from '../../domain/facts.ts';
import { type Locale, localeSchema } from '../../domain/locale.ts';
import { hashOfFiles, readTrainingLines } from '../training-files.ts';
import type { FactExample } from './fact-training.ts';

/** Where the shipped training texts of the facts lie. */
export const FACT_TRAINING_FOLDER = fileURLToPath(new URL('training', import.meta.url));

/** So many people wrote reports for this purpose, and did not know of each other: by them the model is judged. */
const WRITERS = 51;
/** These also wrote around what an early model misread. By such texts nothing is judged. */
const WRITERS_OF_HARD = { first: 29, last: 44 } as const;

const fileOf = (kind: 'reports' | 'hard', writer: number): string => `${kind}-${writer}.jsonl`;
const writers = Array.from({ length: WRITERS }, (_, before) => before + 1);
const REPORTS = writers.map((writer) => fileOf('reports', writer));
const HARD = writers
  .filter((writer) => writer >= WRITERS_OF_HARD.first && writer <= WRITERS_OF_HARD.last)
  .map((writer) => fileOf('hard', writer));
/** Files of the training folder. */
const FACT_TRAINING_FILES = [...REPORTS, ...HARD, 'messages.jsonl', 'answers.jsonl', 'topic-texts.jsonl'];

const lineSchema = z
  .strictObject({
    text: z.string().trim().min(1).max(2_000),
    lang: localeSchema,
    facts: severityFactsSchema.partial(),
  })
  .refine(
    ({ facts }) => facts.serviceState !== 'working' || (facts.affected === undefined && facts.workaround === undefined),
    'where nothing fails nobody is affected and nothing needs a way round',
  );

/** One labelled text. */
export interface FactTrainingText extends FactExample {
  readonly lang: Locale;
}

/** Lower-case hex SHA-256 over the training files of the facts. */
export function factTrainingHash(folder: string): string {
  return hashOfFiles(folder, FACT_TRAINING_FILES);
}

/**
 * All training texts of the facts in the order of their files.
 * @throws IntakeError `InvalidConfiguration` with file and line when a line is wrong or a file missing
 */
export function readFactTrainingTexts(folder: string): FactTrainingText[] {
  return FACT_TRAINING_FILES.flatMap((file) =>
    readTrainingLines(folder, file, lineSchema).map((line) => ({
      ...line,
      writer: file.replace(/^hard/, 'reports'),
      calibrates: REPORTS.includes(file),
    })),
  );
}
