import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type ConnectorDouble, startConnectorDouble } from '../bot/connector-double.ts';
import { cardsOf, startChat } from '../support/chat-client.ts';
import { createDataFolder, type DataFolder, type ServerProcess, startServer } from '../support/server-process.ts';
import { openStream } from '../support/stream-client.ts';
import { press } from '../support/transcript-play.ts';
import { until } from '../support/until.ts';

const INCIDENT = {
  id: 'EX900001',
  services: ['Exchange Online'],
  title: { 'zh-CN': '部分用户无法收发外部邮件', 'en-US': 'Some users cannot send or receive external mail' },
  status: 'serviceDegradation',
  since: '2026-03-02T08:00:00+08:00',
};
const attachmentsSchema = z.array(z.looseObject({ content: z.unknown() })).optional();

describe('an incident that people follow in the running product', function () {
  this.timeout(60_000);
  let data: DataFolder;
  let server: ServerProcess;
  let connector: ConnectorDouble;
  let health: string;
  beforeEach(async () => {
    data = await createDataFolder();
    health = join(data.path, 'health.json');
    write({});
    [server, connector] = await Promise.all([
      startServer({ data, env: { HEALTH_FILE: health } }),
      startConnectorDouble(),
    ]);
  });
  afterEach(async () => {
    await server.stop();
    await Promise.all([connector.close(), data.remove()]);
  });

  function write(changes: object): void {
    writeFileSync(health, JSON.stringify({ '21vianet': [{ ...INCIDENT, ...changes }] }));
  }

  /** Nobody waits for the minute between two looks. */
  function lookNow(): void {
    const database = new DatabaseSync(join(data.path, 'data', 'intake.db'), { timeout: 5_000 });
    database.exec(`update incident_follows set next_look_at = '2026-01-01T00:00:00.000Z' where ended_at is null`);
    database.close();
  }

  /** Follows it in the web chat; gives what its stream brings. */
  async function followOnTheWeb() {
    const chat = await startChat(server, 'dl_contoso-admin', 'zh-CN');
    const stream = await openStream(await chat.streamUrl());
    const shown = await chat.ask('从今天早上开始，全公司都收不到外部邮件。');
    await chat.ask(press(cardsOf(shown), 'health.follow', ''));
    return stream;
  }

  function hand(changes: object) {
    return fetch(`${server.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        type: 'message',
        channelId: 'emulator',
        serviceUrl: connector.serviceUrl,
        from: { id: 'dl_contoso-admin', name: 'Contoso' },
        recipient: { id: 'bot', name: 'Bot' },
        conversation: { id: 'conversation-1' },
        locale: 'en-US',
        ...changes,
      }),
    });
  }

  /** The same through a channel that has to be called. */
  async function followOnAChannel(): Promise<void> {
    await hand({ id: 'a1', text: 'Since this morning nobody in our company receives external mail.' });
    const cards = connector.delivered.flatMap(({ body }) => attachmentsSchema.parse(body.attachments) ?? []);
    await hand({
      id: 'a2',
      value: press(
        cards.map(({ content }) => content),
        'health.follow',
        '',
      ),
    });
  }

  it('is told of to both channels in their languages, each change once, until it is over', async () => {
    const stream = await followOnTheWeb();
    await followOnAChannel();
    const onTheWeb = (part: RegExp) => stream.activities.filter(({ text }) => part.test(text ?? '')).length;
    const onTheChannel = (part: RegExp) =>
      connector.delivered.filter(({ body }) => part.test(String(body.text))).length;
    write({ status: 'restoringService' });
    await until('both hear of the new status', () => {
      lookNow();
      return onTheWeb(/有新进展[\s\S]*正在恢复（之前是“服务降级”）/) > 0 && onTheChannel(/News of the incident/) > 0;
    });
    write({ status: 'serviceRestored', endedAt: '2026-03-02T10:00:00+08:00' });
    await until('both hear that it is over', () => {
      lookNow();
      return onTheWeb(/已经恢复[\s\S]*请选择“联系支持”/) > 0 && onTheChannel(/that you follow is over/) > 0;
    });
    assert.deepEqual([onTheWeb(/您关注的事件/), onTheChannel(/incident that you follow/)], [2, 2]);
    assert.match(String(connector.delivered.at(-1)?.path), /conversations\/conversation-1\/activities/);
    const numbers = await (await fetch(`${server.url}/metrics`)).text();
    assert.match(numbers, /^incident_news_total\{result="told"\} 4$/m);
    stream.close();
  });

  it('is told of after the product was killed in between, and once', async () => {
    await followOnAChannel();
    await server.kill();
    write({ status: 'serviceRestored', endedAt: '2026-03-02T10:00:00+08:00' });
    server = await startServer({ data, env: { HEALTH_FILE: health } });
    const told = () =>
      connector.delivered.filter(({ body }) => /that you follow is over/.test(String(body.text))).length;
    await until('it is told', () => {
      lookNow();
      return told() > 0;
    });
    await server.kill();
    server = await startServer({ data, env: { HEALTH_FILE: health } });
    lookNow();
    await hand({ id: 'b1', text: 'stop following' });
    await until('the bot answers', () => connector.delivered.some(({ body }) => body.replyToId === 'b1'));
    assert.equal(told(), 1);
  });
});
