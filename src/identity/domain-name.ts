import { domainToASCII } from 'node:url';

/** Labels of letters, digits and hyphens, at least two (RFC 1123, 2.1); the last one is no number. */
const HOST_NAME = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9-]{2,63}$/;

/** A domain as it is compared: lower case, `xn--` for other scripts (UTS #46), no dot at the end; null for anything else. */
export function readDomain(text: string): string | null {
  if (text.length > 300) return null;
  const plain = text.normalize('NFKC').trim().replace(/\.$/, '');
  // What would end a host in an address is cut off silently by the conversion.
  if (/[/?#@:\\%\s]/.test(plain)) return null;
  const ascii = domainToASCII(plain);
  return HOST_NAME.test(ascii) ? ascii : null;
}
