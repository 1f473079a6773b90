import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../src/domain/ports.ts';
import { createLog } from '../../src/log.ts';
import { openStorage, type Storage, type StorageParts } from '../../src/storage/open-storage.ts';
import { systemClock } from '../../src/system-ports.ts';

/** A folder of its own for one test. */
export interface TemporaryFolder {
  readonly path: string;
  file(name: string): string;
  remove(): void;
}

/** Creates a folder that `remove` deletes with everything in it. */
export function createTemporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'intake-store-'));
  return {
    path,
    file: (name) => join(path, name),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** A real store in a folder of its own. */
export interface TemporaryStore {
  readonly store: Store;
  readonly file: string;
  remove(): Promise<void>;
}

/** Opens a database as one more instance would. */
export function openAsInstance(databaseUrl: string, parts: Partial<StorageParts> = {}): Promise<Storage> {
  return openStorage(databaseUrl, {
    instance: randomUUID(),
    clock: systemClock,
    log: createLog({ level: 'silent' }),
    ...parts,
  });
}

/** Opens the store of a database address. */
export async function openStore(databaseUrl: string, parts: Partial<StorageParts> = {}): Promise<Store> {
  return (await openAsInstance(databaseUrl, parts)).store;
}

/** Opens an empty store on disk that `remove` closes and deletes. */
export async function openTemporaryStore(): Promise<TemporaryStore> {
  const folder = createTemporaryFolder();
  const file = folder.file('intake.db');
  const store = await openStore(`file:${file}`);
  return {
    store,
    file,
    remove: async () => {
      await store.close();
      folder.remove();
    },
  };
}
