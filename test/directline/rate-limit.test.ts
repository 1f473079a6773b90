import assert from 'node:assert/strict';
import { createRateLimit } from '../../src/directline/rate-limit.ts';
import { createHandClock } from './endpoint-double.ts';

describe('the rate limit', () => {
  it('lets so many through in a window and says how long to wait', () => {
    const clock = createHandClock();
    const limit = createRateLimit({ limit: 2, seconds: 60, clock });
    assert.equal(limit.take('a'), 0);
    clock.forward(20);
    assert.equal(limit.take('a'), 0);
    assert.equal(limit.take('a'), 40);
    assert.equal(limit.take('b'), 0);
    clock.forward(40);
    assert.equal(limit.take('a'), 0);
  });

  it('does not fill the memory with made-up addresses', () => {
    const clock = createHandClock();
    const limit = createRateLimit({ limit: 1, seconds: 60, clock });
    for (let number = 0; number < 50_001; number += 1) limit.take(`address ${number}`);
    assert.equal(limit.take('address 0'), 0);
  });
});
