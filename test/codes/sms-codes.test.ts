import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { codeWords } from '../../dialogs/code-words.ts';
import { createSmsCodes } from '../../src/codes/sms-codes.ts';
import type { CodeMessage } from '../../src/domain/contact-codes.ts';
import { isIntakeError } from '../../src/domain/errors.ts';

const MESSAGE: CodeMessage = {
  channel: 'sms',
  to: '+86 10 5555 0100',
  code: '246801',
  locale: 'zh-CN',
  operator: '21vianet',
  expiresMinutes: 10,
};

interface Received {
  readonly authorization: string | undefined;
  readonly body: unknown;
}

function end(response: ServerResponse, status: number, text = '', headers: Record<string, string> = {}): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.statusCode = status;
  response.end(text);
}

describe('codes by text message', () => {
  let server: Server;
  let url: string;
  let received: Received[];
  let answer: (response: ServerResponse) => void;
  beforeEach(async () => {
    received = [];
    answer = (response) => end(response, 202);
    server = createServer((request: IncomingMessage, response: ServerResponse) => {
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      request.on('end', () => {
        received.push({ authorization: request.headers.authorization, body: JSON.parse(text) });
        answer(response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = z.object({ port: z.number() }).parse(server.address());
    url = `http://127.0.0.1:${port}/send`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const way = (address = url, token: string | null = null, totalMs = 10_000) =>
    createSmsCodes({ url: address, token, words: codeWords, totalMs });

  it('are posted with the number in E.164 and the words', async () => {
    await way()(MESSAGE);
    assert.partialDeepStrictEqual(received, [{ body: { to: '+861055550100' } }]);
    const { text } = z.object({ text: z.string() }).parse(received[0]?.body);
    assert.match(text, /246801.*10 分钟/);
  });

  it('show the token, or the user and password of the address', async () => {
    await way(url, 'hush')(MESSAGE);
    await way(url.replace('//', '//us%40er:p%3Aw@'))(MESSAGE);
    assert.deepEqual(
      received.map(({ authorization }) => authorization),
      ['Bearer hush', `Basic ${Buffer.from('us@er:p:w').toString('base64')}`],
    );
  });

  const misconduct: Readonly<Record<string, (response: ServerResponse) => void>> = {
    'answers 400 and repeats what it was sent': (response) => end(response, 400, JSON.stringify(received[0]?.body)),
    'answers 401': (response) => end(response, 401),
    'answers 500': (response) => end(response, 500),
    'sends elsewhere': (response) => end(response, 307, '', { location: url }),
    'answers nothing': () => undefined,
    'hangs up': (response) => response.destroy(),
    'begins and stops': (response) => {
      response.setHeader('content-length', '100');
      response.write('x');
    },
  };
  for (const [name, conduct] of Object.entries(misconduct)) {
    it(`fail in time and once when the gateway ${name}`, async () => {
      answer = conduct;
      await assert.rejects(way(url, null, 200)(MESSAGE), (error) => {
        assert.ok(isIntakeError(error, 'Unavailable'));
        assert.match(error.message, /SMS_URL/);
        assert.doesNotMatch(`${error.message} ${String(error.cause)}`, /246801/);
        return true;
      });
      assert.equal(received.length, 1);
    });
  }

  it('take a long answer for what its status says', async () => {
    answer = (response) => end(response, 200, 'x'.repeat(500_000));
    await way()(MESSAGE);
  });
});
