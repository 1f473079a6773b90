import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { deskDay, deskState, endOfDay, hoursByLevel } from '../../src/domain/desk-hours.ts';
import { isIntakeError } from '../../src/domain/errors.ts';
import { POLICIES } from '../../src/domain/policy.ts';
import { REQUEST_KINDS } from '../../src/domain/topics.ts';
import { calendarDay, opensOn, openWindow } from '../../src/domain/working-days.ts';

const { technical, billing } = POLICIES['21vianet'].desks;
const BEIJING = 'Asia/Shanghai';
const beijing = (local: string) => DateTime.fromISO(local, { zone: BEIJING }).toUTC().toISO() ?? '';
const codesOf = (reasons: readonly { code: string }[]) => reasons.map(({ code }) => code).join(' ');

describe('deskState', () => {
  for (const [desk, severity, at, opensAt, why] of [
    [technical, 'B', '2026-02-17T08:59:59.999', '2026-02-17T09:00', 'R21.before-opening'],
    [technical, 'B', '2026-02-18T00:00', '2026-02-18T09:00', 'R21.before-opening'],
    [billing, 'C', '2026-11-20T18:00', '2026-11-23T09:00', 'R21.after-closing'],
    [billing, 'C', '2026-11-22T12:00', '2026-11-23T09:00', 'R22.weekend'],
    [billing, 'C', '2026-02-14T12:00', '2026-02-24T09:00', 'R22.make-up-day R22.holiday'],
    [billing, 'C', '2026-02-18T12:00', '2026-02-24T09:00', 'R22.holiday'],
    [billing, 'B', '2026-09-30T18:30', '2026-10-08T09:00', 'R21.after-closing R22.holiday'],
    [billing, 'B', '2026-12-31T18:30', '2027-01-01T09:00', 'R21.after-closing T5.calendar-unpublished'],
  ] as const) {
    it(`${at} ${severity}: closed until ${opensAt}, because ${why}`, () => {
      const state = deskState({ desk, severity, localZone: 'UTC' }, beijing(at));
      assert.deepEqual([state.open, state.opensAt, codesOf(state.reasons)], [false, beijing(opensAt), why]);
      assert.equal(state.provisional, why.includes('T5'));
    });
  }

  for (const [desk, severity, at, closesAt] of [
    [technical, 'A', '2026-02-17T03:00', null],
    [technical, 'B', '2026-02-17T09:00', '2026-02-18T00:00'],
    [billing, 'C', '2026-11-20T17:59', '2026-11-20T18:00'],
  ] as const) {
    it(`${at} ${severity}: open until ${closesAt ?? 'ever'}`, () => {
      const state = deskState({ desk, severity, localZone: 'UTC' }, beijing(at));
      assert.deepEqual([state.open, state.closesAt, state.opensAt], [true, closesAt && beijing(closesAt), null]);
    });
  }

  it('names a holiday with its first and last day', () => {
    const { reasons } = deskState({ desk: billing, severity: 'B', localZone: 'UTC' }, beijing('2026-10-03T10:00'));
    assert.deepEqual(reasons, [
      {
        code: 'R22.holiday',
        params: { nameEn: 'National Day', nameZh: '国庆节', from: '2026-10-01', to: '2026-10-07' },
      },
    ]);
  });

  it('keeps the local time of the caller where the table says so (R19)', () => {
    const desk = POLICIES.microsoft.desks.billing;
    const at = '2026-11-20T14:30:00.000Z';
    assert.equal(deskState({ desk, severity: 'B', localZone: 'America/New_York' }, at).open, true);
    const west = deskState({ desk, severity: 'B', localZone: 'America/Los_Angeles' }, at);
    assert.deepEqual([west.open, west.opensAt], [false, '2026-11-20T17:00:00.000Z']);
    assert.throws(
      () => deskState({ desk, severity: 'B', localZone: 'Nowhere' }, at),
      (error) => isIntakeError(error, 'InvalidInput'),
    );
  });

  it('does not tell callers abroad of make-up days of mainland China', () => {
    const desk = POLICIES.microsoft.desks.billing;
    const state = deskState({ desk, severity: 'B', localZone: 'Europe/Berlin' }, '2026-02-14T12:00:00.000Z');
    assert.equal(codesOf(state.reasons), 'R22.weekend');
  });

  const moments = fc
    .date({ min: new Date('2025-01-01T00:00:00.000Z'), max: new Date('2027-12-31T23:59:59.999Z'), noInvalidDate: true })
    .map((date) => date.toISOString());
  const desks = fc.constantFrom(...REQUEST_KINDS.map((kind) => POLICIES['21vianet'].desks[kind]));
  const levels = fc.constantFrom('A', 'B', 'C');
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  it('is open exactly inside the hours of a day on which the desk opens', () => {
    fc.assert(
      fc.property(desks, levels, moments, (desk, severity, at) => {
        const local = DateTime.fromISO(at, { zone: BEIJING });
        const hours = desk.hours[severity];
        const { opens, closes } = openWindow(hours, local);
        const inside = opensOn(hours, calendarDay(local)) && local >= opens && local < closes;
        assert.equal(deskState({ desk, severity, localZone: 'UTC' }, at).open, inside);
      }),
      { numRuns: 500 },
    );
  });

  it('opens at the first moment that is open, and closes at the first that is not', () => {
    fc.assert(
      fc.property(desks, levels, moments, share, (desk, severity, at, part) => {
        const stateAt = (moment: string) => deskState({ desk, severity, localZone: 'UTC' }, moment);
        const state = stateAt(at);
        const change = state.opensAt ?? state.closesAt;
        if (change === null) return;
        assert.ok(change > at);
        assert.equal(stateAt(change).open, !state.open);
        const [from, to] = [Date.parse(at), Date.parse(change)];
        const between = new Date(Math.min(to - 1, from + Math.floor((to - from) * part))).toISOString();
        assert.equal(stateAt(between).open, state.open);
      }),
      { numRuns: 500 },
    );
  });

  it('gives a reason whenever it is closed', () => {
    fc.assert(
      fc.property(desks, levels, moments, (desk, severity, at) => {
        const { open, reasons } = deskState({ desk, severity, localZone: 'UTC' }, at);
        assert.ok(open || reasons.some(({ code }) => code.startsWith('R2')));
      }),
      { numRuns: 200 },
    );
  });
});

describe('deskDay', () => {
  for (const [desk, date, open, why] of [
    [technical, '2026-10-01', true, ''],
    [billing, '2026-10-01', false, 'R22.holiday'],
    [billing, '2026-10-08', true, ''],
    [billing, '2026-10-10', false, 'R22.make-up-day'],
    [billing, '2026-11-22', false, 'R22.weekend'],
    [billing, '2027-05-03', true, 'T5.calendar-unpublished'],
  ] as const) {
    it(`${date}: ${open ? 'open' : 'closed'} ${why}`, () => {
      const day = deskDay(desk, 'B', date);
      assert.deepEqual([day.open, codesOf(day.reasons)], [open, why]);
    });
  }
});

describe('endOfDay', () => {
  it('is midnight on the clock of the desk', () => {
    assert.equal(endOfDay(billing, '2026-10-07', 'UTC'), beijing('2026-10-08T00:00'));
    const abroad = POLICIES.microsoft.desks.billing;
    assert.equal(endOfDay(abroad, '2026-10-07', 'America/New_York'), '2026-10-08T04:00:00.000Z');
  });
});

describe('hoursByLevel', () => {
  it('puts levels with the same hours together', () => {
    const groups = hoursByLevel(POLICIES['21vianet'], 'technical');
    assert.deepEqual(
      groups.map(({ levels, aroundTheClock }) => [levels.join(''), aroundTheClock]),
      [
        ['A', true],
        ['BC', false],
      ],
    );
  });

  it('leaves out levels that a kind cannot have (S1)', () => {
    assert.deepEqual(
      hoursByLevel(POLICIES['21vianet'], 'billing').map(({ levels }) => levels.join('')),
      ['BC'],
    );
    assert.deepEqual(
      hoursByLevel(POLICIES.microsoft, 'technical').map(({ levels }) => levels.join('')),
      ['ABC'],
    );
  });
});
