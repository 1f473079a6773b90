import { existsSync, realpathSync } from 'node:fs';
import type { DatabaseAddress } from './database-address.ts';

/** How a database is called in front of people: without user, password and options, which may hold a password too. */
export function nameDatabase(address: DatabaseAddress): string {
  if (address.engine === 'sqlite') return `SQLite file ${address.path}`;
  const { hostname, port, pathname } = new URL(address.url);
  const host = `${hostname || 'this machine'}${port ? `:${port}` : ''}`;
  return `PostgreSQL database ${pathname.slice(1) || '(of the user)'} on ${host}`;
}

/**
 * Whether two addresses plainly mean one database. Two names of one server are not seen through; who copies a database
 * into itself by them finds that it is not empty.
 */
export function isSameDatabase(one: DatabaseAddress, other: DatabaseAddress): boolean {
  return placeOf(one) === placeOf(other);
}

function placeOf(address: DatabaseAddress): string {
  if (address.engine === 'sqlite') return existsSync(address.path) ? realpathSync(address.path) : address.path;
  const { hostname, port, pathname, searchParams } = new URL(address.url);
  return JSON.stringify([hostname, port || '5432', pathname, searchParams.get('host'), searchParams.get('port')]);
}

/** A text in which the user and password of every address are three asterisks. */
export function withoutPasswords(text: string): string {
  return text.replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/]*@/gi, '$1***@');
}
