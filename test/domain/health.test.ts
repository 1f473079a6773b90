import assert from 'node:assert/strict';
import { HEALTH_STATUSES, healthCheckSchema, healthStatusOf, isOver } from '../../src/domain/health.ts';

const AT = '2026-03-02T01:00:00.000Z';

describe('service health', () => {
  it('knows statuses in any case and leaves unknown ones as they are', () => {
    const cases = [
      ['ServiceDegradation', 'serviceDegradation'],
      [' SERVICERESTORED ', 'serviceRestored'],
      ['postIncidentReviewPublished', 'postIncidentReviewPublished'],
      ['ServicaOperational', 'ServicaOperational'],
      ['confirmed', 'confirmed'],
      ['', ''],
    ];
    for (const [written = '', status] of cases) assert.equal(healthStatusOf(written), status);
  });

  it('takes four statuses for healthy, and everything else for a problem that lasts', () => {
    const over = HEALTH_STATUSES.filter((status) => isOver({ status, endedAt: null }));
    assert.deepEqual(over, ['serviceRestored', 'postIncidentReviewPublished', 'serviceOperational', 'falsePositive']);
    assert.ok(!isOver({ status: 'somethingNew', endedAt: null }));
    assert.ok(isOver({ status: 'somethingNew', endedAt: AT }));
  });

  it('reads a look that an older release stored', () => {
    const incident = { id: 'EX1', title: 'Mail', status: 'serviceDegradation', since: AT, lastPost: null };
    assert.deepEqual(healthCheckSchema.parse({ result: 'matched', checkedAt: AT, incidents: [incident] }).incidents, [
      { ...incident, lastPostAt: null, endedAt: null, services: [], classification: null, url: null },
    ]);
  });
});
