import { type Chat, createChats, openPatiently } from '../load/directline-chats.ts';
import { type Sentences, speaker } from '../load/sentences.ts';
import { DIRECTLINE_SECRET } from '../server-process.ts';
import type { Ledger } from './ledger.ts';
import { converse, createWords } from './message.ts';

/** People at the widget, each in a chat of their own. */
export interface ChatPeople {
  /** Opens chats before the load. @throws Error when one is turned away */
  begin(count: number): Promise<void>;
  /** Somebody new opens a chat. */
  openNew(): Promise<void>;
  /**
   * Somebody who is not waiting for a reply writes in an open chat.
   * @param random from 0 up to 1: who it is
   * @returns milliseconds to the reply, null when there was none, `nobody` when everybody waits
   */
  write(random: number): Promise<number | null | 'nobody'>;
  close(): void;
}

/** Chats that are kept open; a new one beyond takes the place of one that has been quiet. */
const MOST_CHATS = 500;
/** A chat that was answered this long ago has received all that belongs to the answer. */
const QUIET_MS = 3000;
const OPENED_AT_ONCE = 8;

interface OpenChat {
  readonly chat: Chat;
  messages: number;
  /** Told the next reply; null while nobody waits for one. */
  onReply: (() => void) | null;
  quietSince: number;
}

/** People who use the Direct Line endpoint of a server. */
export function createChatPeople(server: { readonly url: string }, ledger: Ledger, sentences: Sentences): ChatPeople {
  const chats = createChats(server, DIRECTLINE_SECRET, Number.POSITIVE_INFINITY);
  const words = createWords(sentences);
  const open: OpenChat[] = [];
  let people = 0;

  function adopt(chat: Chat): void {
    const entry: OpenChat = { chat, messages: 0, onReply: null, quietSince: performance.now() };
    chat.onSaid(({ replyToId }) => {
      if (replyToId !== null) ledger.replied(replyToId);
      entry.onReply?.();
    });
    open.push(entry);
  }

  function retireOneThatIsQuiet(): void {
    if (open.length < MOST_CHATS) return;
    const quiet = open.findIndex(({ onReply, quietSince }) => !onReply && performance.now() - quietSince > QUIET_MS);
    if (quiet >= 0) for (const { chat } of open.splice(quiet, 1)) chat.close();
  }

  async function writeIn(entry: OpenChat): Promise<number | null> {
    const { text, locale } = words(entry.messages);
    const key = `${entry.chat.conversationId}-${entry.messages}`;
    const replied = Promise.withResolvers<void>();
    entry.onReply = replied.resolve;
    entry.messages += 1;
    const send = () => entry.chat.post(key, text, locale);
    const ms = await converse(ledger, { kind: 'running', key, send, reply: replied.promise });
    entry.onReply = null;
    entry.quietSince = performance.now();
    return ms;
  }

  return {
    begin: async (count) => {
      const worker = async () => {
        while (people < count) {
          people += 1;
          adopt(await openPatiently(chats, speaker(people)));
        }
      };
      await Promise.all(Array.from({ length: OPENED_AT_ONCE }, worker));
    },
    openNew: async () => {
      people += 1;
      try {
        const chat = await chats.open(speaker(people));
        if ('turnedAway' in chat) return void ledger.answered('new', null, chat.turnedAway);
        ledger.answered('new', null, { status: 201, text: '', retryAfter: null });
        retireOneThatIsQuiet();
        adopt(chat);
      } catch (error) {
        ledger.broken('new', null, error);
      }
    },
    write: async (random) => {
      const entry = idleOne(open, random);
      return entry ? writeIn(entry) : 'nobody';
    },
    close: () => {
      for (const { chat } of open) chat.close();
      chats.close();
    },
  };
}

/** A chat whose last message was answered, looked for from a random place on. */
function idleOne(open: readonly OpenChat[], random: number): OpenChat | undefined {
  const from = Math.floor(random * open.length);
  for (let step = 0; step < open.length; step += 1) {
    const entry = open[(from + step) % open.length];
    if (entry && !entry.onReply) return entry;
  }
  return undefined;
}
