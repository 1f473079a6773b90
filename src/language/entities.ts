import { findPhoneNumbersInText } from 'libphonenumber-js';
import { findMailStatus } from '../domain/error-code.ts';
import type { Entities, Span, Spans } from '../domain/understanding.ts';
import { entityPattern, siftedForEntities } from './entity-sieve.ts';
import type { PeopleCount } from './facts/people-count.ts';
import { findLanguageWish } from './language-wish.ts';
import { findDomain, findServer } from './named-hosts.ts';
import { normalise, readablePart } from './normalisation.ts';
import { findProduct } from './product-names.ts';
import { firstMatch, fits, type Sifted, type SiftedText } from './sieve.ts';
import { readableMap, rewrittenMap } from './text-map.ts';
import { findDeadline, findSince } from './time-expressions.ts';

const EMAIL = entityPattern(/[\w.+-]{1,64}@(?:[a-z\d-]{1,63}\.){1,5}[a-z]{2,24}/i);
/** `SR-YYYYMMDD-NNNN`, at least four digits at the end. */
const REFERENCE = entityPattern(/(?<![A-Z\d])SR-\d{8}-\d{4,12}(?!\d)/i);

const MAIL_STATUS = entityPattern(/(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.]|\d)/);
/** In order of trust: codes that speak for themselves, then what is introduced as a code. */
const SUREST_CODES = [/AADSTS\d{4,7}/i, /(?<![\w])0x[\da-f]{6,8}(?![\da-f])/i].map(entityPattern);
const OTHER_CODES = [
  /(?<![A-Za-z])CAA[\dA-F]{4,6}(?![\dA-F])/,
  /(?:错误|錯誤|报错|報錯|异常)(?:代码|代碼|编号|码|碼|号)? ?(?:是|为|為|[:：#])? ?(?=[\w-]*\d)([A-Za-z\d][\w-]{2,30})/,
  /\b(?:error|status|fault|stop)(?: ?code| number| id)?(?: is| was)? ?[:#=]? ?(?=[\w-]*\d)([a-z\d][\w-]{2,30})/i,
  /(?<![\w.-])([45]\d{2})(?: ?(?:错误|錯誤|报错| error))/i,
].map(entityPattern);
/** What looks like a phone number and is none. */
const NO_PHONE =
  /https?:\/\/\S{1,500}|SR-\d{8}-\d{4,12}|\d{4}-\d{1,2}-\d{1,2}|(?<!\d)\d{1,20}(?:\.\d{1,20}){2,20}|[\da-f]{8}-[\da-f]{4}-[\da-f-]{20,}|0x[\da-f]+|AADSTS\d+/gi;
/** Searching for numbers costs most of all readings, so only a text with enough digits is searched. */
const ENOUGH_DIGITS = entityPattern(/(?:\d[ ()./\-–]{0,3}){7}/);

/** What was read of one entity, and where its words stand. */
interface Found<Value> extends Span {
  readonly value: Value;
}

function firstOf(patterns: readonly Sifted[], text: SiftedText): Found<string> | null {
  for (const pattern of patterns) {
    const match = firstMatch(pattern, text);
    if (!match) continue;
    const value = match[1] ?? match[0];
    const start = match.index + match[0].lastIndexOf(value);
    return { value, start, end: start + value.length };
  }
  return null;
}

function findStatus(text: SiftedText): Found<string> | null {
  const value = fits(MAIL_STATUS, text) ? findMailStatus(text.text) : null;
  if (value === null) return null;
  const start = text.text.indexOf(value);
  return { value, start, end: start + value.length };
}

function findErrorCode(text: SiftedText): Found<string> | null {
  return firstOf(SUREST_CODES, text) ?? findStatus(text) ?? firstOf(OTHER_CODES, text);
}

function findPhone(read: SiftedText, errorCode: string | null): Found<string> | null {
  if (!fits(ENOUGH_DIGITS, read)) return null;
  const { text } = read;
  const withoutCode = errorCode === null ? text : text.replaceAll(errorCode, (code) => ' '.repeat(code.length));
  const plain = withoutCode.replace(NO_PHONE, (match) => ' '.repeat(match.length));
  const [first] = findPhoneNumbersInText(plain, 'CN');
  if (!first) return null;
  return { value: plain.slice(first.startsAt, first.endsAt), start: first.startsAt, end: first.endsAt };
}

function findCount(normalised: string, people: PeopleCount | null): Found<number> | null {
  if (people === null) return null;
  // Words that stand nowhere had their white space evened.
  const start = normalised.indexOf(people.words);
  return { value: people.count, start, end: start < 0 ? start : start + people.words.length };
}

/** Entities of a text, and where they and other things stand. */
export interface ReadEntities {
  readonly entities: Entities;
  /**
   * @param normalisedPlaces what else stands in the normalised text
   * @returns places in the text as it was sent
   */
  readonly locate: (normalisedPlaces?: Spans) => Spans;
}

type AllFound = { readonly [Name in keyof Entities]-?: Found<NonNullable<Entities[Name]>> | null };

function valuesOf(found: AllFound): Entities {
  const { product, errorCode, reference, email, phone, userCount, since, deadline, server, domain, language } = found;
  return {
    ...(product && { product: product.value }),
    ...(errorCode && { errorCode: errorCode.value }),
    ...(reference && { reference: reference.value.toUpperCase() }),
    ...(email && { email: email.value }),
    ...(phone && { phone: phone.value }),
    ...(userCount && { userCount: userCount.value }),
    ...(since && { since: since.value }),
    ...(deadline && { deadline: deadline.value }),
    ...(server && { server: server.value }),
    ...(domain && { domain: domain.value }),
    ...(language && { language: language.value }),
  };
}

const COMPOSED = new Set<string>(['errorCode'] satisfies (keyof Entities)[]);
const NORMALISED = new Set<string>(['product', 'userCount'] satisfies (keyof Entities)[]);

/** The readings of a text in which something was found. */
interface Readings {
  readonly text: string;
  readonly written: string;
  readonly composed: string;
  readonly normalised: string;
}

/** Leads every place back to the text as it was sent, from the reading of it in which it was found. */
function spansOf(found: AllFound, { text, written, composed, normalised }: Readings, others: Spans): Spans {
  const whole = readableMap(text);
  const fromComposed = rewrittenMap(written, composed, (part) => part.normalize('NFKC'));
  const fromNormalised = rewrittenMap(written, normalised, normalise);
  const places = Object.entries(found).map(([name, place]) => {
    return { name, place, map: NORMALISED.has(name) ? fromNormalised : COMPOSED.has(name) ? fromComposed : null };
  });
  const told = Object.entries(others).map(([name, place]) => ({ name, place, map: fromNormalised }));
  const spans = [...places, ...told].flatMap(({ name, place, map }) => {
    if (!place || place.start < 0) return [];
    const { start, end } = place;
    const inWritten = map ? map.toOriginal({ start, end }) : { start, end };
    const span = inWritten && whole.toOriginal(inWritten);
    return span ? [[name, span] as const] : [];
  });
  return Object.fromEntries(spans);
}

/**
 * What a text names: product (by full name or nickname), error code, request reference, e-mail address, telephone
 * number, since when, until when, server, domain and language to answer in; each as written, the reference in capitals,
 * the product as the form lists it.
 * @param normalised the text after `normalise`
 * @param people how many are affected, as the severity facts read them
 */
export function readEntities(text: string, normalised: string, people: PeopleCount | null): ReadEntities {
  const written = readablePart(text);
  const composed = written.normalize('NFKC');
  const read = siftedForEntities(written);
  const errorCode = findErrorCode(composed === written ? read : siftedForEntities(composed));
  const product = findProduct(normalised);
  const found: AllFound = {
    product: product && { ...product, value: product.product },
    errorCode,
    reference: firstOf([REFERENCE], read),
    email: firstOf([EMAIL], read),
    phone: findPhone(read, errorCode?.value ?? null),
    userCount: findCount(normalised, people),
    since: findSince(written),
    deadline: findDeadline(written),
    server: findServer(written),
    domain: findDomain(written),
    language: findLanguageWish(written),
  };
  const readings = { text, written, composed, normalised };
  return { entities: valuesOf(found), locate: (others = {}) => spansOf(found, readings, others) };
}
