import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { z } from 'zod';
import type { Storage, StorageParts } from '../../src/storage/open-storage.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { createTemporaryFolder, openAsInstance } from './store-temporary.ts';

/** An empty database of its own for one test. */
export interface TestDatabase {
  readonly url: string;
  /** Runs statements as somebody with another program would. */
  change(statements: string): Promise<void>;
  /** How the engine would run a statement, in its own words, when it has the choice of any index. */
  explain(statement: string): Promise<string>;
  /** Opens it as one more instance; `remove` closes it. */
  open(parts?: Partial<StorageParts>): Promise<Storage>;
  remove(): Promise<void>;
}

/** One of the engines that the product runs on. */
export interface StoreEngine {
  /** Whether several instances may use one database at once; a file is for one. */
  readonly servesSeveral: boolean;
  createDatabase(): Promise<TestDatabase>;
}

/**
 * Describes the same facts on SQLite and on PostgreSQL. Where no PostgreSQL is found (see {@link startPostgres}) its tests
 * are reported as skipped.
 */
export function describeOnEveryEngine(title: string, suite: (engine: StoreEngine) => void): void {
  describe(`${title} on SQLite`, () => suite({ servesSeveral: false, createDatabase: createFile }));
  describeOnPostgres(title, (server) =>
    suite({ servesSeveral: true, createDatabase: () => createServerDatabase(server()) }),
  );
}

/** An empty database of a server. */
export async function createServerDatabase(server: PostgresServer): Promise<TestDatabase> {
  const url = await server.createDatabase();
  return asDatabase(url, {
    change: async (statements) => void (await runOnServer(url, statements)),
    // Tables of a test are so small that reading them whole is always the cheapest.
    explain: (statement) => runOnServer(url, `set enable_seqscan = off; set enable_sort = off; explain ${statement}`),
    erase: async () => undefined,
  });
}

/** Describes facts of PostgreSQL on a server of their own; `server` may be called inside tests and hooks. */
export function describeOnPostgres(title: string, suite: (server: () => PostgresServer) => void): void {
  describe(`${title} on PostgreSQL`, () => {
    let server: PostgresServer | null = null;
    before(async function () {
      this.timeout(60_000);
      server = await startPostgres();
      if (server === null) this.skip();
    });
    after(() => server?.stop());
    suite(() => {
      if (server === null) throw new Error('there is no PostgreSQL server');
      return server;
    });
  });
}

async function createFile(): Promise<TestDatabase> {
  const folder = createTemporaryFolder();
  const file = folder.file('intake.db');
  const change = async (statements: string) => {
    const database = new DatabaseSync(file);
    database.exec(statements);
    database.close();
  };
  const explain = async (statement: string) => {
    const database = new DatabaseSync(file, { readOnly: true });
    const plan = database.prepare(`explain query plan ${statement}`).all();
    database.close();
    return plan.map(({ detail }) => String(detail)).join('; ');
  };
  return asDatabase(`file:${file}`, { change, explain, erase: async () => folder.remove() });
}

function asDatabase(
  url: string,
  { erase, ...means }: Pick<TestDatabase, 'change' | 'explain'> & { erase(): Promise<void> },
): TestDatabase {
  const open: Storage[] = [];
  return {
    url,
    ...means,
    open: async (parts) => {
      const storage = await openAsInstance(url, parts);
      open.push(storage);
      return storage;
    },
    remove: async () => {
      await Promise.all(open.map((storage) => storage.close()));
      await erase();
    },
  };
}

/** Gives the rows of the last statement as text. */
async function runOnServer(url: string, statements: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const results = resultsSchema.parse(await client.query(statements));
  await client.end();
  return (results.at(-1)?.rows ?? []).flatMap((row) => Object.values(row)).join('; ');
}

const resultSchema = z.object({ rows: z.array(z.record(z.string(), z.unknown())) });
const resultsSchema = z.union([z.array(resultSchema), resultSchema.transform((result) => [result])]);
