import assert from 'node:assert/strict';
import { registerServiceRoutes } from '../../src/http/service-routes.ts';
import type { Readiness } from '../../src/metrics.ts';
import { type RunningServer, startServer } from './http-double.ts';

describe('the service routes', () => {
  let server: RunningServer;
  let readiness: Readiness;
  before(async () => {
    server = await startServer(({ routes }) =>
      registerServiceRoutes(routes, {
        readiness: async () => readiness,
        metrics: async () => ({ contentType: 'text/plain; version=0.0.4; charset=utf-8', text: 'turns_total 1\n' }),
      }),
    );
  });
  after(() => server.stop());

  it('tell that the process runs', async () => {
    const response = await fetch(`${server.url}/healthz`);
    assert.equal(response.status, 200);
  });

  it('are ready when every part is', async () => {
    readiness = { ready: true, parts: { store: true, language: true } };
    const response = await fetch(`${server.url}/readyz`);
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), readiness);
  });

  it('name the part that is not ready', async () => {
    readiness = { ready: false, parts: { store: false, language: true } };
    const response = await fetch(`${server.url}/readyz`);
    assert.equal(response.status, 503);
    assert.deepEqual(await response.json(), readiness);
  });

  it('give the metrics as they are', async () => {
    const response = await fetch(`${server.url}/metrics`);
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain/);
    assert.equal(await response.text(), 'turns_total 1\n');
  });
});
