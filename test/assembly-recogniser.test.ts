import assert from 'node:assert/strict';
import { setImmediate as nextRound } from 'node:timers/promises';
import { createCallBudget } from '../src/assembly-recogniser.ts';

describe('the budget of calls of the language service', () => {
  /** How many of so many calls are let through. */
  async function letThrough(take: (key: string) => number, key: string, calls: number): Promise<number> {
    let passed = 0;
    for (let call = 0; call < calls; call++) {
      if (take(key) === 0) passed++;
      // The counter counts in the same round, after whoever asked.
      await nextRound();
    }
    return passed;
  }

  it('lets each organisation through 120 times a minute, whatever the others do', async () => {
    const take = createCallBudget(1);
    assert.equal(await letThrough(take, 'tenant:contoso', 130), 120);
    assert.equal(await letThrough(take, 'tenant:northwind', 130), 120);
    assert.ok(take('tenant:contoso') > 0 && take('tenant:contoso') <= 60);
  });

  it('is multiplied by RATE_FACTOR, and switched off by 0', async () => {
    assert.equal(await letThrough(createCallBudget(0.1), 'tenant:contoso', 30), 12);
    assert.equal(await letThrough(createCallBudget(0), 'tenant:contoso', 200), 200);
  });
});
