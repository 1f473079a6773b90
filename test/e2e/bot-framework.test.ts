import assert from 'node:assert/strict';
import { z } from 'zod';
import { type ConnectorDouble, startConnectorDouble } from '../bot/connector-double.ts';
import { createDataFolder, type DataFolder, type ServerProcess, startServer } from '../support/server-process.ts';

describe('the Bot Framework endpoint of the running product', function () {
  this.timeout(60_000);
  let data: DataFolder;
  let server: ServerProcess;
  let connector: ConnectorDouble;
  before(async () => {
    data = await createDataFolder();
    [server, connector] = await Promise.all([startServer({ data }), startConnectorDouble()]);
  });
  after(async () => {
    await server.stop();
    await Promise.all([connector.close(), data.remove()]);
  });
  beforeEach(() => {
    connector.delivered.length = 0;
  });

  function post(body: unknown) {
    return fetch(`${server.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }
  const activity = (id: string, changes: object) => ({
    type: 'message',
    id,
    timestamp: '2026-03-02T01:00:00.000Z',
    channelId: 'emulator',
    serviceUrl: connector.serviceUrl,
    from: { id: 'dl_contoso-admin', name: 'Contoso' },
    recipient: { id: 'bot', name: 'Bot' },
    conversation: { id: 'conversation-1' },
    locale: 'en-US',
    ...changes,
  });

  it('answers a sentence through the connector, once, also when the channel repeats it', async () => {
    const sentence = activity('a1', { text: 'Since this morning nobody in the company receives external mail.' });
    const answers = await Promise.all([post(sentence), post(sentence)]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
    const replies = connector.delivered.length;
    assert.ok(replies > 0);
    assert.ok(connector.delivered.every(({ body }) => body.type === 'message' && typeof body.text === 'string'));
    assert.equal((await post(sentence)).status, 200);
    assert.equal(connector.delivered.length, replies);
  });

  it('shows the form as an Adaptive Card with what it knows', async () => {
    await post(
      activity('b1', {
        text: 'Since this morning nobody in the company receives external mail.',
        conversation: { id: 'c2' },
      }),
    );
    await post(activity('b2', { text: 'contact support', conversation: { id: 'c2' } }));
    assert.match(
      JSON.stringify(connector.delivered.at(-1)?.body.attachments),
      /application\/vnd\.microsoft\.card\.adaptive/,
    );
    assert.match(JSON.stringify(connector.delivered.at(-1)?.body.attachments), /\+86 10 5555 0100/);
  });

  it('refuses what is no activity in the error shape of the product', async () => {
    for (const body of [
      '{',
      '[]',
      { type: 5 },
      activity('c1', { text: {} }),
      activity('c2', { serviceUrl: 'https://attacker.example' }),
    ]) {
      const answer = await post(body);
      assert.ok(answer.status === 400 || answer.status === 403, String(answer.status));
      const shape = z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) });
      assert.ok(shape.safeParse(await answer.json()).success);
    }
    assert.equal((await post({ type: 'message', text: 'x'.repeat(1_000_000) })).status, 413);
    assert.deepEqual(connector.delivered, []);
  });
});
