import { z } from 'zod';
import { IntakeError } from '../../src/domain/errors.ts';
import type { AuthoringCall, AuthoringClient, Surroundings } from './authoring-client.ts';
import type { CluTarget } from './clu-target.ts';
import { followJob, type JobParts, laterBy, startJob } from './job.ts';
import type { ProjectFile } from './project-file.ts';
import type { JobKind, JobNote, UnfinishedJob } from './unfinished-job.ts';

/** Whether a command goes on with the job that it was interrupted in, or begins another although there is one. */
export interface Resumption {
  readonly resume: boolean;
  readonly anew: boolean;
}

/** What a command that runs in Azure is made of. */
export interface CommandParts {
  readonly target: CluTarget;
  readonly client: AuthoringClient;
  readonly note: JobNote;
  readonly surroundings: Surroundings;
  readonly nowIso: () => string;
}

/** Imports a project under its own name; one that is there already is replaced, its models and deployments stay. */
export async function importProject(parts: CommandParts, project: ProjectFile, resumption: Resumption): Promise<void> {
  const { projectName } = project.metadata;
  if (projectName !== parts.target.project) {
    throw new IntakeError(
      'InvalidInput',
      `The file is of the project ${projectName}, CLU_PROJECT is ${parts.target.project}: the service wants them to agree.`,
    );
  }
  const { client, surroundings } = parts;
  await runJob(parts, 'import', null, resumption, () => {
    const { utterances, intents } = project.assets;
    surroundings.tell(`import: ${utterances.length} utterances, ${intents.length} intents, project ${projectName}`);
    return { method: 'POST', url: client.urlOf(':import'), body: project, repeatable: true };
  });
}

/**
 * Trains a model on what was imported. Standard training knows English only, so it is always the advanced one, which is
 * paid for by the hour.
 * @param options.configVersion the newest of the service when null
 */
export async function trainModel(
  parts: CommandParts,
  { model, configVersion }: { readonly model: string; readonly configVersion: string | null },
  resumption: Resumption,
): Promise<void> {
  const { client, surroundings } = parts;
  const trained = await runJob(parts, 'train', model, resumption, () => {
    surroundings.tell(`train: model ${model} of project ${parts.target.project}, advanced training`);
    const body = {
      modelLabel: model,
      trainingMode: 'advanced',
      ...(configVersion === null ? {} : { trainingConfigVersion: configVersion }),
      evaluationOptions: { kind: 'manual' },
    };
    // Begun twice it would be paid for twice.
    return { method: 'POST', url: client.urlOf(':train'), body, repeatable: false };
  });
  await tellEvaluation(parts, trained ?? model);
}

/** Puts a trained model where the product asks for it. */
export async function deployModel(parts: CommandParts, model: string, resumption: Resumption): Promise<void> {
  const { target, client, surroundings } = parts;
  await runJob(parts, 'deploy', model, resumption, () => {
    surroundings.tell(`deploy: model ${model} of project ${target.project} as ${target.deployment}`);
    const url = client.urlOf(`deployments/${target.deployment}`);
    return { method: 'PUT', url, body: { trainedModelLabel: model }, repeatable: true };
  });
  await tellDeployment(parts);
}

/** @returns the model of the job that was gone on with, or the given one */
async function runJob(
  { target, client, note, surroundings, nowIso }: CommandParts,
  kind: JobKind,
  model: string | null,
  resumption: Resumption,
  prepare: () => AuthoringCall,
): Promise<string | null> {
  const job: JobParts = { kind, client, note, surroundings };
  const unfinished = resumption.anew ? null : note.read();
  if (resumption.resume) {
    const { url, startedAt, model: begun } = ofTarget(unfinished, kind, target);
    surroundings.tell(`${kind}: going on with the job that was begun at ${startedAt}`);
    await followJob(job, url);
    return begun;
  }
  if (unfinished) {
    throw new IntakeError(
      'Conflict',
      `The ${kind} job of ${unfinished.startedAt} was not followed to its end. ${laterBy(kind)} --new begins another.`,
    );
  }
  const begun = { endpoint: target.endpoint, project: target.project, startedAt: nowIso(), model };
  const url = await startJob(job, prepare(), begun);
  surroundings.tell(`${kind}: accepted. If this is interrupted, npm run clu -- ${kind} --resume goes on`);
  await followJob(job, url);
  return model;
}

function ofTarget(unfinished: UnfinishedJob | null, kind: JobKind, { endpoint, project }: CluTarget): UnfinishedJob {
  if (!unfinished) throw new IntakeError('NotFound', `There is no ${kind} job to go on with: leave out --resume.`);
  if (unfinished.endpoint === endpoint && unfinished.project === project) return unfinished;
  throw new IntakeError(
    'Conflict',
    `The unfinished ${kind} job is of the project ${unfinished.project} at ${unfinished.endpoint}: set CLU_ENDPOINT and CLU_PROJECT to these, or use --new.`,
  );
}

const summarySchema = z.object({ intentsEvaluation: z.object({ microF1: z.number(), macroF1: z.number() }) });

/** What the service measured itself on the texts that are kept from training; a nicety, so its failure is only told. */
async function tellEvaluation({ client, surroundings }: CommandParts, model: string): Promise<void> {
  const url = client.urlOf(`models/${model}/evaluation/summary-result`);
  await orTell(surroundings, 'The evaluation of the service cannot be read', async () => {
    const { body } = await client.call({ method: 'GET', url, repeatable: true });
    const { microF1, macroF1 } = summarySchema.parse(body).intentsEvaluation;
    return `train: on the texts kept for testing micro-F1 ${microF1.toFixed(3)}, macro-F1 ${macroF1.toFixed(3)}`;
  });
}

const deploymentSchema = z.object({ deploymentExpirationDate: z.string(), modelTrainingConfigVersion: z.string() });

/** A deployment ends on a day of its own: then the service answers nothing any more. */
async function tellDeployment({ target, client, surroundings }: CommandParts): Promise<void> {
  const url = client.urlOf(`deployments/${target.deployment}`);
  await orTell(surroundings, 'The end of the deployment cannot be read', async () => {
    const { body } = await client.call({ method: 'GET', url, repeatable: true });
    const { deploymentExpirationDate, modelTrainingConfigVersion } = deploymentSchema.parse(body);
    return `deploy: trained with configuration ${modelTrainingConfigVersion}, expires on ${deploymentExpirationDate}`;
  });
}

async function orTell({ tell }: Surroundings, otherwise: string, read: () => Promise<string>): Promise<void> {
  try {
    tell(await read());
  } catch (error) {
    tell(`${otherwise}: ${error instanceof IntakeError ? error.message : 'its answer has another shape'}`);
  }
}
