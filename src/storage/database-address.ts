import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IntakeError } from '../domain/errors.ts';

/** Which engine an address names; `path` is absolute, or `:memory:`'s own name resolved like any other. */
export type DatabaseAddress =
  | { readonly engine: 'sqlite'; readonly path: string }
  | { readonly engine: 'postgres'; readonly url: string };

/**
 * Reads `DATABASE_URL`: `file:` and a path, relative to the working directory or absolute, or `postgres://` with user, host
 * and database.
 * @param name what the error calls the address: the setting or argument that holds it
 * @throws IntakeError `InvalidConfiguration`, telling the scheme only: the rest of an address may hold a password
 */
export function readDatabaseAddress(databaseUrl: string, name = 'DATABASE_URL'): DatabaseAddress {
  if (/^postgres(ql)?:\/\/[^\s\0]+$/i.test(databaseUrl) && URL.canParse(databaseUrl)) {
    return { engine: 'postgres', url: databaseUrl };
  }
  const [, path] = /^file:([^?#\0]+)$/i.exec(databaseUrl) ?? [];
  if (path === undefined || path.endsWith('/')) {
    const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(databaseUrl)?.[0] ?? 'an address without a scheme';
    throw new IntakeError(
      'InvalidConfiguration',
      `${name} (${scheme}) is not supported; use file: and the path of a SQLite file, for instance file:./data/intake.db, or postgres://user:password@host/database.`,
    );
  }
  return { engine: 'sqlite', path: path.startsWith('//') ? fromFileUrl(databaseUrl, name) : resolve(path) };
}

function fromFileUrl(databaseUrl: string, name: string): string {
  try {
    return fileURLToPath(databaseUrl);
  } catch (cause) {
    throw new IntakeError('InvalidConfiguration', `${name} names a file of another host; use file:/absolute/path.`, {
      cause,
    });
  }
}
