import assert from 'node:assert/strict';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { checkContract } from '../support/answer-contract.ts';
import { type HostileChat, useHostileServer } from '../support/hostile-server.ts';
import { memoryOf } from '../support/process-memory.ts';
import { exchange } from '../support/raw-connection.ts';
import { jsonHeaders } from '../support/raw-request.ts';

const MEGABYTE = 1024 * 1024;
/** A message of blanks and nothing else; it would be valid JSON. */
const blanks = (megabytes: number): Buffer => Buffer.alloc(megabytes * MEGABYTE, ' ');

const MEMBER = gzipSync(blanks(16));

/** Bodies that are small and would be large; gzip members may stand one after the other (RFC 1952, 2.2). */
const BOMBS: Readonly<Record<string, Buffer>> = {
  gzip: Buffer.concat(Array.from({ length: 14 }, () => MEMBER)),
  br: brotliCompressSync(blanks(256), { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } }),
  deflate: deflateSync(blanks(128)),
  'deflate, gzip': gzipSync(deflateRawSync(blanks(64))),
  zstd: zstdCompressSync(blanks(256)),
};

describe('compressed bodies', function () {
  this.timeout(60_000);
  const server = useHostileServer();
  let chat: HostileChat;
  before(async () => {
    chat = await server().openChat();
  });

  /** Every route that takes a body, with what opens it. */
  function routes(): [path: string, bearer?: string][] {
    const { process } = server();
    return [
      ['/api/messages'],
      ['/api/staff/assess', process.staffApiKey],
      ['/api/staff/understand', process.staffApiKey],
      ['/demo/token'],
      ['/widget/token'],
      ['/widget/resume'],
      ['/v3/directline/tokens/generate', process.directLineSecret],
      ['/v3/directline/tokens/refresh', chat.token],
      ['/v3/directline/conversations', chat.token],
      [`/v3/directline/conversations/${chat.conversationId}/activities`, chat.token],
    ];
  }

  it('are refused by every route without being unpacked, and store nothing', async () => {
    const { client, process } = server();
    const before = server().stored();
    const [memory, seconds] = [await memoryOf(process.pid), await server().processorSeconds()];
    for (const [path, bearer] of routes()) {
      for (const [encoding, body] of Object.entries(BOMBS)) {
        const headers = { ...jsonHeaders(bearer), 'content-encoding': encoding };
        const answer = await client.send({ method: 'POST', path, headers, body });
        assert.equal(checkContract(answer, `${path} ${encoding}`), 'UnsupportedMediaType');
        assert.equal(answer.status, 415);
      }
    }
    assert.equal(server().stored(), before);
    const grown = (await memoryOf(process.pid)) - memory;
    const used = (await server().processorSeconds()) - seconds;
    assert.ok(grown < 128, `${Math.round(grown)} MB`);
    assert.ok(used < 2, `${used} s of processor time`);
  });

  it('of a gigabyte are refused by their size', async () => {
    const { client } = server();
    const body = Buffer.concat(Array.from({ length: 64 }, () => MEMBER));
    const headers = { ...jsonHeaders(), 'content-encoding': 'gzip' };
    const answer = await client.send({ method: 'POST', path: '/api/messages', headers, body });
    assert.equal(checkContract(answer, 'a gigabyte'), 'PayloadTooLarge');
  });

  it('are refused under any name of their encoding', async () => {
    const body = gzipSync('{"type":"message","text":"x","from":{"id":"x"}}');
    const before = server().stored();
    for (const encoding of [
      'GZIP',
      'x-gzip',
      'gzip, gzip',
      'identity, gzip',
      'compress',
      'aws-chunked',
      'gzip;q=1',
      ' gzip',
    ]) {
      const [path, bearer] = routes().at(-1) ?? ['', ''];
      const headers = { ...jsonHeaders(bearer), 'content-encoding': encoding };
      const answer = await server().client.send({ method: 'POST', path, headers, body });
      assert.equal(checkContract(answer, encoding), 'UnsupportedMediaType', encoding);
    }
    assert.equal(server().stored(), before);
  });

  it('that do not say so are no JSON', async () => {
    for (const body of [...Object.values(BOMBS), gzipSync('{}')]) {
      const answer = await chat.post(body);
      assert.equal(checkContract(answer, 'unsaid'), 'MalformedJson');
    }
    await chat.ask('您好');
  });

  it('in the transfer are refused', async () => {
    const body = gzipSync('{}').toString('latin1');
    const head =
      'POST /demo/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n';
    for (const coding of ['gzip, chunked', 'gzip', 'deflate, chunked']) {
      const answer = await exchange(
        server().process.port,
        Buffer.from(
          `${head}Transfer-Encoding: ${coding}\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
          'latin1',
        ),
      );
      assert.match(answer, /^HTTP\/1\.1 4\d\d /, coding);
    }
  });
});
