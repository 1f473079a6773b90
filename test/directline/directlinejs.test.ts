import assert from 'node:assert/strict';
import { type Activity, ConnectionStatus, DirectLine, type DirectLineOptions } from 'botframework-directlinejs';
import sinon from 'sinon';
import { call, type Endpoint, startEndpoint, startedFor, tokenFor } from './endpoint-double.ts';
import { FetchXmlHttpRequest } from './xml-http-request.ts';

/** The wait before a reconnect is 3 s plus this times 12 s: nothing in all. */
const AT_ONCE = { random: () => -0.25 };

/** The real client with what it received. */
interface Client {
  readonly line: DirectLine;
  readonly texts: string[];
  readonly ids: string[];
  heard(text: string): Promise<void>;
  post(text: string): Promise<string>;
}

function textOf(activity: Activity): string {
  return activity.type === 'message' ? (activity.text ?? '') : activity.type;
}

describe('the client botframework-directlinejs', () => {
  let endpoint: Endpoint;
  const open: DirectLine[] = [];

  before(() => {
    Object.assign(globalThis, { XMLHttpRequest: FetchXmlHttpRequest });
    // Its notes on the console are about choices of the test.
    sinon.stub(console, 'warn');
    sinon.stub(console, 'log');
  });
  after(() => {
    sinon.restore();
    Reflect.deleteProperty(globalThis, 'XMLHttpRequest');
  });
  beforeEach(async () => {
    endpoint = await startEndpoint();
  });
  afterEach(async () => {
    for (const line of open.splice(0)) line.end();
    await endpoint.stop();
  });

  function connect(options: DirectLineOptions): Client {
    const line = new DirectLine({ domain: `${endpoint.url}/v3/directline`, ...options, ...AT_ONCE });
    open.push(line);
    const waiting: { text: string; resolve: () => void }[] = [];
    const client: Client = {
      line,
      texts: [],
      ids: [],
      heard: (text) => {
        if (client.texts.includes(text)) return Promise.resolve();
        return new Promise((resolve) => waiting.push({ text, resolve }));
      },
      post: (text) => {
        const from = { id: 'me' };
        return line.postActivity({ type: 'message', text, from }).toPromise();
      },
    };
    line.activity$.subscribe(
      (activity) => {
        client.texts.push(textOf(activity));
        client.ids.push(activity.id ?? '');
        for (const one of waiting) if (one.text === textOf(activity)) one.resolve();
      },
      () => {},
    );
    return client;
  }

  it('starts, is welcomed in its language and talks', async () => {
    const { token } = await tokenFor(endpoint);
    const client = connect({ token, conversationStartProperties: { locale: 'zh-CN' } });
    await client.heard('welcome');
    const id = await client.post('您好');
    await client.heard('echo: 您好');
    assert.deepEqual(client.texts, ['welcome', '您好', 'echo: 您好']);
    assert.equal(client.ids[1], id);
    assert.equal(client.line.connectionStatus$.getValue(), ConnectionStatus.Online);
    assert.equal(endpoint.bot.heard[0]?.activity.locale, 'zh-CN');
  });

  it('comes back after its socket is cut, ten times, and has lost and doubled nothing', async () => {
    const { token } = await tokenFor(endpoint);
    const client = connect({ token });
    await client.heard('welcome');
    const expected = ['welcome'];
    for (let number = 0; number < 10; number += 1) {
      const posting = client.post(`m${number}`);
      if (number % 2 === 0) await posting;
      endpoint.cutSockets();
      await posting;
      expected.push(`m${number}`, `echo: m${number}`);
      await client.heard(`echo: m${number}`);
    }
    assert.deepEqual(client.texts, expected);
    assert.equal(new Set(client.ids).size, client.ids.length);
  });

  it('goes on with a conversation from its beginning after a reload', async () => {
    const started = await startedFor(endpoint);
    await call(endpoint, 'POST', `/v3/directline/conversations/${started.conversationId}/activities`, {
      token: started.token,
      body: { type: 'message', text: 'before', from: { id: 'me' } },
    });
    const resumed = await call(endpoint, 'POST', '/widget/resume', { body: { token: started.token } });
    const client = connect({ token: resumed.token, conversationId: resumed.conversationId });
    await client.heard('echo: before');
    await client.post('after');
    await client.heard('echo: after');
    assert.deepEqual(client.texts, ['welcome', 'before', 'echo: before', 'after', 'echo: after']);
  });

  it('talks by polling where there are no sockets', async () => {
    const { token } = await tokenFor(endpoint);
    const client = connect({ token, webSocket: false, pollingInterval: 200 });
    await client.heard('welcome');
    await client.post('polled');
    await client.heard('echo: polled');
    assert.deepEqual(client.texts, ['welcome', 'polled', 'echo: polled']);
  });

  it('learns that its token has ended', async () => {
    const started = await startedFor(endpoint);
    const client = connect({ token: started.token, conversationId: started.conversationId });
    await client.heard('welcome');
    endpoint.clock.forward(3600);
    assert.equal(await client.post('too late'), 'retry');
    assert.equal(client.line.connectionStatus$.getValue(), ConnectionStatus.ExpiredToken);
    const resumed = await call(endpoint, 'POST', '/widget/resume', { body: { token: started.token } });
    const path = `/v3/directline/conversations/${started.conversationId}?watermark=2`;
    const { conversationId, token, streamUrl } = await call(endpoint, 'GET', path, { token: resumed.token });
    client.line.reconnect({ conversationId, token, streamUrl });
    await client.post('in time');
    await client.heard('echo: in time');
  });

  it('learns that its conversation does not exist', async () => {
    const { token, conversationId } = await tokenFor(endpoint);
    const client = connect({ token, conversationId });
    await new Promise<void>((resolve) => {
      client.line.connectionStatus$.subscribe((status) => status === ConnectionStatus.FailedToConnect && resolve());
    });
  });

  it('shows a failed message as not sent', async () => {
    const { token } = await tokenFor(endpoint);
    const client = connect({ token });
    await client.heard('welcome');
    assert.equal(await client.post('fail'), 'retry');
  });

  it('gets a session id', async () => {
    const { token } = await tokenFor(endpoint);
    const client = connect({ token });
    await client.heard('welcome');
    assert.match(await client.line.getSessionId().toPromise(), /^[\w-]{36}$/);
  });
});
