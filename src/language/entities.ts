import { findPhoneNumbersInText } from 'libphonenumber-js';
import { findMailStatus } from '../domain/error-code.ts';
import type { Entities } from '../domain/understanding.ts';
import { readablePart } from './normalisation.ts';
import { productOf } from './product-names.ts';
import { createSieve, firstMatch, fits, type Sifted, type SiftedText } from './sieve.ts';
import { readSince } from './time-expressions.ts';

/** Few texts name any of these, so most patterns need not be tried. */
const sieve = createSieve();

const EMAIL = sieve.add(/[\w.+-]{1,64}@(?:[a-z\d-]{1,63}\.){1,5}[a-z]{2,24}/i);
/** `SR-YYYYMMDD-NNNN`, at least four digits at the end. */
const REFERENCE = sieve.add(/(?<![A-Z\d])SR-\d{8}-\d{4,12}(?!\d)/i);

const MAIL_STATUS = sieve.add(/(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.]|\d)/);
/** In order of trust: codes that speak for themselves, then what is introduced as a code. */
const SUREST_CODES = [/AADSTS\d{4,7}/i, /(?<![\w])0x[\da-f]{6,8}(?![\da-f])/i].map(sieve.add);
const OTHER_CODES = [
  /(?<![A-Za-z])CAA[\dA-F]{4,6}(?![\dA-F])/,
  /(?:错误|錯誤|报错|報錯|异常)(?:代码|代碼|编号|码|碼|号)? ?(?:是|为|為|[:：#])? ?(?=[\w-]*\d)([A-Za-z\d][\w-]{2,30})/,
  /\b(?:error|status|fault|stop)(?: ?code| number| id)?(?: is| was)? ?[:#=]? ?(?=[\w-]*\d)([a-z\d][\w-]{2,30})/i,
  /(?<![\w.-])([45]\d{2})(?: ?(?:错误|錯誤|报错| error))/i,
].map(sieve.add);
/** What looks like a phone number and is none. */
const NO_PHONE =
  /https?:\/\/\S{1,500}|SR-\d{8}-\d{4,12}|\d{4}-\d{1,2}-\d{1,2}|\d+(?:\.\d+){2,}|[\da-f]{8}-[\da-f]{4}-[\da-f-]{20,}|0x[\da-f]+|AADSTS\d+/gi;
/** Searching for numbers costs most of all readings, so only a text with enough digits is searched. */
const ENOUGH_DIGITS = sieve.add(/(?:\d[ ()./\-–]{0,3}){7}/);

function readErrorCode(text: SiftedText): string | null {
  const mail = () => (fits(MAIL_STATUS, text) ? findMailStatus(text.text) : null);
  return firstOf(SUREST_CODES, text) ?? mail() ?? firstOf(OTHER_CODES, text);
}

function firstOf(patterns: readonly Sifted[], text: SiftedText): string | null {
  for (const pattern of patterns) {
    const match = firstMatch(pattern, text);
    if (match) return match[1] ?? match[0];
  }
  return null;
}

function readPhone(read: SiftedText, errorCode: string | null): string | null {
  if (!fits(ENOUGH_DIGITS, read)) return null;
  const { text } = read;
  const withoutCode = errorCode === null ? text : text.replaceAll(errorCode, (code) => ' '.repeat(code.length));
  const plain = withoutCode.replace(NO_PHONE, (match) => ' '.repeat(match.length));
  const [first] = findPhoneNumbersInText(plain, 'CN');
  return first ? plain.slice(first.startsAt, first.endsAt) : null;
}

/**
 * What a text names: product (by full name or nickname), error code, request reference, e-mail address, telephone
 * number, and since when; each as written, the reference in capitals, the product as the form lists it.
 * @param normalised the text after `normalise`
 * @param userCount people affected, as the severity facts read them
 */
export function readEntities(text: string, normalised: string, userCount: number | null): Entities {
  const written = readablePart(text);
  const read = sieve.sift(written);
  const product = productOf(normalised);
  const errorCode = readErrorCode(sieve.sift(written.normalize('NFKC')));
  const reference = firstMatch(REFERENCE, read)?.[0].toUpperCase();
  const email = firstMatch(EMAIL, read)?.[0];
  const phone = readPhone(read, errorCode);
  const since = readSince(written);
  return {
    ...(product && { product }),
    ...(errorCode && { errorCode }),
    ...(reference && { reference }),
    ...(email && { email }),
    ...(phone && { phone }),
    ...(userCount !== null && { userCount }),
    ...(since && { since }),
  };
}
