import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { type DevelopmentKeys, readDevelopmentKeys } from './development-keys.ts';
import { IntakeError } from './domain/errors.ts';
import type { Operator } from './domain/person.ts';
import { problemsAcross } from './setting-problems.ts';
import {
  type backendSchema,
  CHINA_SETTINGS,
  DEMO_DIRECTORY_FILE,
  type Environment,
  type Settings,
  settingsSchema,
} from './settings.ts';

/** What the Bot Framework SDK is given; `appId` is empty only in development. */
export interface BotSettings {
  readonly appId: string;
  readonly appPassword: string;
  readonly appType: 'MultiTenant' | 'SingleTenant' | 'UserAssignedMSI' | null;
  readonly appTenantId: string;
  /** The parameters of a sovereign cloud under the SDK's own names; null for the public cloud. */
  readonly cloud: Readonly<Record<string, string>> | null;
  /** Variables that name a proxy for calls of channels, as far as they are set. */
  readonly proxy: Readonly<Record<string, string>>;
}

/** Everything that the environment decides, checked and frozen. */
export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  /** `web` answers people, `worker` works off the queues, `all` does both. */
  readonly role: Settings['ROLE'];
  /** Origin without a trailing slash under which people reach this server. */
  readonly publicUrl: string;
  readonly bot: BotSettings;
  /** The first one signs, both are accepted: so a secret can be changed without a gap. */
  readonly directLineSecrets: readonly string[];
  readonly staffApiKey: string;
  /** Whether the secrets were made by this machine for development, so that they may be printed at start. */
  readonly developmentKeys: boolean;
  readonly widgetOrigins: readonly string[];
  /** Addresses and networks whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** Milliseconds between the announcement of a stop and the end of listening. */
  readonly stopDelayMs: number;
  /** Multiplies every rate limit; 0 for none. */
  readonly rateFactor: number;
  /** How many connections there may be. */
  readonly connections: { readonly total: number; readonly perAddress: number; readonly streamsPerAddress: number };
  /** Path of the directory file; null where people come from Microsoft Graph alone. */
  readonly directoryFile: string | null;
  /** Path of the file of known incidents; null without one. */
  readonly healthFile: string | null;
  /** Path of the operator's own policy tables; null where the built-in ones count. */
  readonly policyFile: string | null;
  /** Path of the operator's own articles; null where only the built-in ones count. */
  readonly knowledgeDir: string | null;
  /** How Microsoft Graph is reached; null where it is not asked. */
  readonly graph: {
    readonly tenantId: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly cloud: 'global' | 'china';
  } | null;
  readonly clu: {
    readonly endpoint: string;
    readonly key: string;
    readonly project: string;
    readonly deployment: string;
  } | null;
  /** The mail server for verification codes; null without one. */
  readonly mail: { readonly url: string; readonly from: string } | null;
  /** The gateway for codes by text message; null without one. */
  readonly sms: { readonly url: string; readonly token: string | null } | null;
  readonly backends: readonly z.infer<typeof backendSchema>[];
  readonly defaultOperator: Operator;
  readonly logLevel: NonNullable<Settings['LOG_LEVEL']>;
}

/** Balancers ask every few seconds, and orchestrators take as long to tell theirs. */
const STOP_DELAY_SECONDS = 5;

/**
 * The environment of the process, with the lines of a `.env` file in the working folder where a variable is not set.
 */
export function readEnvironment(): Environment {
  try {
    process.loadEnvFile('.env');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  return process.env;
}

/**
 * Reads the settings of {@link settingsSchema}; an empty value counts as unset.
 * @param env the environment, for instance of {@link readEnvironment}
 * @param developmentKeys gives the secrets that development leaves unset, from a folder of its choice
 * @throws IntakeError `InvalidConfiguration` whose message lists every problem, one a line
 */
export function readConfig(
  env: Environment,
  developmentKeys: (folder: string) => DevelopmentKeys = readDevelopmentKeys,
): Config {
  const parsed = settingsSchema.safeParse(trimmed(env));
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  // A second look at the settings that are fine one by one, so that the operator sees every problem in one run.
  const settings = parsed.success ? parsed.data : validOnes(env);
  problems.push(...problemsAcross(settings, trimmed(env)));
  if (problems.length > 0) throw invalid(problems);
  return freeze(toConfig(settings, developmentKeys));
}

function invalid(problems: readonly string[]): IntakeError {
  const lines = problems.map((problem) => `  - ${problem}`).join('\n');
  return new IntakeError(
    'InvalidConfiguration',
    `The settings cannot be used. Correct these and start again (.env.example explains each one):\n${lines}`,
  );
}

function trimmed(env: Environment): Environment {
  const names = Object.keys(settingsSchema.shape);
  return Object.fromEntries(names.map((name) => [name, env[name]?.trim() || undefined]));
}

function validOnes(env: Environment): Settings {
  const values = trimmed(env);
  const valid = Object.entries(settingsSchema.shape).map(([name, schema]) => {
    const { success } = schema.safeParse(values[name]);
    return [name, success ? values[name] : undefined];
  });
  return settingsSchema.parse(Object.fromEntries(valid));
}

function toConfig(settings: Settings, developmentKeys: (folder: string) => DevelopmentKeys): Config {
  const production = settings.NODE_ENV === 'production';
  const { DIRECTLINE_SECRET, STAFF_API_KEY } = settings;
  const made = DIRECTLINE_SECRET && STAFF_API_KEY ? null : developmentKeys(dataFolder(settings.DATABASE_URL));
  return {
    production,
    host: settings.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    port: settings.PORT,
    databaseUrl: settings.DATABASE_URL,
    role: settings.ROLE,
    publicUrl: settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`,
    bot: {
      appId: settings.MicrosoftAppId ?? '',
      appPassword: settings.MicrosoftAppPassword ?? '',
      appType: settings.MicrosoftAppType ?? null,
      appTenantId: settings.MicrosoftAppTenantId ?? '',
      cloud: cloudOf(settings),
      proxy: proxyOf(settings),
    },
    directLineSecrets: DIRECTLINE_SECRET ?? [made?.directLineSecret ?? ''],
    staffApiKey: STAFF_API_KEY ?? made?.staffApiKey ?? '',
    developmentKeys: made !== null,
    widgetOrigins: settings.WIDGET_ORIGINS ?? [],
    trustedProxies: settings.TRUSTED_PROXIES ?? [],
    stopDelayMs: (settings.STOP_DELAY_SECONDS ?? (production ? STOP_DELAY_SECONDS : 0)) * 1000,
    rateFactor: settings.RATE_FACTOR,
    connections: {
      total: settings.MAX_CONNECTIONS,
      perAddress: settings.MAX_CONNECTIONS_PER_ADDRESS,
      streamsPerAddress: settings.MAX_STREAMS_PER_ADDRESS,
    },
    directoryFile: directoryOf(settings, production),
    healthFile: settings.HEALTH_FILE ? resolve(settings.HEALTH_FILE) : null,
    policyFile: settings.POLICY_FILE ? resolve(settings.POLICY_FILE) : null,
    knowledgeDir: settings.KNOWLEDGE_DIR ? resolve(settings.KNOWLEDGE_DIR) : null,
    graph: graphOf(settings),
    clu: cluOf(settings),
    mail: settings.SMTP_URL && settings.MAIL_FROM ? { url: settings.SMTP_URL, from: settings.MAIL_FROM } : null,
    sms: settings.SMS_URL ? { url: settings.SMS_URL, token: settings.SMS_TOKEN ?? null } : null,
    backends: settings.BACKENDS,
    defaultOperator: settings.DEFAULT_OPERATOR,
    logLevel: settings.LOG_LEVEL,
  };
}

/** Somebody who tries out Graph in development still has the demo people. */
function directoryOf({ DIRECTORY_FILE: file }: Settings, production: boolean): string | null {
  if (file) return resolve(file);
  return production ? null : DEMO_DIRECTORY_FILE;
}

function graphOf(settings: Settings): Config['graph'] {
  const { GRAPH_TENANT_ID: tenantId, GRAPH_CLIENT_ID: clientId, GRAPH_CLIENT_SECRET: clientSecret } = settings;
  if (!tenantId || !clientId || !clientSecret) return null;
  return { tenantId, clientId, clientSecret, cloud: settings.GRAPH_CLOUD };
}

function cloudOf(settings: Settings): Config['bot']['cloud'] {
  if (!settings.OAuthUrl) return null;
  const names = [...CHINA_SETTINGS, 'ValidateAuthority', 'CallerId'] as const;
  return Object.fromEntries(names.flatMap((name) => (settings[name] ? [[name, settings[name]]] : [])));
}

function proxyOf(settings: Settings): Config['bot']['proxy'] {
  const names = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'] as const;
  return Object.fromEntries(names.flatMap((name) => (settings[name] ? [[name, settings[name]]] : [])));
}

function cluOf(settings: Settings): Config['clu'] {
  const { CLU_ENDPOINT: endpoint, CLU_KEY: key, CLU_PROJECT: project, CLU_DEPLOYMENT: deployment } = settings;
  return endpoint && key && project && deployment ? { endpoint, key, project, deployment } : null;
}

/** The folder of a `file:` database, `data` for any other; the keys of development lie there. */
function dataFolder(databaseUrl: string): string {
  if (!databaseUrl.startsWith('file:')) return resolve('data');
  const path = databaseUrl.startsWith('file:///') ? fileURLToPath(databaseUrl) : databaseUrl.slice('file:'.length);
  return path === ':memory:' ? resolve('data') : dirname(resolve(path));
}

function freeze(config: Config): Config {
  for (const value of Object.values(config)) Object.freeze(value);
  return Object.freeze(config);
}
