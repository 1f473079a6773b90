import { redact, withoutMasks } from '../../src/domain/redaction.ts';
import { findDomain, findServer, type NamedHost } from '../../src/language/named-hosts.ts';

/** Names that must not leave the database. */
export interface KnownNames {
  readonly people: readonly string[];
  readonly organisations: readonly string[];
}

const SERVER = 'SRV01';

/**
 * What stands for what belongs to somebody. Nobody owns these: RFC 2606 names, RFC 5737 and RFC 3849 addresses, and the
 * recogniser reads each of them as it reads what it stands for, so a masked text can be trained with as it is.
 */
const STAND_INS = {
  link: 'https://example.com/',
  email: 'someone@example.com',
  guid: '00000000-0000-0000-0000-000000000000',
  reference: 'SR-20260101-0001',
  address6: '2001:db8::1',
  address: '192.0.2.1',
  account: 'XXX\\XXX',
  key: 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX',
  folder: '/home/XXX',
  machine: SERVER,
  number: '000000000',
  host: 'example.com',
} as const;
const PERSON = 'XXX';
const ORGANISATION = 'Contoso';

/**
 * In one pass, so that no stand-in is taken for something else; what comes first wins. A number of seven digits and more
 * is masked whatever it is, unless it is plainly a moment or an error code: a wrong mask costs nothing.
 */
const PRIVATE = new RegExp(
  [
    '(?<link>\\b[a-z][a-z\\d+.-]{1,20}[:\uff1a]//[^\\s\\u3000-\\u303f\\u4e00-\\u9fff<>"\']+)',
    "(?<email>[\\p{Script=Latin}\\d.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[\\p{L}\\d-]{1,63}\\.){0,8}[\\p{Script=Latin}\\d-]{1,63})",
    '(?<guid>(?<![\\da-f])[\\da-f]{8}(?:-?[\\da-f]{4}){3}-?[\\da-f]{12}(?![\\da-f])|(?<![\\da-f])(?:[\\da-f]{2}[:-]){5}[\\da-f]{2}(?![\\da-f]))',
    '(?<reference>(?<![a-z\\d])sr[ _-]?\\d{8}[ _-]?\\d{4,12}(?!\\d))',
    '(?<kept>(?<![\\d.])(?:[45]\\d\\d )?[45]\\.\\d{1,3}\\.\\d{1,3}(?![\\d.])|aadsts\\d{4,8}|(?<![a-z\\d])0x[\\da-f]{4,16}(?![\\da-f])|(?<!\\d)(?:19|20)\\d\\d(?<sign>[-/.])\\d{1,2}\\k<sign>\\d{1,2}(?:[ t]{1,2}\\d{1,2}:\\d{2}(?::\\d{2})?)?(?![\\d./-]*\\d))',
    '(?<address6>(?<![\\da-f:])(?:(?:[\\da-f]{1,4}:){7}[\\da-f]{1,4}|(?:[\\da-f]{1,4}:){1,7}(?::[\\da-f]{1,4}){1,7})(?![\\da-f:]))',
    '(?<address>(?<![\\d.])\\d{1,3}(?:\\.\\d{1,3}){3}(?:/\\d{1,2})?(?!\\d|\\.\\d))',
    '(?<account>(?<![\\w\\\\])[\\w.$:-]{0,64}\\\\+[\\p{L}\\d.$_-][\\p{L}\\d.$_\\\\-]*)',
    '(?<key>(?<![a-z\\d-])(?:[a-z\\d]{5}-){4}[a-z\\d]{5}(?![a-z\\d-]))',
    '(?<folder>(?<![\\w/])/(?:users|home)/[^\\s\\u3000-\\u303f<>"]+)',
    '(?<machine>(?<![\\w-])(?:desktop|laptop)-[a-z\\d]{3,15}(?![\\w-]))',
    '(?<number>[+(]{0,2}\\d(?:[\\s().\\u2010-\\u2015\\u2212·/_-]{0,3}\\d){6,})',
    '(?<host>\\b(?:[a-z\\d-]{1,63}\\.){1,8}(?:com|cn|net|org|example|microsoft|edu|gov)\\b(?:[/?#][^\\s\\u3000-\\u303f<>"\']*)?)',
  ].join('|'),
  'giu',
);

/**
 * A text of a person as it may be shown to those who label it: without secrets, addresses of every kind, numbers by which
 * somebody is reached or known, and the names that are known. Masking twice changes nothing. What nobody can know, such as
 * the name of a colleague in the middle of a sentence, stays: somebody has to look.
 */
export function maskText(text: string, names: KnownNames): string {
  const bare = withoutMasks(redact(plainCharacters(text)).text);
  const masked = bare.replace(PRIVATE, (found: string, ...rest: unknown[]) => standIn(found, rest.at(-1)));
  const hosts = replaceHosts(replaceHosts(masked, findServer, SERVER), findDomain, STAND_INS.host);
  const organisations = replaceNames(hosts, names.organisations, ORGANISATION);
  return replaceNames(organisations, names.people, PERSON).replace(/\s+/g, ' ').trim();
}

/** Letters, digits and signs of addresses in their plain form: a full-width number is a number, and nothing unseen hides in one. */
function plainCharacters(text: string): string {
  const visible = text.toWellFormed().replace(/[\p{Cc}\p{Cf}]/gu, (sign) => (/\s/.test(sign) ? ' ' : ''));
  return visible.replace(/[^\x20-\x7e\p{Script=Han}]/gu, (character) => {
    const plain = character.normalize('NFKC');
    return /^[\w@.+()-]+$/.test(plain) ? plain : character;
  });
}

function standIn(found: string, groups: unknown): string {
  const named = Object.entries(typeof groups === 'object' && groups ? groups : {}).find(
    ([, value]) => value !== undefined,
  );
  const [kind] = named ?? [];
  const [, replacement] = Object.entries(STAND_INS).find(([name]) => name === kind) ?? [];
  return replacement ?? found;
}

function replaceHosts(text: string, find: (text: string) => NamedHost | null, replacement: string): string {
  const parts: string[] = [];
  let rest = text;
  for (let found = find(rest); found; found = find(rest)) {
    parts.push(rest.slice(0, found.start), isStandIn(found.value) ? found.value : replacement);
    rest = rest.slice(found.end);
  }
  return parts.join('') + rest;
}

function isStandIn(value: string): boolean {
  return value === SERVER || Object.values<string>(STAND_INS).includes(value);
}

/** Longest first, so that no part of a name is left over. Names of Latin letters are whole words. */
function replaceNames(text: string, names: readonly string[], replacement: string): string {
  let masked = text;
  const letters = lettersOf(text);
  for (const name of [...names].sort((one, other) => other.length - one.length)) {
    const words = name.trim().split(/\s+/).map(escaped).join('\\s{0,3}');
    // A directory may have thousands of names, and a text has a few words.
    if (words === '' || !letters.includes(lettersOf(name))) continue;
    const isWord = /^[\p{Script=Latin}\d]/u.test(name);
    const [before, after] = isWord ? ['(?<![\\p{Script=Latin}\\d])', '(?![\\p{Script=Latin}\\d])'] : ['', ''];
    masked = masked.replace(new RegExp(`${before}${words}${after}`, 'giu'), () => replacement);
  }
  return masked;
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/\s+/g, '');
}

function escaped(words: string): string {
  return words.replace(/[\\^$.*+?()[\]{}|/-]/g, (sign) => (sign === '-' ? '\\x2d' : `\\${sign}`));
}
