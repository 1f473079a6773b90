import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';

/** The log that main hands to every part; `child` adds fields. */
export type Log = Logger;

/** Fields that hold secrets or a person's words, wherever an object is logged: at the top and one or two levels down. */
const PRIVATE_FIELDS = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'key',
  'activity',
  'body',
  'draft',
  'state',
  'text',
  'speak',
  'value',
  'description',
  'impactStatement',
  'attachments',
  'phone',
  'email',
  'contact',
  'appPassword',
  'staffApiKey',
  'directLineSecrets',
];

const BEARER = /\bBearer\s+[\w.~+/=-]+/gi;
const TOKEN_IN_URL = /([?&](?:t|token|secret|code|sig)=)[^&\s"']+/gi;

/**
 * JSON lines without secrets and without what people wrote: private fields are replaced by path, errors keep type, code,
 * message and stack only (an HTTP client's error carries the whole request with its token), URLs lose their tokens.
 * @param options.level a pino level
 * @param options.destination where lines go; standard error by default, so that standard output stays for people
 */
export function createLog(options: { level: string; destination?: DestinationStream }): Log {
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redactedPaths(), censor: '[private]' },
      serializers: { err: errorSummary, error: errorSummary, req: requestSummary, url: withoutTokens },
    },
    options.destination ?? pino.destination({ fd: 2, sync: false }),
  );
}

function redactedPaths(): string[] {
  return PRIVATE_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
}

function errorSummary(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { type, stack } = stdSerializers.err(error);
  const code = 'code' in error && ['string', 'number'].includes(typeof error.code) ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: errorSummary(error.cause) };
  return { type, ...code, message: masked(error.message), stack: masked(stack ?? ''), ...cause };
}

function requestSummary(request: unknown): Record<string, unknown> {
  if (typeof request !== 'object' || request === null) return {};
  const method = 'method' in request ? request.method : undefined;
  const url = 'url' in request ? withoutTokens(request.url) : undefined;
  return { method, url };
}

function withoutTokens(url: unknown): string {
  return String(url).replace(TOKEN_IN_URL, '$1[private]');
}

function masked(text: string): string {
  return withoutTokens(text.replace(BEARER, 'Bearer [private]'));
}
