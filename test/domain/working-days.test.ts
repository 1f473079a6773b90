import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { DateTime } from 'luxon';
import { POLICIES } from '../../src/domain/policy.ts';
import { calendarDay, countsFor, dependsOnCalendar, opensOn, openWindow } from '../../src/domain/working-days.ts';

const day = (date: string) => calendarDay(DateTime.fromISO(date, { zone: 'Asia/Shanghai' }));
const { technical, billing } = POLICIES['21vianet'].desks;

/** Inclusive ranges of days off and single make-up days (rule T5). */
const STATE_COUNCIL = {
  2025: {
    off: [
      ['2025-01-01', '2025-01-01'],
      ['2025-01-28', '2025-02-04'],
      ['2025-04-04', '2025-04-06'],
      ['2025-05-01', '2025-05-05'],
      ['2025-05-31', '2025-06-02'],
      ['2025-10-01', '2025-10-08'],
    ],
    makeUp: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  },
  2026: {
    off: [
      ['2026-01-01', '2026-01-03'],
      ['2026-02-15', '2026-02-23'],
      ['2026-04-04', '2026-04-06'],
      ['2026-05-01', '2026-05-05'],
      ['2026-06-19', '2026-06-21'],
      ['2026-09-25', '2026-09-27'],
      ['2026-10-01', '2026-10-07'],
    ],
    makeUp: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
} as const;

describe('calendarDay', () => {
  for (const [year, { off, makeUp }] of Object.entries(STATE_COUNCIL)) {
    it(`knows every day of ${year}: holidays, make-up days, weekends, working days (T5)`, () => {
      const first = DateTime.fromISO(`${year}-01-01`, { zone: 'Asia/Shanghai' });
      for (let moment = first; moment.year === first.year; moment = moment.plus({ days: 1 })) {
        const { date, working, holiday, makeUp: isMakeUp, published } = calendarDay(moment);
        const isOff = off.some(([from, to]) => from <= date && date <= to);
        const worksInstead = makeUp.some((other) => other === date);
        const expected = isOff ? false : worksInstead || moment.weekday < 6;
        assert.deepEqual([working, holiday !== null, isMakeUp, published], [expected, isOff, worksInstead, true], date);
      }
    });
  }

  it('does not depend on the zone of the machine', () => {
    const module = new URL('../../src/domain/working-days.ts', import.meta.url).href;
    const luxon = import.meta.resolve('luxon');
    const script = `
      import { DateTime } from ${JSON.stringify(luxon)};
      import { calendarDay } from ${JSON.stringify(module)};
      const days = ['2026-02-14', '2026-02-15', '2026-02-23', '2026-02-24', '2026-02-07', '2026-03-08', '2027-01-01'];
      process.stdout.write(JSON.stringify(days.map((day) => calendarDay(DateTime.fromISO(day, { zone: 'utc' })))));`;
    const answers = ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'].map((TZ) =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        env: { ...process.env, TZ },
        encoding: 'utf8',
      }),
    );
    assert.match(answers[0] ?? '', /"date":"2026-02-15","weekday":7,"working":false/);
    assert.equal(new Set(answers).size, 1);
  });

  it('names the holiday in both languages', () => {
    assert.deepEqual(day('2026-02-17').holiday, { en: 'Spring Festival', zh: '春节' });
  });

  it('counts Monday to Friday in a year that is not published, and says so (T5)', () => {
    assert.partialDeepStrictEqual(day('2027-10-01'), { working: true, holiday: null, published: false });
    assert.partialDeepStrictEqual(day('2027-10-02'), { working: false, makeUp: false, published: false });
    assert.equal(day('2003-05-01').published, false);
  });
});

describe('opening days', () => {
  for (const [date, technicalOpens, technicalCounts, billingOpens] of [
    ['2026-02-13', true, true, true],
    ['2026-02-14', true, true, false],
    ['2026-02-15', true, false, false],
    ['2026-02-16', true, false, false],
    ['2026-02-24', true, true, true],
    ['2026-02-07', true, false, false],
  ] as const) {
    it(`${date}: technical ${technicalOpens}, billing ${billingOpens}`, () => {
      assert.equal(opensOn(technical.hours.C, day(date)), technicalOpens);
      assert.equal(countsFor(technical.hours.C, day(date)), technicalCounts);
      assert.equal(opensOn(billing.hours.C, day(date)), billingOpens);
      assert.equal(countsFor(billing.hours.C, day(date)), billingOpens);
    });
  }

  it('follow the table when it opens a desk on make-up days (R22)', () => {
    const hours = { ...billing.hours.C, openOnMakeUpDays: true };
    assert.equal(opensOn(hours, day('2026-02-14')), true);
    assert.equal(opensOn(hours, day('2026-02-07')), false);
  });

  it('depend on the calendar only where it can change something', () => {
    assert.equal(dependsOnCalendar(technical.hours.B), false);
    assert.equal(dependsOnCalendar(billing.hours.B), true);
  });
});

describe('openWindow', () => {
  it('closes at 24:00 with the start of the next day', () => {
    const { opens, closes } = openWindow(
      technical.hours.B,
      DateTime.fromISO('2026-02-13T12:00', { zone: 'Asia/Shanghai' }),
    );
    assert.equal(opens.toISO(), '2026-02-13T09:00:00.000+08:00');
    assert.equal(closes.toISO(), '2026-02-14T00:00:00.000+08:00');
  });
});
