import assert from 'node:assert/strict';
import { type RunningServer, startServer } from './http-double.ts';

describe('calls from other sites', () => {
  let server: RunningServer;
  before(async () => {
    server = await startServer(() => {}, { widgetOrigins: ['https://intranet.example'] });
  });
  after(() => server.stop());

  it('are let into the chat routes when the site is known, and nowhere else', async () => {
    const preflight = (origin: string, path: string) =>
      fetch(`${server.url}${path}`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    const known = await preflight('https://intranet.example', '/v3/directline/conversations');
    assert.equal(known.status, 204);
    assert.equal(known.headers.get('access-control-allow-origin'), 'https://intranet.example');
    assert.match(known.headers.get('access-control-allow-headers') ?? '', /Authorization/);
    const unknown = await preflight('https://evil.example', '/v3/directline/conversations');
    assert.equal(unknown.headers.get('access-control-allow-origin'), null);
    const staff = await preflight('https://intranet.example', '/api/staff/requests');
    assert.equal(staff.headers.get('access-control-allow-origin'), null);
  });
});
