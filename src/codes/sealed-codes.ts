import { createHmac, hkdfSync, randomInt, timingSafeEqual } from 'node:crypto';
import type { CodeSecrets } from '../domain/contact-codes.ts';
import { IntakeError } from '../domain/errors.ts';

/**
 * Codes from the system's randomness, kept as HMAC-SHA256 over the row's id and the code. A plain digest of six digits is
 * tried out in a second, also a slow one in minutes; the key is derived by HKDF-SHA256 (RFC 5869) from a secret that is not
 * in the database, so a copy of the database tells nothing. The id, another one in each row, is the salt.
 * @param secrets all of them compare, the first one seals: a secret can be changed while codes are on their way
 * @throws IntakeError `InvalidConfiguration` without any secret
 */
export function createSealedCodes(secrets: readonly string[]): CodeSecrets {
  const keys = secrets.map(
    (secret) => new Uint8Array(hkdfSync('sha256', secret, '', 'support-intake verification codes v1', 32)),
  );
  const [sealingKey] = keys;
  if (!sealingKey) throw new IntakeError('InvalidConfiguration', 'No secret is set. Set DIRECTLINE_SECRET.');

  const digest = (key: Uint8Array, use: string, ...parts: readonly string[]) =>
    createHmac('sha256', key)
      // Parts are told apart by a character that none of them holds.
      .update([use, ...parts].join('\n'))
      .digest();

  return {
    newCode: (digits) => String(randomInt(10 ** digits)).padStart(digits, '0'),
    seal: (id, code) => digest(sealingKey, 'code', id, code).toString('base64url'),
    isSealOf: (seal, id, code) => {
      const kept = Buffer.from(seal, 'base64url');
      // Every key is tried, so that the time tells nothing of the one that fits.
      const fits = keys.map((key) => {
        const given = digest(key, 'code', id, code);
        return kept.length === given.length && timingSafeEqual(kept, given);
      });
      return fits.includes(true);
    },
    pseudonym: (text) => digest(sealingKey, 'name', text).toString('base64url'),
  };
}
