import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ADMISSION_LIMITS, type Admission, createAdmission } from '../../src/http/admission.ts';

const { inFlight, waitMs, lagMs } = ADMISSION_LIMITS;

function begin(admission: Admission, times: number): void {
  for (let number = 0; number < times; number += 1) admission.begin();
}

function end(admission: Admission, times: number): void {
  for (let number = 0; number < times; number += 1) admission.end();
}

function sample(admission: Admission, ...lags: number[]): void {
  for (const lag of lags) admission.sample(lag);
}

const admitted = (admission: Admission) => [admission.admits('new'), admission.admits('running')];

describe('the admission', () => {
  it('lets everything in at rest', () => {
    const admission = createAdmission();
    assert.equal(admission.level(), 'normal');
    assert.deepEqual(admitted(admission), [true, true]);
  });

  it('begins nothing new when busy, and lets nothing more in when full, as soon as there is too much work', () => {
    const admission = createAdmission();
    begin(admission, inFlight.busy.from - 1);
    assert.deepEqual(admitted(admission), [true, true]);
    begin(admission, 1);
    assert.equal(admission.level(), 'busy');
    assert.deepEqual(admitted(admission), [false, true]);
    begin(admission, inFlight.full.from - inFlight.busy.from);
    assert.equal(admission.level(), 'full');
    assert.deepEqual(admitted(admission), [false, false]);
    assert.equal(admission.inFlight(), inFlight.full.from);
  });

  it('goes back only when there is clearly less work, so that it does not flap', () => {
    const admission = createAdmission();
    begin(admission, inFlight.full.from);
    end(admission, inFlight.full.from - inFlight.full.until);
    assert.equal(admission.level(), 'full');
    end(admission, 1);
    assert.equal(admission.level(), 'busy');
    begin(admission, inFlight.full.from - inFlight.full.until);
    assert.equal(admission.level(), 'busy');
    end(admission, admission.inFlight() - inFlight.busy.until);
    assert.equal(admission.level(), 'busy');
    end(admission, 1);
    assert.equal(admission.level(), 'normal');
  });

  it('takes a lag for overload when it lasts for three samples, not a single pause', () => {
    const admission = createAdmission();
    sample(admission, 3000, 0, 0, 3000, 3000, 0);
    assert.equal(admission.level(), 'normal');
    sample(admission, lagMs.busy.from, lagMs.busy.from, lagMs.busy.from);
    assert.equal(admission.level(), 'busy');
    sample(admission, lagMs.full.from, lagMs.full.from, lagMs.full.from);
    assert.equal(admission.level(), 'full');
  });

  it('takes one calm sample for no end of it either', () => {
    const admission = createAdmission();
    sample(admission, 900, 900, 900, 0, 900);
    assert.equal(admission.level(), 'full');
    sample(admission, 0, 0, 0);
    assert.equal(admission.level(), 'normal');
  });

  describe('by the wait for a turn', () => {
    let wait = 0;
    let now = 0;
    let admission: Admission;
    beforeEach(() => {
      wait = 0;
      now = 0;
      admission = createAdmission({ waitMs: () => wait, nowMs: () => now });
    });

    it('takes a wait for overload that lasts, and goes back when it is clearly shorter', () => {
      wait = waitMs.busy.from;
      assert.equal(admission.level(), 'normal');
      now = 700;
      assert.equal(admission.level(), 'busy');
      wait = waitMs.busy.until;
      assert.equal(admission.level(), 'busy');
      wait = waitMs.busy.until - 1;
      assert.equal(admission.level(), 'normal');
    });

    it('lets a crowd in that is soon through', () => {
      for (const at of [0, 5000, 10_000]) {
        now = at;
        wait = waitMs.full.from - 1;
        assert.deepEqual(admitted(admission), [true, true]);
        now = at + 699;
        assert.deepEqual(admitted(admission), [true, true]);
        wait = waitMs.busy.from - 1;
        assert.deepEqual(admitted(admission), [true, true]);
      }
    });

    it('is full at once where the wait is too long, and lets running work in again as it shrinks', () => {
      wait = waitMs.full.from;
      assert.equal(admission.level(), 'full');
      wait = waitMs.full.until;
      assert.deepEqual(admitted(admission), [false, false]);
      wait = waitMs.full.until - 1;
      assert.deepEqual(admitted(admission), [false, true]);
      wait = 0;
      assert.deepEqual(admitted(admission), [true, true]);
    });
  });

  it('goes by the worst of its measures', () => {
    const admission = createAdmission();
    sample(admission, lagMs.busy.from, lagMs.busy.from, lagMs.busy.from);
    begin(admission, inFlight.full.from);
    assert.equal(admission.level(), 'full');
    end(admission, inFlight.full.from);
    assert.equal(admission.level(), 'busy');
  });

  it('never lets in something new when it turns running work away, and is normal again after any story', () => {
    const step = fc.oneof(
      fc.record({ lag: fc.integer({ min: 0, max: 2000 }) }),
      fc.record({ begin: fc.integer({ min: 0, max: 300 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const admission = createAdmission();
        for (const one of steps) {
          if ('lag' in one) admission.sample(one.lag);
          else begin(admission, one.begin);
          const [isNew, isRunning] = admitted(admission);
          assert.ok(isRunning || !isNew);
        }
        end(admission, admission.inFlight());
        sample(admission, 0, 0, 0);
        assert.deepEqual(admitted(admission), [true, true]);
      }),
    );
  });
});
