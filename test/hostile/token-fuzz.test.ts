import assert from 'node:assert/strict';
import { hkdfSync } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { base64url, SignJWT } from 'jose';
import { checkContract } from '../support/answer-contract.ts';
import { type HostileChat, useHostileServer } from '../support/hostile-server.ts';
import { hostileJson, hostileText } from '../support/hostile-values.ts';
import { jsonHeaders, type RawAnswer } from '../support/raw-request.ts';

/** The algorithms that a forger would rather have checked with. */
const HEADS = [
  '{"alg":"none","typ":"JWT"}',
  '{"alg":"None"}',
  '{"alg":"HS384"}',
  '{"alg":"RS256","jwk":{"kty":"oct","k":"AAAA"}}',
  '{"alg":"HS256","b64":false,"crit":["b64"]}',
  '{"alg":"HS256","kid":"../../../../dev/null"}',
  '{"alg":"HS256","zip":"DEF"}',
  '{"alg":"dir","enc":"A256GCM"}',
  '{"__proto__":{"alg":"HS256"}}',
  '{"alg":["HS256"]}',
  'null',
  '[]',
  '',
];

/** Characters that a header may carry besides blanks (RFC 9110, 5.5). */
const headerSafe = (value: string): string => value.replace(/[^\x21-\x7e\x80-\xff]/g, '');

describe('hostile tokens', function () {
  this.timeout(120_000);
  const server = useHostileServer();
  let chat: HostileChat;
  let ticket: string;
  before(async () => {
    chat = await server().openChat();
    const path = `/v3/directline/conversations/${chat.conversationId}`;
    const { body } = await server().client.send({ path, headers: jsonHeaders(chat.token) });
    ticket = /[?&]t=([\w.-]+)/.exec(body)?.[1] ?? '';
    assert.ok(ticket);
  });

  /** Tokens made from a good one by changing what a forger could change. */
  function forged(): fc.Arbitrary<string> {
    const [head = '', payload = '', signature = ''] = chat.token.split('.');
    const part = (json: fc.Arbitrary<string>) => json.map((words) => base64url.encode(words));
    const claims = hostileJson.map(
      (json) => `{"conv":${json},"exp":99999999999,"iss":"support-intake","aud":"directline"}`,
    );
    const cut = fc.nat(chat.token.length - 1).map((length) => chat.token.slice(0, length));
    const flipped = fc.nat(chat.token.length - 1).map((at) => {
      // The last character of a signature has two bits that mean nothing; "A" and "B" would be the same.
      const other = chat.token[at] === 'w' ? 'c' : 'w';
      return `${chat.token.slice(0, at)}${other}${chat.token.slice(at + 1)}`;
    });
    return fc.oneof(
      fc
        .tuple(
          fc.oneof(part(fc.constantFrom(...HEADS)), fc.constant(head)),
          part(claims),
          fc.constantFrom(signature, '', 'AAAA'),
        )
        .map((parts) => parts.join('.')),
      part(fc.constantFrom(...HEADS)).map((other) => `${other}.${payload}.${signature}`),
      part(fc.constantFrom(...HEADS)).map((other) => `${other}.${payload}.`),
      cut.filter((short) => short.length < chat.token.length - 2),
      flipped.filter((changed) => changed !== chat.token),
      hostileText,
      fc.constantFrom(
        '..',
        '...',
        `${chat.token}.x`,
        `${head}.${payload}`,
        `.${payload}.${signature}`,
        'a'.repeat(12_000),
        'null',
        '[object Object]',
      ),
    );
  }

  /** Everything that a bearer can be shown to. */
  function calls(bearer: string): Promise<RawAnswer>[] {
    const own = `/v3/directline/conversations/${chat.conversationId}`;
    const headers = jsonHeaders(headerSafe(bearer));
    const { client } = server();
    return [
      client.send({ method: 'POST', path: '/v3/directline/tokens/generate', headers, body: '{}' }),
      client.send({ method: 'POST', path: '/v3/directline/tokens/refresh', headers, body: '{}' }),
      client.send({ path: '/v3/directline/session/getsessionid', headers }),
      client.send({ method: 'POST', path: '/v3/directline/conversations', headers, body: '{}' }),
      client.send({ path: own, headers }),
      client.send({ path: `${own}/activities`, headers }),
      client.send({
        method: 'POST',
        path: `${own}/activities`,
        headers,
        body: '{"type":"message","text":"x","from":{"id":"x"}}',
      }),
      client.send({ method: 'POST', path: `${own}/upload`, headers, body: '{}' }),
      client.send({ path: '/api/staff/requests', headers }),
      client.send({
        method: 'POST',
        path: '/widget/resume',
        headers: jsonHeaders(),
        body: JSON.stringify({ token: bearer }),
      }),
    ];
  }

  it('open nothing, wherever they are shown, and write nothing', async () => {
    const before = server().stored();
    const property = fc.asyncProperty(forged(), async (token) => {
      for (const answer of await Promise.all(calls(token))) {
        assert.notEqual(checkContract(answer, token), null, token.slice(0, 500));
        // 431 is a header that is too long, 413 a body.
        assert.ok([400, 401, 403, 413, 431].includes(answer.status), String(answer.status));
      }
    });
    await fc.assert(property, { numRuns: 120, seed: 31 });
    assert.equal(server().stored(), before);
    await chat.ask('您好');
  });

  describe('of our own key', () => {
    const DAY = 24 * 3600;
    /** A token as the product signs it, with some of it changed; a claim of null is left out. */
    async function sign(
      changes: Readonly<Record<string, unknown>> = {},
      key = signingKey(server().process.directLineSecret),
    ): Promise<string> {
      const now = Math.floor(Date.now() / 1000);
      const right = { conv: chat.conversationId, user: chat.user, iss: 'support-intake', aud: 'directline' };
      const claims = Object.entries({ ...right, iat: now, exp: now + 1800, ...changes });
      const kept = Object.fromEntries(claims.filter(([, value]) => value !== null));
      return new SignJWT(kept).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(await key);
    }

    /** Which of all calls were let in. */
    async function opens(token: string): Promise<number> {
      const answers = await Promise.all(calls(token));
      for (const answer of answers) if (answer.status >= 400) checkContract(answer, token);
      return answers.filter(({ status }) => status < 300).length;
    }

    const ago = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;

    it('open the chat when nothing of them is wrong', async () => {
      assert.ok((await opens(await sign())) >= 6);
    });

    const wrong: Readonly<Record<string, () => Promise<string>>> = {
      'another issuer': () => sign({ iss: 'support-intake-bot' }),
      'no issuer': () => sign({ iss: null }),
      'another purpose': () => sign({ aud: 'directline-stream' }),
      'no purpose': () => sign({ aud: null }),
      'no end': () => sign({ exp: null }),
      'a beginning in eight days': () => sign({ nbf: ago(-8 * DAY) }),
      'an end a week and a minute ago': () => sign({ exp: ago(7 * DAY + 60) }),
      'no conversation': () => sign({ conv: null }),
      'the key of another secret': () => sign({}, signingKey(server().process.staffApiKey)),
      'the secret itself as key': () => sign({}, Promise.resolve(bytesOf(server().process.directLineSecret))),
      'an empty key': () => sign({}, Promise.resolve(new Uint8Array(32))),
    };
    for (const [what, make] of Object.entries(wrong)) {
      it(`but with ${what} open nothing`, async () => {
        assert.equal(await opens(await make()), 0);
      });
    }

    it('that ended a moment ago open nothing but the way to a fresh one', async () => {
      const token = await sign({ exp: ago(60) });
      const answers = await Promise.all(calls(token));
      const open = answers.flatMap(({ status }, index) => (status < 300 ? [index] : []));
      assert.deepEqual(open, [answers.length - 1], 'the last of the calls is /widget/resume');
    });
  });

  it('that are none, such as a ticket of a stream, open nothing; the staff key opens the staff routes alone', async () => {
    const { staffApiKey } = server().process;
    for (const token of [ticket, staffApiKey]) {
      const turnedAway = (await Promise.all(calls(token))).filter(({ status }) => status !== 200);
      assert.equal(turnedAway.length, token === staffApiKey ? 9 : 10);
      for (const answer of turnedAway) checkContract(answer, token);
    }
  });

  it('open no stream', async () => {
    const before = server().stored();
    const shown = fc.oneof(forged().map(encodeURIComponentOf), fc.constant(chat.token));
    const property = fc.asyncProperty(shown, async (token) => {
      const answer = await upgrade(server().process.port, `${chat.conversationId}/stream?t=${token}`);
      assert.match(answer, /^HTTP\/1\.1 (?:40[0134]|431) /, token.slice(0, 300));
      assert.match(answer, /\{"error":\{"code":"\w+","message":"[^"]+"\}\}$/);
    });
    await fc.assert(property, { numRuns: 60, seed: 32 });
    assert.equal(server().stored(), before);
  });

  it('hidden behind thousands of blanks cost no time', async () => {
    const blanks = `x${' '.repeat(14_000)}x`;
    const before = await server().processorSeconds();
    const { client } = server();
    for (let times = 0; times < 10; times += 1) {
      const headers = { authorization: `Bearer ${blanks}` };
      const answers = [
        await client.send({ path: '/api/staff/requests', headers }),
        await client.send({ path: `/v3/directline/conversations/${chat.conversationId}`, headers }),
        await client.send({
          path: '/web/x/widget/widget.css',
          headers: { 'accept-encoding': `br${blanks}`, 'if-none-match': blanks },
        }),
      ];
      for (const answer of answers) checkContract(answer, 'blanks');
    }
    const seconds = (await server().processorSeconds()) - before;
    assert.ok(seconds < 1, `${seconds} s of processor time for 30 requests`);
  });
});

const bytesOf = (words: string): Uint8Array => new TextEncoder().encode(words);

/** The key that the product derives from a secret, so that all else about a token can be wrong alone. */
async function signingKey(secret: string): Promise<Uint8Array> {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'support-intake direct line v1', 32));
}

function encodeURIComponentOf(value: string): string {
  return encodeURIComponent(value.toWellFormed()).slice(0, 14_000);
}

/** Asks for a WebSocket by hand, and gives what comes back until the server closes. */
async function upgrade(port: number, stream: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(
    [
      `GET /v3/directline/conversations/${stream} HTTP/1.1`,
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      '\r\n',
    ].join('\r\n'),
  );
  return text(socket);
}
