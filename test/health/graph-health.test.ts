import assert from 'node:assert/strict';
import type { HealthViewer } from '../../src/domain/health.ts';
import { createGraphClient } from '../../src/graph/graph-client.ts';
import { GraphFailure } from '../../src/graph/graph-failure.ts';
import { createGraphHealth, type GraphHealthParts } from '../../src/health/graph-health.ts';
import { captureLog } from '../support/captured-log.ts';
import { type GraphDouble, type GraphTrouble, startGraphDouble } from '../support/graph-double.ts';
import { graphHandTime } from '../support/graph-hand-time.ts';
import { graphIssue, graphPost, ISSUES_PATH } from '../support/graph-issues.ts';
import { handClock } from '../support/health-clock.ts';
import { until } from '../support/until.ts';

const TENANT = '84841066-274d-4ec0-a5c1-276be684bdd3';
const ADMIN: HealthViewer = { operator: 'microsoft', audience: 'admin', tenantId: TENANT };
const RESTORED = { status: 'ServiceRestored', isResolved: true, endDateTime: '2026-03-01T20:00:00Z' };

describe('service health from Microsoft Graph', () => {
  let double: GraphDouble;
  let clock = handClock();
  let time = graphHandTime();
  let captured = captureLog();

  const open = (parts: Partial<GraphHealthParts> = {}, timeoutMs = 10_000) => {
    const { log } = captured;
    const { credential, origin: baseUrl } = double;
    // The breaker has tests of its own.
    const options = { log, credential, baseUrl, time, timeoutMs, breakAfter: 1_000 };
    const client = createGraphClient({ cloud: 'global', ...options });
    return createGraphHealth({ client, operator: 'microsoft', tenantId: TENANT, clock, log, ...parts });
  };
  const hold = (...issues: readonly Parameters<typeof graphIssue>[0][]) =>
    double.holdings.set(ISSUES_PATH, issues.map(graphIssue));

  beforeEach(async () => {
    double = await startGraphDouble();
    hold({});
    clock = handClock();
    time = graphHandTime();
    captured = captureLog();
  });
  afterEach(() => double.close());

  it('reads open issues with their newest post as plain text', async () => {
    hold({
      posts: [
        graphPost(
          '<p>Title: delayed</p>\n<p>Status: <b>fixing</b>&nbsp;it</p><script>alert(1)</script>',
          '2026-03-02T00:50:00.5Z',
        ),
        graphPost('<p>first</p>', '2026-03-02T00:20:00Z'),
      ],
    });
    assert.deepEqual(await open().look(ADMIN), {
      checkedAt: '2026-03-02T01:00:00.000Z',
      isComplete: true,
      incidents: [
        {
          id: 'EX000001',
          services: ['Exchange Online'],
          topics: [],
          title: {
            'zh-CN': 'Users may be unable to send or receive email',
            'en-US': 'Users may be unable to send or receive email',
          },
          about:
            'E-Mail and calendar access\nE-Mail and calendar access\nUsers may be unable to send or receive email.',
          lastPost: {
            at: '2026-03-02T00:50:00.500Z',
            text: { 'zh-CN': 'Title: delayed\n\nStatus: fixing it', 'en-US': 'Title: delayed\n\nStatus: fixing it' },
          },
          status: 'serviceDegradation',
          classification: 'incident',
          since: '2026-03-02T00:10:00.000Z',
          endedAt: null,
          updatedAt: '2026-03-02T00:50:03.137Z',
          url: null,
        },
      ],
    });
  });

  it('reads what is over in the last days beside them, from all pages', async () => {
    double.pageSize = 1;
    hold(
      { id: 'EX1' },
      { id: 'EX2', ...RESTORED },
      { id: 'EX3' },
      { id: 'EX4', ...RESTORED, lastModifiedDateTime: '2026-02-20T00:00:00Z' },
      { id: 'EX5', status: 'postincidentreviewpublished', endDateTime: null },
    );
    const look = await open().look(ADMIN);
    assert.deepEqual(
      look?.incidents.map(({ id, endedAt }) => [id, endedAt]),
      [
        ['EX1', null],
        ['EX3', null],
        ['EX5', '2026-03-02T00:50:03.137Z'],
        ['EX2', '2026-03-01T20:00:00.000Z'],
      ],
    );
  });

  it('compares statuses without case, keeps unknown ones and leaves out false alarms', async () => {
    const statuses = ['SERVICEINTERRUPTION', 'confirmed', 'SomethingNew', 'FalsePositive', 'serviceOperational'];
    hold(...statuses.map((status, index) => ({ id: `EX${index}`, status })));
    const look = await open().look(ADMIN);
    assert.deepEqual(
      look?.incidents.map(({ status }) => status),
      ['serviceInterruption', 'confirmed', 'SomethingNew'],
    );
  });

  it('does not let a changed field hide an outage, nor an issue without an id pass for none', async () => {
    double.holdings.set(ISSUES_PATH, [
      { id: 'EX1', isResolved: false, title: 7, posts: 'none', startDateTime: 'yesterday', status: null },
      { isResolved: false, title: 'no id' },
    ]);
    const look = await open().look(ADMIN);
    assert.deepEqual(
      look?.incidents.map(({ id, status, since, title }) => [id, status, since, title['en-US']]),
      [['EX1', 'unknown', '2026-03-02T01:00:00.000Z', 'EX1']],
    );
    assert.equal(look?.isComplete, false);
    assert.equal(captured.single().level, 'warn');
  });

  it('is for the admins of its tenant', async () => {
    const viewers: readonly HealthViewer[] = [
      { operator: 'microsoft' },
      { ...ADMIN, audience: 'public' },
      { ...ADMIN, tenantId: 'another' },
      { ...ADMIN, tenantId: null },
      { ...ADMIN, operator: '21vianet' },
    ];
    for (const viewer of viewers) assert.equal(await open().look(viewer), null);
    assert.equal(double.calls.length, 0);
    assert.ok(await open().look({ ...ADMIN, tenantId: TENANT.toUpperCase() }));
    assert.ok(await open({ tenantId: null }).look({ ...ADMIN, tenantId: 'another' }));
  });

  it('looks once for all who ask at a time, and once a minute', async () => {
    const health = open();
    const looks = await Promise.all(Array.from({ length: 20 }, () => health.look(ADMIN)));
    assert.equal(new Set(looks).size, 1);
    assert.equal(double.calls.length, 2);
    clock.forward(59_999);
    await health.look(ADMIN);
    assert.equal(double.calls.length, 2);
    clock.forward(1);
    const later = await health.look(ADMIN);
    assert.equal(later?.checkedAt, '2026-03-02T01:01:00.000Z');
    assert.equal(double.calls.length, 3, 'what is over is kept for longer');
  });

  describe('tells what it knew for some minutes when Graph', () => {
    const troubles: readonly (readonly [string, GraphTrouble])[] = [
      ['refuses the token', { is: 'status', status: 401 }],
      ['refuses the application', { is: 'status', status: 403 }],
      ['is asked too often', { is: 'status', status: 429, headers: { 'retry-after': '20' } }],
      ['fails', { is: 'status', status: 500 }],
      ['breaks off', { is: 'half' }],
      ['answers no JSON', { is: 'not-json' }],
      ['answers another shape', { is: 'wrong-shape' }],
      ['sends elsewhere', { is: 'foreign-next' }],
      ['never ends', { is: 'endless-next' }],
      ['redirects', { is: 'redirect', to: 'http://elsewhere.example/' }],
    ];
    for (const [name, trouble] of troubles) {
      it(name, async () => {
        const health = open();
        await health.look(ADMIN);
        double.trouble(trouble);
        clock.forward(120_000);
        const stale = await health.look(ADMIN);
        assert.equal(stale?.checkedAt, '2026-03-02T01:00:00.000Z');
        assert.equal(stale?.incidents.length, 1);
        await assert.rejects(health.check(), GraphFailure);
        clock.forward(600_000);
        assert.equal(await health.look(ADMIN), null);
        double.recover();
        clock.forward(20_000);
        // Until then the client holds calls back.
        time.forward(20_000);
        hold();
        assert.deepEqual((await health.look(ADMIN))?.incidents, []);
        await health.check();
      });
    }
  });

  it('says nothing when the first look fails, one line in the log, and rests before the next', async () => {
    double.trouble({ is: 'status', status: 403, code: 'Forbidden' });
    const health = open();
    for (let turn = 0; turn < 5; turn++) {
      assert.equal(await health.look(ADMIN), null);
      clock.forward(5_000);
    }
    assert.equal(double.calls.length, 2);
    const { level, err } = captured.single();
    assert.equal(level, 'warn');
    assert.match(JSON.stringify(err), /403 Forbidden/);
  });

  it('rests for as long as the service asked', async () => {
    double.trouble({ is: 'status', status: 429, headers: { 'retry-after': '120' } }, { times: 1 });
    const health = open();
    assert.equal(await health.look(ADMIN), null);
    clock.forward(100_000);
    assert.equal(await health.look(ADMIN), null);
    assert.equal(double.calls.length, 1);
  });

  it('tells open issues when what is over cannot be read', async () => {
    double.trouble({ is: 'status', status: 400 }, { path: 'isResolved%20eq%20true' });
    const look = await open().look(ADMIN);
    assert.deepEqual([look?.isComplete, look?.incidents.length], [true, 1]);
  });

  it('does not wait for a service that hangs while it knows something', async () => {
    const health = open({ patienceMs: 0, firstPatienceMs: 0 }, 50);
    assert.equal(await health.look(ADMIN), null, 'there is no look yet');
    await until('the first look', () => health.look(ADMIN));
    double.trouble({ is: 'hang' });
    clock.forward(60_000);
    assert.equal((await health.look(ADMIN))?.incidents.length, 1);
    double.recover();
    await until('the look after it', async () => {
      clock.forward(20_000);
      return (await health.look(ADMIN))?.checkedAt !== '2026-03-02T01:00:00.000Z';
    });
  });

  it('looks anew when the clock was set back', async () => {
    const health = open();
    await health.look(ADMIN);
    clock.forward(-3_600_000);
    assert.equal((await health.look(ADMIN))?.checkedAt, '2026-03-02T00:00:00.000Z');
  });
});
