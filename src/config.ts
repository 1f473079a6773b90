import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { type DevelopmentKeys, readDevelopmentKeys } from './development-keys.ts';
import { IntakeError } from './domain/errors.ts';
import type { Operator } from './domain/person.ts';
import {
  type backendSchema,
  CHINA_SETTINGS,
  type Environment,
  type SettingName,
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
  /** Path of the directory file. */
  readonly directoryFile: string;
  readonly clu: {
    readonly endpoint: string;
    readonly key: string;
    readonly project: string;
    readonly deployment: string;
  } | null;
  readonly backends: readonly z.infer<typeof backendSchema>[];
  readonly defaultOperator: Operator;
  readonly logLevel: NonNullable<Settings['LOG_LEVEL']>;
}

/** Where the demo people are; production refuses this file. */
export const DEMO_DIRECTORY_FILE = fileURLToPath(new URL('./identity/demo-directory.json', import.meta.url));

const MIN_SECRET_LENGTH = 32;
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
  problems.push(...acrossSettings(settings, trimmed(env)));
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

function acrossSettings(settings: Settings, given: Environment): string[] {
  const production = settings.NODE_ENV === 'production';
  return [
    ...roleProblems(settings, given),
    ...botProblems(given),
    ...cloudProblems(given),
    ...allOrNone(['CLU_ENDPOINT', 'CLU_KEY', 'CLU_PROJECT', 'CLU_DEPLOYMENT'], given),
    ...(production ? productionProblems(settings, given) : []),
  ];
}

/** What one instance leaves for another to do would never be done: a file has a single one. */
function roleProblems({ ROLE: role, ...settings }: Settings, given: Environment): string[] {
  const address = given.DATABASE_URL ?? settings.DATABASE_URL;
  if (role === 'all' || !/^file:/i.test(address)) return [];
  return [
    `ROLE: is ${role}, but DATABASE_URL names a file, on which one instance does everything; leave it empty, or use PostgreSQL`,
  ];
}

function botProblems(given: Environment): string[] {
  const { MicrosoftAppId: id, MicrosoftAppPassword: password, MicrosoftAppType: type } = given;
  if (!id) return password ? ['MicrosoftAppId: is unset although MicrosoftAppPassword is set; set both or none'] : [];
  const problems: string[] = [];
  if (!type) {
    // The SDK would silently take MultiTenant, which cannot be created any more since July 2025.
    problems.push(
      'MicrosoftAppType: is unset although MicrosoftAppId is set; set SingleTenant, UserAssignedMSI or MultiTenant',
    );
  }
  if (type === 'UserAssignedMSI' && password) {
    problems.push('MicrosoftAppPassword: must be empty for UserAssignedMSI; a managed identity has none');
  }
  if (type !== 'UserAssignedMSI' && !password) {
    problems.push(
      'MicrosoftAppPassword: is unset although MicrosoftAppId is set; copy the client secret of the app registration',
    );
  }
  if (type && type !== 'MultiTenant' && !given.MicrosoftAppTenantId) {
    // The type is not repeated: somebody may have pasted a secret there.
    problems.push(
      'MicrosoftAppTenantId: is unset; every type but MultiTenant needs the tenant of the app registration',
    );
  }
  return problems;
}

/** The SDK fills in nothing as soon as one of these is set, so a partial set would send tokens to an empty address. */
function cloudProblems(given: Environment): string[] {
  const problems = allOrNone(CHINA_SETTINGS, given);
  if (given.CallerId && !given.OAuthUrl) {
    problems.push('CallerId: is used only together with the settings of a sovereign cloud; leave it empty');
  }
  return problems;
}

function allOrNone(names: readonly SettingName[], given: Environment): string[] {
  const unset = names.filter((name) => !given[name]);
  if (unset.length === 0 || unset.length === names.length) return [];
  return unset.map((name) => `${name}: is unset; set all of ${names.join(', ')} or none of them`);
}

function productionProblems(settings: Settings, given: Environment): string[] {
  const problems: string[] = [];
  const need = (name: SettingName, why: string) => {
    if (!given[name]) problems.push(`${name}: is unset; production needs ${why}`);
  };
  need('MicrosoftAppId', 'the app id of the bot registration, because without it anybody could speak for a channel');
  need('DIRECTLINE_SECRET', 'a random text of at least 32 characters');
  need('STAFF_API_KEY', 'a random text of at least 32 characters');
  need('PUBLIC_URL', 'the https address of this server');
  need('DIRECTORY_FILE', 'the people of your organisations; the demo directory is for development only');
  if (settings.DIRECTORY_FILE && resolve(settings.DIRECTORY_FILE) === DEMO_DIRECTORY_FILE) {
    problems.push('DIRECTORY_FILE: is the demo directory, whose people are public; name your own file');
  }
  if (settings.PUBLIC_URL && !settings.PUBLIC_URL.startsWith('https:')) {
    problems.push('PUBLIC_URL: must start with https:// in production; tokens would travel readable');
  }
  if (settings.DIRECTLINE_SECRET?.some((secret) => secret.length < MIN_SECRET_LENGTH)) {
    problems.push(`DIRECTLINE_SECRET: each secret needs at least ${MIN_SECRET_LENGTH} characters in production`);
  }
  if (settings.STAFF_API_KEY && settings.STAFF_API_KEY.length < MIN_SECRET_LENGTH) {
    problems.push(`STAFF_API_KEY: needs at least ${MIN_SECRET_LENGTH} characters in production`);
  }
  if (settings.WIDGET_ORIGINS?.some((origin) => !origin.startsWith('https:'))) {
    problems.push('WIDGET_ORIGINS: every origin must start with https:// in production');
  }
  return problems;
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
    directoryFile: settings.DIRECTORY_FILE ? resolve(settings.DIRECTORY_FILE) : DEMO_DIRECTORY_FILE,
    clu: cluOf(settings),
    backends: settings.BACKENDS,
    defaultOperator: settings.DEFAULT_OPERATOR,
    logLevel: settings.LOG_LEVEL,
  };
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
