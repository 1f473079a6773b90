import { IntakeError } from '../../src/domain/errors.ts';
import type { IncomingTurn, TakeTurn } from '../../src/domain/incoming-turn.ts';
import type { Clock, LoggedActivity, Store, StoredConversation } from '../../src/domain/ports.ts';

/** A bot that repeats what it hears, and what it was asked. */
export interface TurnDouble {
  readonly takeTurn: TakeTurn;
  readonly heard: readonly IncomingTurn[];
  /** The next turns wait until the function that this returns is called. */
  hold(): () => void;
}

/**
 * Turns in the order of their conversation, each written in one commit and published after it. A join is welcomed, the
 * text `fail` fails, `refuse` is refused as bad input, anything else comes back as `echo: ...`.
 */
export function createTurnDouble(store: Store, clock: Clock): TurnDouble {
  const heard: IncomingTurn[] = [];
  const tails = new Map<string, Promise<unknown>>();
  let held: Promise<void> = Promise.resolve();

  async function take(turn: IncomingTurn) {
    heard.push(turn);
    await held;
    const scope = { system: 'turn' } as const;
    if (turn.dedupeKey !== null) {
      const known = await store.findIncoming(scope, turn.conversationId, turn.dedupeKey);
      if (known) return { activityId: known.activity.id ?? '', duplicate: true };
    }
    if (turn.activity.text === 'fail') throw new Error('secret inner text');
    if (turn.activity.text === 'refuse') throw new IntakeError('InvalidInput', 'That cannot be read. Write it again.');
    const stored = await store.loadConversation(scope, turn.conversationId);
    const rows = rowsOf(turn, stored, clock.now());
    await store.commitTurn(scope, {
      conversation: { ...conversationOf(turn, stored, clock.now()), lastSeq: rows.at(-1)?.seq ?? 0 },
      activities: rows,
      requests: [],
      deliveries: [],
    });
    await turn.publish(rows);
    return { activityId: rows[0]?.activity.id ?? '', duplicate: false };
  }

  return {
    heard,
    takeTurn: (turn) => {
      const before = tails.get(turn.conversationId) ?? Promise.resolve();
      const work = before.then(() => take(turn));
      tails.set(
        turn.conversationId,
        work.catch(() => {}),
      );
      return work;
    },
    hold: () => {
      const gate = Promise.withResolvers<void>();
      held = gate.promise;
      return gate.resolve;
    },
  };
}

function rowsOf(turn: IncomingTurn, stored: StoredConversation | null, now: string): LoggedActivity[] {
  const first = (stored?.lastSeq ?? 0) + 1;
  const reply = turn.activity.type === 'conversationUpdate' ? 'welcome' : `echo: ${turn.activity.text ?? ''}`;
  const bot = { id: 'bot', role: 'bot' };
  return [
    {
      conversationId: turn.conversationId,
      seq: first,
      direction: 'incoming',
      dedupeKey: turn.dedupeKey,
      activity: { ...turn.activity, id: `a${first}` },
      createdAt: now,
    },
    {
      conversationId: turn.conversationId,
      seq: first + 1,
      direction: 'outgoing',
      dedupeKey: null,
      activity: {
        type: 'message',
        id: `a${first + 1}`,
        text: reply,
        from: bot,
        value: undefined,
        channelData: undefined,
      },
      createdAt: now,
    },
  ];
}

function conversationOf(turn: IncomingTurn, stored: StoredConversation | null, now: string): StoredConversation {
  return (
    stored ?? {
      id: turn.conversationId,
      channel: turn.channel,
      tenant: null,
      personId: null,
      owner: 'bot',
      state: {},
      reference: null,
      version: 0,
      lastSeq: 0,
      createdAt: now,
      updatedAt: now,
    }
  );
}
