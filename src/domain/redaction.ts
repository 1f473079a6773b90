import { SECRET_CLASSES, SECRET_PATTERNS, type SecretClass } from './secret-patterns.ts';

/** How many secrets of one class were masked. */
export interface Redaction {
  readonly class: SecretClass;
  readonly count: number;
}

interface Span {
  readonly class: SecretClass;
  readonly start: number;
  readonly end: number;
}

/** A mask can free a boundary for one more pattern; nothing legitimate needs a third look, so a bound is enough. */
const MAX_PASSES = 8;
/** JSON deeper than this is not of our cards; what lies below is dropped rather than stored unread. */
const MAX_DEPTH = 32;
/** A submitted form has some twenty parts; each one costs a look with every pattern, so a message of numbers alone would hold everybody up. */
const MAX_PARTS = 5000;
/** No card or identity number is smaller. */
const LEAST_SECRET_NUMBER = 1e12;

const MASK = new RegExp(`\\[•{6} (?<class>${SECRET_CLASSES.join('|')})\\]`, 'g');
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const mask = (secret: SecretClass): string => `[•••••• ${secret}]`;

/**
 * Masks passwords, one-time codes, keys, tokens, signatures, card and identity numbers in a text, in Chinese and
 * English. Telephone numbers, e-mail addresses, request references and error codes stay. Masking twice changes nothing.
 * Each mask reads `[•••••• class]`, so that {@link redactionsIn} can count what was masked long ago.
 * @returns `found` in the order of {@link SECRET_CLASSES}, only what this call masked
 */
export function redact(text: string): { readonly text: string; readonly found: readonly Redaction[] } {
  const counts = new Map<SecretClass, number>();
  let masked = text;
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const spans = mergeSpans(findSecrets(shadowOf(masked)));
    if (spans.length === 0) break;
    for (const span of spans) counts.set(span.class, (counts.get(span.class) ?? 0) + 1);
    masked = replaceSpans(masked, spans);
  }
  return { text: masked, found: inOrder(counts) };
}

/**
 * The same for JSON as it comes from a card or a channel: every string, every key, and every scalar under a key that
 * names a secret. Anything nested deeper than 32 levels becomes null, and what comes after 5 000 parts is left out.
 * @param value JSON; anything else inside it becomes null
 */
export function redactDeep(value: unknown): { readonly value: unknown; readonly found: readonly Redaction[] } {
  const counts = new Map<SecretClass, number>();
  const count = ({ class: secret, count: times }: Redaction): void => {
    counts.set(secret, (counts.get(secret) ?? 0) + times);
  };
  const text = (raw: string): string => {
    const result = redact(raw);
    result.found.forEach(count);
    return result.text;
  };
  let left = MAX_PARTS;
  const taken = <Part>(parts: readonly Part[]): readonly Part[] => {
    const some = parts.slice(0, left);
    left -= some.length;
    return some;
  };
  const walk = (part: unknown, under: SecretClass | null, depth: number): unknown => {
    if (typeof part === 'boolean' || part === null) return part;
    if (under && (typeof part === 'number' || (typeof part === 'string' && part !== ''))) {
      if (typeof part === 'string' && redactionsIn(part).length > 0) return text(part);
      count({ class: under, count: 1 });
      return mask(under);
    }
    if (typeof part === 'number') return maskedNumber(part, text);
    // An id is no card number, even where its digits would pass for one: buttons would lose their draft.
    if (typeof part === 'string') return UUID.test(part) ? part : text(part);
    if (typeof part !== 'object' || depth >= MAX_DEPTH) return null;
    if (Array.isArray(part)) return taken(part).map((item) => walk(item, under, depth + 1));
    return Object.fromEntries(
      taken(Object.entries(part)).map(([key, item]) => [text(key), walk(item, under ?? secretNamed(key), depth + 1)]),
    );
  };
  const redacted = walk(value, null, 0);
  return { value: redacted, found: inOrder(counts) };
}

/** Counts the masks in texts that were redacted before. */
export function redactionsIn(...texts: readonly string[]): readonly Redaction[] {
  const counts = new Map<SecretClass, number>();
  for (const text of texts) {
    for (const secret of SECRET_CLASSES) {
      const times = text.split(mask(secret)).length - 1;
      if (times > 0) counts.set(secret, (counts.get(secret) ?? 0) + times);
    }
  }
  return inOrder(counts);
}

/** A card number may come as a JSON number. */
function maskedNumber(value: number, text: (raw: string) => string): number | string {
  if (Math.abs(value) < LEAST_SECRET_NUMBER) return value;
  const digits = String(value);
  const masked = text(digits);
  return masked === digits ? value : masked;
}

const SECRET_FIELDS: readonly (readonly [RegExp, SecretClass])[] = [
  [/(?:password|passwd|pwd|passphrase|passcode)$|密码|口令/, 'password'],
  [/(?:apikey|accesskey|accountkey|subscriptionkey|secretkey)$|密钥/, 'api-key'],
  [/privatekey$/, 'private-key'],
  [/(?:secret|token|authorization|credentials?|cookie)$|令牌/, 'token'],
  [/^(?:otp|pin|pincode|code2fa)$|(?:verificationcode|onetimecode|securitycode)$|验证码/, 'one-time-code'],
  [/(?:cardnumber|creditcard)$|^(?:cvv|cvc|cvv2)$/, 'payment-card'],
];

function secretNamed(field: string): SecretClass | null {
  const name = field
    .slice(-100)
    .toLowerCase()
    .replace(/[-_ .]/g, '');
  return SECRET_FIELDS.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/**
 * A text of the same length for the patterns to read: full-width letters, digits and signs half-width, sentence
 * punctuation left as the end of a value, and old masks as line breaks, which no pattern crosses.
 */
function shadowOf(text: string): string {
  return text
    .replace(/[＂-＋－-：＝-＞＠-～]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00a0]/g, ' ')
    .replace(MASK, (found) => '\n'.repeat(found.length));
}

function findSecrets(shadow: string): readonly Span[] {
  const spans: Span[] = [];
  for (const { class: secret, regex, accept } of SECRET_PATTERNS) {
    // Not matchAll: it copies the pattern each time, which costs several times what it takes to read a short text.
    regex.lastIndex = 0;
    for (let match = regex.exec(shadow); match; match = regex.exec(shadow)) {
      const value = match.groups?.secret;
      if (!value || (accept && !accept(value))) continue;
      const start = match.index + match[0].lastIndexOf(value);
      spans.push({ class: secret, start, end: start + withoutPunctuation(value) });
    }
  }
  return spans;
}

/** Length of a value without the punctuation of the sentence around it; by hand, because `+$` is quadratic. */
function withoutPunctuation(value: string): number {
  let length = value.length;
  while (length > 1 && '.,;:\'")]}>'.includes(value.charAt(length - 1))) length -= 1;
  return length;
}

function replaceSpans(text: string, spans: readonly Span[]): string {
  const parts: string[] = [];
  let position = 0;
  for (const span of spans) {
    parts.push(text.slice(position, span.start), mask(span.class));
    position = span.end;
  }
  return parts.join('') + text.slice(position);
}

/** Overlapping spans become one, named after the class that stands first in {@link SECRET_CLASSES}. */
function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((one, other) => one.start - other.start)) {
    const last = merged.at(-1);
    if (!last || span.start >= last.end) merged.push(span);
    else
      merged.splice(-1, 1, {
        class: earlier(last.class, span.class),
        start: last.start,
        end: Math.max(last.end, span.end),
      });
  }
  return merged;
}

function earlier(one: SecretClass, other: SecretClass): SecretClass {
  return SECRET_CLASSES.indexOf(one) <= SECRET_CLASSES.indexOf(other) ? one : other;
}

function inOrder(counts: ReadonlyMap<SecretClass, number>): readonly Redaction[] {
  return SECRET_CLASSES.flatMap((secret) => {
    const count = counts.get(secret);
    return count ? [{ class: secret, count }] : [];
  });
}

/** The text without its masks: their words would be taken for the person's, and "password" names a topic. */
export function withoutMasks(text: string): string {
  return text.replace(/\[•{6} [a-z-]+\]/g, ' ');
}
