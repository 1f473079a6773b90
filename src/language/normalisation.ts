import { PHONE, withContactsApart } from './contact-phrases.ts';
import { withPleasantriesApart } from './pleasantries.ts';
import { createSieve, mayFit } from './sieve.ts';
import { simplified } from './traditional-characters.ts';

/** UTF-16 units that are read from each end of a long text: the matter stands in the first or the last lines. */
const END_UNITS = 1_000;

/**
 * A text as the readers of this folder take it: valid Unicode and at most 2 000 UTF-16 units, the first and the last
 * 1 000 of a longer one, so that no message costs more than a bounded time.
 */
export function readablePart(text: string): string {
  const whole = text.length > 2 * END_UNITS ? `${text.slice(0, END_UNITS)}\n${text.slice(-END_UNITS)}` : text;
  return whole.toWellFormed();
}

/** NFKC, lower case, simplified characters, one kind of apostrophe, no zero-width characters. */
export function normalise(text: string): string {
  const plain = simplified(readablePart(text).normalize('NFKC').toLowerCase());
  return plain.replace(/[\u200b-\u200f\u2060\ufeff]/g, '').replace(/[\u2018\u2019\u02bc`\u00b4]/g, "'");
}

/** Numbers that carry a meaning of their own: products, years of releases, HTTP statuses. */
const TELLING_NUMBERS = /^(365|20(10|13|16|19|21|24)|40[0134]|50[0234]|53003)$/;

/** A run of digits as its length class, so that 「300 人」 and 「250 人」 are the same to the model. */
function digitClass(digits: string): string {
  if (TELLING_NUMBERS.test(digits)) return digits;
  return digits.length > 5 ? '00000' : '0'.repeat(digits.length);
}

/** Runs in order; each replacement is a word of its own that no person types. */
const PLACEHOLDERS: readonly (readonly [RegExp, string | ((digits: string) => string)])[] = [
  [/\bhttps?:\/\/[^\s\u3000-\u303f\u4e00-\u9fff<>"']{1,500}/g, ' xurl '],
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g, ' xemail '],
  [/\bsr-\d{8}-\d{4,12}(?!\d)/g, ' xreference '],
  [PHONE, ' xphone '],
  [/\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/g, ' xguid '],
  [/\baadsts(\d{3,8})/g, ' xaadsts xaadsts$1 '],
  [/\b0x([\da-f]{4})([\da-f]{2,8})\b/g, ' xhex xhex$1 xhex$1$2 '],
  [/(?<![\d.])([45])\.(\d{1,2})\.(\d{1,3})(?![\d.])/g, ' xndr xndr$1$2 xndr$1$2n$3 '],
  // Errors of Office's own installation, as "30015-11 (392)".
  [/(?<![\d.-])(30[01]\d\d)-\d{1,4}(?![\d.-])/g, ' xoffice xoffice$1 '],
  [/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g, ' xaddress '],
  [/\b(?:www\.)?[a-z\d-]{2,63}(?:\.[a-z\d-]{2,63}){0,3}\.(?:com|cn|net|org|example|microsoft)\b/g, ' xhost '],
  [/(?<![a-z\d])\d{1,400}(?![a-z\d])/g, digitClass],
];

const sieve = createSieve();
const placeholders = PLACEHOLDERS.map(([pattern, replacement]) => ({ sifted: sieve.add(pattern), replacement }));

/**
 * The normalised text with what differs from person to person replaced by placeholders: addresses, links, references,
 * identifiers, error codes by family and whole, numbers by length, how to reach the person, greetings and thanks. Only for the model;
 * entities are read from the original.
 */
export function withPlaceholders(normalised: string): string {
  // Placeholders stand between blanks, so a text never has a required word only after a replacement.
  const marked = sieve.sift(normalised);
  let text = normalised;
  for (const { sifted, replacement } of placeholders) {
    if (!mayFit(sifted, marked)) continue;
    text =
      typeof replacement === 'string'
        ? text.replace(sifted.pattern, replacement)
        : text.replace(sifted.pattern, replacement);
  }
  return withPleasantriesApart(withContactsApart(text));
}
