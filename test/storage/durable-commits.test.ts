import assert from 'node:assert/strict';
import { Kysely } from 'kysely';
import { IntakeError } from '../../src/domain/errors.ts';
import type { LoggedActivity, Store } from '../../src/domain/ports.ts';
import type { StorageDialect } from '../../src/storage/dialect.ts';
import { migrate } from '../../src/storage/migrate.ts';
import type { Tables } from '../../src/storage/schema.ts';
import { createSqlStore } from '../../src/storage/sql-store.ts';
import { openSqlite } from '../../src/storage/sqlite-database.ts';
import { createSqliteDialect } from '../../src/storage/sqlite-dialect.ts';
import { createTurnBench, directLineTurn, loggedTexts } from '../support/desk-turns.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../support/store-temporary.ts';

const SYSTEM = { system: 'turn' } as const;

describe('a turn on a file', () => {
  let folder: TemporaryFolder;
  let store: Store;
  beforeEach(() => {
    folder = createTemporaryFolder();
  });
  afterEach(async () => {
    await store.close();
    folder.remove();
  });

  /** A store whose disk takes what was committed when the test says so. */
  async function openWith(flush: StorageDialect['flush']): Promise<void> {
    const dialect = { ...createSqliteDialect(openSqlite(folder.file('intake.db'), 0)), flush };
    const db = new Kysely<Tables>({ dialect: dialect.kysely });
    await migrate(db, dialect);
    store = createSqlStore(db, dialect, 'one');
  }

  it('is neither shown nor answered before it is on the disk', async () => {
    const flushes: PromiseWithResolvers<void>[] = [];
    const begun = Promise.withResolvers<void>();
    await openWith(() => {
      const gate = Promise.withResolvers<void>();
      flushes.push(gate);
      begun.resolve();
      return gate.promise;
    });
    const published: LoggedActivity[][] = [];
    const { take } = createTurnBench(store);
    let isAnswered = false;
    const turn = take(directLineTurn('a', {}, published)).then(() => {
      isAnswered = true;
    });
    await begun.promise;
    for (let round = 0; round < 20; round += 1) await new Promise(setImmediate);
    // It is committed: others read it. All it waits for is the disk.
    assert.deepEqual(await loggedTexts(store), ['a', '1: a']);
    assert.deepEqual(
      { isAnswered, shown: published.length, flushes: flushes.length },
      {
        isAnswered: false,
        shown: 0,
        flushes: 1,
      },
    );
    flushes[0]?.resolve();
    await turn;
    assert.deepEqual({ isAnswered, shown: published.length }, { isAnswered: true, shown: 1 });
  });

  it('that the disk refuses after the commit is refused, and answered once when it is sent again', async () => {
    const disk = new IntakeError('Unavailable', 'The disk failed.');
    const outcomes = [() => Promise.reject(disk), () => Promise.resolve()];
    await openWith(() => outcomes.shift()?.() ?? Promise.resolve());
    const { take } = createTurnBench(store);
    const turn = directLineTurn('a', { dedupeKey: 'k' });
    await assert.rejects(take(turn), { code: 'Unavailable' });
    assert.equal((await take(turn)).duplicate, true);
    assert.deepEqual(await loggedTexts(store), ['a', '1: a']);
    assert.equal((await store.loadConversation(SYSTEM, 'directline/one'))?.version, 1);
  });
});
