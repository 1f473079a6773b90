import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { createHttpServer, type HttpServer } from '../../src/http/server.ts';
import { createLog } from '../../src/log.ts';
import type { DownloadedFile } from '../../src/staff/attachment-answer.ts';
import { sendFile } from '../../src/staff/attachment-answer.ts';

describe('a file for staff', () => {
  let http: HttpServer;
  let url: string;
  let sent: DownloadedFile;
  before(async () => {
    http = createHttpServer({ log: createLog({ level: 'silent' }), newRequestId: () => 'id' });
    http.routes.get('/file', async (req, res) => sendFile(req, res, sent));
    url = `http://127.0.0.1:${await http.listen(0, '127.0.0.1')}/file`;
  });
  after(() => http.stop({ drain: async () => {}, closeSockets: () => {} }));
  beforeEach(() => {
    const file = { name: '错误 "截图" (1).png', contentType: 'image/png', size: 6, sha256: 'ab12' };
    sent = { file, bytes: Readable.from([Buffer.from('abc'), Buffer.from('def')]) };
  });

  it('is for saving under its name, and runs nowhere', async () => {
    const answer = await fetch(url);
    assert.equal(answer.status, 200);
    assert.equal(await answer.text(), 'abcdef');
    assert.equal(answer.headers.get('content-type'), 'image/png');
    assert.equal(answer.headers.get('content-length'), '6');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.match(answer.headers.get('content-security-policy') ?? '', /^sandbox; default-src 'none'$/);
    const disposition = answer.headers.get('content-disposition') ?? '';
    assert.match(disposition, /^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''%E9%94%99/);
    assert.doesNotMatch(disposition.slice(0, disposition.indexOf('filename*')), /"[^"]*".*"/);
  });

  it('is not sent again to somebody who has it', async () => {
    const answer = await fetch(url, { headers: { 'If-None-Match': 'W/"other", "ab12"' } });
    assert.deepEqual([answer.status, await answer.text(), answer.headers.get('etag')], [304, '', '"ab12"']);
  });

  it('that cannot be read to its end is cut off, and never looks whole', async () => {
    async function* broken() {
      yield Buffer.from('abc');
      throw new Error('the disk is gone');
    }
    sent = { ...sent, bytes: broken() };
    await assert.rejects(fetch(url).then((answer) => answer.text()));
  });
});
