import { Kysely } from 'kysely';
import type { ConversationChanges, ConversationLeases } from '../domain/instances.ts';
import type { Clock, Store } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import { createConversationLeases, NO_LEASES } from './conversation-leases.ts';
import { type DatabaseAddress, readDatabaseAddress } from './database-address.ts';
import type { StorageDialect } from './dialect.ts';
import { ownFile } from './file-owner.ts';
import { migrate } from './migrate.ts';
import { openDatabase } from './open-database.ts';
import { createPostgresChanges } from './postgres-changes.ts';
import { createPostgresDialect } from './postgres-dialect.ts';
import { openPool, POSTGRES_LIMITS, type PostgresLimits } from './postgres-pool.ts';
import type { Tables } from './schema.ts';
import { createSqlStore } from './sql-store.ts';

/**
 * How long a statement waits for a lock that another process holds. node:sqlite waits without giving the event loop back,
 * so this is also how long everybody may stand still; a lock of a healthy process lasts milliseconds.
 */
const BUSY_TIMEOUT_MS = 2000;

/** What the storage is made of. */
export interface StorageParts {
  /** Id of this instance, another one at each start. */
  readonly instance: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly busyTimeoutMs?: number;
  /** Whether this is the product itself, which refuses a file on which another process of it runs; false. */
  readonly ownsFile?: boolean;
  readonly postgres?: Partial<PostgresLimits>;
  /** Milliseconds between two looks at all conversations, in case an announcement was lost. */
  readonly sweepMs?: number;
  /** Told each repetition of a statement with its reason, and each wait for a conversation in seconds. */
  readonly onRetry?: (reason: string) => void;
  readonly onWait?: (seconds: number) => void;
}

/** An open database with what several instances need of it. */
export interface Storage {
  readonly store: Store;
  readonly leases: ConversationLeases;
  readonly changes: ConversationChanges;
  /** Whether this instance hears what the others write; always true where there are no others. */
  isListening(): boolean;
  /** Ends everything; safe to repeat. */
  close(): Promise<void>;
}

/**
 * Opens the database that an address names, bringing its tables to this version.
 * @param databaseUrl see {@link readDatabaseAddress}; folder and file of a SQLite database are created where they are missing
 * @throws IntakeError `InvalidConfiguration` for an address that is not supported or tables of a newer version,
 *   `Unavailable` with the next step when the database cannot be used
 */
export async function openStorage(databaseUrl: string, parts: StorageParts): Promise<Storage> {
  const address = readDatabaseAddress(databaseUrl);
  return address.engine === 'sqlite' ? openFileStorage(address, parts) : openServerStorage(address.url, parts);
}

async function openFileStorage(
  address: DatabaseAddress & { readonly engine: 'sqlite' },
  { instance, log, busyTimeoutMs = BUSY_TIMEOUT_MS, ownsFile = false }: StorageParts,
): Promise<Storage> {
  const { db, dialect } = openDatabase(address, { access: 'write', log, busyTimeoutMs });
  let disown: () => void = () => undefined;
  try {
    if (ownsFile) disown = ownFile(address.path, busyTimeoutMs);
    await migrate(db, dialect);
  } catch (error) {
    await db.destroy();
    disown();
    throw error;
  }
  const store = createSqlStore(db, dialect, instance);
  return {
    store,
    leases: NO_LEASES,
    changes: { subscribe: () => () => undefined },
    isListening: () => true,
    close: async () => {
      await store.close();
      disown();
    },
  };
}

async function openServerStorage(url: string, parts: StorageParts): Promise<Storage> {
  const { instance, clock, log } = parts;
  const limits = { ...POSTGRES_LIMITS, ...parts.postgres };
  await migrateServer(url, limits, parts);
  const dialect = createPostgresDialect(openPool(url, limits, log), instance, parts.onRetry);
  const db = new Kysely<Tables>({ dialect: dialect.kysely });
  const store = createSqlStore(db, dialect, instance);
  const changes = createPostgresChanges({
    databaseUrl: url,
    limits,
    instance,
    log,
    ...(parts.sweepMs === undefined ? {} : { sweepMs: parts.sweepMs }),
  });
  try {
    await changes.start();
  } catch (error) {
    await store.close();
    throw dialect.failure(error) ?? error;
  }
  return {
    store,
    leases: createConversationLeases({
      db,
      dialect,
      instance,
      clock,
      log,
      ...(parts.onWait ? { onWait: parts.onWait } : {}),
    }),
    changes,
    isListening: changes.isListening,
    close: async () => {
      await changes.stop();
      await store.close();
    },
  };
}

/** On connections of their own without limits of time: a change of a large table may take minutes, and others wait for it. */
async function migrateServer(url: string, { connectMs }: PostgresLimits, { log }: StorageParts): Promise<void> {
  const { db, dialect } = openDatabase({ engine: 'postgres', url }, { access: 'write', log, connectMs });
  await migrateOrClose(db, dialect);
  await db.destroy();
}

async function migrateOrClose(db: Kysely<Tables>, dialect: StorageDialect): Promise<void> {
  try {
    await migrate(db, dialect);
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
