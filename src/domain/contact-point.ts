import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { z } from 'zod';
import type { Operator } from './person.ts';

/** A number without a country code is read as one of the operator's country; a `+` always wins. */
const HOME_COUNTRY: Readonly<Record<Operator, CountryCode>> = { '21vianet': 'CN', microsoft: 'US' };

const emailSchema = z.email().max(254);

/**
 * A telephone number in international form (`+86 10 5555 0100`, ITU-T E.123), or null when the text is none.
 * Length and country code are checked, not whether the number is in service.
 */
export function readPhone(text: string, operator: Operator): string | null {
  if (text.length > 40) return null;
  const parsed = parsePhoneNumberFromString(text.normalize('NFKC'), HOME_COUNTRY[operator]);
  return parsed?.isPossible() ? parsed.formatInternational() : null;
}

/** An e-mail address in lower case, or null when the text is none. */
export function readEmail(text: string): string | null {
  const read = emailSchema.safeParse(text.normalize('NFKC').trim().toLowerCase());
  return read.success ? read.data : null;
}

/** The first telephone number and e-mail address inside a sentence. */
export function findContactPoints(text: string, operator: Operator): { phone: string | null; email: string | null } {
  const plain = text.normalize('NFKC').slice(0, 500);
  const email = plain.match(/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/)?.[0] ?? null;
  const rest = email ? plain.replace(email, ' ') : plain;
  const phone = rest.match(/\+?\d[\d\s().-]{4,24}\d/)?.[0] ?? null;
  return { phone: phone ? readPhone(phone, operator) : null, email: email ? readEmail(email) : null };
}
