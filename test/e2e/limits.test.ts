import assert from 'node:assert/strict';
import { createDataFolder, type DataFolder, type ServerProcess, startServer } from '../support/server-process.ts';
import { until } from '../support/until.ts';

describe('the limits of the running product', function () {
  this.timeout(60_000);
  let data: DataFolder;
  let server: ServerProcess;

  before(async () => {
    data = await createDataFolder();
    // Three visitors and one wrong staff key a minute, told apart behind a proxy on this machine.
    server = await startServer({ data, env: { RATE_FACTOR: '0.02', TRUSTED_PROXIES: 'loopback', LOG_LEVEL: 'warn' } });
  });
  after(async () => {
    await server.stop();
    await data.remove();
  });

  const visit = (address: string) =>
    fetch(`${server.url}/widget/token`, {
      method: 'POST',
      headers: { origin: server.url, 'x-forwarded-for': address },
    });

  it('let one address wait that asks for one chat after the other, and no other address', async () => {
    const statuses: number[] = [];
    for (let number = 0; number < 5; number += 1) statuses.push((await visit('198.51.100.66')).status);
    assert.deepEqual(statuses, [200, 200, 200, 429, 429]);
    const refused = await visit('198.51.100.66');
    assert.match(refused.headers.get('retry-after') ?? '', /^[1-9]\d?$/);
    assert.match(await refused.text(), /"code":"TooManyRequests"/);
    assert.equal((await visit('198.51.100.7')).status, 200);
  });

  it('are counted, and told to the log with the address', async () => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    assert.match(metrics, /^refused_total\{limit="visitor"\} 3$/m);
    assert.match(metrics, /^overload_level 0$/m);
    assert.match(metrics, /^requests_in_flight 0$/m);
    const told = () => {
      const all = server.output().stderr.split('\n');
      return all.filter((line) => line.includes('a limit is reached'));
    };
    // Lines are written several at a time.
    await until('the log tells', () => told().length > 0);
    const lines = told();
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /"limit":"visitor","caller":"198\.51\.100\.66"/);
  });

  it('let somebody wait who guesses the staff key, and never staff', async () => {
    const show = (key: string) =>
      fetch(`${server.url}/api/staff/requests`, {
        headers: { authorization: `Bearer ${key}`, 'x-forwarded-for': '198.51.100.5' },
      });
    assert.equal((await show('guess')).status, 401);
    const refused = await show('another guess');
    assert.equal(refused.status, 429);
    assert.match(refused.headers.get('retry-after') ?? '', /^[1-9]\d?$/);
    assert.equal((await show(server.staffApiKey)).status, 200);
  });
});
