import type { IncomingHttpHeaders } from 'node:http';
import type { TurnContext } from 'botbuilder';
import type { Activity } from '../domain/activity.ts';
import { isIntakeError } from '../domain/errors.ts';
import type { TakeTurn } from '../domain/incoming-turn.ts';
import type { LoggedActivity } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import { createChannelFiles } from './channel-files.ts';
import type { BotAdapter } from './cloud-adapter.ts';
import type { Connector } from './connector.ts';
import {
  type ConnectorActivity,
  connectorActivitySchema,
  MALFORMED_INVOKE,
  turnActivityOf,
} from './connector-activity.ts';
import { personKeyOf } from './person-key.ts';
import type { BotRegistration } from './registration.ts';
import { sendReplies } from './send-replies.ts';
import { isTrustedServiceUrl } from './service-url.ts';

/** The part of restify's request that is read: a parsed JSON body and the headers. */
export interface BotRequest {
  readonly body?: unknown;
  readonly headers: IncomingHttpHeaders;
}

/** The part of restify's response that is used. */
export interface BotResponse {
  setHeader(name: string, value: string): unknown;
  send(status: number, body: unknown): unknown;
}

/** `POST /api/messages` of the Bot Framework. */
export interface BotEndpoint {
  handle(request: BotRequest, response: BotResponse): Promise<void>;
}

type Answer = { readonly status: number; readonly body?: unknown; readonly retryAfter?: number };

const ANSWERS = {
  malformed: failure(
    400,
    'MalformedActivity',
    'The body is no activity of the Bot Framework. Send one with type, channelId, serviceUrl, from and conversation.',
  ),
  malformedInvoke: failure(400, 'MalformedInvoke', 'The value of this invoke has no action with a verb.'),
  foreign: failure(
    403,
    'ForeignServiceUrl',
    'Replies are not sent to this serviceUrl. Use a channel of the Bot Framework, or this machine in development.',
  ),
  unauthorized: failure(
    401,
    'Unauthorized',
    'The token is missing, expired or not issued for this bot. Send a token of the channel.',
  ),
  unchecked: failure(503, 'TokenNotChecked', 'The token could not be checked just now. Send the activity again.', 5),
  unavailable: failure(503, 'Unavailable', 'The activity could not be taken just now. Send it again.', 5),
  failed: failure(500, 'TurnFailed', 'The activity could not be answered. Send it again.'),
} as const;

/**
 * Takes the activities of Bot Framework channels: checks body, token and service address before the SDK sees anything
 * (the SDK alone answers mistakes with its inner errors), then runs one turn and sends what was committed.
 */
export function createBotEndpoint(options: {
  readonly registration: BotRegistration;
  readonly connector: Connector;
  readonly takeTurn: TakeTurn;
  readonly log: Log;
  /**
   * Counts one more activity of a conversation and, where a channel vouches for it, of an organisation. Channels call from a
   * few addresses for everybody, so an address tells nothing.
   * @returns 0 to go on, or whole seconds to wait
   */
  readonly limit?: (conversationId: string, tenantId: string | null) => number;
}): BotEndpoint {
  const { registration, connector, takeTurn, log, limit = () => 0 } = options;
  const verified = registration.appId !== '';
  const files = createChannelFiles({ proxy: registration.proxy, verified, log });

  async function answer(request: BotRequest): Promise<Answer> {
    const parsed = connectorActivitySchema.safeParse(request.body);
    if (!parsed.success) return ANSWERS.malformed;
    const activity = parsed.data;
    const { authorization = '' } = request.headers;
    if (verified && authorization === '') return ANSWERS.unauthorized;
    if (!isTrustedServiceUrl(activity.serviceUrl, verified)) return ANSWERS.foreign;
    const sdk = await connector.sdk();
    const caller = await sdk.authenticate(activity, authorization).catch((err: unknown) => {
      log.error({ err }, 'a token could not be checked');
      return undefined;
    });
    if (caller === undefined) return ANSWERS.unchecked;
    if (caller === null) return ANSWERS.unauthorized;
    const forTurn = turnActivityOf(activity);
    if (forTurn === MALFORMED_INVOKE) return ANSWERS.malformedInvoke;
    // An unknown invoke must not look done; for anything else silence is the right answer.
    if (forTurn === null) return { status: activity.type === 'invoke' ? 501 : 200 };
    const { userId, tenantId } = personKeyOf(activity, verified);
    const wait = limit(conversationIdOf(activity, userId), tenantId);
    if (wait > 0) return failure(429, 'TooManyRequests', `Too many messages. Try again in ${wait} s.`, wait);
    const response = await sdk.run(caller, activity, (context) => turn(sdk, context, activity, forTurn));
    return response ?? { status: 200 };
  }

  async function turn(sdk: BotAdapter, context: TurnContext, received: ConnectorActivity, activity: Activity) {
    let firstText = '';
    const who = personKeyOf(received, verified);
    const fetched = await files.fetch(activity, received.serviceUrl, () => sdk.tokenOf(context));
    await takeTurn({
      channel: received.channelId,
      conversationId: conversationIdOf(received, who.userId),
      activity: fetched.activity,
      ...(fetched.sentFiles.length > 0 && { sentFiles: fetched.sentFiles }),
      who,
      dedupeKey: received.id ? `${received.channelId}/${received.id}` : null,
      reference: sdk.referenceOf(context),
      publish: (rows) => {
        firstText = textOf(rows);
        return sendReplies(context, rows, log);
      },
    });
    if (received.type === 'invoke') await context.sendActivity({ type: 'invokeResponse', value: shown(firstText) });
  }

  function answerOfFailure(err: unknown): Answer {
    if (isIntakeError(err, 'InvalidInput')) return failure(400, 'InvalidInput', err.message);
    log.error({ err }, 'a turn of a Bot Framework channel failed');
    return isIntakeError(err, 'Unavailable') ? ANSWERS.unavailable : ANSWERS.failed;
  }

  return {
    async handle(request, response) {
      const { status, body, retryAfter } = await answer(request).catch(answerOfFailure);
      if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
      response.send(status, body ?? {});
    },
  };
}

/** @param retryAfter whole seconds */
function failure(status: number, code: string, message: string, retryAfter?: number): Answer {
  return { status, body: { error: { code, message } }, ...(retryAfter === undefined ? {} : { retryAfter }) };
}

function textOf(rows: readonly LoggedActivity[]): string {
  return rows.find(({ direction, activity }) => direction === 'outgoing' && activity.text)?.activity.text ?? '';
}

/** Teams shows the value of this answer for a moment; the replies themselves stand in the chat. */
function shown(value: string) {
  return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value } };
}

/** In a group each person has a conversation of their own: a form with somebody's contact is not for the next one who writes. */
function conversationIdOf({ channelId, conversation }: ConnectorActivity, userId: string): string {
  const shared = `${channelId}/${conversation.id}`;
  return conversation.isGroup === true ? `${shared}/${userId}` : shared;
}
