import type { IncomingTurn } from '../../src/domain/incoming-turn.ts';
import type { SendResult } from '../../src/domain/outgoing.ts';
import type { LoggedActivity, Store } from '../../src/domain/ports.ts';
import { createOutgoing, type Outgoing, type OutgoingParts } from '../../src/services/outgoing.ts';
import type { TurnParts } from '../../src/services/turn.ts';
import { countingIds, rememberingLog } from './desk-parts.ts';
import { createTurnBench, directLineTurn, type TurnBench } from './desk-turns.ts';

/** The queue over a real store, with a channel that does what it is told and a clock that is moved by hand. */
export interface OutgoingBench {
  readonly outgoing: Outgoing;
  readonly clock: { now(): string };
  /** Texts that the channel showed, in order. */
  readonly shown: string[];
  /** What the channel answers next; afterwards it takes everything. */
  readonly answers: SendResult[];
  /** Moves the clock by milliseconds. */
  move(by: number): void;
  /** From now on the channel answers only when the promise resolves; what it shows, it shows before. */
  holdAnswers(until: Promise<void>): void;
  /** The queue of another instance over its own store, or of this one with a store that fails. */
  queueOf(store: OutgoingParts['store']): Outgoing;
  /** A message in Teams whose key is its text. */
  teams(text: string, changes?: Partial<IncomingTurn>): IncomingTurn;
  /** The turn service over this queue. */
  turns(changes?: Partial<TurnParts>): TurnBench;
  /** Takes a message by an instance that is killed between its commit and its call of the channel. */
  takeAndDie(store: Store, turn: IncomingTurn): Promise<void>;
  /** Status and last error of what is in the queue, as staff see it. */
  waiting(): Promise<[string, string | null][]>;
}

const SCOPE = { system: 'outgoing' } as const;

/** Puts it together; it is Monday 2026-03-02, 09:00 in Beijing. */
export function createOutgoingBench(store: Store): OutgoingBench {
  let now = Date.parse('2026-03-02T01:00:00.000Z');
  let held: Promise<void> = Promise.resolve();
  const clock = { now: () => new Date(now).toISOString() };
  const ids = countingIds();
  const shown: string[] = [];
  const answers: SendResult[] = [];

  async function channel(rows: readonly LoggedActivity[]): Promise<SendResult> {
    const answer = answers.shift() ?? { result: 'sent' };
    if (answer.result === 'sent') {
      const replies = rows.filter(({ direction }) => direction === 'outgoing');
      shown.push(...replies.map(({ activity }) => activity.text ?? ''));
    }
    await held;
    return answer;
  }

  const queueOf = (queued: OutgoingParts['store']) =>
    createOutgoing({ store: queued, send: async (_reference, rows) => channel(rows), clock, log: rememberingLog() });
  const outgoing = queueOf(store);
  const turnsOver = (own: Store, changes: Partial<TurnParts>) =>
    createTurnBench(own, { clock, ids, outgoing, ...changes });
  return {
    outgoing,
    clock,
    shown,
    answers,
    move: (by) => {
      now += by;
    },
    holdAnswers: (until) => {
      held = until;
    },
    queueOf,
    teams: (text, changes = {}) =>
      directLineTurn(text, {
        channel: 'msteams',
        conversationId: 'msteams/one',
        reference: { serviceUrl: 'https://smba.trafficmanager.net/cn/' },
        dedupeKey: text,
        publish: channel,
        ...changes,
      }),
    turns: (changes = {}) => turnsOver(store, changes),
    takeAndDie: async (own, turn) => {
      const dying = turnsOver(own, { outgoing: { settle: async () => undefined, wake: () => undefined } });
      await dying.take({ ...turn, publish: () => Promise.reject(new Error('killed')) });
    },
    waiting: async () =>
      (await store.listOutgoing(SCOPE, { limit: 1000 })).map(({ status, lastError }) => [status, lastError]),
  };
}
