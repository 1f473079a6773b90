import assert from 'node:assert/strict';
import { registerServiceRoutes } from '../../src/http/service-routes.ts';
import { type RunningServer, startServer } from './http-double.ts';

describe('the service routes', () => {
  let server: RunningServer;
  let broken = false;
  let hanging = false;
  let stopping = false;

  before(async () => {
    server = await startServer(({ routes }) =>
      registerServiceRoutes(routes, {
        checks: {
          store: async () => {
            if (broken) throw new Error('disk I/O error at /var/lib');
          },
          language: () => (hanging ? new Promise(() => {}) : Promise.resolve()),
        },
        checkMs: 20,
        isStopping: () => stopping,
        metrics: async () => ({ contentType: 'text/plain; version=0.0.4; charset=utf-8', text: 'turns_total 1\n' }),
      }),
    );
  });
  after(() => server.stop());
  beforeEach(() => {
    broken = false;
    hanging = false;
    stopping = false;
  });

  it('tell that the process runs', async () => {
    const response = await fetch(`${server.url}/healthz`);
    assert.equal(response.status, 200);
  });

  it('are ready when every part is', async () => {
    const response = await fetch(`${server.url}/readyz`);
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), { ready: true, parts: { store: true, language: true } });
  });

  it('name the part that is not ready and not why', async () => {
    broken = true;
    const response = await fetch(`${server.url}/readyz`);
    assert.equal(response.status, 503);
    assert.deepEqual(await response.json(), { ready: false, parts: { store: false, language: true } });
  });

  it('take a check that hangs for a part that is not ready', async () => {
    hanging = true;
    const response = await fetch(`${server.url}/readyz`);
    assert.deepEqual(await response.json(), { ready: false, parts: { store: true, language: false } });
  });

  it('are not ready while the server stops', async () => {
    stopping = true;
    assert.equal((await fetch(`${server.url}/readyz`)).status, 503);
  });

  it('give the metrics as they are', async () => {
    const response = await fetch(`${server.url}/metrics`);
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain/);
    assert.equal(await response.text(), 'turns_total 1\n');
  });
});
