import assert from 'node:assert/strict';
import { createGuard } from '../../src/http/guard.ts';
import { type HandTime, stopTime } from '../http/hand-time.ts';
import { type Answered, BASE, call, type Endpoint, historyOf, say, startEndpoint } from './endpoint-double.ts';

const ADMINS = 50;
/** Two windows of the rates by ten seconds, and all who open the chat within one of those by sixty. */
const SECONDS = 25;

describe('an office of fifty admins behind one address', function () {
  this.timeout(60_000);
  let time: HandTime;
  let endpoint: Endpoint;

  before(async () => {
    time = stopTime();
    endpoint = await startEndpoint({ guard: { rateFactor: 1, nowMs: time.nowMs } });
  });
  after(async () => {
    await endpoint.stop();
    time.restore();
  });

  async function open(): Promise<Answered> {
    // The page itself, then what it calls; some reload it because they are not patient.
    const headers = { origin: endpoint.url };
    for (const path of ['/', '/widget/frame']) await fetch(`${endpoint.url}${path}`);
    const made = await call(endpoint, 'POST', '/widget/token', { body: {}, headers });
    assert.equal(made.status, 200);
    const started = await call(endpoint, 'POST', `${BASE}/conversations`, { token: made.token });
    assert.equal(started.status, 201);
    return started;
  }

  it('opens the chat in the same minute and talks, and nobody is told to wait', async () => {
    const talks: Answered[] = [];
    const seen = new Set<number>();
    for (let second = 0; second < SECONDS; second += 1) {
      // Everybody comes within one second, which is the worst that they can do, and once more within the next.
      for (let group = 0; second < 2 && group < 5; group += 1) {
        const opened = await Promise.all(Array.from({ length: ADMINS / 5 }, open));
        if (second === 0) talks.push(...opened);
      }
      for (const [index, talk] of talks.entries()) {
        // One half reads every second, the other has a socket and reads nothing.
        if (index % 2 === 0) seen.add((await historyOf(endpoint, talk)).status);
        if ((second + index) % 5 === 0) seen.add((await say(endpoint, talk, `message of second ${second}`)).status);
      }
      time.forward(1000);
    }
    assert.equal(talks.length, ADMINS);
    assert.deepEqual([...seen], [200]);
  });

  it('goes on when the page of one runs wild and is told to wait', async () => {
    time.forward(60_000);
    const [wild, quiet] = [await open(), await open()];
    const statuses: number[] = [];
    // More than the address may send in all, if each one counted for it: large messages weigh more.
    for (let number = 0; number < 120; number += 1) {
      statuses.push((await say(endpoint, wild, 'x'.repeat(150_000))).status);
    }
    assert.deepEqual([...new Set(statuses)], [200, 429]);
    assert.equal((await say(endpoint, quiet, 'good morning')).status, 200);
  });

  it('is not what one who hammers is: that one waits, and the office goes on', async () => {
    const trusting = await startEndpoint({
      guard: { rateFactor: 0.02, trustedProxies: ['loopback'], nowMs: time.nowMs },
    });
    const visit = (address: string) =>
      call(trusting, 'POST', '/widget/token', {
        body: {},
        headers: { origin: trusting.url, 'x-forwarded-for': address },
      });
    const statuses: number[] = [];
    for (let number = 0; number < 20; number += 1) statuses.push((await visit('198.51.100.66')).status);
    assert.deepEqual(statuses, [200, 200, 200, ...Array.from({ length: 17 }, () => 429)]);
    assert.equal((await visit('198.51.100.7')).status, 200);
    time.forward(60_000);
    assert.equal((await visit('198.51.100.66')).status, 200);
    await trusting.stop();
  });

  it('is made of the numbers that are in force', () => {
    assert.ok(createGuard({ rateFactor: 1 }).connections.streamsPerAddress >= ADMINS * 4);
  });
});
