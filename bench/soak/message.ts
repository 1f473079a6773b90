import type { Answer } from '../load/keep-alive-client.ts';
import type { Sentences } from '../load/sentences.ts';
import type { Kind, Ledger } from './ledger.ts';

/** A message on its way. */
export interface Message {
  readonly kind: Kind;
  /** By which it is stored. */
  readonly key: string;
  send(): Promise<Answer>;
  /** Resolves when the bot has replied. */
  readonly reply: Promise<void>;
}

const REPLY_DEADLINE_MS = 30_000;

/**
 * Sends a message, waits for its reply, and notes what became of it.
 * @returns milliseconds to the reply; null when the message was turned away or not answered
 */
export async function converse(ledger: Ledger, { kind, key, send, reply }: Message): Promise<number | null> {
  const from = performance.now();
  try {
    if (ledger.answered(kind, key, await send()) !== 'accepted') return null;
  } catch (error) {
    ledger.broken(kind, key, error);
    return null;
  }
  if (!(await comesInTime(reply))) {
    ledger.silent(kind, key);
    return null;
  }
  const ms = performance.now() - from;
  ledger.took(ms);
  return ms;
}

async function comesInTime(reply: Promise<void>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), REPLY_DEADLINE_MS);
  return Promise.race([reply.then(() => true), late.promise]).finally(() => clearTimeout(timer));
}

/** Ends the self-help, so that the next problem begins afresh and no conversation grows for ever. */
const SOLVED = { 'zh-CN': '已解决', 'en-US': 'Solved' } as const;

/** What people write one after the other: a problem, that it is solved, the next problem. */
export function createWords(sentences: Sentences): (message: number) => ReturnType<Sentences> {
  let next = 0;
  return (message) => {
    next += 1;
    const sentence = sentences(next);
    return message % 2 === 0 ? sentence : { ...sentence, text: SOLVED[sentence.locale] };
  };
}
