import { isIP } from 'node:net';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { operatorSchema } from './domain/person.ts';
import {
  count,
  guid,
  HEADER_SAFE,
  headerSafe,
  httpsUrl,
  isFileAddress,
  isHttpUrl,
  isMailSender,
  isMailUrl,
  isOrigin,
  isProxyEntry,
  list,
  oneOf,
  word,
} from './setting-formats.ts';

/** Variables by name, as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where requests can be handed to. */
export const backendSchema = z.enum(['webhook', 'servicenow', 'dynamics365', 'zendesk']);

/** Where the demo people are; production refuses this file. */
export const DEMO_DIRECTORY_FILE = fileURLToPath(new URL('./identity/demo-directory.json', import.meta.url));

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** The parameters that the SDK wants all together for a cloud other than the public one. */
export const CHINA_SETTINGS = [
  'OAuthUrl',
  'ToChannelFromBotLoginUrl',
  'ToChannelFromBotOAuthScope',
  'ToBotFromChannelTokenIssuer',
  'ToBotFromChannelOpenIdMetadataUrl',
  'ToBotFromEmulatorOpenIdMetadataUrl',
] as const;

/** Every setting of this release, each with its description and an example for `.env.example`. */
export const settingsSchema = z.object({
  PORT: word
    .refine((value) => /^[1-9]\d{0,4}$/.test(value) && Number(value) <= 65535, 'must be a whole number from 1 to 65535')
    .transform(Number)
    .default(3978)
    .meta({ description: 'TCP port to listen on.', example: '3978' }),
  HOST: word
    .refine(
      (value) => isIP(value) !== 0 || /^[\w-]+(\.[\w-]+)*$/.test(value),
      'must be an address such as 127.0.0.1, or a name of this machine',
    )
    .optional()
    .meta({
      description: 'Address to listen on: 127.0.0.1 in development, 0.0.0.0 in production.',
      example: '127.0.0.1',
    }),
  NODE_ENV: oneOf(['development', 'test', 'production'])
    .default('development')
    .meta({ description: 'production refuses every unsafe default.', example: 'development' }),
  DATABASE_URL: word
    .refine(
      (value) => isFileAddress(value) || /^postgres(ql)?:\/\/[^\s\0]+$/.test(value),
      'must start with file: and name a file of this machine, or with postgres:// and name a server and a database',
    )
    .default('file:./data/intake.db')
    .meta({
      description:
        'Where everything is kept: a SQLite file for one instance, or postgres://user:password@host/database for several.',
      example: 'file:./data/intake.db',
    }),
  ROLE: oneOf(['all', 'web', 'worker']).default('all').meta({
    description:
      'What this instance does: web answers people, worker hands over what waits in the queues, all does both. On a SQLite file there is one instance, and it does all.',
    example: 'all',
  }),
  PUBLIC_URL: word
    .refine(isOrigin, 'must be an address without a path, such as https://support.contoso.example')
    .transform((value) => new URL(value).origin)
    .optional()
    .meta({
      description: 'Address under which people reach this server; https in production.',
      example: 'http://localhost:3978',
    }),
  MicrosoftAppId: guid
    .optional()
    .meta({ description: 'App id of the bot registration; empty in development only.', example: '' }),
  MicrosoftAppPassword: z
    .string()
    .optional()
    .meta({ description: 'Client secret of the bot registration; empty for UserAssignedMSI.', example: '' }),
  MicrosoftAppType: oneOf(['MultiTenant', 'SingleTenant', 'UserAssignedMSI']).optional().meta({
    description: 'Kind of the registration: SingleTenant, UserAssignedMSI or MultiTenant.',
    example: 'SingleTenant',
  }),
  MicrosoftAppTenantId: guid
    .optional()
    .meta({ description: 'Tenant of the registration, for SingleTenant and UserAssignedMSI.', example: '' }),
  OAuthUrl: httpsUrl.optional().meta({
    description: 'Azure China only (set all six or none): token service.',
    example: 'https://token.botframework.azure.cn/',
  }),
  ToChannelFromBotLoginUrl: httpsUrl.optional().meta({
    description: 'Azure China only: where the bot gets its token; ends with the tenant of the registration.',
    example: 'https://login.partner.microsoftonline.cn/00000000-0000-0000-0000-000000000000',
  }),
  ToChannelFromBotOAuthScope: httpsUrl
    .optional()
    .meta({ description: 'Azure China only: scope of that token.', example: 'https://api.botframework.azure.cn' }),
  ToBotFromChannelTokenIssuer: httpsUrl.optional().meta({
    description: 'Azure China only: who signs what channels send.',
    example: 'https://api.botframework.azure.cn',
  }),
  ToBotFromChannelOpenIdMetadataUrl: httpsUrl.optional().meta({
    description: 'Azure China only: the keys of that signer.',
    example: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
  }),
  ToBotFromEmulatorOpenIdMetadataUrl: httpsUrl.optional().meta({
    description: 'Azure China only: keys for tokens of the Emulator.',
    example:
      'https://login.partner.microsoftonline.cn/a55a4d5b-9241-49b1-b4ff-befa8db00269/v2.0/.well-known/openid-configuration',
  }),
  ValidateAuthority: oneOf(['true', 'false'])
    .optional()
    .meta({ description: 'Azure China only: check the login address; true unless told otherwise.', example: 'true' }),
  CallerId: word
    .optional()
    .meta({ description: 'Azure China only: an own urn that marks the caller; leave it empty.', example: '' }),
  HTTPS_PROXY: word.refine(isHttpUrl, 'must be an address such as http://proxy.contoso.example:8080').optional().meta({
    description:
      'Proxy for calls over https of Bot Framework channels, their keys and the login service; CLU and managed identities take the same variables by themselves.',
    example: '',
  }),
  HTTP_PROXY: word.refine(isHttpUrl, 'must be an address such as http://proxy.contoso.example:8080').optional().meta({
    description: 'Proxy for such calls over http.',
    example: '',
  }),
  NO_PROXY: word.optional().meta({
    description: 'Hosts that are called without a proxy, with a comma between; .contoso.example is all below that.',
    example: '',
  }),
  DIRECTLINE_SECRET: list
    .refine(
      (secrets) => secrets.length <= 2 && secrets.every(Boolean),
      'must be one secret, or the new and the old one with a comma between',
    )
    .refine((secrets) => secrets.every(headerSafe), HEADER_SAFE)
    .optional()
    .meta({
      description:
        'Signs the tokens of the web widget; a second one after a comma stays valid while you change it. At least 32 characters each in production; made for you in development.',
      example: '',
    }),
  STAFF_API_KEY: word.refine(headerSafe, HEADER_SAFE).optional().meta({
    description: 'Key of the staff API; at least 32 characters in production, made for you in development.',
    example: '',
  }),
  WIDGET_ORIGINS: list
    .refine(
      (origins) => origins.every(isOrigin),
      'must be origins such as https://www.contoso.example with a comma between, no * and no path',
    )
    .transform((origins) => origins.map((origin) => new URL(origin).origin))
    .optional()
    .meta({ description: 'Other sites that may show the widget, with a comma between.', example: '' }),
  TRUSTED_PROXIES: list
    .refine(
      (entries) => entries.every(isProxyEntry),
      'must be addresses, networks such as 10.0.0.0/8, or loopback, linklocal, uniquelocal, with a comma between',
    )
    .optional()
    .meta({
      description:
        'Proxies in front of this server whose X-Forwarded-For is believed, with a comma between: addresses, networks such as 10.0.0.0/8, or loopback, linklocal, uniquelocal. Without it everybody behind a proxy counts as one address.',
      example: '',
    }),
  STOP_DELAY_SECONDS: word
    .refine((value) => /^\d{1,2}$/.test(value), 'must be a whole number from 0 to 99')
    .transform(Number)
    .optional()
    .meta({
      description:
        'Seconds between the moment in which /readyz says 503 because the instance stops and the end of listening: as long as a balancer needs to notice. 5 in production, 0 in development.',
      example: '5',
    }),
  RATE_FACTOR: word
    .refine((value) => /^\d{1,4}(\.\d{1,2})?$/.test(value), 'must be a number from 0 to 9999, such as 2 or 0.5')
    .transform(Number)
    .default(1)
    .meta({
      description:
        'Multiplies every rate of docs/reference/limits.md, for instance 5 for hundreds of people behind one address; 0 switches rates off.',
      example: '1',
    }),
  MAX_CONNECTIONS: count
    .default(10_000)
    .meta({ description: 'Connections of this instance, open chats included.', example: '10000' }),
  MAX_CONNECTIONS_PER_ADDRESS: count.default(1000).meta({
    description: 'Connections of one address, open chats included; trusted proxies are spared.',
    example: '1000',
  }),
  MAX_STREAMS_PER_ADDRESS: count
    .default(500)
    .meta({ description: 'Open chats (WebSockets) of one address.', example: '500' }),
  DIRECTORY_FILE: word.optional().meta({
    description:
      'JSON or YAML file of people and organisations, read again when it changes; the demo people when unset, in development only.',
    example: '',
  }),
  GRAPH_TENANT_ID: guid.optional().meta({
    description:
      'Microsoft Graph: the tenant whose people, roles and service health are read (set the next two as well, or none).',
    example: '',
  }),
  GRAPH_CLIENT_ID: guid.optional().meta({
    description: 'The app registration; it needs the permissions Directory.Read.All and ServiceHealth.Read.All.',
    example: '',
  }),
  GRAPH_CLIENT_SECRET: word
    .refine(headerSafe, HEADER_SAFE)
    .optional()
    .meta({ description: 'Its secret.', example: '' }),
  GRAPH_CLOUD: oneOf(['global', 'china']).default('global').meta({
    description: 'Which cloud the tenant lies in: `china` is the one that 21Vianet operates.',
    example: 'global',
  }),
  HEALTH_FILE: word.optional().meta({
    description: 'JSON or YAML file of known incidents that staff edit; read again when it changes.',
    example: '',
  }),
  POLICY_FILE: word.optional().meta({
    description: 'JSON or YAML file with a support policy table that replaces the built-in one of its operator.',
    example: '',
  }),
  KNOWLEDGE_DIR: word.optional().meta({
    description:
      'Folder of self-help articles of your own, beside the built-in ones; read again when it changes (docs/reference/articles.md).',
    example: '',
  }),
  SMTP_URL: word
    .refine(isMailUrl, 'must be an address such as smtps://user:password@mail.contoso.example')
    .optional()
    .meta({
      description:
        'Mail server for verification codes: smtps://user:password@host:465, or smtp:// with STARTTLS on port 587. In development without it and SMS_URL a code stands in the log.',
      example: '',
    }),
  MAIL_FROM: word
    .refine(isMailSender, 'must be an address such as Support <support@contoso.example>')
    .optional()
    .meta({ description: 'Sender of that mail, set together with SMTP_URL.', example: '' }),
  SMS_URL: word.refine(isHttpUrl, 'must be an address such as https://sms.contoso.example/send').optional().meta({
    description:
      'HTTP gateway for verification codes by text message; it is sent {"to", "text"} as JSON and answers 2xx. https in production.',
    example: '',
  }),
  SMS_TOKEN: word.refine(headerSafe, HEADER_SAFE).optional().meta({
    description: 'Shown to that gateway as Authorization: Bearer; without it a user and password in SMS_URL are.',
    example: '',
  }),
  CLU_ENDPOINT: httpsUrl.optional().meta({
    description:
      'Azure language service (set all four or none; the local recogniser answers without it, and for operators whose policy does not allow the host).',
    example: '',
  }),
  CLU_KEY: word.refine(headerSafe, HEADER_SAFE).optional().meta({ description: 'Its key.', example: '' }),
  CLU_PROJECT: word.optional().meta({ description: 'Its project.', example: '' }),
  CLU_DEPLOYMENT: word.optional().meta({ description: 'The deployment of that project.', example: '' }),
  BACKENDS: list
    .refine(
      (names) => names.every((name) => backendSchema.safeParse(name).success),
      `must be a list of ${backendSchema.options.join(', ')}`,
    )
    .pipe(z.array(backendSchema))
    .refine((names) => new Set(names).size === names.length, 'names a backend twice')
    .default(['webhook'])
    .meta({
      description:
        'Where requests go, with a comma between: webhook, servicenow, dynamics365, zendesk. Each request waits in the database for every one of them.',
      example: 'webhook',
    }),
  DEFAULT_OPERATOR: oneOf(operatorSchema.options).default('21vianet').meta({
    description: 'Whose policy answers people whom the directory does not know: 21vianet or microsoft.',
    example: '21vianet',
  }),
  LOG_LEVEL: oneOf(LOG_LEVELS)
    .default('info')
    .meta({ description: `How much is logged: ${LOG_LEVELS.join(', ')}.`, example: 'info' }),
});
export type Settings = z.infer<typeof settingsSchema>;
export type SettingName = keyof Settings;

const metaSchema = z.object({ description: z.string(), example: z.string() });

/** Name to description and example of every setting; `.env.example` must say the same. */
export const SETTINGS: Readonly<Record<string, z.infer<typeof metaSchema>>> = Object.fromEntries(
  Object.entries(settingsSchema.shape).map(([name, schema]) => [name, metaSchema.parse(schema.meta())]),
);
