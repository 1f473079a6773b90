import assert from 'node:assert/strict';
import { createAuthoringClient } from '../../../scripts/clu/authoring-client.ts';
import { type CommandParts, deployModel, importProject, trainModel } from '../../../scripts/clu/commands.ts';
import { buildProjectFile } from '../../../scripts/clu/project-file.ts';
import type { JobNote, UnfinishedJob } from '../../../scripts/clu/unfinished-job.ts';
import { type ErrorCode, isIntakeError } from '../../../src/domain/errors.ts';
import { answerHalf, answerJson, type CluDouble, type CluRespond, startCluDouble } from '../../support/clu-double.ts';

const BEGIN = { resume: false, anew: false };
const RESUME = { resume: true, anew: false };
const project = buildProjectFile({
  projectName: 'Intake',
  description: 'x',
  texts: [{ text: 'renew', topic: 'billing.renew', lang: 'en-US' }],
  productNames: {},
});

describe('a job of CLU', () => {
  let double: CluDouble;
  let told: string[] = [];
  let kept: UnfinishedJob | null = null;
  let pauses: number[] = [];
  /** What the service answers to looks at the job, one after the other; the last one goes on. */
  let looks: CluRespond[] = [];
  let start: CluRespond = () => {};

  const note: JobNote = {
    read: () => kept,
    write: (job) => {
      kept = job;
    },
    remove: () => {
      kept = null;
    },
  };
  const parts = (project = 'Intake'): CommandParts => {
    const target = { endpoint: double.endpoint, key: 'the-key', project, deployment: 'production' };
    const surroundings = {
      tell: (line: string) => void told.push(line),
      pause: async (milliseconds: number) => void pauses.push(milliseconds),
    };
    const client = createAuthoringClient(target, surroundings);
    return { target, client, note, surroundings, nowIso: () => '2026-03-02T01:00:00.000Z' };
  };
  const jobUrl = (): string => `${double.endpoint}/language/authoring/jobs/1?api-version=2023-04-01`;
  const state = (status: string, more = {}): CluRespond =>
    answerJson(200, JSON.stringify({ jobId: '1', createdDateTime: 'x', lastUpdatedDateTime: 'x', status, ...more }));
  const training = (percentComplete: number): CluRespond =>
    state('running', {
      result: {
        modelLabel: 'm',
        estimatedEndDateTime: '2026-03-02T02:00:00Z',
        trainingStatus: { percentComplete, status: 'running', startDateTime: 'x' },
        evaluationStatus: { percentComplete: 0, status: 'notStarted' },
      },
    });
  const failing = (code: ErrorCode, words: RegExp) => (error: unknown) => {
    assert.ok(isIntakeError(error, code), String(error));
    assert.match(error.message, words);
    return true;
  };

  before(async () => {
    double = await startCluDouble();
  });
  after(() => double.close());
  beforeEach(() => {
    [told, pauses, kept, looks] = [[], [], null, [state('succeeded')]];
    double.calls.length = 0;
    start = (response, call) => answerJson(202, '', { 'operation-location': jobUrl() })(response, call);
    let look = 0;
    double.respond((response, call) => {
      if (call.url.includes('/jobs/1')) return looks[Math.min(look++, looks.length - 1)]?.(response, call);
      if (call.url.includes('/evaluation/summary-result')) {
        return answerJson(200, '{"intentsEvaluation":{"microF1":0.93,"macroF1":0.915}}')(response, call);
      }
      if (call.method === 'GET') {
        const answer = { deploymentExpirationDate: '2027-10-28', modelTrainingConfigVersion: '2022-09-01' };
        return answerJson(200, JSON.stringify(answer))(response, call);
      }
      return start(response, call);
    });
  });

  it('imports the project and follows the job to its end', async () => {
    looks = [state('notStarted'), state('running'), state('running'), state('succeeded')];
    await importProject(parts(), project, BEGIN);
    assert.deepEqual(JSON.parse(double.calls[0]?.body ?? ''), project);
    assert.deepEqual(told.slice(-3), ['import: notStarted', 'import: running', 'import: succeeded']);
    assert.equal(double.calls.length, 5);
    assert.deepEqual(pauses, [1_000, 1_000, 2_000, 4_000]);
    assert.equal(kept, null);
  });

  it('imports no file of another project', async () => {
    await assert.rejects(importProject(parts('Other'), project, BEGIN), failing('InvalidInput', /Intake.*Other/));
    assert.equal(double.calls.length, 0);
  });

  it('trains in the advanced mode on the split of the file, and tells how far it is and how good it is', async () => {
    looks = [training(3), training(60), state('succeeded')];
    await trainModel(parts(), { model: 'texts-1', configVersion: null }, BEGIN);
    assert.deepEqual(JSON.parse(double.calls[0]?.body ?? ''), {
      modelLabel: 'texts-1',
      trainingMode: 'advanced',
      evaluationOptions: { kind: 'manual' },
    });
    assert.ok(told.includes('train: running, training 60 %, evaluation 0 %, to end about 2026-03-02T02:00:00Z'));
    assert.match(told.at(-1) ?? '', /micro-F1 0\.930, macro-F1 0\.915/);
    assert.match(double.calls.at(-1)?.url ?? '', /\/models\/texts-1\/evaluation\/summary-result/);
  });

  it('trains with the configuration that is asked for', async () => {
    await trainModel(parts(), { model: 'm', configVersion: '2025-07-01-preview' }, BEGIN);
    assert.equal(JSON.parse(double.calls[0]?.body ?? '').trainingConfigVersion, '2025-07-01-preview');
  });

  it('deploys the model and tells when the deployment expires', async () => {
    await deployModel(parts(), 'texts-1', BEGIN);
    const [put] = double.calls;
    assert.equal(put?.method, 'PUT');
    assert.match(put?.url ?? '', /\/projects\/Intake\/deployments\/production\?api-version=2023-04-01$/);
    assert.equal(put?.body, '{"trainedModelLabel":"texts-1"}');
    assert.match(told.at(-1) ?? '', /expires on 2027-10-28/);
  });

  it('tells the errors of a job that failed, and leaves nothing to go on with', async () => {
    const errors = [{ code: 'InvalidArgument', message: 'The utterance is too long.', target: 'x' }];
    looks = [state('running'), state('failed', { errors })];
    await assert.rejects(
      importProject(parts(), project, BEGIN),
      failing('Conflict', /ended as failed\n {2}- InvalidArgument: The utterance is too long\./),
    );
    assert.equal(kept, null);
  });

  for (const status of ['cancelled', 'partiallyCompleted']) {
    it(`takes ${status} for no success`, async () => {
      looks = [state(status)];
      await assert.rejects(importProject(parts(), project, BEGIN), failing('Conflict', new RegExp(status)));
    });
  }

  it('tells warnings of a job that succeeded', async () => {
    looks = [state('succeeded', { warnings: [{ code: 'Few', message: 'Few utterances.' }] })];
    await importProject(parts(), project, BEGIN);
    assert.ok(told.includes('import: warning Few: Few utterances.'));
  });

  it('goes on with a training that was interrupted, without beginning another', async () => {
    looks = [training(10), answerJson(401, '{}')];
    await assert.rejects(
      trainModel(parts(), { model: 'texts-1', configVersion: null }, BEGIN),
      failing('InvalidConfiguration', /npm run clu -- train --resume/),
    );
    assert.deepEqual(kept, {
      endpoint: double.endpoint,
      project: 'Intake',
      url: jobUrl(),
      startedAt: '2026-03-02T01:00:00.000Z',
      model: 'texts-1',
    });
    double.calls.length = 0;
    looks = [state('succeeded')];
    await trainModel(parts(), { model: 'another', configVersion: null }, RESUME);
    assert.ok(double.calls.every(({ method }) => method === 'GET'));
    assert.match(double.calls.at(-1)?.url ?? '', /\/models\/texts-1\//, 'the model that was begun');
    assert.equal(kept, null);
  });

  it('begins no second job beside an unfinished one, unless it is told to', async () => {
    looks = [answerJson(403, '{}')];
    await assert.rejects(importProject(parts(), project, BEGIN));
    double.calls.length = 0;
    await assert.rejects(importProject(parts(), project, BEGIN), failing('Conflict', /--resume goes on.*--new begins/));
    assert.equal(double.calls.length, 0);
    looks = [state('succeeded')];
    await importProject(parts(), project, { resume: false, anew: true });
    assert.equal(double.calls[0]?.method, 'POST');
  });

  it('goes on with nothing where there is nothing, or where the job is of another project', async () => {
    await assert.rejects(deployModel(parts(), 'm', RESUME), failing('NotFound', /no deploy job/));
    kept = {
      endpoint: 'https://x.example',
      project: 'Old',
      url: jobUrl(),
      startedAt: '2026-03-02T01:00:00Z',
      model: 'm',
    };
    await assert.rejects(deployModel(parts(), 'm', RESUME), failing('Conflict', /project Old at https:\/\/x\.example/));
    assert.equal(double.calls.length, 0);
  });

  it('begins anew when the service has forgotten the job', async () => {
    kept = {
      endpoint: double.endpoint,
      project: 'Intake',
      url: jobUrl(),
      startedAt: '2026-02-02T01:00:00Z',
      model: 'm',
    };
    looks = [answerJson(404, '{"error":{"code":"NotFound","message":"x"}}')];
    await assert.rejects(deployModel(parts(), 'm', RESUME), failing('NotFound', /seven days/));
    assert.equal(kept, null);
  });

  const sillyStarts: readonly (readonly [string, CluRespond])[] = [
    ['no place to look', answerJson(202, '')],
    ['a place that is no address', answerJson(202, '', { 'operation-location': 'jobs/1' })],
    ['200 instead of 202', answerJson(200, '{}', { 'operation-location': 'https://x.example/jobs/1' })],
  ];
  for (const [what, answer] of sillyStarts) {
    it(`says so when the service accepts with ${what}`, async () => {
      start = answer;
      await assert.rejects(importProject(parts(), project, BEGIN), failing('Unavailable', /did not say where/));
      assert.equal(kept, null);
    });
  }

  it('does not take the key to a place to look that is on another host', async () => {
    start = answerJson(202, '', { 'operation-location': 'https://elsewhere.example/jobs/1' });
    await assert.rejects(importProject(parts(), project, BEGIN), failing('Unavailable', /another host/));
  });

  it('looks again after looks that bring nothing readable', async () => {
    const odd: readonly CluRespond[] = [
      answerJson(200, '{"jobId":"1"}'),
      answerJson(200, '{"status":"dreaming"}'),
      answerJson(200, '{"stat'),
      answerHalf('{"status":"running"}'),
      answerJson(503, '<html></html>', { 'retry-after': '3' }),
      (response) => response.destroy(),
    ];
    looks = [...odd, state('running', { result: 'odd' }), state('succeeded')];
    await importProject(parts(), project, BEGIN);
    assert.equal(told.at(-1), 'import: succeeded');
    assert.ok(pauses.includes(3_000));
  });

  it('stops looking, and leaves the job to --resume, when nothing readable comes any more', async () => {
    looks = [answerJson(200, '{"jobId":"1"}')];
    await assert.rejects(importProject(parts(), project, BEGIN), failing('Unavailable', /import --resume/));
    assert.ok(kept !== null);
  });

  it('has trained and deployed also when what it tells afterwards cannot be read', async () => {
    double.respond((response, call) => {
      if (call.url.includes('/jobs/1')) return state('succeeded')(response, call);
      return call.method === 'GET' ? answerJson(404, '{}')(response, call) : start(response, call);
    });
    await trainModel(parts(), { model: 'm', configVersion: null }, BEGIN);
    assert.match(told.at(-1) ?? '', /evaluation of the service cannot be read/);
    await deployModel(parts(), 'm', BEGIN);
    assert.match(told.at(-1) ?? '', /end of the deployment cannot be read/);
  });
});
