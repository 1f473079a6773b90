import assert from 'node:assert/strict';
import { z } from 'zod';
import { memoryOf } from '../support/process-memory.ts';
import { createRawClient, jsonHeaders, type RawClient, sendPatiently } from '../support/raw-request.ts';
import { createDataFolder, type DataFolder, type ServerProcess, startServer } from '../support/server-process.ts';

const CONVERSATIONS = 10_000;
/** One in so many is welcomed by the bot; the others are only opened, as by a page that nobody writes into. */
const WELCOMED = 10;
const AT_ONCE = 16;
/** What the first ones bring to life once (code, caches, buffers) is no growth; what comes after them would be. */
const SETTLED_AFTER = 3000;
/**
 * The product takes some 90 MB of it. With a heap this small the garbage collector has to clear up in between, and 15 kB
 * that were kept of each conversation would end the process.
 */
const HEAP_MB = 192;
const MORE_MEMORY_MB = 60;

const grantSchema = z.object({ token: z.string(), conversationId: z.string() });

describe('ten thousand conversations that are opened and left', function () {
  this.timeout(180_000);
  let data: DataFolder;
  let server: ServerProcess;
  let client: RawClient;
  before(async () => {
    data = await createDataFolder();
    server = await startServer({
      data,
      env: { RATE_FACTOR: '0', NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` },
    });
    client = createRawClient(server.port, AT_ONCE);
  });
  after(async () => {
    client.close();
    await server.stop();
    await data.remove();
  });

  /** Opens one, as a browser or as the server of a site does, and never comes back. */
  async function open(number: number): Promise<z.infer<typeof grantSchema>> {
    const call = async (path: string, bearer: string, body: object) => {
      const raw = {
        method: 'POST',
        path: `/v3/directline/${path}`,
        headers: jsonHeaders(bearer),
        body: JSON.stringify(body),
      };
      const answer = await sendPatiently(client, raw);
      assert.ok(answer.status < 300, answer.body);
      return grantSchema.parse(JSON.parse(answer.body));
    };
    if (number % WELCOMED !== 0) return call('conversations', server.directLineSecret, {});
    const { token } = await call('tokens/generate', server.directLineSecret, { user: { id: `dl_visitor-${number}` } });
    return call('conversations', token, { locale: number % 2 === 0 ? 'zh-CN' : 'en-US' });
  }

  async function openUntil(from: number, to: number): Promise<void> {
    let next = from;
    const worker = async () => {
      while (next < to) {
        next += 1;
        await open(next);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  it('leave no memory behind, and the next person is answered', async () => {
    await openUntil(0, SETTLED_AFTER);
    const settled = await memoryOf(server.pid);
    await openUntil(SETTLED_AFTER, CONVERSATIONS);
    const grown = (await memoryOf(server.pid)) - settled;
    assert.ok(grown < MORE_MEMORY_MB, `${Math.round(settled)} MB grew by ${Math.round(grown)} MB`);
    const { token, conversationId } = await open(CONVERSATIONS + WELCOMED);
    const path = `/v3/directline/conversations/${conversationId}/activities`;
    const said = { method: 'POST', path, headers: jsonHeaders(token), body: '{"type":"message","text":"您好"}' };
    assert.equal((await client.send(said)).status, 200);
    const { body } = await client.send({ path, headers: jsonHeaders(token) });
    assert.equal(z.object({ activities: z.array(z.unknown()) }).parse(JSON.parse(body)).activities.length, 3);
    assert.equal((await client.send({ path: '/readyz' })).status, 200);
    const { body: metrics } = await client.send({ path: '/metrics' });
    assert.match(metrics, /^open_sockets 0$/m);
  });
});
