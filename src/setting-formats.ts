import { isIP, isIPv4 } from 'node:net';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/**
 * A value of one word. Published settings of Azure China end each line with a comma; pasted into a file of settings every
 * address breaks.
 */
export const word = z
  .string()
  .refine(
    (value) => !value.endsWith(','),
    'ends with a comma; remove it (settings copied from a sample often carry one)',
  );

/** An https address. */
export const httpsUrl = word.refine(isHttpsUrl, 'must be an address that starts with https://');
/** An id as Entra gives them. */
export const guid = word.refine(
  (value) => z.guid().safeParse(value).success,
  'must be a GUID such as 00000000-0000-0000-0000-000000000000',
);

/** What callers show in a header; other characters cannot be sent there, and nobody would ever get in (RFC 9110, 5.5). */
export const headerSafe = (value: string): boolean => /^[\x20-\x7e]+$/.test(value);
/** What is said of a value that is not. */
export const HEADER_SAFE = 'must be of plain letters, digits and signs (ASCII), because it is sent in a header';

/** Values with a comma between. */
export const list = word.transform((value) => value.split(',').map((item) => item.trim()));

/** A whole number from 1. */
export const count = word
  .refine((value) => /^[1-9]\d{0,6}$/.test(value), 'must be a whole number from 1 to 9999999')
  .transform(Number);

/** One of some words. */
export const oneOf = <const Values extends readonly string[]>(values: Values) =>
  word.pipe(z.enum(values, { error: `must be one of ${values.join(', ')}` }));

/** `file:` and a path, or `file:///` and a percent-encoded one; `file://host/` would be the file of another machine. */
export function isFileAddress(value: string): boolean {
  if (!/^file:(?!\/\/[^/])[^?#\0]*[^?#\0/]$/.test(value)) return false;
  try {
    return !value.startsWith('file:///') || fileURLToPath(value) !== '';
  } catch {
    return false;
  }
}

/** An address for browsers and proxies. */
export function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

function isHttpsUrl(value: string): boolean {
  return URL.canParse(value) && new URL(value).protocol === 'https:';
}

/** A network of all addresses would let everybody say who they are. */
export function isProxyEntry(value: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(value)) return true;
  const [address = '', bits, ...more] = value.split('/');
  if (isIP(address) === 0 || more.length > 0) return false;
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (isIPv4(address) ? 32 : 128));
}

/** Scheme and host, without a path. */
export function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href;
}

/** A mail server; credentials in it are percent-encoded. */
export function isMailUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, pathname, search, hash } = new URL(value);
  return /^smtps?:$/.test(protocol) && hostname !== '' && /^\/?$/.test(pathname) && search === '' && hash === '';
}

/** An address, or a name and an address in angle brackets, on one line. */
export function isMailSender(value: string): boolean {
  const address = value.match(/^[^<>"\r\n]*<([^<>\s]+)>$/)?.[1] ?? value;
  return z.email().safeParse(address).success;
}
