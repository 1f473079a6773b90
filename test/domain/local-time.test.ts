import assert from 'node:assert/strict';
import { BEIJING, clockTime, localTime, sameClock } from '../../src/domain/local-time.ts';

describe('localTime', () => {
  it('writes a moment as people of the zone and language write it', () => {
    const at = '2026-03-03T03:30:00.000Z';
    assert.deepEqual(localTime(at, BEIJING, 'zh-CN'), { day: '2026年3月3日周二', time: '11:30' });
    assert.deepEqual(localTime(at, 'America/Los_Angeles', 'en-US'), { day: 'Mon, Mar 2, 2026', time: '19:30' });
  });

  it('gives midnight as the end of the day before, for a due time may equal the closing moment', () => {
    assert.deepEqual(localTime('2026-03-03T16:00:00.000Z', BEIJING, 'zh-CN'), {
      day: '2026年3月3日周二',
      time: '24:00',
    });
  });

  it('says which zone it cannot use', () => {
    assert.throws(() => localTime('2026-03-03T03:30:00.000Z', 'Mars/Olympus', 'en-US'), /Mars\/Olympus/);
  });
});

describe('clockTime', () => {
  it('gives midnight as the beginning of its day, for something happened then', () => {
    assert.deepEqual(clockTime('2026-03-03T16:00:00.000Z', BEIJING, 'zh-CN'), {
      day: '2026年3月4日周三',
      time: '00:00',
    });
  });

  it('gives every other moment as localTime does', () => {
    const at = '2026-03-03T03:30:00.000Z';
    assert.deepEqual(clockTime(at, BEIJING, 'en-US'), localTime(at, BEIJING, 'en-US'));
    assert.throws(() => clockTime(at, 'Mars/Olympus', 'en-US'), /Mars\/Olympus/);
  });
});

describe('sameClock', () => {
  it('compares the clocks of that moment, daylight saving included', () => {
    assert.ok(sameClock('2026-03-03T03:30:00.000Z', 'Asia/Singapore', BEIJING));
    assert.ok(!sameClock('2026-03-03T03:30:00.000Z', 'Europe/London', BEIJING));
    assert.ok(sameClock('2026-01-03T03:30:00.000Z', 'Europe/London', 'Africa/Accra'));
    assert.ok(!sameClock('2026-07-03T03:30:00.000Z', 'Europe/London', 'Africa/Accra'));
  });
});
