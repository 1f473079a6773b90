import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { z } from 'zod';
import { readUpload, type Upload, type UploadMemory } from '../../src/directline/upload-body.ts';

/** Reads bodies as the route does, in a memory that has room for a third of one of them. */
async function uploaded(count: number, headers: Record<string, string>, body: string) {
  const memory: UploadMemory = { bytes: 0 };
  const uploads: Upload[] = [];
  const server = createServer(async (req, res) => {
    const ended = once(req, 'end');
    uploads.push(await readUpload(req, memory, { requestBytes: 10_000_000, allBytes: 100_000 }));
    req.resume();
    await ended;
    res.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  for (let sent = 0; sent < count; sent += 1) {
    const response = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', headers, body });
    await response.arrayBuffer();
  }
  server.close();
  return { memory, uploads };
}

describe('the body of an upload', () => {
  const bodies: Readonly<Record<string, readonly [Record<string, string>, string]>> = {
    'of one file': [{ 'Content-Type': 'image/png' }, 'a'.repeat(300_000)],
    'of parts': [
      { 'Content-Type': 'multipart/form-data; boundary=x' },
      `--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n${'a'.repeat(300_000)}\r\n--x--`,
    ],
  };
  for (const [name, [headers, body]] of Object.entries(bodies)) {
    it(`${name} for which there is no room gives back all memory, also for what still comes`, async () => {
      const { memory, uploads } = await uploaded(12, headers, body);
      assert.deepEqual(
        uploads,
        uploads.map(() => ({ problem: 'busy' })),
      );
      assert.equal(uploads.length, 12);
      assert.equal(memory.bytes, 0);
    });
  }

  it('names a file by the beginning of a name that is too long to be one', async () => {
    const { uploads } = await uploaded(
      1,
      { 'Content-Type': 'multipart/form-data; boundary=x' },
      `--x\r\nContent-Disposition: form-data; name="file"; filename="${'n'.repeat(7000)}"\r\n\r\na\r\n--x--`,
    );
    const [upload] = uploads;
    assert.ok(upload && 'files' in upload);
    assert.equal(upload.files[0]?.name, 'n'.repeat(400));
  });
});
