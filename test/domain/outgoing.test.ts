import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type OutgoingMessages, outgoingOutcome, type SendResult } from '../../src/domain/outgoing.ts';

const NOW = '2026-03-02T01:00:00.000Z';
const moment = (milliseconds: number) => new Date(Date.parse(NOW) + milliseconds).toISOString();

const messages = (changes: Partial<OutgoingMessages> = {}): OutgoingMessages => ({
  id: 'm',
  conversationId: 'msteams/one',
  firstSeq: 5,
  lastSeq: 7,
  sentSeq: 4,
  status: 'sending',
  attempts: 0,
  nextAttemptAt: NOW,
  lastError: null,
  createdAt: NOW,
  ...changes,
});
const later = (afterMs: number | null): SendResult => ({ result: 'later', sentSeq: 5, afterMs, error: 'status-429' });

describe('what becomes of messages', () => {
  it('that were sent: they leave the queue', () => {
    assert.deepEqual(outgoingOutcome(messages(), { result: 'sent' }, NOW), { result: 'sent' });
  });

  it('that were put off: the rest is sent after the pause that was asked for', () => {
    assert.deepEqual(outgoingOutcome(messages(), later(7000), NOW), {
      result: 'retry',
      sentSeq: 5,
      nextAttemptAt: moment(7000),
      putOffAt: NOW,
      error: 'status-429',
    });
  });

  for (const [attempts, pause] of [
    [0, 1_000],
    [1, 2_000],
    [5, 32_000],
    [9, 300_000],
    [1000, 300_000],
  ] as const) {
    it(`that were put off without a time: after ${attempts} attempts in ${pause / 1000} s`, () => {
      const outcome = outgoingOutcome(messages({ attempts }), later(null), NOW);
      assert.equal(outcome.result === 'retry' && outcome.nextAttemptAt, moment(pause));
    });
  }

  it('that may have been shown: they are passed over, the rest goes on and the doubt is kept', () => {
    const first = outgoingOutcome(messages(), { result: 'unclear', sentSeq: 5, error: 'status-502' }, NOW);
    assert.deepEqual(first, {
      result: 'retry',
      sentSeq: 5,
      nextAttemptAt: moment(1000),
      putOffAt: NOW,
      error: 'unclear-status-502',
    });
    const second = messages({ sentSeq: 5, lastError: 'unclear-status-502' });
    assert.deepEqual(outgoingOutcome(second, { result: 'sent' }, NOW), {
      result: 'unclear',
      sentSeq: 7,
      error: 'unclear-status-502',
    });
    const putOff = outgoingOutcome(second, later(null), NOW);
    assert.equal(putOff.result === 'retry' && putOff.error, 'unclear-status-502');
  });

  it('of which the last may have been shown: nothing is left to send', () => {
    const outcome = outgoingOutcome(messages(), { result: 'unclear', sentSeq: 7, error: 'no-answer' }, NOW);
    assert.deepEqual(outcome, { result: 'unclear', sentSeq: 7, error: 'unclear-no-answer' });
  });

  it('that the channel refuses, or that a day could not send: they are given up', () => {
    const refused: SendResult = { result: 'refused', sentSeq: 4, error: 'status-403' };
    assert.deepEqual(outgoingOutcome(messages(), refused, NOW), { result: 'dead', sentSeq: 4, error: 'status-403' });
    const old = messages({ createdAt: moment(-24 * 3600 * 1000 - 1) });
    assert.equal(outgoingOutcome(old, later(null), NOW).result, 'dead');
    assert.equal(outgoingOutcome(old, { result: 'sent' }, NOW).result, 'sent');
  });

  it('is never sent again before a second and never later than an hour from now, whatever is asked', () => {
    const attempt = fc.oneof(
      fc.record({
        result: fc.constant('later' as const),
        sentSeq: fc.integer({ min: 4, max: 7 }),
        afterMs: fc.option(fc.nat(), { nil: null }),
        error: fc.string(),
      }),
      fc.record({
        result: fc.constantFrom('unclear' as const, 'refused' as const),
        sentSeq: fc.integer({ min: 4, max: 7 }),
        error: fc.string(),
      }),
    );
    fc.assert(
      fc.property(attempt, fc.nat(100), (result, attempts) => {
        const outcome = outgoingOutcome(messages({ attempts }), result, NOW);
        assert.notEqual(outcome.result, 'sent');
        assert.ok(outcome.result === 'sent' || outcome.sentSeq === result.sentSeq, 'nothing is sent twice or left out');
        if (outcome.result !== 'retry') return;
        const pause = Date.parse(outcome.nextAttemptAt) - Date.parse(NOW);
        assert.ok(pause >= 1_000 && pause <= 3_600_000);
      }),
    );
  });
});
