import type { LoadConnector } from '../load/connector-double.ts';
import { CHANNEL, messageActivity } from '../load/connector-turns.ts';
import { createKeepAliveClient } from '../load/keep-alive-client.ts';
import { type Sentences, speaker } from '../load/sentences.ts';
import type { Ledger } from './ledger.ts';
import { converse, createWords } from './message.ts';

/** People who write through a channel of the Bot Framework. */
export interface ChannelPeople {
  /** Somebody writes: in a conversation of theirs that is not waiting for a reply, or in a new one. */
  write(): Promise<void>;
  close(): void;
}

/** Messages of one conversation before its person has got what they wanted. */
const MOST_MESSAGES = 6;

interface Conversation {
  readonly id: string;
  readonly personId: string;
  messages: number;
}

/** @param run keeps the conversations apart from those of earlier runs on the same database */
export function createChannelPeople(
  server: { readonly url: string },
  connector: LoadConnector,
  options: { readonly run: string; readonly ledger: Ledger; readonly sentences: Sentences },
): ChannelPeople {
  const { run, ledger, sentences } = options;
  const client = createKeepAliveClient(server.url, Number.POSITIVE_INFINITY);
  const words = createWords(sentences);
  const quiet: Conversation[] = [];
  const waiting = new Map<string, () => void>();
  let people = 0;

  connector.onReply(({ conversationId, body }) => {
    const [, replyToId] = /"replyToId":"([^"]+)"/.exec(body) ?? [];
    if (replyToId !== undefined) ledger.replied(replyToId);
    waiting.get(conversationId)?.();
  });

  function somebody(): Conversation {
    const known = quiet.shift();
    if (known) return known;
    people += 1;
    return { id: `${run}-${people}`, personId: speaker(people), messages: 0 };
  }

  return {
    write: async () => {
      const conversation = somebody();
      const id = `${conversation.id}|m${conversation.messages}`;
      const activity = messageActivity({
        ...words(conversation.messages),
        id,
        serviceUrl: connector.serviceUrl,
        conversationId: conversation.id,
        personId: conversation.personId,
      });
      conversation.messages += 1;
      const replied = Promise.withResolvers<void>();
      waiting.set(conversation.id, replied.resolve);
      const send = () => client.send('POST', '/api/messages', { 'content-type': 'application/json' }, activity);
      await converse(ledger, { kind: 'channel', key: `${CHANNEL}/${id}`, send, reply: replied.promise });
      waiting.delete(conversation.id);
      if (conversation.messages < MOST_MESSAGES) quiet.push(conversation);
    },
    close: client.close,
  };
}
