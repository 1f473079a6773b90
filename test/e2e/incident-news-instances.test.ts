import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { cardsOf } from '../support/chat-client.ts';
import { type InstancePair, startInstancePair } from '../support/instance-pair.ts';
import { createServerDatabase, describeOnPostgres, type TestDatabase } from '../support/store-engines.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../support/store-temporary.ts';
import { openStream } from '../support/stream-client.ts';
import { press } from '../support/transcript-play.ts';
import { until } from '../support/until.ts';

const INCIDENT = {
  id: 'EX900001',
  services: ['Exchange Online'],
  title: '部分用户无法收发外部邮件',
  status: 'serviceDegradation',
  since: '2026-03-02T08:00:00+08:00',
};

describeOnPostgres('news of an incident with several instances', (server) => {
  let database: TestDatabase;
  let folder: TemporaryFolder;
  let health: string;
  let pair: InstancePair;

  before(async function () {
    this.timeout(60_000);
    folder = createTemporaryFolder();
    health = folder.file('health.json');
    write({});
    database = await createServerDatabase(server());
    const env = { ROLE: 'web', HEALTH_FILE: health };
    pair = await startInstancePair(database.url, [env, env]);
  });
  after(async () => {
    await pair?.stop();
    await database?.remove();
    folder?.remove();
  });

  function write(changes: object): void {
    writeFileSync(health, JSON.stringify({ '21vianet': [{ ...INCIDENT, ...changes }] }));
  }

  it('comes from a worker to the stream on an instance that answers people, once with two workers', async function () {
    this.timeout(60_000);
    const chat = await pair.chat('dl_contoso-admin');
    const stream = await openStream(await chat.streamUrl());
    await chat.ask(press(cardsOf(await chat.ask('从今天早上开始，全公司都收不到外部邮件。')), 'health.follow', ''));
    const worker = { ROLE: 'worker', HEALTH_FILE: health };
    const workers = await Promise.all([pair.add(worker), pair.add(worker)]);
    write({ status: 'serviceRestored', endedAt: '2026-03-02T10:00:00+08:00' });
    const told = () => stream.activities.filter(({ text }) => /您关注的事件/.test(text ?? '')).length;
    await until('the end is told', async () => {
      // Nobody waits for the minute between two looks.
      await database.change(`update incident_follows set next_look_at = '2026-01-01T00:00:00.000Z'`);
      return told() > 0;
    });
    await Promise.all(workers.map((one) => one.stop()));
    assert.equal(told(), 1);
    stream.close();
  });
});
