import type { Instant } from '../domain/locale.ts';
import type { OutgoingMessages } from '../domain/outgoing.ts';
import type { LoggedActivity } from '../domain/ports.ts';

/** The replies among rows as one entry of the outgoing queue, nothing of it sent yet; null when nothing is said. */
export function outgoingEntry(rows: readonly LoggedActivity[], id: string, now: Instant): OutgoingMessages | null {
  const replies = rows.filter(({ direction }) => direction === 'outgoing');
  const [first, last] = [replies[0], replies.at(-1)];
  if (!first || !last) return null;
  return {
    id,
    conversationId: first.conversationId,
    firstSeq: first.seq,
    lastSeq: last.seq,
    sentSeq: first.seq - 1,
    status: 'sending',
    attempts: 0,
    nextAttemptAt: now,
    lastError: null,
    createdAt: now,
  };
}
