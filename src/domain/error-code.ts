import words from './mail-status.json' with { type: 'json' };

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

/** The same in a sentence, but for the status of mail. */
const BEFORE_MAIL = [/(?<![a-z\d])aadsts[\s:#-]{0,3}\d{4,7}(?!\d)/i, /(?<![a-z\d])0x\s?[\da-f]{6,8}(?![\da-f])/i];
const AFTER_MAIL = /(?<![a-z\d])caa[\s-]?[\da-f]{4,6}(?![\da-f])/i;

/** Three numbers of which the first is 4 or 5; no part of an IP address or a longer version. */
const STATUS = /(?<![\d.])([45]\d{2}[\s-]{1,3}#?|#)?([45]\.(\d{1,3})\.\d{1,3})(?![\d.])/g;
/** Digits of the second number that RFC 3463 knows. */
const SUBJECT = /^[0-7]$/;
const MAIL_WORDS = new RegExp(words.mailWords, 'i');
/** What stands right before the number of a version, or right behind it. */
const VERSION_BEFORE = new RegExp(words.versionBefore, 'i');
const VERSION_BEHIND = new RegExp(words.versionBehind, 'i');
/** UTF-16 units around a number in which words tell what it is. */
const NEAR = 80;
/** A message with more of them is a list of something else. */
const MOST_LOOKS = 200;

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

/**
 * The first enhanced mail status (RFC 3463) of a text, which is written like a version: behind an SMTP code or `#` it is
 * one, behind "version" or the name of a system it is none.
 */
export function findMailStatus(text: string): string | null {
  let looks = 0;
  for (const match of text.matchAll(STATUS)) {
    const [whole, reply, status = '', subject = ''] = match;
    looks += 1;
    if (looks > MOST_LOOKS) return null;
    if (reply !== undefined || text.trim() === status) return status;
    const before = text.slice(Math.max(0, match.index - NEAR), match.index);
    const behind = text.slice(match.index + whole.length, match.index + whole.length + NEAR);
    if (VERSION_BEFORE.test(before.slice(-24)) || VERSION_BEHIND.test(behind)) continue;
    if (SUBJECT.test(subject) || MAIL_WORDS.test(before) || MAIL_WORDS.test(behind)) return status;
  }
  return null;
}

/** The first code of a known family that a sentence holds, in its kept form; null without one. */
export function findErrorCode(text: string): string | null {
  const plain = text.normalize('NFKC').slice(0, 20_000);
  for (const pattern of BEFORE_MAIL) {
    const [found] = plain.match(pattern) ?? [];
    if (found !== undefined) return normaliseErrorCode(found);
  }
  const last = findMailStatus(plain) ?? plain.match(AFTER_MAIL)?.[0];
  return last === undefined ? null : normaliseErrorCode(last);
}
