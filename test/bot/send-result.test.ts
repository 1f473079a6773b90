import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { createConnector } from '../../src/bot/connector.ts';
import { failedSend } from '../../src/bot/send-result.ts';
import type { SendResult } from '../../src/domain/outgoing.ts';
import type { LoggedActivity } from '../../src/domain/ports.ts';
import { createLog } from '../../src/log.ts';
import { findFreePort } from '../support/server-process.ts';
import { type ConnectorDouble, startConnectorDouble } from './connector-double.ts';

const answered = (statusCode: number, retryAfter?: string) =>
  Object.assign(new Error('no'), { statusCode, response: { headers: { get: () => retryAfter } } });

describe('a message that a channel did not take', () => {
  const cases: readonly [string, unknown, SendResult][] = [
    ['429 without a time', answered(429), { result: 'later', sentSeq: 4, afterMs: null, error: 'status-429' }],
    ['429 with seconds', answered(429, '7'), { result: 'later', sentSeq: 4, afterMs: 7000, error: 'status-429' }],
    ['429 with nonsense', answered(429, 'soon'), { result: 'later', sentSeq: 4, afterMs: null, error: 'status-429' }],
    ['412', answered(412), { result: 'later', sentSeq: 4, afterMs: null, error: 'status-412' }],
    ['401', answered(401), { result: 'later', sentSeq: 4, afterMs: null, error: 'status-401' }],
    ['403', answered(403), { result: 'refused', sentSeq: 4, error: 'status-403' }],
    ['404', answered(404), { result: 'refused', sentSeq: 4, error: 'status-404' }],
    ['408', answered(408), { result: 'unclear', sentSeq: 5, error: 'status-408' }],
    ['500', answered(500), { result: 'unclear', sentSeq: 5, error: 'status-500' }],
    ['503', answered(503, '9'), { result: 'unclear', sentSeq: 5, error: 'status-503' }],
    ['a reset', new Error('read ECONNRESET'), { result: 'unclear', sentSeq: 5, error: 'no-answer' }],
    ['a thrown text', 'boom', { result: 'unclear', sentSeq: 5, error: 'no-answer' }],
  ];
  for (const [name, error, expected] of cases) {
    it(`${name} is ${expected.result}`, () => assert.deepEqual(failedSend(error, 4, 5), expected));
  }
});

describe('a stored way to a channel', () => {
  const DEVELOPMENT = { appId: '', appPassword: '', appType: null, appTenantId: '', cloud: null, proxy: {} };
  const { send } = createConnector(DEVELOPMENT, createLog({ level: 'silent' }));
  let double: ConnectorDouble;
  before(async () => {
    double = await startConnectorDouble();
  });
  after(() => double.close());

  const rows: LoggedActivity[] = ['first', 'second'].map((text, index) => ({
    conversationId: 'emulator/one',
    seq: 5 + index,
    direction: 'outgoing',
    dedupeKey: null,
    activity: { type: 'message', text, replyToId: 'in-1', value: undefined, channelData: undefined },
    createdAt: '2026-03-02T01:00:00.000Z',
  }));
  const reference = (serviceUrl: string) => ({
    serviceUrl,
    channelId: 'emulator',
    conversation: { id: 'one' },
    user: { id: 'u' },
    bot: { id: 'b' },
  });

  it('sends without a message to answer', async () => {
    assert.deepEqual(await send(reference(double.serviceUrl), rows), { result: 'sent' });
    assert.deepEqual(
      double.delivered.map(({ path, body }) => [path, body.text]),
      [
        ['/v3/conversations/one/activities/in-1', 'first'],
        ['/v3/conversations/one/activities/in-1', 'second'],
      ],
    );
  });

  it('tells a connection that never came about from one that broke', async () => {
    const nobody = await send(reference(`http://127.0.0.1:${await findFreePort()}`), rows);
    assert.deepEqual(nobody, { result: 'later', sentSeq: 4, afterMs: null, error: 'unreachable' });
    const hangingUp = createServer((socket: Socket) => socket.once('data', () => socket.destroy()));
    await new Promise<void>((resolve) => hangingUp.listen(0, '127.0.0.1', resolve));
    const address = hangingUp.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const broken = await send(reference(`http://127.0.0.1:${port}`), rows);
    hangingUp.close();
    assert.deepEqual(broken, { result: 'unclear', sentSeq: 5, error: 'no-answer' });
  });

  it('refuses an address that is not trusted and a reference that is none, and calls nobody', async () => {
    for (const stored of [reference('https://evil.example'), { a: 1 }, null, 'x']) {
      assert.deepEqual(await send(stored, rows), { result: 'refused', sentSeq: 4, error: 'no-address' });
    }
  });
});
