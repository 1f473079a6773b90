import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { readEmail, readPhone } from '../domain/contact-point.ts';
import type { Operator, Person, RegisteredContacts } from '../domain/person.ts';

/** Where a number without a country code is at home. */
export interface Home {
  readonly operator: Operator;
  /** ISO 3166-1 code; null is the operator's own country. */
  readonly country: string | null;
}

/** More contacts of one kind than anybody chooses among. */
const MOST = 10;

/** A telephone number in international form, or null; a number without `+` is read as one of the home country. */
export function readRegisteredPhone(text: string, { operator, country }: Home): string | null {
  if (text.length > 40) return null;
  if (country === null || !isSupportedCountry(country)) return readPhone(text, operator);
  const parsed = parsePhoneNumberFromString(text.normalize('NFKC'), country);
  return parsed?.isPossible() ? parsed.formatInternational() : null;
}

/** Contacts as they are compared and called, each once; what cannot be read is left out, because no code could go there. */
export function normalisedContacts({ phones, emails }: RegisteredContacts, home: Home): RegisteredContacts {
  const readable = (read: (text: string) => string | null, texts: readonly string[]) =>
    [...new Set(texts.flatMap((text) => read(text) ?? []))].slice(0, MOST);
  return { phones: readable((text) => readRegisteredPhone(text, home), phones), emails: readable(readEmail, emails) };
}

/** The contacts of a person's record. */
export function registeredOf({ phones, emails }: RegisteredContacts): Person['registered'] {
  return { phone: phones[0] ?? null, email: emails[0] ?? null, phones: [...phones], emails: [...emails] };
}
