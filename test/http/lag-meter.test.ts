import assert from 'node:assert/strict';
import { useFakeTimers } from 'sinon';
import { measureLag } from '../../src/http/lag-meter.ts';

describe('the lag meter', () => {
  it('tells ten times a second how late the loop is, until it is ended', () => {
    const clock = useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    try {
      const lags: number[] = [];
      const end = measureLag((lag) => lags.push(Math.round(lag)));
      clock.tick(300);
      assert.deepEqual(lags, [0, 0, 0]);
      // The loop is held up: time goes on, and no timer fires.
      const held = performance.now() + 400;
      clock.jump(400);
      assert.ok(performance.now() >= held);
      assert.equal(lags.length, 4);
      assert.equal(lags[3], 300);
      end();
      clock.tick(1000);
      assert.equal(lags.length, 4);
    } finally {
      clock.restore();
    }
  });
});
