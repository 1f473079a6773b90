import assert from 'node:assert/strict';
import { z } from 'zod';
import { type ConnectorDouble, startConnectorDouble } from '../bot/connector-double.ts';
import { type InstancePair, startInstancePair } from '../support/instance-pair.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { describeOnPostgres } from '../support/store-engines.ts';
import { until } from '../support/until.ts';

const undeliveredSchema = z.object({
  undelivered: z.array(z.looseObject({ status: z.string(), error: z.string().nullable() })),
});

describeOnPostgres('a reply that the connector does not take from one of two instances', (server) => {
  let connector: ConnectorDouble;
  let pair: InstancePair;

  before(async function () {
    this.timeout(60_000);
    connector = await startConnectorDouble();
    pair = await startInstancePair(await server().createDatabase(), [{ ROLE: 'web' }, {}]);
  });
  beforeEach(async function () {
    this.timeout(60_000);
    connector.delivered.length = 0;
    for (const which of [0, 1] as const) await pair.startAgain(which);
  });
  after(async () => {
    await pair?.stop();
    await connector?.close();
  });

  /** Hands an activity to an instance as the connector does. */
  function hand(instance: ServerProcess, id: string, text: string) {
    const conversation = id.slice(0, 1);
    return fetch(`${instance.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        type: 'message',
        id,
        text,
        channelId: 'emulator',
        serviceUrl: connector.serviceUrl,
        from: { id: 'dl_contoso-admin', name: 'Contoso' },
        recipient: { id: 'bot', name: 'Bot' },
        conversation: { id: `conversation ${conversation}` },
        locale: 'en-US',
      }),
    });
  }

  /** What staff see of messages that were not sent. */
  async function undelivered(instance: ServerProcess) {
    const headers = { authorization: `Bearer ${instance.staffApiKey}` };
    const answer = await fetch(`${instance.url}/api/staff/undelivered`, { headers });
    return undeliveredSchema.parse(await answer.json()).undelivered;
  }

  const answersTo = (id: string) => connector.delivered.filter(({ body }) => body.replyToId === id).length;

  it('is sent by the other after its time, once and in order, although the one is killed', async () => {
    const [one, other] = [pair.instance(0), pair.instance(1)];
    connector.failures.push({ status: 429, retryAfter: '2' });
    const began = performance.now();
    assert.equal((await hand(one, 'a1', 'nobody gets mail')).status, 200);
    // Said later, shown later.
    assert.equal((await hand(one, 'a2', 'hello')).status, 200);
    assert.equal(connector.delivered.length, 0);
    const seen = (await undelivered(other)).map(({ status, error }) => [status, error]);
    assert.deepEqual(seen, [
      ['pending', 'status-429'],
      ['pending', null],
    ]);
    await one.kill();
    await until('both are answered', () => answersTo('a1') > 0 && answersTo('a2') > 0);
    assert.ok(performance.now() - began >= 2_000);
    await until('nothing waits', async () => (await undelivered(other)).length === 0);
    const order = connector.delivered.map(({ body }) => body.replyToId);
    assert.deepEqual(order, order.toSorted());
    const many = connector.delivered.length;
    assert.equal((await hand(other, 'a1', 'nobody gets mail')).status, 200);
    assert.equal(connector.delivered.length, many, 'a repeated call is answered with nothing new');
  });

  it('because that instance is killed while it sends, is sent when the channel repeats its call to the other', async () => {
    const [one, other] = [pair.instance(0), pair.instance(1)];
    connector.failures.push({ status: 'silence' });
    const called = hand(one, 'b1', 'nobody gets mail').catch(() => null);
    await until('it is being sent', () => connector.failures.length === 0);
    await one.kill();
    assert.equal(await called, null);
    assert.equal((await hand(other, 'b1', 'nobody gets mail')).status, 200);
    await until('it is answered', () => answersTo('b1') > 0);
    await until('nothing waits', async () => (await undelivered(other)).length === 0);
    const ids = connector.delivered.map(({ body }) => JSON.stringify([body.replyToId, body.text]));
    assert.equal(new Set(ids).size, ids.length, 'nothing is said twice');
  });

  it('is sent by a worker where the other only answers people', async function () {
    this.timeout(60_000);
    const web = pair.instance(0);
    await pair.instance(1).kill();
    const worker = await pair.add({ ROLE: 'worker' });
    connector.failures.push({ status: 429, retryAfter: '1' });
    assert.equal((await hand(web, 'c1', 'nobody gets mail')).status, 200);
    await until('it is answered', () => answersTo('c1') > 0);
    await until('nothing waits', async () => (await undelivered(web)).length === 0);
    assert.match(await (await fetch(`${worker.url}/metrics`)).text(), /outgoing_\w*total\{[^}]*sent[^}]*\} 1$/m);
    assert.equal((await hand(worker, 'c2', 'hello')).status, 404);
    await worker.stop();
  });
});
