import assert from 'node:assert/strict';
import { z } from 'zod';
import { serviceRequestSchema } from '../../src/domain/service-request.ts';
import { cardsOf, startChat } from '../support/chat-client.ts';
import { SAMPLE_FILES } from '../support/sample-files.ts';
import { createDataFolder, type DataFolder, type ServerProcess, startServer } from '../support/server-process.ts';
import { press } from '../support/transcript-play.ts';

describe('files of a request', function () {
  this.timeout(60_000);
  let data: DataFolder;
  let server: ServerProcess;
  before(async () => {
    data = await createDataFolder();
    server = await startServer({ data });
  });
  after(async () => {
    await server.stop();
    await data.remove();
  });

  const staff = (path: string, key = server.staffApiKey) =>
    fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${key}` } });

  async function recordOf(reference: string) {
    const answer = z.looseObject({}).parse(await (await staff(`/api/staff/requests/${reference}`)).json());
    const { deliveries: _deliveries, undelivered: _undelivered, ...record } = answer;
    return serviceRequestSchema.parse(record);
  }

  it('go from the chat into the record, and only staff can fetch them', async () => {
    const chat = await startChat(server, 'dl_contoso-admin');
    await chat.upload('给外部客户发信都被退回，报错 550 5.7.1，从昨天开始，全公司都这样', {
      '错误 截图.png': SAMPLE_FILES.png,
      'tool.exe': SAMPLE_FILES.exe,
    });
    const seen = JSON.stringify(await chat.history());
    assert.match(seen, /已收到附件：错误 截图\.png/);
    assert.match(seen, /tool\.exe 收不了/);
    assert.doesNotMatch(seen, /contentUrl/);
    await chat.ask('联系支持');
    const form =
      'consent=true; impactStatement=每小时损失约 20 单; resourcesCommitted=true; detail.address=Li@contoso.example';
    await chat.ask(press(cardsOf(await chat.history()), 'intake.submit', form));
    const receipt = await chat.ask('确认');
    const record = await recordOf(receipt.at(-1)?.text?.match(/SR-\d{8}-\d{4,}/)?.[0] ?? '');
    assert.deepEqual(record.details, [
      { id: 'direction', value: 'outbound' },
      { id: 'since', value: '从昨天' },
      { id: 'errorCode', value: '5.7.1' },
      { id: 'address', value: 'li@contoso.example' },
    ]);
    const [file, ...others] = record.attachments;
    assert.ok(file);
    assert.deepEqual([others, file.name, file.contentType], [[], '错误 截图.png', 'image/png']);

    const fetched = await staff(file.url);
    assert.equal(fetched.headers.get('content-type'), 'image/png');
    assert.deepEqual(Buffer.from(await fetched.arrayBuffer()), SAMPLE_FILES.png);
    for (const key of ['', 'wrong']) {
      const refused = await staff(file.url, key);
      assert.equal(refused.status, 401, await refused.text());
    }
    const foreign = await staff(file.url.replace(/[^/]+$/, '01900000-0000-7000-8000-000000000001'));
    assert.deepEqual([foreign.status, (await foreign.text()).includes('"NotFound"')], [404, true]);
  });
});
