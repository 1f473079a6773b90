import assert from 'node:assert/strict';
import sinon from 'sinon';
import { TimeLimitError, within } from '../../src/services/time-limit.ts';

describe('within', () => {
  let timers: sinon.SinonFakeTimers;
  beforeEach(() => {
    timers = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => timers.restore());

  it('hands on what the work answers or throws, and leaves no timer behind', async () => {
    assert.equal(await within(100, async () => 'done'), 'done');
    await assert.rejects(
      within(100, async () => {
        throw new Error('own');
      }),
      /own/,
    );
    assert.equal(timers.countTimers(), 0);
  });

  it('gives up when the time is over, and a later failure of the work harms nobody', async () => {
    const work = Promise.withResolvers<never>();
    const limited = within(100, () => work.promise);
    timers.tick(99);
    timers.tick(1);
    await assert.rejects(limited, TimeLimitError);
    work.reject(new Error('late'));
  });
});
