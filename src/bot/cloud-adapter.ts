import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
  type Activity as SdkActivity,
  TurnContext,
} from 'botbuilder';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import { type ActivityPosts, createActivityPosts } from './activity-posts.ts';
import { askByPassword, type BotTokens, createBotTokens } from './bot-tokens.ts';
import { createBoundedCache } from './bounded-cache.ts';
import type { ConnectorActivity } from './connector-activity.ts';
import { createOutgoingCalls, type OutgoingCalls } from './outgoing-calls.ts';
import { sdkProxyFor } from './proxy.ts';
import type { BotRegistration } from './registration.ts';
import { createTokenChecks } from './token-checks.ts';

type Authentication = ConfigurationBotFrameworkAuthentication;
/** A caller whose token was checked, with the way to answer. */
export type Caller = Awaited<ReturnType<Authentication['authenticateRequest']>>;
type ClaimsIdentity = Parameters<Authentication['createConnectorFactory']>[0];
type ConnectorFactory = ReturnType<Authentication['createConnectorFactory']>;
type ConnectorClient = Awaited<ReturnType<ConnectorFactory['create']>>;
type UserTokenClient = Awaited<ReturnType<Authentication['createUserTokenClient']>>;

const PUBLIC_CHANNEL_ISSUER = 'https://api.botframework.com';
/** Where the SDK looks for the keys of that issuer, unless the settings of a sovereign cloud say otherwise. */
const PUBLIC_CHANNEL_KEYS = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
/** Service addresses are few, a handful of regions; a caller who varies the path must not fill the memory. */
const MAX_CLIENTS = 200;

/** An activity that our own schema has accepted, in the SDK's stricter type. */
const sdkActivitySchema = z.custom<SdkActivity>((value) => typeof value === 'object' && value !== null);

/** A reference that this adapter made and the store kept. */
const sdkReferenceSchema = z.custom<ConversationReference>((value) => typeof value === 'object' && value !== null);

/**
 * The SDK's authentication with its clients kept: making a client for each turn costs more than a quarter of an echo
 * bot's time. One instance serves one registration, so audience and address are the whole key.
 */
class KeepingAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #clients = createBoundedCache<ConnectorClient>(MAX_CLIENTS);
  readonly #userTokenClients = createBoundedCache<UserTokenClient>(1);
  readonly #tokens = new Map<string, BotTokens>();
  readonly #registration: BotRegistration;
  readonly #calls: OutgoingCalls;
  readonly #posts: ActivityPosts;

  constructor(registration: BotRegistration) {
    super(sdkSettings(registration), undefined, undefined, undefined, sdkProxy(registration));
    this.#registration = registration;
    this.#calls = createOutgoingCalls(registration.proxy);
    this.#posts = createActivityPosts(this.#calls);
  }

  override async authenticateRequest(activity: SdkActivity, authHeader: string): Promise<Caller> {
    const caller = await super.authenticateRequest(activity, authHeader);
    const { connectorFactory } = caller;
    return connectorFactory ? { ...caller, connectorFactory: this.#keeping(connectorFactory) } : caller;
  }

  override createConnectorFactory(identity: ClaimsIdentity): ConnectorFactory {
    return this.#keeping(super.createConnectorFactory(identity));
  }

  override createUserTokenClient(identity: ClaimsIdentity): Promise<UserTokenClient> {
    return this.#userTokenClients('', () => super.createUserTokenClient(identity));
  }

  #keeping(factory: ConnectorFactory): ConnectorFactory {
    return {
      create: (serviceUrl, audience) =>
        this.#clients(`${audience} ${serviceUrl}`, async () => {
          const client = await factory.create(serviceUrl, audience);
          return withDirectPosts(client, serviceUrl, this.#posts, this.#tokensOf(client));
        }),
    };
  }

  /** The token that the client of a turn shows its channel. */
  async tokenOf(client: unknown): Promise<string | null> {
    const checked = z.custom<ConnectorClient>((value) => typeof value === 'object' && value !== null).safeParse(client);
    return checked.success ? ((await this.#tokensOf(checked.data)?.get()) ?? null) : null;
  }

  /** One for each authority and scope, so that the clients of all service addresses share them; null without an app id. */
  #tokensOf(client: ConnectorClient): BotTokens | null {
    const { credentials } = credentialsSchema.parse(client);
    if (!credentials.appId) return null;
    const key = `${credentials.oAuthEndpoint} ${credentials.oAuthScope}`;
    const tokens = this.#tokens.get(key) ?? createBotTokens(this.#asking(client));
    this.#tokens.set(key, tokens);
    return tokens;
  }

  #asking(client: ConnectorClient): Parameters<typeof createBotTokens>[0] {
    const { appId: id, appPassword: secret, appType } = this.#registration;
    const { credentials } = credentialsSchema.parse(client);
    const { oAuthEndpoint: authority, oAuthScope: scope, getToken } = credentials;
    if (appType !== 'UserAssignedMSI') return () => askByPassword(this.#calls, { authority, scope, id, secret });
    return async (isRefused) => {
      // A managed identity is asked for on the machine itself, in ways that the SDK knows; it also keeps the token.
      return { token: await Reflect.apply(getToken, client.credentials, [isRefused]), goodForMs: 0 };
    };
  }
}

/** The credentials of a client: they sign nothing where there is no app id. */
const credentialsSchema = z.object({
  credentials: z.object({
    appId: z.string().nullish(),
    oAuthEndpoint: z.string(),
    oAuthScope: z.string(),
    getToken: z.custom<(forceRefresh?: boolean) => Promise<string>>((value) => typeof value === 'function'),
  }),
});

/**
 * The client with its two calls of every turn made directly. The SDK's pipeline would also send again after any 5xx, although
 * the reply may have been shown already: people would read it twice. What may be repeated is decided in send-result.ts.
 */
function withDirectPosts(
  client: ConnectorClient,
  serviceUrl: string,
  posts: ActivityPosts,
  tokens: BotTokens | null,
): ConnectorClient {
  const base = `${serviceUrl.replace(/\/+$/, '')}/v3/conversations`;
  Object.assign(client.conversations, {
    sendToConversation: (conversationId: string, activity: unknown) =>
      posts.post(`${base}/${encodeURIComponent(conversationId)}/activities`, tokens, activity),
    replyToActivity: (conversationId: string, activityId: string, activity: unknown) =>
      posts.post(
        `${base}/${encodeURIComponent(conversationId)}/activities/${encodeURIComponent(activityId)}`,
        tokens,
        activity,
      ),
  });
  return client;
}

/** Opens the one protected door of the SDK's adapter that neither writes the response nor prints what went wrong. */
class TurnAdapter extends CloudAdapter {
  run(caller: Caller, activity: SdkActivity, logic: (context: TurnContext) => Promise<void>) {
    return this.processActivity(caller, activity, logic);
  }
}

/** The Bot Framework SDK as far as the endpoint needs it. */
export interface BotAdapter {
  /** Null when the caller has no token of a channel for this bot; throws when that cannot be found out now. */
  authenticate(activity: ConnectorActivity, authorization: string): Promise<Caller | null>;
  /** Runs `logic` and answers with what the channel expects in the response body, if anything. */
  run(
    caller: Caller,
    activity: ConnectorActivity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<{ status: number; body?: unknown } | undefined>;
  referenceOf(context: TurnContext): unknown;
  /** The bot's token for the channel of a turn; null where there is no app id. @throws TokenFailure */
  tokenOf(context: TurnContext): Promise<string | null>;
  /** Opens a stored conversation reference and gives what `send` gives. */
  reach<Result>(reference: unknown, send: (context: TurnContext) => Promise<Result>): Promise<Result>;
}

/** Loading this module loads the SDK, which takes most of a second: import it when the server is already listening. */
export function createBotAdapter(registration: BotRegistration): BotAdapter {
  const authentication = new KeepingAuthentication(registration);
  const adapter = new TurnAdapter(authentication);
  const checks = createTokenChecks();
  const issuer = registration.cloud?.ToBotFromChannelTokenIssuer ?? PUBLIC_CHANNEL_ISSUER;
  return {
    async authenticate(activity, authorization) {
      if (registration.appId && !isIssuedBy(issuer, authorization)) return null;
      try {
        const checked = sdkActivitySchema.parse(activity);
        return await checks(() => authentication.authenticateRequest(checked, authorization));
      } catch (error) {
        if (isRefusal(error)) return null;
        throw error;
      }
    },
    run: (caller, activity, logic) => adapter.run(caller, sdkActivitySchema.parse({ ...activity }), logic),
    referenceOf: (context) => TurnContext.getConversationReference(context.activity),
    tokenOf: (context) => authentication.tokenOf(context.turnState.get(adapter.ConnectorClientKey)),
    async reach(reference, send) {
      let sent: Awaited<ReturnType<typeof send>> | undefined;
      await adapter.continueConversationAsync(
        registration.appId,
        sdkReferenceSchema.parse(reference),
        async (context) => {
          sent = await send(context);
        },
      );
      if (sent === undefined) throw new Error('the SDK did not open the conversation');
      return sent;
    },
  };
}

function sdkSettings({ appId, appPassword, appType, appTenantId, cloud }: BotRegistration) {
  return {
    MicrosoftAppId: appId,
    MicrosoftAppPassword: appPassword,
    MicrosoftAppTenantId: appTenantId,
    ...(appType ? { MicrosoftAppType: appType } : {}),
    ...cloud,
  };
}

/**
 * The SDK fetches the keys of channels through a proxy only when it is told of one here. It reads the host for that without
 * a protocol and, for clients that we do not call through, with one; what cannot be enumerated does not reach the clients.
 */
function sdkProxy({ cloud, proxy }: BotRegistration) {
  const value = sdkProxyFor(cloud?.ToBotFromChannelOpenIdMetadataUrl ?? PUBLIC_CHANNEL_KEYS, proxy);
  return value === null ? {} : Object.defineProperty({}, 'proxySettings', { value });
}

/**
 * Looked at before the SDK does: it takes the token of an Emulator or of another bot without checking its audience or
 * service address, and remembers the tenant of every such token for ever. Channels sign with one issuer only.
 */
function isIssuedBy(issuer: string, authorization: string): boolean {
  const [, token] = /^Bearer ([\w.-]+)$/.exec(authorization) ?? [];
  if (!token) return false;
  try {
    return decodeJwt(token).iss === issuer;
  } catch {
    return false;
  }
}

const refusalSchema = z.union([
  z.object({ statusCode: z.union([z.literal(400), z.literal(401), z.literal(403)]) }),
  z.object({ name: z.enum(['JsonWebTokenError', 'NotBeforeError', 'TokenExpiredError']) }),
]);

function isRefusal(error: unknown): boolean {
  return refusalSchema.safeParse(error).success;
}
