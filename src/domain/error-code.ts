/** The forms in which error codes are written, with the one form that is kept; the first that fits counts. */
const FORMS: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  // Entra ID sign-in errors.
  [/^aadsts[\s:#-]{0,3}(\d{4,7})$/i, (_, number) => `AADSTS${number}`],
  // HRESULT and Windows errors, in hexadecimal digits as Microsoft prints them.
  [/^0x\s?([\da-f]{4,8})h?$/i, (_, digits = '') => `0x${digits.toUpperCase()}`],
  // Enhanced mail status (RFC 3463), mostly behind its SMTP code.
  [/^(?:[245]\d{2}[\s-]{1,3})?#?([245]\.\d{1,3}\.\d{1,3})$/, (_, status = '') => status],
  // Sign-in of Office by the web account manager.
  [/^caa[\s-]?([\da-f]{4,6})$/i, (_, digits = '') => `CAA${digits.toUpperCase()}`],
];

/** The same in a sentence; a mail status is no part of a version or an IP address. */
const IN_TEXT = [
  /(?<![a-z\d])aadsts[\s:#-]{0,3}\d{4,7}(?!\d)/i,
  /(?<![a-z\d])0x\s?[\da-f]{6,8}(?![\da-f])/i,
  /(?<![\d.])(?:[45]\d{2}[\s-]{1,3})?#?[45]\.\d{1,3}\.\d{1,3}(?![\d.]|\d)/,
  /(?<![a-z\d])caa[\s-]?[\da-f]{4,6}(?![\da-f])/i,
];

/** A code of another family: letters and digits, no words. */
const OTHER = /^(?=.*\d)[A-Za-z\d][\w.-]{1,39}$/;

/**
 * An error code in the one form in which it is kept, so that staff and searches find the same code written otherwise:
 * `aadsts 50076` is `AADSTS50076`, `550 5.7.1` is `5.7.1`, `0X8004010f` is `0x8004010F`. Idempotent.
 * @returns null when the text is no code
 */
export function normaliseErrorCode(text: string): string | null {
  const plain = text.normalize('NFKC').trim();
  for (const [form, write] of FORMS) {
    const match = plain.match(form);
    if (match) return write(...match);
  }
  return OTHER.test(plain) ? plain : null;
}

/** The first code of a known family that a sentence holds, in its kept form; null without one. */
export function findErrorCode(text: string): string | null {
  const plain = text.normalize('NFKC').slice(0, 20_000);
  for (const pattern of IN_TEXT) {
    const [found] = plain.match(pattern) ?? [];
    if (found !== undefined) return normaliseErrorCode(found);
  }
  return null;
}
