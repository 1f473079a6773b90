import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type ChatClient, cardsOf, startChat } from '../support/chat-client.ts';
import { createDataFolder, type DataFolder, type ServerProcess, startServer } from '../support/server-process.ts';
import { press } from '../support/transcript-play.ts';
import { until } from '../support/until.ts';

const REFERENCE = /SR-\d{8}-\d{4,}/;
const FORM = 'consent=true; contactPhone=+86 138 0013 8000; preferredContact=phone; serviceState=working';
const lineSchema = z.looseObject({ code: z.string().optional(), channel: z.string().optional() });
const recordSchema = z.looseObject({
  requester: z.looseObject({ verification: z.string() }),
  accessRecovery: z.boolean().optional(),
});

describe('verification on a running server', function () {
  this.timeout(60_000);
  let data: DataFolder;
  let server: ServerProcess;
  before(async () => {
    data = await createDataFolder();
    server = await startServer({ data, env: { LOG_LEVEL: 'info' } });
  });
  after(async () => {
    await server.stop();
    await data.remove();
  });

  const lines = () => server.output().stderr.split('\n').filter(Boolean);
  const printed = () => lines().flatMap((line) => lineSchema.parse(JSON.parse(line)).code ?? []);

  /** The next code that the log prints while something is done. */
  async function codeOf(act: () => Promise<unknown>): Promise<string> {
    const before = printed().length;
    await act();
    await until('the log tells the code', () => printed().length > before);
    return printed().at(-1) ?? '';
  }

  /** Up to the choice of a registered contact. */
  async function upToChoice(): Promise<ChatClient> {
    const chat = await startChat(server, 'dl_contoso-admin');
    await chat.ask('SharePoint 网站里怎么给外部用户共享文件夹？');
    await pressIn(chat, 'intake.start');
    await pressIn(chat, 'intake.submit', FORM);
    await pressIn(chat, 'intake.confirm');
    return chat;
  }

  async function pressIn(chat: ChatClient, verb: string, changes = '') {
    return chat.ask(press(cardsOf(await chat.history()), verb, changes));
  }

  async function recordOf(text: string) {
    const [reference = ''] = text.match(REFERENCE) ?? [];
    const headers = { authorization: `Bearer ${server.staffApiKey}` };
    const answer = await fetch(`${server.url}/api/staff/requests/${reference}`, { headers });
    return recordSchema.parse(await answer.json());
  }

  const texts = (said: readonly { text?: string | undefined }[]) => said.map(({ text }) => text ?? '').join('\n');

  it('takes the code of the log once, in its own conversation, and keeps it nowhere else', async () => {
    const chat = await upToChoice();
    const replay = await upToChoice();
    const code = await codeOf(() => pressIn(chat, 'verification.send'));
    await codeOf(() => pressIn(replay, 'verification.send'));

    const refused = texts(await pressIn(replay, 'verification.check', `verificationCode=${code}`));
    assert.doesNotMatch(refused, REFERENCE);
    const filed = texts(await chat.ask(code));
    assert.equal((await recordOf(filed)).requester.verification, 'code');
    const again = texts(await replay.ask(code));
    assert.doesNotMatch(again, REFERENCE);
    const unverified = texts(await replay.ask('不验证'));
    assert.equal((await recordOf(unverified)).requester.verification, 'unverified');

    assert.equal(lines().filter((line) => line.includes(code)).length, 1, 'one line of the log tells it');
    const history = JSON.stringify([await chat.history(), await replay.history()]);
    assert.ok(!history.includes(code));
    for (const file of readdirSync(data.path, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const bytes = readFileSync(join(file.parentPath, file.name), 'latin1');
      assert.ok(!bytes.includes(code), file.name);
    }
  });

  it('leads an admin who cannot sign in to one request, marked for a person to check', async () => {
    const chat = await startChat(server, 'dl_visitor-of-the-test');
    await chat.ask('我是管理员，登录不了');
    const code = await codeOf(() => chat.ask('contoso.example'));
    let said = '';
    for (const words of [code, '同意', '没有人能登录管理中心了', '王芳', '135 0000 1234', '确认']) {
      said = texts(await chat.ask(words));
    }
    const record = await recordOf(said);
    assert.deepEqual([record.accessRecovery, record.requester.verification], [true, 'code']);
    const audit = lines().filter((line) => line.includes('"verification code"'));
    assert.ok(audit.some((line) => line.includes('"purpose":"recovery"')));
    assert.doesNotMatch(audit.join(), /contoso|visitor-of-the-test"|@/);
  });
});
