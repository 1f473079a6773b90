import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { z } from 'zod';
import type { Operator } from './person.ts';

/** A number without a country code is mostly one of the operator's country; a `+` always wins. */
const HOME_COUNTRY: Readonly<Record<Operator, CountryCode>> = { '21vianet': 'CN', microsoft: 'US' };

const emailSchema = z.email().max(254);

/**
 * A telephone number in international form (`+86 10 5555 0100`, ITU-T E.123), or null when the text is none.
 * Length and country code are checked, not whether the number is in service.
 */
export function readPhone(text: string, operator: Operator): string | null {
  if (text.length > 40) return null;
  const plain = text
    .normalize('NFKC')
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/\s/g, ' ');
  const parsed = parsePhoneNumberFromString(plain, countryOf(plain, operator));
  return parsed?.isPossible() ? parsed.formatInternational() : null;
}

/** (425) 555-0100 as North America writes it. Chinese area codes begin with 0; 400 and 800 are hotlines in both countries. */
const AMERICAN =
  /^ *(?:1[ .-])?(?:\([2-9]\d{2}\) ?|(?!400|800)[2-9]\d{2}[ .-])\d{3}[ .-]?\d{4}(?: *(?:ext|x)\.? *\d{1,6})? *$/i;
/** 138 0013 8000, a mobile number in China by its groups. */
const CHINESE_GROUPS = /^ *1[3-9]\d([ -])\d{4}\1\d{4} *$/;
/** 13800138000, one without groups. */
const CHINESE_MOBILE = /^ *1[3-9]\d{9} *$/;

/** The country in which a number without a country code is read: that of its form where the form tells, else the operator's. */
function countryOf(text: string, operator: Operator): CountryCode {
  const home = HOME_COUNTRY[operator];
  const isValidIn = (country: CountryCode) => parsePhoneNumberFromString(text, country)?.isValid() === true;
  if (CHINESE_GROUPS.test(text)) return 'CN';
  if (AMERICAN.test(text) && isValidIn('US')) return 'US';
  return CHINESE_MOBILE.test(text) && !isValidIn(home) ? 'CN' : home;
}

/** An e-mail address in lower case, or null when the text is none. */
export function readEmail(text: string): string | null {
  const read = emailSchema.safeParse(text.normalize('NFKC').trim().toLowerCase());
  return read.success ? read.data : null;
}

/** A telephone number or an e-mail address as a text holds it: UTF-16 units of the text, the end exclusive. */
export interface ContactPoint {
  readonly kind: 'phone' | 'email';
  /** In international form, or in lower case. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g;
const PHONE = /(?<![\w.@-])\+?\(?\d[\d ().-]{4,24}\d(?![\w@-])/g;
/** What holds as many digits as a telephone number and is none. */
const NO_PHONE = /https?:\/\/\S{1,500}|SR-\d{8}-\d{4,12}|\d{4}-\d{1,2}-\d{1,2}|(?<!\d)\d{1,20}(?:\.\d{1,20}){2,20}/gi;
/** Fewer digits are an amount, an hour or an extension. */
const LEAST_DIGITS = 7;

/** Every telephone number and e-mail address of a text that can be read as one, in the order of the text. */
export function contactPointsIn(text: string, operator: Operator): readonly ContactPoint[] {
  const blank = (part: string) => ' '.repeat(part.length);
  const points = (from: string, pattern: RegExp, kind: ContactPoint['kind'], read: (found: string) => string | null) =>
    [...from.matchAll(pattern)].flatMap(({ 0: found, index }) => {
      const value = read(found);
      return value === null ? [] : [{ kind, value, start: index, end: index + found.length }];
    });
  const withoutEmails = text.replace(EMAIL, blank).replace(NO_PHONE, blank);
  const callable = (found: string) =>
    (found.match(/\d/g)?.length ?? 0) < LEAST_DIGITS ? null : readPhone(found, operator);
  return [...points(text, EMAIL, 'email', readEmail), ...points(withoutEmails, PHONE, 'phone', callable)].sort(
    (one, other) => one.start - other.start,
  );
}

/** The first telephone number and e-mail address inside a sentence. */
export function findContactPoints(text: string, operator: Operator): { phone: string | null; email: string | null } {
  const plain = text.normalize('NFKC').slice(0, 500);
  const email = plain.match(EMAIL)?.[0] ?? null;
  const rest = email ? plain.replace(email, ' ') : plain;
  const phone = rest.match(/\+?\(?\d[\d\s().-]{4,24}\d/)?.[0] ?? null;
  return { phone: phone ? readPhone(phone, operator) : null, email: email ? readEmail(email) : null };
}
