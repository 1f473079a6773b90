import type { Reply } from '../domain/activity.ts';
import { isIntakeError } from '../domain/errors.ts';
import type { FollowChange } from '../domain/incident-follow.ts';
import type { ConversationLeases } from '../domain/instances.ts';
import type { Locale } from '../domain/locale.ts';
import type { Clock, Ids, LoggedActivity, Scope, Store, StoredConversation } from '../domain/ports.ts';
import type { ConversationQueue } from './conversation-queue.ts';
import type { Outgoing } from './outgoing.ts';
import { outgoingEntry } from './outgoing-entry.ts';
import { replyActivities } from './reply-activities.ts';

/** What the service is made of. */
export interface ProactiveParts {
  readonly store: Pick<Store, 'loadConversation' | 'commitTurn' | 'findIncoming'>;
  /** The queue of the turns of this process: what is said unasked waits its turn among them. */
  readonly queue: ConversationQueue;
  readonly leases: ConversationLeases;
  /** Sends what was said to channels that have to be called. */
  readonly outgoing: Pick<Outgoing, 'wake'>;
  /** Tells the streams of this process; those of others hear of the commit by themselves. */
  readonly publish: (conversationId: string, rows: readonly LoggedActivity[]) => void;
  /** The language of a conversation by its state, which is the dialogs' own; null where there is none yet. */
  readonly localeOf: (state: unknown) => Locale | null;
  readonly clock: Clock;
  readonly ids: Ids;
  /** How often a commit that lost against a turn is tried again; 5. */
  readonly maxReruns?: number;
}

/** What is to be said, and what is written with it. */
export interface Words {
  readonly replies: readonly Reply[];
  readonly follows?: readonly FollowChange[];
}

/** Something to say in a conversation that did not ask for it just now. */
export interface Speech {
  readonly conversationId: string;
  /** What is said under the same key is said once in a conversation, whoever tries again; at most 200 characters. */
  readonly key: string;
  /** Used where the conversation has no language yet. */
  readonly locale: Locale;
  /**
   * Makes the words when it is their turn, and anew when a turn came in between; null when they are not to be said any more.
   * It may read the store, and must not wait for anything slow: the conversation waits with it.
   */
  compose(locale: Locale): Promise<Words | null>;
}

/**
 * `said`: it stands in the conversation. `not-now`: somebody else speaks there, so try again later. `dropped`: there was
 * nothing to say any more, or there is no such conversation.
 */
export type SpeechResult = 'said' | 'not-now' | 'dropped';

/** Says things in conversations without having been asked. */
export interface Proactive {
  /** @throws IntakeError `Unavailable` when the store fails, `Conflict` when turns keep winning: nothing was said */
  say(speech: Speech): Promise<SpeechResult>;
}

const SCOPE: Scope = { system: 'turn' };

/**
 * News, reminders and surveys: with the lease of the conversation, in one commit with whatever else must hold once it was
 * said, and sent like every reply. A crash before the commit means that nothing was said; after it, the outgoing queue and
 * the streams have it. While staff answer, the bot says nothing.
 */
export function createProactive(parts: ProactiveParts): Proactive {
  const { queue, leases } = parts;
  return {
    say: (speech) =>
      queue.run(speech.conversationId, () => leases.hold(speech.conversationId, () => sayInTurn(parts, speech))),
  };
}

async function sayInTurn(parts: ProactiveParts, speech: Speech): Promise<SpeechResult> {
  const { conversationId } = speech;
  for (let rerun = 0; ; rerun += 1) {
    if (await parts.store.findIncoming(SCOPE, conversationId, speech.key)) {
      // Committed, but perhaps not heard of: whoever listens reads the log.
      parts.publish(conversationId, []);
      parts.outgoing.wake();
      return 'said';
    }
    try {
      return await attempt(parts, speech);
    } catch (error) {
      if (!isIntakeError(error, 'Conflict') || rerun >= (parts.maxReruns ?? 5)) throw error;
    }
  }
}

/** Throws `Conflict` with nothing written when a turn was faster, or this very thing was said meanwhile. */
async function attempt(parts: ProactiveParts, speech: Speech): Promise<SpeechResult> {
  const { store, ids, clock } = parts;
  const loaded = await store.loadConversation(SCOPE, speech.conversationId);
  if (!loaded) return 'dropped';
  if (loaded.owner !== 'bot') return 'not-now';
  const locale = parts.localeOf(loaded.state) ?? speech.locale;
  const words = await speech.compose(locale);
  if (words === null || words.replies.length === 0) return 'dropped';
  const clockNow = clock.now();
  // Chat clients show activities in the order of their times.
  const now = loaded.updatedAt > clockNow ? loaded.updatedAt : clockNow;
  const rows = toRows(loaded, words.replies, { key: speech.key, locale, now });
  const entry = loaded.reference === null ? null : outgoingEntry(rows, ids.uuid(), clockNow);
  await store.commitTurn(SCOPE, {
    conversation: { ...loaded, lastSeq: loaded.lastSeq + rows.length, updatedAt: now },
    activities: rows,
    requests: [],
    deliveries: [],
    follows: words.follows ?? [],
    // Left to the queue: an instance that dies right after the commit must not take the message with it.
    ...(entry && { outgoing: { messages: entry, claimedUntil: null } }),
  });
  if (entry) parts.outgoing.wake();
  else parts.publish(loaded.id, rows);
  return 'said';
}

/** The first row carries the key. */
function toRows(
  { id: conversationId, channel, lastSeq }: StoredConversation,
  replies: readonly Reply[],
  { key, locale, now }: { readonly key: string; readonly locale: Locale; readonly now: string },
): readonly LoggedActivity[] {
  const activities = replyActivities(replies, {
    // Nothing is answered, so there is nobody's account and no id to answer to.
    incoming: { type: 'message', value: undefined, channelData: undefined },
    channel,
    channelConversationId: conversationId.slice(channel.length + 1),
    firstSeq: lastSeq + 1,
    now,
    locale,
  });
  return activities.map((activity, index) => ({
    conversationId,
    seq: lastSeq + 1 + index,
    direction: 'outgoing',
    dedupeKey: index === 0 ? key : null,
    activity,
    createdAt: now,
  }));
}
