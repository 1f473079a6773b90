import assert from 'node:assert/strict';
import { z } from 'zod';
import { type HostileChat, useHostileServer } from '../support/hostile-server.ts';
import { memoryOf } from '../support/process-memory.ts';
import { openRaw } from '../support/raw-connection.ts';
import { jsonHeaders } from '../support/raw-request.ts';

/** As large as a message may be, and more of them than fit into one page. */
const LARGE = JSON.stringify({
  type: 'message',
  text: '您好',
  from: { id: 'x' },
  channelData: { filler: '长 '.repeat(60_000) },
});
const MESSAGES = 40;

const pageSchema = z.object({ activities: z.array(z.object({ id: z.string() })), watermark: z.string() });

describe('readers of a conversation of the largest messages', function () {
  this.timeout(120_000);
  const server = useHostileServer();
  let chat: HostileChat;
  before(async () => {
    chat = await server().openChat();
    for (let sent = 0; sent < MESSAGES; sent += 1) assert.equal((await chat.post(LARGE)).status, 200);
  });

  it('get it page by page, whole and in order, no page of more than some megabytes', async () => {
    const path = `/v3/directline/conversations/${chat.conversationId}/activities`;
    let watermark = '0';
    const ids: string[] = [];
    for (;;) {
      const { body } = await server().client.send({
        path: `${path}?watermark=${watermark}`,
        headers: jsonHeaders(chat.token),
      });
      assert.ok(body.length < 8 * 1024 * 1024, `a page of ${body.length} bytes`);
      const set = pageSchema.parse(JSON.parse(body));
      if (set.watermark === watermark) break;
      watermark = set.watermark;
      ids.push(...set.activities.map(({ id }) => id));
    }
    // The welcome, then a question and an answer each.
    assert.equal(ids.length, 1 + 2 * MESSAGES);
    assert.deepEqual(ids, ids.toSorted());
  });

  it('who ask for it a hundred times and read nothing hold up nobody', async () => {
    const { pid, port } = server().process;
    const [memory, seconds] = [await memoryOf(pid), await server().processorSeconds()];
    const ask = `GET /v3/directline/conversations/${chat.conversationId}/activities HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${chat.token}\r\n\r\n`;
    const connections = Array.from({ length: 5 }, () => {
      const connection = openRaw(port);
      connection.socket.pause();
      connection.write(ask.repeat(20));
      return connection;
    });
    // Answered after all that came before it.
    await chat.ask('您好');
    const grown = (await memoryOf(pid)) - memory;
    const used = (await server().processorSeconds()) - seconds;
    for (const connection of connections) connection.reset();
    assert.ok(grown < 400, `${Math.round(grown)} MB`);
    assert.ok(used < 4, `${used} s of processor time`);
  });
});
