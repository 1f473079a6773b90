import { z } from 'zod';
import type { SendResult } from '../domain/outgoing.ts';
import type { LoggedActivity } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import type { BotAdapter } from './cloud-adapter.ts';
import type { BotRegistration } from './registration.ts';
import { sendReplies } from './send-replies.ts';
import { isTrustedServiceUrl } from './service-url.ts';

/** The way to the channels of the Bot Framework. */
export interface Connector {
  /** The SDK, loaded at the first call: it takes most of a second. */
  sdk(): Promise<BotAdapter>;
  /** Calls the channel that a stored conversation reference names, without a message of it to answer. Never rejects. */
  send(reference: unknown, rows: readonly LoggedActivity[]): Promise<SendResult>;
}

const storedReferenceSchema = z.looseObject({ serviceUrl: z.string() });

/** One connector for one registration; endpoint and outgoing queue share it, and with it the clients and tokens it keeps. */
export function createConnector(registration: BotRegistration, log: Log): Connector {
  let loading: Promise<BotAdapter> | null = null;
  const sdk = () => {
    loading ??= import('./cloud-adapter.ts').then(({ createBotAdapter }) => createBotAdapter(registration));
    return loading;
  };
  return {
    sdk,
    send: async (reference, rows) => {
      const sentSeq = (rows[0]?.seq ?? 1) - 1;
      const stored = storedReferenceSchema.safeParse(reference);
      // Trusted when it was stored, but the list of channels may have become shorter since.
      if (!stored.success || !isTrustedServiceUrl(stored.data.serviceUrl, registration.appId !== '')) {
        return { result: 'refused', sentSeq, error: 'no-address' };
      }
      try {
        return await (await sdk()).reach(reference, (context) => {
          // The SDK puts an id of its own here and lets every message answer to that.
          const { replyToId } = rows[0]?.activity ?? {};
          Object.assign(context.activity, { id: replyToId ?? undefined });
          return sendReplies(context, rows, log);
        });
      } catch (err) {
        // sendReplies never rejects, so this happened before anything was sent.
        log.warn({ err }, 'a channel could not be called; it is tried again');
        return { result: 'later', sentSeq, afterMs: null, error: 'no-connector' };
      }
    },
  };
}
