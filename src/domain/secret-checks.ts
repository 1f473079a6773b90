/** Words that follow "password is" or "token:" in ordinary sentences and are no secret. */
const ORDINARY_WORDS = new Set(
  `a about again all also always am an and another any are as asked at back bad be because been before being blank
  but by can cannot correct could default did different do does empty etc even every exact false fine for from good
  had has have he her here his how i if in incorrect invalid is it its just known last least less like locked long
  lost may me might mine missing more most must my na necessary never new nil no none not nothing now null of ok okay
  old on one only optional or our out own password passwords please policy protected required reset right safe same set
  secure she short should so some still strong such sure than that the their them then there these they this those to
  today too true two undefined unknown until up upon us valid very want was we weak weird were what when where which
  who why will with without wrong yes yesterday yet you your expire expires`.split(/\s+/),
);

/** Whether a value after a label is ordinary prose, a placeholder or an error code rather than a secret. */
export function isPlainWord(value: string): boolean {
  // No word is that long, and the patterns below are not made for it.
  if (value.length > 200) return false;
  const word = value.replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  if (word === '' || isErrorCode(word) || /^\d{1,3}$/.test(word)) return true;
  if (/^([A-Za-z*#.-])\1*$/.test(word)) return true;
  if (!/^[A-Za-z'’-]+$/.test(word) || word.length < value.replace(/[.,;:!?)"']+$/, '').length) return false;
  const lower = word.toLowerCase();
  return ORDINARY_WORDS.has(lower) || (word === lower && lower.length > 4 && /(?:ed|ing|ly)$/.test(lower));
}

/** Whether a text without a clear label looks like a password: letters and digits mixed, and nothing else that is known. */
export function looksLikePassword(value: string): boolean {
  if (isErrorCode(value) || /365|:\/\/|^[\w.+-]+@[\w-]+\./.test(value)) return false;
  return /\d/.test(value) && /[A-Za-z]/.test(value);
}

/** Whether a run of letters looks generated: mixed with digits, or longer than words are. */
export function looksRandom(value: string): boolean {
  return value.length >= 40 || (/\d/.test(value) && /[A-Za-z]/.test(value) && !isErrorCode(value));
}

/** Whether a text holds a digit. */
export function hasDigit(value: string): boolean {
  return /\d/.test(value);
}

/** Check digit of payment cards (ISO/IEC 7812-1, Luhn); a mobile number with country code 86 is none. */
export function isCardNumber(value: string): boolean {
  const digits = value.replace(/[ -]/g, '');
  if (/^861[3-9]\d{9}$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = digit * 2 - (digit > 4 ? 9 : 0);
    sum += index % 2 === 1 ? doubled : digit;
  }
  return sum % 10 === 0;
}

/** Check character of a resident identity number of mainland China (GB 11643, ISO 7064 MOD 11-2). */
export function isResidentId(value: string): boolean {
  const characters = value.replace(/[ -]/g, '').toUpperCase();
  let weighted = 0;
  for (let index = 0; index < 17; index += 1) weighted += Number(characters[index]) * (2 ** (17 - index) % 11);
  return characters[17] === '10X98765432'[weighted % 11];
}

/** Error codes, incident ids and request references that people quote: AADSTS50126, 0x80070005, EX123456, SR-... */
function isErrorCode(value: string): boolean {
  return /^(?:AADSTS\d+|0x[0-9a-f]+|SR-\d|[A-Z]{2}\d{4,}$|\d\.\d{1,3}\.\d{1,3}$)/i.test(value);
}
