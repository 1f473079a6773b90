import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { isIntakeError } from '../../src/domain/errors.ts';
import { loadPolicies, POLICIES } from '../../src/domain/policy.ts';
import { responseTarget } from '../../src/domain/response-target.ts';
import type { Severity } from '../../src/domain/service-request.ts';
import { REQUEST_KINDS, type RequestKind } from '../../src/domain/topics.ts';
import { calendarDay, countsFor, opensOn, openWindow } from '../../src/domain/working-days.ts';

const policy = POLICIES['21vianet'];
const BEIJING = 'Asia/Shanghai';
const beijing = (local: string) => DateTime.fromISO(local, { zone: BEIJING }).toUTC().toISO() ?? '';
const target = (kind: RequestKind, severity: Severity, openedAt: string) =>
  responseTarget({ policy, kind, severity, openedAt });
const codesOf = (reasons: readonly { code: string }[]) => reasons.map((reason) => reason.code);

describe('T1, an hour around the clock', () => {
  for (const [opened, due] of [
    ['2026-02-17T03:30', '2026-02-17T04:30'],
    ['2026-12-31T23:30', '2027-01-01T00:30'],
  ] as const) {
    it(`${opened} -> ${due}`, () => {
      assert.deepEqual(target('technical', 'A', beijing(opened)), {
        dueAt: beijing(due),
        provisional: false,
        basis: [{ code: 'T1.hour-around-the-clock', params: { minutes: 60 } }],
      });
    });
  }
});

describe('T2, an hour in open hours', () => {
  for (const [kind, opened, due, codes] of [
    ['technical', '2026-11-20T23:50', '2026-11-21T09:50', ['T2.desk-closed']],
    ['technical', '2026-11-20T03:00', '2026-11-20T10:00', ['T2.desk-closed']],
    ['technical', '2026-11-20T23:00', '2026-11-21T00:00', []],
    ['technical', '2026-11-20T23:00:00.001', '2026-11-21T09:00:00.001', ['T2.desk-closed']],
    ['technical', '2026-11-20T09:00', '2026-11-20T10:00', []],
    ['technical', '2026-11-20T08:59:59.999', '2026-11-20T10:00', ['T2.desk-closed']],
    ['technical', '2026-11-21T00:00', '2026-11-21T10:00', ['T2.desk-closed']],
    ['technical', '2026-02-17T12:00', '2026-02-17T13:00', []],
    ['billing', '2026-11-20T17:00', '2026-11-20T18:00', []],
    ['billing', '2026-11-20T17:30', '2026-11-23T09:30', ['T2.desk-closed']],
    ['billing', '2026-11-20T18:00', '2026-11-23T10:00', ['T2.desk-closed']],
    ['billing', '2026-02-13T17:30', '2026-02-24T09:30', ['T2.desk-closed', 'T2.holiday']],
    ['billing', '2026-02-14T12:00', '2026-02-24T10:00', ['T2.desk-closed', 'T2.holiday']],
    ['presales', '2026-10-10T12:00', '2026-10-12T10:00', ['T2.desk-closed']],
  ] as const) {
    it(`${kind} ${opened} -> ${due}`, () => {
      const { dueAt, provisional, basis } = target(kind, 'B', beijing(opened));
      assert.equal(dueAt, beijing(due));
      assert.equal(provisional, false);
      assert.deepEqual(codesOf(basis), ['T2.hour-in-open-hours', ...codes]);
    });
  }

  it('tells the hours, when the desk opens again, and which holiday it was', () => {
    assert.deepEqual(target('billing', 'B', beijing('2026-02-13T17:30')).basis, [
      { code: 'T2.hour-in-open-hours', params: { minutes: 60, opens: '09:00', closes: '18:00' } },
      { code: 'T2.desk-closed', params: { date: '2026-02-24', time: '09:00' } },
      {
        code: 'T2.holiday',
        params: { from: '2026-02-15', to: '2026-02-23', nameEn: 'Spring Festival', nameZh: '春节' },
      },
    ]);
  });
});

describe('T3, three counting days', () => {
  for (const [kind, opened, due, codes] of [
    ['technical', '2026-02-13T18:00', '2026-02-25T18:00', ['T3.holiday', 'T3.make-up-day']],
    ['billing', '2026-02-13T18:00', '2026-02-27T09:00', ['T3.day-zero', 'T3.holiday']],
    ['technical', '2026-09-30T20:00', '2026-10-10T20:00', ['T3.holiday', 'T3.make-up-day']],
    ['billing', '2026-09-30T20:00', '2026-10-13T09:00', ['T3.day-zero', 'T3.holiday']],
    ['technical', '2026-01-03T12:00', '2026-01-07T09:00', ['T3.day-zero', 'T3.holiday', 'T3.make-up-day']],
    ['billing', '2026-01-03T12:00', '2026-01-08T09:00', ['T3.day-zero', 'T3.holiday']],
    ['technical', '2026-11-16T10:00', '2026-11-19T10:00', []],
    ['technical', '2026-11-16T08:00', '2026-11-19T09:00', ['T3.day-zero']],
    ['technical', '2026-11-16T23:59:59.999', '2026-11-19T23:59:59.999', []],
    ['technical', '2026-11-21T12:00', '2026-11-26T09:00', ['T3.day-zero']],
    ['billing', '2026-11-16T17:59:59.999', '2026-11-19T17:59:59.999', []],
    ['billing', '2026-11-19T10:00', '2026-11-24T10:00', []],
  ] as const) {
    it(`${kind} ${opened} -> ${due}`, () => {
      const { dueAt, provisional, basis } = target(kind, 'C', beijing(opened));
      assert.equal(dueAt, beijing(due));
      assert.equal(provisional, false);
      assert.deepEqual(codesOf(basis), ['T3.working-days', ...codes]);
    });
  }

  it('tells day 0, the holiday and the make-up days', () => {
    assert.deepEqual(target('technical', 'C', beijing('2026-01-03T12:00')).basis, [
      { code: 'T3.working-days', params: { days: 3 } },
      { code: 'T3.day-zero', params: { date: '2026-01-04', time: '09:00' } },
      {
        code: 'T3.holiday',
        params: { from: '2026-01-03', to: '2026-01-03', nameEn: "New Year's Day", nameZh: '元旦' },
      },
      { code: 'T3.make-up-day', params: { date: '2026-01-04' } },
    ]);
  });
});

describe('T5, a calendar that is not published', () => {
  for (const [kind, severity, opened, due, provisional] of [
    ['technical', 'C', '2026-12-30T10:00', '2027-01-04T10:00', true],
    ['technical', 'C', '2026-12-28T10:00', '2026-12-31T10:00', false],
    ['billing', 'B', '2026-12-31T17:30', '2027-01-01T09:30', true],
    ['billing', 'B', '2026-12-31T17:00', '2026-12-31T18:00', false],
    ['billing', 'C', '2027-10-01T10:00', '2027-10-06T10:00', true],
    ['technical', 'B', '2027-10-01T10:00', '2027-10-01T11:00', false],
    ['technical', 'A', '2027-10-01T10:00', '2027-10-01T11:00', false],
  ] as const) {
    it(`${kind} ${severity} ${opened} -> ${due}${provisional ? ', provisional' : ''}`, () => {
      const result = target(kind, severity, beijing(opened));
      assert.equal(result.dueAt, beijing(due));
      assert.equal(result.provisional, provisional);
      const expected = provisional ? [{ code: 'T5.calendar-unpublished', params: { year: 2027 } }] : [];
      assert.deepEqual(
        result.basis.filter(({ code }) => code.startsWith('T5')),
        expected,
      );
    });
  }
});

describe('T7, an operator that promises nothing', () => {
  it('gives no due time and says so', () => {
    for (const severity of ['A', 'B', 'C'] as const) {
      const openedAt = '2026-11-20T10:00:00.000Z';
      assert.deepEqual(responseTarget({ policy: POLICIES.microsoft, kind: 'technical', severity, openedAt }), {
        dueAt: null,
        provisional: false,
        basis: [{ code: 'T7.no-promise' }],
      });
    }
  });

  it('shows configured values as estimates', () => {
    const own = structuredClone(POLICIES.microsoft);
    own.response.targets.A = { counted: 'around-the-clock', minutes: 30, rules: ['T7'] };
    const { microsoft } = loadPolicies([...Object.values(POLICIES), own]);
    const openedAt = '2026-11-20T10:00:00.000Z';
    const result = responseTarget({ policy: microsoft, kind: 'technical', severity: 'A', openedAt });
    assert.equal(result.dueAt, '2026-11-20T10:30:00.000Z');
    assert.deepEqual(codesOf(result.basis), ['T7.estimate', 'T1.hour-around-the-clock']);
  });
});

describe('the opening time', () => {
  for (const wrong of [
    '',
    'yesterday',
    '2026-13-01T00:00:00Z',
    '2026-02-13',
    '2026-02-13T18:00:00',
    '2026-02-13T18:00:00+99:99',
    '2026-02-30T18:00:00Z',
    '20026-02-13T18:00:00Z',
    '1999-12-31T23:59:59Z',
    '2100-01-01T00:00:00Z',
  ]) {
    it(`${JSON.stringify(wrong)} is refused`, () => {
      assert.throws(
        () => target('technical', 'A', wrong),
        (error) => isIntakeError(error, 'InvalidInput'),
      );
    });
  }

  it('may carry an offset', () => {
    assert.equal(target('technical', 'C', '2026-02-13T18:00:00+08:00').dueAt, '2026-02-25T10:00:00.000Z');
  });
});

describe('a due time', () => {
  const moment = fc
    .integer({ min: Date.parse('2024-06-01'), max: Date.parse('2027-12-31') })
    .map((ms) => new Date(ms).toISOString());
  const kinds = fc.constantFrom(...REQUEST_KINDS);
  const severities = fc.constantFrom<Severity>('A', 'B', 'C');
  const due = (kind: RequestKind, severity: Severity, openedAt: string) => target(kind, severity, openedAt).dueAt ?? '';

  it('is never before the opening moment and lies inside the hours or exactly at closing', () => {
    fc.assert(
      fc.property(kinds, severities, moment, (kind, severity, openedAt) => {
        const dueAt = due(kind, severity, openedAt);
        assert.ok(dueAt > openedAt);
        if (severity === 'A') return;
        const hours = policy.desks[kind].hours[severity];
        // The closing moment 24:00 belongs to the day before.
        const inside = (at: DateTime) => {
          const { opens, closes } = openWindow(hours, at);
          const counts = severity === 'B' ? opensOn : countsFor;
          return counts(hours, calendarDay(at)) && opens <= local && local <= closes;
        };
        const local = DateTime.fromISO(dueAt, { zone: BEIJING });
        assert.ok(inside(local) || inside(local.minus({ milliseconds: 1 })), dueAt);
      }),
      { numRuns: 500 },
    );
  });

  it('never falls when the opening moment grows', () => {
    const steps = fc.oneof(fc.integer({ min: 0, max: 3_600_000 }), fc.integer({ min: 0, max: 20 * 86_400_000 }));
    fc.assert(
      fc.property(kinds, severities, moment, steps, (kind, severity, openedAt, step) => {
        const later = new Date(Date.parse(openedAt) + step).toISOString();
        assert.ok(due(kind, severity, openedAt) <= due(kind, severity, later));
      }),
      { numRuns: 500 },
    );
  });

  it('is never later for a higher level of the same kind', () => {
    fc.assert(
      fc.property(kinds, moment, (kind, openedAt) => {
        const [a, b, c] = [due(kind, 'A', openedAt), due(kind, 'B', openedAt), due(kind, 'C', openedAt)];
        assert.ok(a <= b && b <= c);
      }),
      { numRuns: 500 },
    );
  });
});
