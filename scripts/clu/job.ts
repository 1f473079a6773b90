import { z } from 'zod';
import { IntakeError } from '../../src/domain/errors.ts';
import type { AuthoringCall, AuthoringClient, Surroundings } from './authoring-client.ts';
import type { JobKind, JobNote, UnfinishedJob } from './unfinished-job.ts';

/** Seconds between two looks, the last one from then on: 4 a minute of the 100 that the service allows. */
const PAUSES_S = [1, 1, 2, 4, 8, 15];
/** So many looks in a row that bring nothing readable end the waiting, not the job. */
const MOST_UNREADABLE = 5;

const wordsSchema = z.array(z.object({ code: z.string().catch(''), message: z.string() })).catch([]);
const progressSchema = z.object({ status: z.string(), percentComplete: z.number() });
const jobSchema = z.object({
  status: z.enum(['notStarted', 'running', 'succeeded', 'failed', 'cancelled', 'cancelling', 'partiallyCompleted']),
  errors: wordsSchema.optional(),
  warnings: wordsSchema.optional(),
  result: z
    .object({
      trainingStatus: progressSchema.optional(),
      evaluationStatus: progressSchema.optional(),
      estimatedEndDateTime: z.string().optional(),
    })
    .nullish()
    .catch(null),
});
type JobState = z.infer<typeof jobSchema>;

/** What a job is made of. */
export interface JobParts {
  readonly kind: JobKind;
  readonly client: AuthoringClient;
  readonly note: JobNote;
  readonly surroundings: Surroundings;
}

/**
 * Starts a job and notes where it can be followed, before anything else can go wrong.
 * @throws IntakeError as {@link AuthoringClient.call}, and `Unavailable` when the service does not say where to look
 */
export async function startJob(
  { client, note }: JobParts,
  call: AuthoringCall,
  job: Omit<UnfinishedJob, 'url'>,
): Promise<string> {
  const { status, operationLocation } = await client.call(call);
  if (status !== 202 || operationLocation === null || !URL.canParse(operationLocation)) {
    throw new IntakeError(
      'Unavailable',
      `The service answered ${status} and did not say where the job can be followed: look at the project in Azure.`,
    );
  }
  note.write({ ...job, url: operationLocation });
  return operationLocation;
}

/**
 * Follows a job to its end, and takes its note away then. Whoever breaks off can go on later: the job runs in Azure.
 * @throws IntakeError `Unavailable` when the job cannot be seen, with its note left; `Conflict` when
 *   it failed or was cancelled, with what the service says of it
 */
export async function followJob({ kind, client, note, surroundings }: JobParts, url: string): Promise<void> {
  const { tell, pause } = surroundings;
  let told = '';
  let unreadable = 0;
  for (let look = 0; ; look++) {
    await pause((PAUSES_S[Math.min(look, PAUSES_S.length - 1)] ?? 0) * 1000);
    const { body } = await client.call({ method: 'GET', url, repeatable: true }).catch(asGone(kind, note));
    const parsed = jobSchema.safeParse(body);
    unreadable = parsed.success ? 0 : unreadable + 1;
    if (!parsed.success) {
      if (unreadable < MOST_UNREADABLE) continue;
      throw new IntakeError('Unavailable', `The service tells nothing readable of the job. ${laterBy(kind)}`);
    }
    const line = lineOf(kind, parsed.data);
    if (line !== told) tell(line);
    told = line;
    if (isOver(parsed.data)) return end(kind, note, tell, parsed.data);
  }
}

function isOver({ status }: JobState): boolean {
  return status !== 'notStarted' && status !== 'running' && status !== 'cancelling';
}

function end(kind: JobKind, note: JobNote, tell: (line: string) => void, { status, errors, warnings }: JobState): void {
  note.remove();
  for (const { code, message } of warnings ?? []) tell(`${kind}: warning ${code}: ${message}`);
  if (status === 'succeeded') return;
  const reasons = (errors ?? []).map(({ code, message }) => `\n  - ${code}: ${message}`).join('');
  throw new IntakeError(
    'Conflict',
    `The ${kind} job ended as ${status}${reasons || ', and the service does not say why'}`,
  );
}

function lineOf(kind: JobKind, { status, result }: JobState): string {
  const training = result?.trainingStatus;
  const evaluation = result?.evaluationStatus;
  const parts = [
    `${kind}: ${status}`,
    ...(training ? [`training ${training.percentComplete} %`] : []),
    ...(evaluation ? [`evaluation ${evaluation.percentComplete} %`] : []),
    ...(status === 'running' && result?.estimatedEndDateTime ? [`to end about ${result.estimatedEndDateTime}`] : []),
  ];
  return parts.join(', ');
}

/** Jobs are kept for seven days. Any other failure leaves the note, so that one can come back. */
function asGone(kind: JobKind, note: JobNote): (error: unknown) => never {
  return (error) => {
    if (error instanceof IntakeError && error.code === 'NotFound') {
      note.remove();
      const message = `The ${kind} job is not there any more: it is kept for seven days. Look at the project, and begin anew.`;
      throw new IntakeError('NotFound', message, { cause: error });
    }
    if (error instanceof IntakeError)
      throw new IntakeError(error.code, `${error.message} ${laterBy(kind)}`, { cause: error });
    throw error;
  };
}

/** How one comes back to a job. */
export function laterBy(kind: JobKind): string {
  return `The job goes on in Azure; npm run clu -- ${kind} --resume goes on with it.`;
}
