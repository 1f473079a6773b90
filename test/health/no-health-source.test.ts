import assert from 'node:assert/strict';
import { healthCheckSchema } from '../../src/domain/health.ts';
import { createNoHealthSource } from '../../src/health/no-health-source.ts';

describe('service health without a source', () => {
  it('says that nothing was checked, never that nothing is wrong', async () => {
    const health = createNoHealthSource({ now: () => '2026-03-02T01:00:00.000Z' });
    const check = await health.check({ operator: '21vianet', topic: null, text: 'mail is down' });
    assert.deepEqual(check, { result: 'not-checked', checkedAt: '2026-03-02T01:00:00.000Z', incidents: [] });
    assert.ok(healthCheckSchema.safeParse(check).success);
  });
});
