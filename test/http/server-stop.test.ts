import assert from 'node:assert/strict';
import type { Request, Response as RestifyResponse } from 'restify';
import { startServer } from './http-double.ts';

describe('the HTTP server that stops', () => {
  it('announces its stop: whoever comes meanwhile is answered, over a connection that ends', async () => {
    const announced = Promise.withResolvers<void>();
    const own = await startServer(
      ({ routes, isStopping }) => {
        routes.get('/readyz', async (_req: Request, res: RestifyResponse) => {
          res.send(isStopping() ? 503 : 200, {});
        });
      },
      { announceMs: 500 },
    );
    assert.equal((await fetch(`${own.url}/readyz`)).status, 200);
    const begun = performance.now();
    const stopped = own.http.stop({ drain: async () => announced.resolve(), closeSockets: () => undefined });
    for (let number = 0; number < 5; number += 1) {
      const answer = await fetch(`${own.url}/readyz`);
      assert.deepEqual([answer.status, answer.headers.get('connection')], [503, 'close']);
    }
    await announced.promise;
    assert.ok(performance.now() - begun >= 490);
    await stopped;
    await assert.rejects(fetch(`${own.url}/readyz`));
  });

  it('lets a running request end when it stops, then drains, then closes the sockets', async () => {
    const steps: string[] = [];
    let release = (): void => {};
    const own = await startServer(({ routes }) => {
      routes.get('/slow', async (_req: Request, res: RestifyResponse) => {
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        steps.push('answered');
        res.send(200, { done: true });
      });
    });
    const answer = fetch(`${own.url}/slow`);
    await until(() => own.http.routes.inflightRequests() === 1);
    const stopped = own.http.stop({
      drain: async () => void steps.push('drained'),
      closeSockets: () => void steps.push('closed'),
    });
    assert.ok(own.http.isStopping());
    await assert.rejects(fetch(`${own.url}/slow`));
    release();
    assert.equal((await answer).status, 200);
    await stopped;
    assert.deepEqual(steps, ['answered', 'drained', 'closed']);
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}
