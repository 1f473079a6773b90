import type { IncomingTurn, TakeTurn } from '../../src/domain/incoming-turn.ts';
import type { SendResult } from '../../src/domain/outgoing.ts';
import type { LoggedActivity } from '../../src/domain/ports.ts';

/** A turn service that answers each message once, with the given texts, and remembers what it was handed and what came of it. */
export function createTurnDouble(
  texts: readonly string[] = ['Hello'],
  results: SendResult[] = [],
): { takeTurn: TakeTurn; turns: IncomingTurn[] } {
  const turns: IncomingTurn[] = [];
  const answered = new Set<string>();
  const takeTurn: TakeTurn = async (incoming) => {
    const { conversationId, dedupeKey } = incoming;
    if (dedupeKey && answered.has(dedupeKey)) return { activityId: dedupeKey, duplicate: true };
    if (dedupeKey) answered.add(dedupeKey);
    turns.push(incoming);
    const createdAt = '2026-03-02T01:00:00.000Z';
    const rows = texts.map((text, index): LoggedActivity => {
      const activity = { type: 'message', id: `out-${index}`, text, value: undefined, channelData: undefined };
      return { conversationId, seq: index + 2, direction: 'outgoing', dedupeKey: null, activity, createdAt };
    });
    const received: LoggedActivity = {
      conversationId,
      seq: 1,
      direction: 'incoming',
      dedupeKey,
      activity: incoming.activity,
      createdAt,
    };
    results.push(await incoming.publish([received, ...rows]));
    return { activityId: 'in-1', duplicate: false };
  };
  return { takeTurn, turns };
}
