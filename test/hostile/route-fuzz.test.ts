import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkContract } from '../support/answer-contract.ts';
import { type HostileChat, useHostileServer } from '../support/hostile-server.ts';
import {
  brokenJson,
  type FieldTexts,
  hostileAddressPart,
  hostileJson,
  hostileText,
  spoiled,
} from '../support/hostile-values.ts';
import { jsonHeaders } from '../support/raw-request.ts';

/** Ways out of a folder, out of an address, and into a parser. */
const TRICKS = [
  '%',
  '%zz',
  '%00',
  '%ff%fe',
  '%c0%ae%c0%ae/',
  '..%2f..%2fetc%2fpasswd',
  '....//....//package.json',
  '%2e%2e/%2e%2e/package.json',
  '..\\..\\package.json',
  '//host/share',
  ';a=b',
  '?__proto__[polluted]=1',
  '?a[b',
  '?%',
  '#x',
  '*',
  'widget.css%00.js',
  'constructor',
  '__proto__',
  '~root/',
];

const PREFIXES = [
  '/',
  '/web/',
  '/web/hash/',
  '/web/hash/widget/',
  '/widget/',
  '/widget.js',
  '/demo/',
  '/api/',
  '/api/messages',
  '/api/staff/',
  '/v3/directline/',
  '/v3/directline/conversations/',
  '/healthz',
  '/readyz/',
  '/metrics',
];

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'LOCK', 'QUERY', 'M-SEARCH'];

describe('hostile requests', function () {
  this.timeout(120_000);
  const server = useHostileServer();
  let chat: HostileChat;
  before(async () => {
    chat = await server().openChat();
  });

  it('to any address with any method are answered or refused', async () => {
    const tail = fc.oneof(
      fc.constantFrom(...TRICKS),
      hostileAddressPart,
      fc.string({ unit: 'binary-ascii' }).map((text) => text.replace(/[^\x21-\x7e]/g, '')),
    );
    const before = server().stored();
    const property = fc.asyncProperty(
      fc.constantFrom(...PREFIXES),
      tail,
      fc.constantFrom(...METHODS),
      async (prefix, rest, method) => {
        const answer = await server().client.send({
          method,
          path: `${prefix}${rest}`,
          headers: jsonHeaders(chat.token),
        });
        checkContract(answer, `${method} ${prefix}${rest}`);
        assert.doesNotMatch(answer.body, /"private": true|root:x:/);
      },
    );
    await fc.assert(property, { numRuns: 500, seed: 51 });
    assert.equal(server().stored(), before);
  });

  it('with hostile headers are answered or refused', async () => {
    const names = [
      'origin',
      'accept',
      'accept-encoding',
      'if-none-match',
      'x-request-id',
      'x-forwarded-for',
      'content-type',
      'cookie',
      'range',
      'expect',
      'x-http-method-override',
      'x-original-url',
      'forwarded',
      'accept-version',
      'date',
      'referer',
    ];
    // What a header may carry; anything else no client can send (see the tests of raw connections).
    const value = hostileText.map((text) => text.replace(/[^\x20-\x7e\x80-\xff]/g, '').slice(0, 10_000));
    const odd = fc.constantFrom(
      '*',
      '*/*;q=0',
      'null',
      'application/json;charset=utf-7',
      'text/html',
      'bytes=0-,0-,0-',
      '"',
      ','.repeat(5000),
      '127.0.0.1, '.repeat(300),
      'a/b;'.repeat(1000),
    );
    const paths = [
      '/',
      '/widget.js',
      '/widget/frame',
      '/readyz',
      `/v3/directline/conversations/${chat.conversationId}/activities`,
    ];
    const property = fc.asyncProperty(
      fc.constantFrom(...names),
      fc.oneof(value, odd),
      fc.constantFrom(...paths),
      fc.constantFrom('GET', 'POST'),
      async (name, words, path, method) => {
        if (name === 'expect' && words !== '100-continue') return;
        const headers = { ...jsonHeaders(chat.token), [name]: words.trim() };
        const body = method === 'POST' ? { body: '{"type":"typing","from":{"id":"a"}}' } : {};
        const answer = await server().client.send({ method, path, headers, ...body });
        checkContract(answer, `${method} ${path} ${name}: ${words}`);
        assert.ok(!answer.body.includes('alert(1)'), 'an answer repeats markup that was sent');
      },
    );
    await fc.assert(property, { numRuns: 250, seed: 52 });
  });

  it('with a Host that is none are refused', async () => {
    const host = fc.oneof(
      hostileText.map((text) => text.replace(/[^\x21-\x7e\x80-\xff]/g, '').slice(0, 300)),
      fc.constantFrom(
        'a b',
        '[::1',
        '[]',
        'a:99999999',
        'a@b',
        'a/b',
        '..',
        '%',
        'a'.repeat(300),
        'x\xe9',
        '?',
        '#',
        'http://a',
      ),
    );
    const property = fc.asyncProperty(host, async (name) => {
      const answer = await server().client.send({ path: '/readyz', headers: { host: name } });
      checkContract(answer, name);
    });
    await fc.assert(property, { numRuns: 120, seed: 53 });
  });

  it('with a hostile watermark are answered or refused', async () => {
    const mark = fc.oneof(
      hostileAddressPart,
      fc.constantFrom('-1', '1e309', '99999999999999999999', '0x1', '1.5', '%00', '-', ' 1'.trim()),
    );
    const property = fc.asyncProperty(mark, fc.constantFrom('', '/activities'), async (words, more) => {
      const path = `/v3/directline/conversations/${chat.conversationId}${more}?watermark=${words}&watermark=${words}`;
      for (const address of [path, path.replace(/&.*/, '')]) {
        checkContract(await server().client.send({ path: address, headers: jsonHeaders(chat.token) }), address);
      }
    });
    await fc.assert(property, { numRuns: 80, seed: 54 });
  });

  /** The routes that take a body besides activities and the staff API: a valid body, and who may send it. */
  const BODIES: Readonly<Record<string, { valid: FieldTexts; bearer?: 'secret' | 'token' }>> = {
    '/demo/token': { valid: { person: '"dl_contoso-admin"' } },
    '/widget/token': { valid: { any: '1' } },
    '/widget/resume': { valid: { token: '"eyJhbGciOiJIUzI1NiJ9.e30.AAAA"' } },
    '/v3/directline/tokens/generate': {
      valid: { user: '{"id":"dl_a","name":"A"}', trustedOrigins: '["https://a.example"]' },
      bearer: 'secret',
    },
    '/v3/directline/tokens/refresh': { valid: { any: '1' }, bearer: 'token' },
  };
  for (const [path, { valid, bearer }] of Object.entries(BODIES)) {
    it(`to ${path} with any body are answered or refused, and store nothing`, async () => {
      const shown = bearer === 'secret' ? server().process.directLineSecret : chat.token;
      const headers = { ...jsonHeaders(bearer ? shown : undefined), origin: server().process.url };
      const before = server().stored();
      const property = fc.asyncProperty(fc.oneof(spoiled(valid), hostileJson, brokenJson), async (body) => {
        checkContract(await server().client.send({ method: 'POST', path, headers, body }), `${path} ${body}`);
      });
      await fc.assert(property, { numRuns: 60, seed: 55 });
      assert.equal(server().stored(), before);
    });
  }

  it('leave the conversation as it was', async () => {
    await chat.ask('您好');
  });
});
