import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createTokens } from '../../src/directline/tokens.ts';
import type { IncomingTurn } from '../../src/domain/incoming-turn.ts';
import type { Converse } from '../../src/domain/support-desk.ts';
import { createIds } from '../../src/system-ports.ts';
import { completeDraft, type StandingClock, standingClock } from '../support/desk-parts.ts';
import { createTurnBench, directLineTurn } from '../support/desk-turns.ts';
import { createOutgoingBench } from '../support/outgoing-bench.ts';
import { uuid } from '../support/store-samples.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const START = Date.parse('2026-03-02T01:00:00.000Z');
const HOUR = 3600_000;
const YEAR = 365 * 24 * HOUR;

/** By how much the clock moves before each step: it stands, ticks, is corrected, or was wrong altogether. */
const jump = fc.oneof(
  fc.constantFrom(0, 1, -1, 1000, -1000, 10_000, -10_000),
  fc.constantFrom(HOUR, -HOUR, 24 * HOUR, -24 * HOUR, YEAR, -YEAR, 40 * YEAR, -50 * YEAR),
);

/** Moves a clock and keeps it within the years that moments are written for. */
function createJumper(clock: StandingClock): (by: number) => void {
  let now = START;
  return (by) => {
    now = Math.min(Math.max(now + by, 0), Date.parse('2098-01-01T00:00:00.000Z'));
    clock.moveTo(new Date(now).toISOString());
  };
}

describe('a clock that jumps back and forth', function () {
  this.timeout(60_000);

  it('gives out no id twice and none before an earlier one', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(jump, fc.integer({ min: 1, max: 3 })), { maxLength: 200 }), (steps) => {
        const clock = standingClock();
        const move = createJumper(clock);
        const ids = createIds(clock);
        let last = '';
        for (const [by, times] of steps) {
          move(by);
          for (let made = 0; made < times; made += 1) {
            const id = ids.uuid();
            assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
            assert.ok(id > last, `${id} after ${last}`);
            last = id;
          }
        }
      }),
      { numRuns: 100, seed: 101 },
    );
  });

  it('gives out ids in order also when more are asked for than a millisecond has', () => {
    const clock = standingClock();
    const ids = createIds(clock);
    const made = Array.from({ length: 10_000 }, () => ids.uuid());
    clock.moveTo(new Date(START - YEAR).toISOString());
    made.push(...Array.from({ length: 10_000 }, () => ids.uuid()));
    assert.equal(new Set(made).size, made.length);
    assert.deepEqual(made, made.toSorted());
  });

  it('locks nobody out: a token holds within its half hour of the clock, and no jump throws', async () => {
    const property = fc.asyncProperty(fc.array(jump, { minLength: 1, maxLength: 20 }), async (jumps) => {
      const clock = standingClock();
      const move = createJumper(clock);
      const tokens = createTokens(['a secret of at least thirty-two characters'], clock);
      const grant = { conversationId: 'one', user: null, trustedOrigins: [] };
      for (const by of jumps) {
        const issuedAt = Date.parse(clock.now());
        const token = await tokens.issue(grant);
        move(by);
        const age = Date.parse(clock.now()) - issuedAt;
        assert.equal((await tokens.check(token)).ok, age < 30 * 60_000, `after ${by} ms`);
        // Who is told that it expired gets a new one, which holds at once.
        assert.ok((await tokens.check(await tokens.issue(grant))).ok);
      }
    });
    await fc.assert(property, { numRuns: 60, seed: 102 });
  });

  describe('while people write', () => {
    let temporary: TemporaryStore;
    beforeEach(async () => {
      temporary = await openTemporaryStore();
    });
    afterEach(() => temporary.remove());

    /** Files a draft of its own with every message. */
    const filing: Converse = async (state, _input, desk) => {
      const count = typeof state === 'number' ? state + 1 : 1;
      const submission = await desk.submit(completeDraft({ id: desk.newDraftId() }), 'zh-CN');
      return {
        state: count,
        replies: [{ text: submission.result === 'submitted' ? submission.request.reference : 'refused' }],
      };
    };

    it('keeps each conversation in the order in which it was held, and answers a repeated message once', async () => {
      const { store } = temporary;
      const { take, clock } = createTurnBench(store);
      const move = createJumper(clock);
      const heard = new Map<string, string[]>();
      let number = 0;
      const property = fc.asyncProperty(
        fc.array(fc.tuple(jump, fc.nat(2), fc.boolean()), { minLength: 1, maxLength: 15 }),
        async (steps) => {
          for (const [by, conversation, repeated] of steps) {
            move(by);
            const id = `directline/${conversation}`;
            number += 1;
            const text = `message ${number}`;
            const turn = directLineTurn(text, { conversationId: id, dedupeKey: text });
            assert.equal((await take(turn)).duplicate, false);
            heard.set(id, [...(heard.get(id) ?? []), text]);
            move(-by * 2);
            if (repeated) assert.equal((await take(turn)).duplicate, true);
          }
        },
      );
      await fc.assert(property, { numRuns: 20, seed: 103 });
      for (const [id, texts] of heard) {
        const rows = await store.listActivities({ system: 'turn' }, id, 0, 10_000);
        assert.deepEqual(
          rows.map(({ seq }) => seq),
          rows.map((_, index) => index + 1),
        );
        assert.deepEqual(
          rows.filter(({ direction }) => direction === 'incoming').map(({ activity }) => activity.text),
          texts,
        );
        // Chat clients show activities in the order of their times: a later one may not be older.
        const older = rows.find(({ createdAt }, index) => createdAt < (rows[index - 1]?.createdAt ?? ''));
        assert.equal(older?.seq, undefined, 'an activity is older than the one before it');
      }
    });

    it('sends what a channel put off in order and once, and leaves nothing waiting for a time that does not come', async () => {
      const { store } = temporary;
      const bench = createOutgoingBench(store);
      const { take } = bench.turns();
      const moveTo = (moment: string) => bench.move(Date.parse(moment) - Date.parse(bench.clock.now()));
      const move = createJumper({ ...bench.clock, moveTo });
      let said = 0;
      let round = 0;
      const property = fc.asyncProperty(
        fc.array(fc.tuple(jump, fc.option(fc.integer({ min: 1, max: 3_600_000 }))), { minLength: 1, maxLength: 8 }),
        async (steps) => {
          round += 1;
          const conversationId = `msteams/${round}`;
          bench.shown.length = 0;
          for (const [by, afterMs] of steps) {
            said += 1;
            const publish: IncomingTurn['publish'] = async ([asked]) => ({
              result: 'later',
              sentSeq: asked?.seq ?? 0,
              afterMs,
              error: 'status-429',
            });
            await take(bench.teams(`m${said}`, { conversationId, publish }));
            move(by);
            await bench.outgoing.pass();
          }
          // The longest pause that a channel can ask for, each time for the next message.
          for (let minute = 0; minute < 61 * steps.length; minute += 10) {
            bench.move(600_000);
            while ((await bench.outgoing.pass()) > 0);
          }
          const left = await store.listOutgoing({ system: 'outgoing' }, { conversationId, limit: 100 });
          assert.deepEqual(
            left.filter(({ lastError }) => lastError !== 'too-late'),
            [],
            'given up for its age only',
          );
          const order = bench.shown.map((text) => Number(text.split(': m')[1]));
          assert.deepEqual(
            order,
            order.toSorted((one, other) => one - other),
          );
          assert.deepEqual([new Set(order).size, order.length + left.length], [order.length, steps.length]);
        },
      );
      await fc.assert(property, { numRuns: 40, seed: 104 });
    });

    it('gives no reference twice, also around midnight in Beijing', async () => {
      const { store } = temporary;
      const { take, clock } = createTurnBench(store, { converse: filing, ids: createIds(standingClock()) });
      const references: string[] = [];
      for (const moment of [
        '2026-03-02T15:59:59.999Z',
        '2026-03-02T16:00:00.000Z',
        '2026-03-02T15:59:59.998Z',
        '2026-03-02T16:00:00.001Z',
        '2025-12-31T15:59:59.999Z',
        '2025-12-31T16:00:00.000Z',
        '2026-03-02T15:00:00.000Z',
      ]) {
        clock.moveTo(moment);
        await take(directLineTurn('file it'));
        const rows = await store.listActivities({ system: 'turn' }, 'directline/one', 0, 100);
        references.push(rows.at(-1)?.activity.text ?? '');
      }
      assert.deepEqual(references, [
        'SR-20260302-0001',
        'SR-20260303-0001',
        'SR-20260302-0002',
        'SR-20260303-0002',
        'SR-20251231-0001',
        'SR-20260101-0001',
        'SR-20260302-0003',
      ]);
      const listed = (await store.listRequests({ system: 'staff' }, { limit: 50 })).requests;
      assert.deepEqual(listed.map(({ reference }) => reference).toSorted(), references.toSorted());
    });

    it('files one request for one draft, whenever it is confirmed again', async () => {
      const { store } = temporary;
      const { take, clock } = createTurnBench(store);
      const move = createJumper(clock);
      for (const by of [0, YEAR, -2 * YEAR, 24 * HOUR, -10_000]) {
        move(by);
        await take(directLineTurn('submit'));
      }
      const { requests } = await store.listRequests({ system: 'staff' }, { limit: 50 });
      assert.deepEqual(
        requests.map(({ draftId }) => draftId),
        [uuid(900)],
      );
    });
  });
});
