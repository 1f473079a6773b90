import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isIntakeError } from '../../src/domain/errors.ts';
import type { Recogniser } from '../../src/domain/ports.ts';
import { type CluOptions, createCluRecogniser } from '../../src/language/clu-recogniser.ts';
import { createFallbackRecogniser } from '../../src/language/fallback-recogniser.ts';
import { createLocalRecogniser } from '../../src/language/local-recogniser.ts';
import { loadModel } from '../../src/language/model-file.ts';

/** A reply of the service as its reference shows it. */
const reply = (topIntent: string, ...intents: readonly (readonly [string, number])[]): string =>
  JSON.stringify({
    kind: 'ConversationResult',
    result: {
      query: 'x',
      prediction: {
        topIntent,
        projectKind: 'Conversation',
        intents: intents.map(([category, confidenceScore]) => ({ category, confidenceScore })),
        entities: [],
      },
    },
  });

const GOOD = reply(
  'billing.renew',
  ['billing.renew', 0.9],
  ['billing.cancel', 0.07],
  ['None', 0.02],
  ['billing.licenses', 0.001],
);

interface Received {
  readonly url: string;
  readonly key: string | undefined;
  readonly body: string;
}

describe('CLU recogniser', () => {
  const received: Received[] = [];
  let respond: (response: ServerResponse) => void = () => {};
  let endpoint = '';

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const key = request.headers['ocp-apim-subscription-key'];
    received.push({ url: request.url ?? '', key: Array.isArray(key) ? key[0] : key, body });
    respond(response);
  };
  const server = createServer((request, response) => void handle(request, response));

  const json = (status: number, body: string) => (response: ServerResponse) => {
    // Not chained: restify, once loaded, replaces writeHead for all servers of the process by one that returns nothing.
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body);
  };
  const clu = (options: CluOptions = {}): Recogniser =>
    createCluRecogniser(
      { endpoint, key: 'the-key', project: 'Intake', deployment: 'production' },
      { allowInsecureConnection: true, ...options },
    );
  const unavailable = (error: unknown): boolean => isIntakeError(error, 'Unavailable');

  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    endpoint = `http://127.0.0.1:${address.port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    received.length = 0;
    respond = json(200, GOOD);
  });

  it('asks the generally available version for the deployed project', async () => {
    await clu().recognise('续订', 'zh-CN');
    const [call] = received;
    assert.equal(call?.url, '/language/:analyze-conversations?api-version=2023-04-01');
    assert.equal(call?.key, 'the-key');
    assert.deepEqual(JSON.parse(call?.body ?? ''), {
      kind: 'Conversation',
      analysisInput: { conversationItem: { id: '1', participantId: 'person', text: '续订', language: 'zh-hans' } },
      parameters: {
        projectName: 'Intake',
        deploymentName: 'production',
        stringIndexType: 'Utf16CodeUnit',
        verbose: true,
      },
    });
  });

  it('leaves the language to the service when it is not known', async () => {
    await clu().recognise('renew', null);
    assert.ok(!received[0]?.body.includes('language'));
  });

  it('reads topic, confidence and likely others', async () => {
    const { topic, confidence, alternatives, source } = await clu().recognise('renew', 'en-US');
    assert.deepEqual({ topic, confidence, source }, { topic: 'billing.renew', confidence: 0.9, source: 'clu' });
    assert.deepEqual(alternatives, [{ topic: 'billing.cancel', confidence: 0.07 }]);
  });

  it('reads entities and facts here', async () => {
    const { entities, severityFacts } = await clu().recognise('全公司都收不到邮件', 'zh-CN');
    assert.deepEqual(entities, { product: 'exchange-online' });
    assert.deepEqual(severityFacts, { serviceState: 'unavailable', affected: 'organization' });
  });

  it('takes None for out of scope', async () => {
    respond = json(200, reply('None', ['billing.renew', 0.4], ['None', 0]));
    const { topic, alternatives } = await clu().recognise('hello', 'en-US');
    assert.equal(topic, 'none');
    assert.deepEqual(alternatives, [{ topic: 'billing.renew', confidence: 0.4 }]);
  });

  it('sends at most 1 000 units and no half of a character', async () => {
    await clu().recognise(`${'a'.repeat(999)}😀${'b'.repeat(5_000)}`, 'en-US');
    const { text } = JSON.parse(received[0]?.body ?? '').analysisInput.conversationItem;
    assert.equal(text, `${'a'.repeat(999)}\ufffd`);
  });

  it('does not ask about a blank text', async () => {
    assert.equal((await clu().recognise('  \n', null)).topic, 'none');
    assert.equal(received.length, 0);
  });

  const WRONG: readonly (readonly [string, (response: ServerResponse) => void])[] = [
    ['a server error', json(500, '{"error":{"code":"InternalServerError","message":"x"}}')],
    ['too many requests', json(429, '{"error":{"code":"TooManyRequests","message":"x"}}')],
    ['a refused key', json(401, '{"error":{"code":"401","message":"x"}}')],
    ['malformed JSON', json(200, '{"kind":"ConversationResult","result":')],
    ['a page of HTML', json(200, '<html></html>')],
    ['no intents', json(200, reply('billing.renew'))],
    ['an intent that is no topic', json(200, reply('Weather', ['Weather', 0.99]))],
    ['an unknown intent among the others', json(200, reply('billing.renew', ['billing.renew', 0.9], ['Weather', 0.1]))],
    ['an impossible confidence', json(200, reply('billing.renew', ['billing.renew', 7]))],
    ['a cut connection', (response) => response.destroy()],
  ];
  for (const [what, answer] of WRONG) {
    it(`fails on ${what}, after one attempt`, async () => {
      respond = answer;
      await assert.rejects(clu().recognise('renew', 'en-US'), unavailable);
      assert.equal(received.length, 1);
    });
  }

  it('gives up on a slow answer', async () => {
    respond = () => {};
    await assert.rejects(clu({ patienceMs: 40 }).recognise('renew', 'en-US'), unavailable);
  });

  it('stops asking after five failures in a row and tries again later', async () => {
    respond = json(500, '{}');
    const recogniser = clu({ pauseMs: 60 });
    for (let attempt = 0; attempt < 8; attempt++) {
      await assert.rejects(recogniser.recognise('renew', 'en-US'), unavailable);
    }
    assert.equal(received.length, 5);
    respond = json(200, GOOD);
    const healed = async (): Promise<boolean> =>
      recogniser
        .recognise('renew', 'en-US')
        .then(() => true, unavailable)
        .then(() => received.length > 5);
    while (!(await healed())) await new Promise((resolve) => setImmediate(resolve));
    assert.equal((await recogniser.recognise('renew', 'en-US')).source, 'clu');
  });

  it('leaves the answer to the local recogniser when it is down', async () => {
    respond = json(500, '{}');
    const failures: unknown[] = [];
    const report = (failure: unknown) => failures.push(failure);
    const both = createFallbackRecogniser(clu(), createLocalRecogniser(loadModel()), report, () => true);
    const { topic, source } = await both.recognise('取消订阅', 'zh-CN');
    assert.deepEqual({ topic, source }, { topic: 'billing.cancel', source: 'local' });
    assert.equal(failures.length, 1);
  });
});
