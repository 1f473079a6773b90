import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { BotTokens } from './bot-tokens.ts';
import type { OutgoingCalls } from './outgoing-calls.ts';

/** A connector that answered something else than success. */
export class ConnectorError extends Error {
  override readonly name = 'ConnectorError';
  readonly status: number;
  readonly headers: IncomingHttpHeaders;

  constructor(status: number, headers: IncomingHttpHeaders) {
    super(`The connector answered ${status}.`);
    this.status = status;
    this.headers = headers;
  }
}

/** Posts activities to channels. */
export interface ActivityPosts {
  /**
   * @param url of the operation
   * @param tokens of the bot, or null where none is asked for
   * @returns the id that the channel gave the activity, or an empty text
   * @throws TokenFailure or NeverSent when the channel has surely seen nothing, ConnectorError when it answered, or another
   * error when it is not known what became of the activity
   */
  post(url: string, tokens: BotTokens | null, activity: unknown): Promise<{ id: string }>;
}

/** Milliseconds for one reply: the next turn of the conversation waits for it, and a channel gives up after 15 seconds. */
const ANSWER_MS = 10_000;

const answerSchema = z.object({ id: z.string().max(1000) });

/**
 * The two calls that every turn makes (Bot Connector REST API, "Send to Conversation" and "Reply to Activity"), without the
 * SDK's pipeline of policies, which takes several times as long as the call itself and has no end when nobody answers.
 */
export function createActivityPosts(calls: OutgoingCalls, answerMs = ANSWER_MS): ActivityPosts {
  return {
    post: async (url, tokens, activity) => {
      const token = tokens === null ? null : await tokens.get();
      const { status, headers, text } = await calls.post({
        url,
        body: JSON.stringify(activity),
        withinMs: answerMs,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          accept: 'application/json',
          'user-agent': 'Microsoft-BotFramework/3.1 support-intake-bot',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
      });
      if (status === 401 && token !== null) tokens?.refused(token);
      if (status < 200 || status > 299) throw new ConnectorError(status, headers);
      return idOf(text);
    },
  };
}

/** What a connector says beside "taken" is not needed: a broken answer must not look like a message that was not shown. */
function idOf(text: string): { id: string } {
  try {
    const answer = answerSchema.safeParse(JSON.parse(text));
    return answer.success ? answer.data : { id: '' };
  } catch {
    return { id: '' };
  }
}
