import assert from 'node:assert/strict';
import { healthCheckSchema } from '../../src/domain/health.ts';
import type { KnownIncident, Look } from '../../src/health/known-incident.ts';
import { createServiceHealth } from '../../src/health/service-health.ts';
import { handClock } from '../support/health-clock.ts';
import { knownIncident } from '../support/known-incident.ts';

const NOW = '2026-03-02T01:00:00.000Z';
const EARLIER = '2026-03-02T00:55:00.000Z';
const QUERY = { operator: '21vianet', topic: 'exchange.mail-flow', text: 'no mail' } as const;

function look(incidents: readonly KnownIncident[], differences: Partial<Look> = {}): Look {
  return { checkedAt: NOW, isComplete: true, incidents, ...differences };
}

function health(...looks: readonly (Look | null)[]) {
  return createServiceHealth({ clock: handClock(), sources: looks.map((one) => ({ look: async () => one })) });
}

describe('service health over its sources', () => {
  const known = knownIncident({
    title: { 'zh-CN': '邮件延迟', 'en-US': 'Mail is delayed' },
    lastPost: { at: '2026-03-02T00:30:00.000Z', text: { 'zh-CN': '正在恢复', 'en-US': 'Recovering' } },
  });
  const teams = knownIncident({ id: 'TM1', services: ['Microsoft Teams'] });

  it('shows a matching incident in the language that is asked for', async () => {
    const check = await health(look([known])).check({ ...QUERY, locale: 'zh-CN' });
    assert.deepEqual(check, {
      result: 'matched',
      checkedAt: NOW,
      incidents: [
        {
          id: 'EX1',
          title: '邮件延迟',
          status: 'serviceDegradation',
          since: '2026-03-02T00:00:00.000Z',
          lastPost: '正在恢复',
          lastPostAt: '2026-03-02T00:30:00.000Z',
          endedAt: null,
          services: ['Exchange Online'],
          classification: 'incident',
          url: null,
        },
      ],
    });
    assert.ok(healthCheckSchema.safeParse(check).success);
  });

  it('takes the language of the words when none is told', async () => {
    const titles = await Promise.all(
      ['邮件收不到', 'no mail', ''].map(
        async (text) => (await health(look([known])).check({ ...QUERY, text })).incidents[0]?.title,
      ),
    );
    assert.deepEqual(titles, ['邮件延迟', 'Mail is delayed', '邮件延迟']);
  });

  describe('says "none" only when everything was looked at', () => {
    const cases: readonly (readonly [string, readonly (Look | null)[], string, string])[] = [
      ['no source', [], 'not-checked', NOW],
      ['one that could not look', [null], 'not-checked', NOW],
      ['nothing wrong', [look([])], 'none', NOW],
      ['another service', [look([teams])], 'none', NOW],
      ['an older look', [look([], { checkedAt: EARLIER })], 'none', EARLIER],
      ['two looks', [look([]), look([], { checkedAt: EARLIER })], 'none', EARLIER],
      ['one of two', [look([]), null], 'not-checked', NOW],
      ['half a look', [look([teams], { isComplete: false })], 'not-checked', NOW],
      ['one of two that knows', [look([known], { checkedAt: EARLIER }), null], 'matched', EARLIER],
      ['half a look that knows', [look([known], { isComplete: false })], 'matched', NOW],
    ];
    for (const [name, looks, result, checkedAt] of cases) {
      it(`${name}: ${result}`, async () => {
        const check = await health(...looks).check(QUERY);
        assert.deepEqual([check.result, check.checkedAt], [result, checkedAt]);
        assert.ok(healthCheckSchema.safeParse(check).success);
      });
    }
  });

  it('shows three at most, and one that two sources know once, by the later word', async () => {
    const many = Array.from({ length: 9 }, (_, index) => knownIncident({ id: `EX${index}` }));
    assert.equal((await health(look(many)).check(QUERY)).incidents.length, 3);
    const later = knownIncident({ status: 'restoringService', updatedAt: '2026-03-02T00:59:00.000Z' });
    const { incidents } = await health(look([later]), look([known])).check(QUERY);
    assert.deepEqual(
      incidents.map(({ status }) => status),
      ['restoringService'],
    );
  });

  it('answers "is it down?" in both languages with a product alone', async () => {
    for (const text of ['Is Exchange down?', 'Exchange 挂了吗?']) {
      assert.equal((await health(look([known, teams])).check({ ...QUERY, topic: null, text })).incidents[0]?.id, 'EX1');
    }
  });

  it('finds how a followed incident stands', async () => {
    const viewer = { operator: '21vianet', locale: 'en-US' } as const;
    const over = knownIncident({ status: 'serviceRestored', endedAt: NOW });
    const news = await health(look([over])).find('EX1', viewer);
    assert.deepEqual(news.result === 'found' && [news.incident.status, news.incident.endedAt], [
      'serviceRestored',
      NOW,
    ]);
    assert.deepEqual(await health(look([])).find('EX1', viewer), { result: 'gone' });
    assert.deepEqual(await health(look([]), null).find('EX1', viewer), { result: 'not-checked' });
  });
});
