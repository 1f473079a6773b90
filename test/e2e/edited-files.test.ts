import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { POLICIES } from '../../src/domain/policy.ts';
import { sampleArticle } from '../knowledge/sample-article.ts';
import {
  createDataFolder,
  type DataFolder,
  runToItsEnd,
  type ServerProcess,
  startServer,
} from '../support/server-process.ts';
import { until } from '../support/until.ts';

const INCIDENT = {
  id: 'EX1',
  services: ['Exchange Online'],
  title: '部分用户无法收发邮件',
  status: 'serviceDegradation',
  since: '2026-03-02T08:00:00+08:00',
};
const readinessSchema = z.object({ ready: z.boolean(), parts: z.record(z.string(), z.boolean()) });

describe('files that staff edit', function () {
  this.timeout(60_000);
  let data: DataFolder;
  let server: ServerProcess;
  let health: string;
  let policy: string;
  let articles: string;
  const look = async () => readinessSchema.parse(await (await fetch(`${server.url}/readyz`)).json());
  before(async () => {
    data = await createDataFolder();
    health = join(data.path, 'health.json');
    policy = join(data.path, 'policy.json');
    writeFileSync(health, JSON.stringify({ '21vianet': [INCIDENT] }));
    writeFileSync(policy, JSON.stringify({ ...POLICIES['21vianet'], version: 'our-own' }));
    articles = join(data.path, 'articles');
    mkdirSync(articles);
    writeFileSync(join(articles, 'own.json'), JSON.stringify([sampleArticle()]));
    const env = { HEALTH_FILE: health, POLICY_FILE: policy, KNOWLEDGE_DIR: articles, LOG_LEVEL: 'info' };
    server = await startServer({ data, env });
  });
  after(async () => {
    await server.stop();
    await data.remove();
  });

  it('show in readiness when they break, and when they are good again', async () => {
    assert.equal((await look()).parts.healthFile, true);
    writeFileSync(health, '{"21vianet": [{"id": 7}]}');
    await until('the file is known to be broken', async () => (await look()).parts.healthFile === false);
    // One broken file must not take every instance away at once.
    assert.equal((await look()).ready, true);
    writeFileSync(health, JSON.stringify({ '21vianet': [] }));
    await until('the file is good again', async () => (await look()).parts.healthFile === true);
    assert.match(
      server.output().stderr,
      /"file":"[^"]*health\.json".*cannot be used; what it held before still counts/,
    );
  });

  it('are a whole folder for articles', async () => {
    assert.equal((await look()).parts.knowledgeDir, true);
    writeFileSync(join(articles, 'more.json'), '[{}]');
    await until('the folder is known to be broken', async () => (await look()).parts.knowledgeDir === false);
    assert.equal((await look()).ready, true);
    writeFileSync(join(articles, 'more.json'), JSON.stringify([sampleArticle({ id: 'another' })]));
    await until('the folder is good again', async () => (await look()).parts.knowledgeDir === true);
    assert.match(server.output().stderr, /"folder":"[^"]*articles".*cannot be used; what it held before still counts/);
  });

  it('are named at the start when the policy of one is used', () => {
    assert.match(
      server.output().stderr,
      /"operator":"21vianet","version":"our-own","msg":"the support policy of a file/,
    );
  });

  it('are refused at the start with the path of every mistake', async () => {
    const { hours: _hours, ...desk } = POLICIES['21vianet'].desks.billing;
    const table = { ...POLICIES['21vianet'], desks: { ...POLICIES['21vianet'].desks, billing: desk } };
    writeFileSync(policy, JSON.stringify(table));
    const { code, stderr } = await runToItsEnd({ POLICY_FILE: policy }, data.path);
    assert.equal(code, 78);
    assert.match(stderr, /policy\.json has mistakes[\s\S]*0\.desks\.billing\.hours: /);
  });

  it('are refused at the start with the mistakes of every file of articles', async () => {
    writeFileSync(join(articles, 'more.json'), '[{}]');
    const { code, stderr } = await runToItsEnd({ KNOWLEDGE_DIR: articles }, data.path);
    assert.equal(code, 78);
    assert.match(stderr, /articles has problems[\s\S]*more\.json: 0\.id: /);
  });
});
