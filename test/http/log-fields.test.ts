import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { Request, Response as RestifyResponse } from 'restify';
import { captureLog } from '../support/captured-log.ts';
import { postJson, type RunningServer, sendRaw, startServer } from './http-double.ts';

const ID = 'x-request-id';

describe('the log lines of a request', () => {
  const { log, lines, parsed } = captureLog();
  let server: RunningServer;
  before(async () => {
    server = await startServer(
      ({ routes, onUpgrade }) => {
        routes.post('/work', async (req: Request, res: RestifyResponse) => {
          log.info({}, 'begun');
          await pause(1);
          setImmediate(() => log.info({}, 'left behind'));
          await new Promise(setImmediate);
          log.info({ size: JSON.stringify(req.body).length }, 'half done');
          res.send(200, {});
        });
        routes.get('/broken', async () => {
          throw new Error('down');
        });
        onUpgrade((_req, socket) => {
          log.info({}, 'upgrading');
          pause(1).then(() => {
            log.info({}, 'upgraded');
            socket.destroy();
          });
          return true;
        });
      },
      { log },
    );
  });
  after(() => server.stop());
  beforeEach(() => {
    lines.length = 0;
  });
  const wordsOf = (requestId: string) =>
    parsed()
      .filter((line) => line.requestId === requestId)
      .map(({ msg }) => msg);

  it('carry its id, while many are answered side by side and on one connection', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `asked-${index}`);
    await Promise.all(ids.map((id) => postJson(`${server.url}/work`, { text: 'x'.repeat(1000) }, { [ID]: id })));
    await until(() => lines.length >= 80);
    for (const id of ids) assert.deepEqual(wordsOf(id).sort(), ['begun', 'half done', 'left behind', 'request']);
    assert.equal(parsed().length, 80);
  });

  it('carry the id that the answer names where the caller gave none', async () => {
    const response = await postJson(`${server.url}/work`, {});
    await until(() => lines.length >= 4);
    assert.equal(wordsOf(response.headers.get(ID) ?? '').length, 4);
  });

  it('do not carry the id of another request of the same connection', async () => {
    const post = (id: string) =>
      `POST /work HTTP/1.1\r\nHost: localhost\r\n${ID}: ${id}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n`;
    await sendRaw(server.port, `${post('first')}\r\n{}${post('second')}Connection: close\r\n\r\n{}`);
    await until(() => lines.length >= 8);
    assert.equal(wordsOf('first').length, 4);
    assert.equal(wordsOf('second').length, 4);
  });

  it('tell why it failed under its id', async () => {
    await fetch(`${server.url}/broken`, { headers: { [ID]: 'broken' } });
    await until(() => lines.length >= 2);
    assert.deepEqual(wordsOf('broken').sort(), ['request', 'request failed']);
  });

  it('carry the id of a request for an upgrade', async () => {
    const head = 'GET /stream HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n';
    await sendRaw(server.port, `${head}${ID}: socket-1\r\n\r\n`);
    assert.deepEqual(wordsOf('socket-1'), ['upgrading', 'upgraded']);
  });
});

/** The line of a request is written when its answer has left, which the caller may see a moment before. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}
