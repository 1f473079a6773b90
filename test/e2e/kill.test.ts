import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { z } from 'zod';
import { type ChatClient, cardsOf, type Sent, startChat } from '../support/chat-client.ts';
import { createDataFolder, type DataFolder, type ServerProcess, startServer } from '../support/server-process.ts';
import { press } from '../support/transcript-play.ts';

const MOMENTS = 20;
const REFERENCE = /SR-\d{8}-\d{4,}/;
const FORM = 'consent=true; impactStatement=每小时损失约 20 个订单; resourcesCommitted=true';
/** One request from the first sentence to the reference; a verb presses the button on the newest card. */
const STEPS = ['从今天早上开始，全公司都收不到外部邮件。', 'intake.start', 'intake.submit', 'intake.confirm'] as const;

async function asSent(chat: ChatClient, step: string): Promise<Sent> {
  if (!step.startsWith('intake.')) return step;
  return press(cardsOf(await chat.history()), step, step === 'intake.submit' ? FORM : '');
}

describe('a process killed at any moment', function () {
  this.timeout(180_000);
  let data: DataFolder;
  let server: ServerProcess;

  before(async () => {
    data = await createDataFolder();
    server = await startServer({ data });
  });
  after(async () => {
    await server.kill();
    await data.remove();
  });

  async function staff(path: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${server.staffApiKey}` };
    return (await fetch(`${server.url}/api/staff/${path}`, { headers })).json();
  }

  /** Files a request while the process is killed `delay` milliseconds after message number `moment` was sent. */
  async function fileThroughKill(moment: number, delay: number): Promise<void> {
    const chat = await startChat(server, 'dl_contoso-admin');
    for (const [index, step] of STEPS.entries()) {
      const sent = await asSent(chat, step);
      const key = `message-${index}`;
      if (index !== moment) {
        await chat.post(sent, key);
        continue;
      }
      const cut = chat.post(sent, key).catch(() => null);
      await pause(delay);
      await server.kill();
      await cut;
      server = await startServer({ data, port: server.port });
      // A client that got no answer sends the same message again.
      await chat.post(sent, key);
    }
    await checkFiled(chat);
  }

  async function checkFiled(chat: ChatClient): Promise<void> {
    const history = await chat.history();
    const spoken = history.filter(({ from }) => from.role !== 'bot');
    assert.equal(spoken.length, STEPS.length, 'each message stands once');
    for (const { id } of spoken) {
      assert.equal(history.filter(({ replyToId }) => replyToId === id).length, 1, 'each message is answered once');
    }
    const reference = history.at(-1)?.text?.match(REFERENCE)?.[0];
    assert.ok(reference, 'the reference was shown');
    const record = z
      .looseObject({ reference: z.string(), conversationId: z.string() })
      .parse(await staff(`requests/${reference}`));
    assert.equal(record.conversationId, `directline/${chat.conversationId}`);
    const again = await chat.ask(press(cardsOf(history), 'intake.confirm', ''));
    assert.equal(again.at(-1)?.text?.match(REFERENCE)?.[0], reference, 'confirming again shows the same reference');
  }

  it(`loses nothing and files nothing twice, over ${MOMENTS} random moments`, async () => {
    const seed = 20_260_303;
    const moments = fc.sample(fc.tuple(fc.nat(STEPS.length - 1), fc.nat(80)), { numRuns: MOMENTS, seed });
    for (const [moment, delay] of moments) await fileThroughKill(moment, delay);
    const { requests } = z
      .object({ requests: z.array(z.looseObject({ draftId: z.string() })) })
      .parse(await staff('requests?limit=100'));
    assert.equal(requests.length, MOMENTS);
    assert.equal(new Set(requests.map(({ draftId }) => draftId)).size, MOMENTS);
  });
});
