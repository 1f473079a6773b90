import assert from 'node:assert/strict';
import { createRates, RATES, type RateName } from '../../src/http/rates.ts';
import { type HandTime, stopTime } from './hand-time.ts';

const NAMES: readonly RateName[] = [
  'request',
  'visitor',
  'start',
  'message',
  'messageOfAddress',
  'messageOfTenant',
  'metrics',
  'read',
  'upload',
  'uploadOfAddress',
  'wrongStaffKey',
  'refusedActivity',
];

describe('the rates', () => {
  let time: HandTime;
  beforeEach(() => {
    time = stopTime();
  });
  afterEach(() => time.restore());

  async function letThrough(factor: number, name: RateName): Promise<number> {
    const rates = createRates({ factor, nowMs: time.nowMs });
    let through = 0;
    while (through < 20_000 && rates.take(name, 'key') === 0) {
      through += 1;
      await null;
    }
    return through;
  }

  it('are all in force, each with its number', async () => {
    assert.deepEqual(Object.keys(RATES).sort(), [...NAMES].sort());
    for (const name of NAMES) assert.equal(await letThrough(1, name), RATES[name].points, name);
  });

  it('are multiplied by the factor, and never come to nothing', async () => {
    assert.equal(await letThrough(3, 'visitor'), RATES.visitor.points * 3);
    assert.equal(await letThrough(0.001, 'visitor'), 1);
  });

  it('are off with the factor 0', async () => {
    assert.equal(await letThrough(0, 'visitor'), 20_000);
    const rates = createRates({ factor: 0 });
    rates.forget('visitor', 'key');
    assert.equal(rates.waitOf('visitor', 'key'), 0);
  });

  it('tell of each refusal, and of each window that is used up', async () => {
    const refused: string[] = [];
    const exhausted: string[] = [];
    const rates = createRates({
      factor: 0.001,
      nowMs: time.nowMs,
      onRefused: (rate) => refused.push(rate),
      onExhausted: (rate, key) => exhausted.push(`${rate} of ${key}`),
    });
    rates.take('visitor', 'a');
    await new Promise(setImmediate);
    assert.equal(rates.take('visitor', 'a'), RATES.visitor.seconds);
    assert.equal(rates.waitOf('visitor', 'a'), RATES.visitor.seconds);
    assert.equal(rates.take('start', 'a'), 0);
    rates.forget('visitor', 'a');
    assert.equal(rates.take('visitor', 'a'), 0);
    await new Promise(setImmediate);
    assert.deepEqual(refused, ['visitor', 'visitor']);
    assert.deepEqual(exhausted, ['visitor of a', 'start of a', 'visitor of a']);
  });
});
