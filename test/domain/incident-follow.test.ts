import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HEALTH_STATUSES, type IncidentNews, isOver } from '../../src/domain/health.ts';
import { FOLLOW_DAYS, followChange, followNews, standingOf } from '../../src/domain/incident-follow.ts';
import { sampleIncident } from '../support/incident-bench.ts';
import { sampleFollow } from '../support/store-samples.ts';

const NOW = '2026-03-02T02:00:00.000Z';
const POST_AT = '2026-03-02T01:30:00.000Z';

const status = fc.constantFrom(...HEALTH_STATUSES, 'somethingNew');
const moment = fc.constantFrom(null, '2026-03-02T01:10:00.000Z', POST_AT);
const incident = fc.record({ status, lastPostAt: moment, endedAt: moment }).map((changes) => sampleIncident(changes));

describe('what somebody who follows an incident is told', () => {
  const cases: readonly (readonly [string, IncidentNews, string | null])[] = [
    ['nothing while it stands as it stood', { result: 'found', incident: sampleIncident() }, null],
    ['nothing when nobody could look', { result: 'not-checked' }, null],
    ['another status', { result: 'found', incident: sampleIncident({ status: 'restoringService' }) }, 'changed'],
    ['a new post', { result: 'found', incident: sampleIncident({ lastPostAt: POST_AT }) }, 'changed'],
    ['that it is over, by its end', { result: 'found', incident: sampleIncident({ endedAt: POST_AT }) }, 'over'],
    [
      'that it is over, by its status',
      { result: 'found', incident: sampleIncident({ status: 'falsePositive' }) },
      'over',
    ],
    ['that it is listed no more', { result: 'gone' }, 'gone'],
  ];
  for (const [what, found, type] of cases) {
    it(`is ${what}`, () => assert.equal(followNews(sampleFollow(), found, NOW)?.type ?? null, type));
  }

  it('ends after thirty days, also while nobody can look', () => {
    const daysLater = (days: number) =>
      new Date(Date.parse(sampleFollow().createdAt) + days * 86_400_000 + 1).toISOString();
    const check = (now: string) => followNews(sampleFollow(), { result: 'not-checked' }, now)?.type ?? null;
    assert.equal(check(daysLater(FOLLOW_DAYS - 1)), null);
    assert.equal(check(daysLater(FOLLOW_DAYS)), 'expired');
  });

  it('is told once: what was told is no news afterwards', () => {
    fc.assert(
      fc.property(incident, incident, (before, after) => {
        const follow = sampleFollow({ standing: standingOf(before) });
        const news = followNews(follow, { result: 'found', incident: after }, NOW);
        if (news === null) return assert.ok(!isOver(after));
        const change = followChange(follow, news, NOW);
        if (change.type === 'ended') return assert.ok(isOver(after));
        assert.equal(change.type, 'told');
        const told = { ...follow, standing: change.type === 'told' ? change.standing : follow.standing };
        assert.equal(followNews(told, { result: 'found', incident: after }, NOW), null);
      }),
    );
  });
});
