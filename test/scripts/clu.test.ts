import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectFileSchema } from '../../scripts/clu/project-file.ts';
import { answerJson, type CluDouble, prediction, startCluDouble } from '../support/clu-double.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../support/store-temporary.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/clu.ts', import.meta.url));
const KEY = 'a-key-that-nobody-may-see';

describe('npm run clu', function () {
  // Each of its facts takes some starts of a process.
  this.timeout(60_000);
  let folder: TemporaryFolder;
  let double: CluDouble;
  before(async () => {
    double = await startCluDouble();
  });
  after(() => double.close());
  beforeEach(() => {
    folder = createTemporaryFolder();
    double.calls.length = 0;
  });
  afterEach(() => folder.remove());

  const NOTE = 'data/clu/train.json';
  const jobUrl = (): string => `${double.endpoint}/language/authoring/jobs/1`;

  /** Runs the command in the folder; `onErr` is told all of standard error so far, and may end it. */
  async function clu(args: readonly string[], onErr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void) {
    const { PATH = '', NODE_V8_COVERAGE } = process.env;
    const target = { CLU_ENDPOINT: double.endpoint, CLU_KEY: KEY, CLU_PROJECT: 'Intake', CLU_DEPLOYMENT: 'production' };
    const child = spawn(process.execPath, [SCRIPT, ...args], {
      cwd: folder.path,
      env: { PATH, ...(NODE_V8_COVERAGE ? { NODE_V8_COVERAGE } : {}), ...target },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
      onErr?.(err, (signal) => child.killed || child.kill(signal));
    });
    await once(child, 'close');
    assert.ok(!`${out}${err}`.includes(KEY), 'the key is told');
    return { code: child.exitCode, out, err };
  }

  const wrongCalls: Readonly<Record<string, readonly string[]>> = {
    'an unknown command': ['delete'],
    'a name of every object': ['constructor'],
    'an unknown option': ['train', '--force'],
    'an option of another command': ['import', '--json'],
    'two files': ['import', 'a.json', 'b.json'],
    'no file to measure': ['evaluate'],
    'going on and beginning anew': ['train', '--resume', '--new'],
    'a model with a blank': ['deploy', '--model', 'my model'],
  };
  for (const [name, args] of Object.entries(wrongCalls)) {
    it(`answers ${name} with how it is used, and calls nobody`, async () => {
      const { code, out, err } = await clu(args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, /^.+\nBrings the training texts.*\n {2}npm run clu -- build/);
      assert.equal(double.calls.length, 0);
    });
  }

  it('tells how it is used when it is given nothing', async () => {
    for (const args of [[], ['train', '--help']]) {
      const { code, out } = await clu(args);
      assert.equal(code, 0);
      assert.match(out, /npm run clu -- evaluate FILE\.jsonl/);
    }
  });

  it('writes a project file, and imports that file', async () => {
    const file = join(folder.path, 'new', 'project.json');
    const built = await clu(['build', file]);
    assert.equal(built.code, 0, built.err);
    assert.match(built.out, /project Intake, \d+ intents, \d+ utterances/);
    const project = projectFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    double.respond((response, call) =>
      call.method === 'POST'
        ? answerJson(202, '', { 'operation-location': jobUrl() })(response, call)
        : answerJson(200, '{"status":"succeeded"}')(response, call),
    );
    const imported = await clu(['import', file]);
    assert.equal(imported.code, 0, imported.err);
    assert.match(imported.err, /import: succeeded/);
    assert.deepEqual(JSON.parse(double.calls[0]?.body ?? ''), project);
    writeFileSync(file, '{"projectFileVersion":"1"}');
    const refused = await clu(['import', file]);
    assert.equal(refused.code, 3);
    assert.match(refused.err, /is no project of npm run clu -- build/);
  });

  it('goes on with a training after it was killed, and never begins it twice', async () => {
    let status = 'running';
    double.respond((response, call) => {
      if (call.method === 'POST') return answerJson(202, '', { 'operation-location': jobUrl() })(response, call);
      return answerJson(200, JSON.stringify({ status }))(response, call);
    });
    const killed = await clu(['train'], (text, kill) => {
      if (text.includes('train: running')) kill('SIGKILL');
    });
    assert.equal(killed.code, null);
    assert.ok(existsSync(join(folder.path, NOTE)));
    assert.ok(!readFileSync(join(folder.path, NOTE), 'utf8').includes(KEY));
    const refused = await clu(['train']);
    assert.deepEqual([refused.code, refused.out], [3, '']);
    assert.match(refused.err, /--resume goes on with it/);
    status = 'succeeded';
    const resumed = await clu(['train', '--resume']);
    assert.equal(resumed.code, 0, resumed.err);
    assert.match(resumed.err, /going on with the job that was begun at .*\ntrain: succeeded/);
    assert.equal(double.calls.filter(({ method }) => method === 'POST').length, 1);
    assert.ok(!existsSync(join(folder.path, NOTE)));
  });

  it('says so when the note of a job cannot be read', async () => {
    double.respond(answerJson(202, '', { 'operation-location': jobUrl() }));
    await clu(['train'], (text, kill) => {
      if (text.includes('accepted')) kill('SIGKILL');
    });
    writeFileSync(join(folder.path, NOTE), '{"url":');
    const { code, err } = await clu(['train', '--resume']);
    assert.equal(code, 3);
    assert.match(err, /data\/clu\/train\.json is no note of a job/);
  });

  it('tells the errors of a job that failed', async () => {
    const errors = [{ code: 'ModelLimit', message: 'There are ten models.' }];
    double.respond((response, call) =>
      call.method === 'PUT'
        ? answerJson(202, '', { 'operation-location': jobUrl() })(response, call)
        : answerJson(200, JSON.stringify({ status: 'failed', errors }))(response, call),
    );
    const { code, err } = await clu(['deploy', '--model', 'texts-1']);
    assert.equal(code, 3);
    assert.match(err, /deploy job ended as failed\n {2}- ModelLimit: There are ten models\./);
  });

  it('measures the deployment beside the local recogniser', async () => {
    double.respond(answerJson(200, prediction('billing.renew', ['billing.renew', 0.9])));
    const file = join(folder.path, 'texts.jsonl');
    writeFileSync(
      file,
      '{"text":"续订订阅","lang":"zh-CN","topic":"billing.renew"}\n{"text":"tell me a joke","lang":"en-US","topic":"none"}\n',
    );
    const { code, out, err } = await clu(['evaluate', file, '--json']);
    assert.equal(code, 0, err);
    const figures = JSON.parse(out);
    assert.deepEqual([figures.clu.accuracy, figures.local.accuracy, figures.unanswered], [0.5, 1, 0]);
    assert.match((await clu(['evaluate', file])).out, /accuracy +50\.0 % +100\.0 %/);
    writeFileSync(file, '{"text":"x"}');
    const wrong = await clu(['evaluate', file]);
    assert.equal(wrong.code, 3);
    assert.match(wrong.err, /line 1: lang/);
  });
});
