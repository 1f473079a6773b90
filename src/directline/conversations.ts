import type { Activity } from '../domain/activity.ts';
import type { SentFile } from '../domain/attachment.ts';
import { isIntakeError } from '../domain/errors.ts';
import type { IncomingTurn, TakeTurn } from '../domain/incoming-turn.ts';
import type { Instant } from '../domain/locale.ts';
import type { Clock, PersonKey, Store, StoredConversation } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import { BOT_ACCOUNT, CHANNEL, storedId } from './activity-set.ts';
import type { StreamHub } from './stream-hub.ts';
import { createTurnRunner, type TurnOutcome } from './turn-runner.ts';

/** Somebody who writes: as the conversation shows them, and as the directory is asked for them. */
export interface Author {
  readonly account: { readonly id: string; readonly name: string | null };
  readonly who: PersonKey;
}

/** What the conversations are made of. */
export interface ConversationsParts {
  readonly store: Pick<Store, 'loadConversation' | 'commitTurn'>;
  readonly takeTurn: TakeTurn;
  readonly hub: StreamHub;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds that a client waits for the bot (Direct Line API 3.0: 15 s); the turn itself goes on. */
  readonly turnMs?: number;
}

/** Conversations of this channel: known, started, spoken in. */
export interface Conversations {
  load(conversationId: string): Promise<StoredConversation | null>;
  /**
   * Makes the conversation known and, with an author, lets the bot welcome them.
   * @returns false when it had been started before
   */
  start(conversationId: string, author: Author | null, locale: string | null): Promise<boolean>;
  /** Runs a turn for a message; the first one of a conversation without a welcome is preceded by it. */
  say(
    stored: StoredConversation,
    conversationId: string,
    author: Author,
    message: Activity,
    files?: readonly SentFile[],
  ): Promise<TurnOutcome>;
  /** Resolves when no turn is running any more. */
  settled(): Promise<void>;
}

const SYSTEM = { system: 'stream' } as const;
/** Two starts at once welcome once; `clientActivityID`s of clients look different. */
const WELCOME = 'directline:joined';

function textOr(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= 400 ? value : null;
}

/** What makes a repeated post recognisable: the client's own id of the message, kept when it sends it again. */
function dedupeKeyOf(message: Activity): string | null {
  const { channelData } = message;
  const own =
    typeof channelData === 'object' && channelData !== null && 'clientActivityID' in channelData
      ? textOr(channelData.clientActivityID)
      : null;
  return own ?? textOr(message.id);
}

function accountOf(author: Author): { id: string; name?: string; role: string } {
  const { id, name } = author.account;
  return { id, role: 'user', ...(name === null ? {} : { name }) };
}

function emptyConversation(conversationId: string, now: Instant): StoredConversation {
  return {
    id: storedId(conversationId),
    channel: CHANNEL,
    tenant: null,
    personId: null,
    owner: 'bot',
    state: null,
    reference: null,
    version: 0,
    lastSeq: 0,
    createdAt: now,
    updatedAt: now,
  };
}

/** The conversations behind the endpoint; every activity of a user becomes one turn. */
export function createConversations(parts: ConversationsParts): Conversations {
  const { store, clock, hub } = parts;
  const turns = createTurnRunner(parts);

  function load(conversationId: string): Promise<StoredConversation | null> {
    return store.loadConversation(SYSTEM, storedId(conversationId));
  }

  function incoming(conversationId: string, author: Author, activity: Activity, key: string | null): IncomingTurn {
    // The client's id is no id of the log, and its idea of addresses and times is not asked for.
    const { id: _id, serviceUrl: _serviceUrl, ...said } = activity;
    return {
      channel: CHANNEL,
      conversationId: storedId(conversationId),
      activity: {
        ...said,
        channelId: CHANNEL,
        timestamp: clock.now(),
        conversation: { id: conversationId },
        from: accountOf(author),
        recipient: BOT_ACCOUNT,
      },
      who: author.who,
      dedupeKey: key,
      reference: null,
      publish: async (rows) => {
        hub.publish(storedId(conversationId), rows);
        return { result: 'sent' };
      },
    };
  }

  function welcome(conversationId: string, author: Author, locale: string | null): Promise<TurnOutcome> {
    const joined: Activity = {
      type: 'conversationUpdate',
      membersAdded: [accountOf(author)],
      ...(locale === null ? {} : { locale }),
      value: undefined,
      channelData: undefined,
    };
    return turns.run(incoming(conversationId, author, joined, WELCOME));
  }

  async function create(conversationId: string): Promise<boolean> {
    const turn = {
      conversation: emptyConversation(conversationId, clock.now()),
      activities: [],
      requests: [],
      deliveries: [],
    };
    try {
      await store.commitTurn(SYSTEM, turn);
      return true;
    } catch (error) {
      if (isIntakeError(error, 'Conflict')) return false;
      throw error;
    }
  }

  return {
    load,
    start: async (conversationId, author, locale) => {
      const isNew = (await load(conversationId)) === null && (await create(conversationId));
      // A welcome that fails or is late must not keep anyone out: the first message brings it again.
      if (isNew && author) await welcome(conversationId, author, locale);
      return isNew;
    },
    say: async (stored, conversationId, author, message, files = []) => {
      if (stored.lastSeq === 0) await welcome(conversationId, author, message.locale ?? null);
      return turns.run({
        ...incoming(conversationId, author, message, dedupeKeyOf(message)),
        sentFiles: files,
      });
    },
    settled: turns.settled,
  };
}
