import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { serviceRequestSchema } from '../../src/domain/service-request.ts';
import { cardsOf, startChat } from '../support/chat-client.ts';
import { createDataFolder, type DataFolder, type ServerProcess, startServer } from '../support/server-process.ts';
import { press } from '../support/transcript-play.ts';

const transcriptSchema = z.looseObject({
  entries: z.array(z.object({ seq: z.number(), from: z.string(), text: z.string() }).loose()),
  redactions: z.array(z.object({ class: z.string(), count: z.number() })),
});

describe('what staff see of a request', function () {
  this.timeout(60_000);
  let data: DataFolder;
  let server: ServerProcess;
  let reference = '';
  before(async () => {
    data = await createDataFolder();
    server = await startServer({ data });
    reference = await file();
  });
  after(async () => {
    await server.stop();
    await data.remove();
  });

  async function file(): Promise<string> {
    const chat = await startChat(server, 'dl_contoso-admin');
    await chat.ask('从今天早上开始，全公司都收不到外部邮件。');
    await chat.ask('重启过也不行，管理中心密码是 Passw0rd!2026，你们可以登录看');
    await chat.ask('联系支持');
    const form = 'consent=true; impactStatement=每小时损失约 20 个订单; resourcesCommitted=true';
    await chat.ask(press(cardsOf(await chat.history()), 'intake.submit', form));
    const receipt = await chat.ask(press(cardsOf(await chat.history()), 'intake.confirm', ''));
    return receipt.at(-1)?.text?.match(/SR-\d{8}-\d{4,}/)?.[0] ?? '';
  }

  async function staff(path: string, key = server.staffApiKey): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${server.url}/api/staff/${path}`, { headers: { authorization: `Bearer ${key}` } });
    return { status: response.status, body: await response.json() };
  }

  it('lists it', async () => {
    const { requests } = z
      .object({ requests: z.array(z.looseObject({ reference: z.string() })) })
      .parse((await staff('requests?severity=A')).body);
    assert.deepEqual(
      requests.map((request) => request.reference),
      [reference],
    );
  });

  it('shows the whole record, as the published schema says', async () => {
    const { deliveries, undelivered, ...record } = z
      .looseObject({ deliveries: z.unknown(), undelivered: z.unknown() })
      .parse((await staff(`requests/${reference}`)).body);
    const request = serviceRequestSchema.parse(record);
    assert.deepEqual(undelivered, []);
    assert.equal(request.topic, 'exchange.mail-flow');
    assert.deepEqual([request.facts.serviceState, request.facts.affected], ['unavailable', 'organization']);
    assert.deepEqual([request.severity.computed, request.severity.assigned], ['A', 'A']);
    assert.ok(request.response.dueAt !== null && request.response.dueAt > request.createdAt);
    assert.equal(request.requester.verifiedContact, true);
    assert.equal(request.consent.given, true);
    assert.ok(request.attempted.length > 0);
    assert.equal(request.health.result, 'not-checked');
    assert.ok(!JSON.stringify(request).includes('Passw0rd'));
    const [delivery] = z.array(z.looseObject({ backend: z.string(), status: z.string() })).parse(deliveries);
    assert.deepEqual([delivery?.backend, delivery?.status], ['webhook', 'pending']);
  });

  it('reads the conversation in order and in both directions, the form as text and the password masked', async () => {
    const { entries, redactions } = transcriptSchema.parse((await staff(`requests/${reference}/transcript`)).body);
    const numbers = entries.map(({ seq }) => seq);
    assert.deepEqual(
      numbers,
      numbers.toSorted((one, other) => one - other),
    );
    assert.deepEqual(new Set(entries.map(({ from }) => from)), new Set(['person', 'bot']));
    const said = entries.filter(({ from }) => from === 'person').map(({ text }) => text);
    assert.equal(said.length, 5);
    assert.match(said[0] ?? '', /全公司都收不到外部邮件/);
    assert.match(said[1] ?? '', /密码是 \[•+ password\]/);
    assert.match(said[3] ?? '', /业务影响陈述：每小时损失约 20 个订单/);
    assert.match(entries.at(-1)?.text ?? '', new RegExp(reference));
    assert.ok(redactions.some(({ count }) => count > 0));
    assert.ok(!JSON.stringify(entries).includes('Passw0rd'));
  });

  it('is for staff alone', async () => {
    assert.equal((await staff('requests', 'wrong')).status, 401);
    assert.equal((await staff(`requests/${reference}`, '')).status, 401);
  });

  it('keeps the password out of the database and the log', async () => {
    const files = await readdir(data.path, { recursive: true, withFileTypes: true });
    for (const file of files.filter((one) => one.isFile())) {
      const bytes = await readFile(`${file.parentPath}/${file.name}`);
      assert.ok(!bytes.includes('Passw0rd!2026'), file.name);
    }
    assert.ok(!Object.values(server.output()).join('').includes('Passw0rd'));
  });
});
