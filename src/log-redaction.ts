/** What stands in the place of a private value. */
const PRIVATE = '[private]';
/** What stands in the place of what would make a line too long. */
const MORE = '[more]';

/**
 * A line stays readable and small, whatever is logged: levels of depth, entries of an object or list, values in all (a text
 * counts once more for each `perValue` characters), characters of one text, of a stack and of a code, causes of an error.
 */
const LIMITS = {
  depth: 6,
  entries: 50,
  values: 500,
  text: 2000,
  perValue: 32,
  stack: 4000,
  code: 100,
  causes: 4,
  keptNames: 1000,
};

/**
 * Names of fields that hold a person's words, who they are and how they are reached; compared without case, `-` and `_`.
 * The last row are fields of PostgreSQL's errors and queries that show values of a row.
 */
const WORDS_OF_PEOPLE = namesOf(`
  activity activities attachments body card channelData content data entities entries events input membersAdded query
  replies speak state text texts title transcript utterance value values
  commitments description draft impactStatement remarks summary
  contact contactEmail contactName contactPhone email from person phone recipient registered requester
  detail parameters rows where
`);

/** Ends of names of fields that open doors: `Set-Cookie`, `staff_api_key`, `directLineSecrets`, `DATABASE_URL`. */
const OPENS_DOORS =
  /(?:authorization|connectionstring|cookies?|credentials?|databaseurl|keys?|pass|passphrase|passwords?|passwd|pwd|secrets?|signature|ticket|tokens?)$/;

function namesOf(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/).map(plain));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}

const verdicts = new Map<string, boolean>();

function isPrivate(name: string): boolean {
  const known = verdicts.get(name);
  if (known !== undefined) return known;
  const bare = plain(name);
  const verdict = WORDS_OF_PEOPLE.has(bare) || OPENS_DOORS.test(bare);
  // Names are ours and few; one that comes from outside must not grow this for ever.
  if (verdicts.size < LIMITS.keptNames && name.length <= LIMITS.code) verdicts.set(name, verdict);
  return verdict;
}

/** What of one line may still be written, for an object that is wide at every depth: see {@link LIMITS}. */
interface Budget {
  left: number;
}

/**
 * The fields of a log line as they may be written: a private name has no value, at any depth; an error (`err`, `error`,
 * and wherever one is found) tells its type, code, status, words, stack and causes and nothing that a client hung on it; a
 * request (`req`) its method and address; any other instance of a class only the class. Deep, long and wide things are cut.
 */
export function publicFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  const budget: Budget = { left: LIMITS.values };
  for (const name in fields) shown[name] = publicField(name, fields[name], budget);
  return shown;
}

function publicField(name: string, value: unknown, budget: Budget): unknown {
  if (isPrivate(name)) return PRIVATE;
  try {
    if (name === 'req') return requestSummary(value);
    if (name === 'err' || (name === 'error' && !isCode(value))) return failureSummary(value, LIMITS.causes);
    return publicValue(value, 1, budget);
  } catch {
    // A getter or a proxy that throws must not take the turn down with the line.
    return '[unreadable]';
  }
}

/** A code such as `no-token`, which the product itself tells, as against something that was thrown. */
function isCode(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z][a-z0-9]*(?:-[a-z0-9]+){0,4}$/.test(value) && value.length <= LIMITS.code;
}

function publicValue(value: unknown, depth: number, budget: Budget): unknown {
  budget.left -= 1;
  if (typeof value === 'string') return publicText(value, budget);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return errorSummary(value, LIMITS.causes);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof URL) return value.href;
  if (depth > LIMITS.depth || budget.left < 0) return MORE;
  if (Array.isArray(value)) return value.slice(0, LIMITS.entries).map((item) => publicValue(item, depth + 1, budget));
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null
    ? publicEntries(value, depth, budget)
    : `[${classOf(value)}]`;
}

function publicText(text: string, budget: Budget): string {
  const shown = cut(text, LIMITS.text);
  budget.left -= Math.floor(shown.length / LIMITS.perValue);
  return budget.left < 0 ? MORE : shown;
}

function publicEntries(value: object, depth: number, budget: Budget): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value).slice(0, LIMITS.entries)) {
    const entry = isPrivate(name) ? PRIVATE : publicValue(item, depth + 1, budget);
    // Not `shown[name] =`: for a key named `__proto__` that would be another thing.
    Object.defineProperty(shown, cut(name, LIMITS.code), { value: entry, enumerable: true, configurable: true });
  }
  return shown;
}

function classOf(value: object): string {
  const { name } = value.constructor;
  return typeof name === 'string' ? cut(name, LIMITS.code) : 'object';
}

function requestSummary(request: unknown): Record<string, unknown> {
  if (typeof request !== 'object' || request === null) return {};
  const word = (name: string) => (name in request ? cut(String(Reflect.get(request, name)), LIMITS.text) : undefined);
  return { method: word('method'), url: word('url') };
}

function errorSummary(error: Error, causesLeft: number): Record<string, unknown> {
  const summary: Record<string, unknown> = { type: classOf(error) };
  for (const name of ['code', 'status', 'statusCode']) {
    const value: unknown = name in error ? Reflect.get(error, name) : undefined;
    if (typeof value === 'number') summary[name] = value;
    else if (typeof value === 'string') summary[name] = cut(value, LIMITS.code);
  }
  summary.message = cut(wordsOf(error, String(error.message)), LIMITS.text);
  summary.stack = cut(framesOf(error), LIMITS.stack);
  if (causesLeft > 0) {
    if (error.cause !== undefined) summary.cause = failureSummary(error.cause, causesLeft - 1);
    // A name with several addresses fails as one error with an empty message.
    if (error instanceof AggregateError) {
      summary.errors = error.errors.slice(0, LIMITS.causes).map((one) => failureSummary(one, causesLeft - 1));
    }
  }
  return summary;
}

/** Something thrown that is no error may be anything, so only its type is told. */
function failureSummary(failure: unknown, causesLeft: number): Record<string, unknown> {
  return failure instanceof Error ? errorSummary(failure, causesLeft) : { type: typeof failure };
}

/** SQLSTATE class 22 "data exception" (PostgreSQL, appendix A): the server repeats the value that it could not read. */
const VALUE_IN_WORDS = /^22/;

/**
 * The message of an error without what it quotes: JSON.parse repeats the text that is no JSON, PostgreSQL the value that
 * does not fit its type, an HTTP client the whole answer of the other side (which may repeat what it was sent), and zod the
 * names of keys that somebody made up.
 */
function wordsOf(error: Error, message: string): string {
  if ('issues' in error && Array.isArray(error.issues)) return `${error.issues.length} problems with the shape of data`;
  const code: unknown = 'code' in error ? error.code : undefined;
  const isOfClient = 'response' in error && typeof error.response === 'object';
  const quotes = error instanceof SyntaxError || isOfClient || (typeof code === 'string' && VALUE_IN_WORDS.test(code));
  // From the first quotation mark to the last: what is quoted may hold marks of its own.
  return quotes ? message.replace(/".*"/s, PRIVATE) : message;
}

/** Where it happened; the message at the top of a stack is left out, it is told apart. */
function framesOf({ stack }: Error): string {
  if (typeof stack !== 'string') return '';
  const first = stack.search(/^ {4}at /m);
  return first === -1 ? '' : stack.slice(first);
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}

/** Shapes of secrets in running text: bearer tokens, JSON Web Tokens, tokens and user names in addresses. */
const BEARER = /\bBearer\s+[\w.~+/=-]+/gi;
const WEB_TOKEN = /\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)*/g;
const IN_ADDRESS = /([?&](?:t|token|access_token|secret|code|sig|key|password)=)[^&\s"'\\]+/gi;
const USER_IN_ADDRESS = /(:\/\/)[^\s/@"'\\]+@/g;
const MAY_HOLD_SECRET = /Bearer\s|\beyJ|[?&][a-z_]+=|:\/\/[^\s/"]*@/i;

/** Control codes that JSON lets through, and marks that turn the direction of text: a terminal would obey them. */
const UNSEEN = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
const EVERY_UNSEEN = new RegExp(UNSEEN, 'g');

/**
 * A finished JSON line without what looks like a secret, wherever it stands, and without unseen control characters; it
 * stays the same JSON otherwise.
 */
export function safeLine(line: string): string {
  const hidden = MAY_HOLD_SECRET.test(line) ? withoutSecrets(line) : line;
  return UNSEEN.test(hidden) ? hidden.replace(EVERY_UNSEEN, escaped) : hidden;
}

function withoutSecrets(line: string): string {
  return line
    .replace(BEARER, `Bearer ${PRIVATE}`)
    .replace(WEB_TOKEN, PRIVATE)
    .replace(IN_ADDRESS, `$1${PRIVATE}`)
    .replace(USER_IN_ADDRESS, `$1${PRIVATE}@`);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
