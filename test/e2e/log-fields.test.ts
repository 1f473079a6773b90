import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { z } from 'zod';
import { assemble } from '../../src/assembly.ts';
import { readConfig } from '../../src/config.ts';
import { captureLog } from '../support/captured-log.ts';
import { startChat } from '../support/chat-client.ts';
import { createDataFolder, findFreePort } from '../support/server-process.ts';

const KEYS = { directLineSecret: 'directline-secret-of-the-tests-0123456789', staffApiKey: 's'.repeat(43) };

/** A language service that answers nobody until so many wait for it, and then hangs up on all: turns that surely overlap. */
async function startMeeting(guests: number) {
  const waiting: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    waiting.push(socket);
    if (waiting.length === guests) for (const guest of waiting) guest.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return { endpoint: `https://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(resolve)) };
}

describe('the log of the running product', function () {
  this.timeout(60_000);

  it('tells of every line of two turns that run side by side to which request and conversation it belongs', async () => {
    const data = await createDataFolder();
    const meeting = await startMeeting(2);
    const port = await findFreePort();
    const { log, lines, parsed } = captureLog();
    const config = readConfig(
      {
        PORT: String(port),
        DATABASE_URL: `file:${data.path}/intake.db`,
        CLU_ENDPOINT: meeting.endpoint,
        CLU_KEY: 'hush',
        CLU_PROJECT: 'intake',
        CLU_DEPLOYMENT: 'production',
      },
      () => KEYS,
    );
    const product = await assemble(config, log);
    await product.listen();
    const server = { url: `http://localhost:${port}`, directLineSecret: KEYS.directLineSecret };
    const chats = await Promise.all(['dl_contoso-admin', 'dl_fabrikam-admin'].map((user) => startChat(server, user)));
    lines.length = 0;
    // The service is asked once for one text.
    const texts = ['hush 全公司都收不到外部邮件', 'hush 全公司都发不出外部邮件'];
    await Promise.all(chats.map((chat, index) => chat.post(texts[index] ?? '')));
    await product.stop();

    const requestsOf = new Map<unknown, unknown>();
    for (const { conversationId } of chats) {
      const own = parsed().filter((line) => line.conversationId === `directline/${conversationId}`);
      assert.deepEqual(
        own.map(({ level, msg }) => [level, msg]),
        [
          ['warn', 'the language service did not answer; the local recogniser did'],
          ['info', 'turn'],
        ],
      );
      assert.deepEqual(new Set(own.map(({ result }) => result)), new Set([undefined, 'answered']));
      const requests = new Set(own.map(({ requestId }) => requestId));
      assert.equal(requests.size, 1);
      for (const id of requests) requestsOf.set(id, conversationId);
    }
    assert.equal(requestsOf.size, 2);
    const requestLines = parsed().filter(({ msg }) => msg === 'request');
    assert.deepEqual(new Set(requestLines.map(({ requestId }) => requestId)), new Set(requestsOf.keys()));
    assert.equal(parsed().length, 6);
    // Both waited for the service when it hung up on them, so their lines lie between each other.
    assert.deepEqual(
      parsed()
        .slice(0, 2)
        .map(({ level }) => level),
      ['warn', 'warn'],
    );
    assert.doesNotMatch(lines.join(''), /hush|全公司/);
    await Promise.all([meeting.close(), data.remove()]);
  });
});
