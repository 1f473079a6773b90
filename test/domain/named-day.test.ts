import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { daysNamed, NAMED_HOLIDAYS, type NamedDay, whyNoDays } from '../../src/domain/named-day.ts';
import { calendarDay } from '../../src/domain/working-days.ts';

const cases: readonly (readonly [string, NamedDay, string, readonly string[]])[] = [
  ['today', { kind: 'in-days', days: 0 }, '2026-09-30', ['2026-09-30']],
  ['the day after tomorrow', { kind: 'in-days', days: 2 }, '2026-12-31', ['2027-01-02']],
  ['Saturday, on a Saturday', { kind: 'weekday', weekday: 6, weeks: 0 }, '2026-11-21', ['2026-11-21']],
  ['Monday, on a Saturday', { kind: 'weekday', weekday: 1, weeks: 0 }, '2026-11-21', ['2026-11-23']],
  ['Saturday of next week', { kind: 'weekday', weekday: 6, weeks: 1 }, '2026-11-17', ['2026-11-28']],
  ['the weekend', { kind: 'weekend', weeks: 0 }, '2026-11-18', ['2026-11-21', '2026-11-22']],
  ['the weekend, on its Sunday', { kind: 'weekend', weeks: 0 }, '2026-11-22', ['2026-11-22']],
  ['a date of this year', { kind: 'date', month: 10, day: 1 }, '2026-03-07', ['2026-10-01']],
  ['a date that is over this year', { kind: 'date', month: 1, day: 1 }, '2026-03-07', ['2027-01-01']],
  ['Saturday of the week after next', { kind: 'weekday', weekday: 6, weeks: 2 }, '2026-11-17', ['2026-12-05']],
  ['a date of a year', { kind: 'date', year: 2027, month: 10, day: 1 }, '2026-03-07', ['2027-10-01']],
  ['a date of next year', { kind: 'date', year: 'next', month: 10, day: 1 }, '2026-03-07', ['2027-10-01']],
  ['a date of a year that is over', { kind: 'date', year: 2025, month: 10, day: 1 }, '2026-03-07', []],
  ['the next leap day', { kind: 'date', month: 2, day: 29 }, '2026-03-07', ['2028-02-29']],
  [
    'the days from one to another',
    { kind: 'date', month: 12, day: 30, to: { month: 1, day: 2 } },
    '2026-03-07',
    ['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02'],
  ],
  [
    'what is left of such days',
    { kind: 'date', month: 12, day: 30, to: { month: 1, day: 2 } },
    '2027-01-01',
    ['2027-01-01', '2027-01-02'],
  ],
  ['a holiday of next year', { kind: 'holiday', name: 'national-day', year: 'next' }, '2026-03-07', []],
  ['a date that does not exist', { kind: 'date', month: 2, day: 30 }, '2026-03-07', []],
  [
    'the dragon boat festival',
    { kind: 'holiday', name: 'dragon-boat' },
    '2026-03-07',
    ['2026-06-19', '2026-06-20', '2026-06-21'],
  ],
  ['what is left of a holiday', { kind: 'holiday', name: 'national-day' }, '2026-10-06', ['2026-10-06', '2026-10-07']],
  ['the next make-up day', { kind: 'make-up-day' }, '2026-03-03', ['2026-05-09']],
  ['no make-up day in a year that is not published', { kind: 'make-up-day' }, '2027-03-03', []],
  ['a holiday that is not published', { kind: 'holiday', name: 'spring-festival' }, '2026-03-07', []],
];

describe('daysNamed', () => {
  for (const [name, named, today, days] of cases) {
    it(`finds ${name}`, () => assert.deepEqual(daysNamed(named, today), days));
  }

  it('tells why there is none', () => {
    const why = (named: NamedDay) => whyNoDays(named, '2026-10-20');
    assert.equal(why({ kind: 'date', month: 2, day: 30 }), 'no-such-day');
    assert.equal(why({ kind: 'date', year: 2027, month: 2, day: 29 }), 'no-such-day');
    assert.equal(why({ kind: 'date', month: 9, day: 1, to: { month: 9, day: 31 } }), 'no-such-day');
    assert.equal(why({ kind: 'date', year: 2025, month: 10, day: 1 }), 'over');
    assert.equal(why({ kind: 'holiday', name: 'national-day', year: 2026 }), 'over');
    assert.equal(why({ kind: 'holiday', name: 'national-day', year: 'next' }), 'unpublished');
    assert.equal(why({ kind: 'make-up-day' }), 'unpublished');
  });

  it('tells no more than two weeks of days at once', () => {
    const days = daysNamed({ kind: 'date', month: 1, day: 1, to: { month: 12, day: 31 } }, '2026-03-07');
    assert.equal(days.length, 14);
    assert.equal(days[0], '2026-03-07');
  });

  it('finds every statutory holiday from the beginning of a published year', () => {
    for (const name of NAMED_HOLIDAYS) assert.ok(daysNamed({ kind: 'holiday', name }, '2026-01-01').length > 0, name);
  });

  it('never names a day that is over, and of a holiday only days off', () => {
    const today = fc
      .integer({ min: 0, max: 900 })
      .map((days) => DateTime.fromISO('2025-01-01', { zone: 'utc' }).plus({ days }).toISODate() ?? '');
    const named: fc.Arbitrary<NamedDay> = fc.oneof(
      fc.record({
        kind: fc.constant('weekday' as const),
        weekday: fc.integer({ min: 1, max: 7 }),
        weeks: fc.constantFrom(0, 1, 2),
      }),
      fc.record({ kind: fc.constant('weekend' as const), weeks: fc.constantFrom(0, 1, 2) }),
      fc.record({ kind: fc.constant('holiday' as const), name: fc.constantFrom(...NAMED_HOLIDAYS) }),
      fc.record({
        kind: fc.constant('date' as const),
        month: fc.integer({ min: 1, max: 12 }),
        day: fc.integer({ min: 1, max: 31 }),
      }),
    );
    fc.assert(
      fc.property(named, today, (day, from) => {
        for (const date of daysNamed(day, from)) {
          assert.ok(date >= from);
          if (day.kind === 'holiday') assert.ok(calendarDay(DateTime.fromISO(date, { zone: 'utc' })).holiday);
        }
      }),
    );
  });
});
