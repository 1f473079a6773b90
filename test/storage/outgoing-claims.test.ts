import assert from 'node:assert/strict';
import type { Store } from '../../src/domain/ports.ts';
import { createLog } from '../../src/log.ts';
import { readDatabaseAddress } from '../../src/storage/database-address.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { useDatabase } from '../../src/storage/use-database.ts';
import { createOutgoingBench, type OutgoingBench } from '../support/outgoing-bench.ts';
import { describeOnEveryEngine, type TestDatabase } from '../support/store-engines.ts';

const SCOPE = { system: 'outgoing' } as const;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describeOnEveryEngine('the claims of the outgoing queue', (engine) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await engine.createDatabase();
  });
  afterEach(() => database.remove());

  describe('when the clock is set back', () => {
    let store: Store;
    let bench: OutgoingBench;
    beforeEach(async () => {
      ({ store } = await database.open());
      bench = createOutgoingBench(store);
    });

    async function putOff(afterMs: number): Promise<void> {
      bench.answers.push({ result: 'later', sentSeq: 1, afterMs, error: 'status-429' });
      await bench.turns().take(bench.teams('a'));
    }

    for (const minutes of [2, 30, 60, 60 * 24 * 365]) {
      it(`silence no conversation: what was put off ${minutes} minutes ahead is due`, async () => {
        await putOff(HOUR);
        bench.move(-minutes * MINUTE);
        assert.equal(await bench.outgoing.pass(), 1);
        assert.deepEqual(bench.shown, ['1: a']);
      });
    }

    it('keep to the pause that a channel asked for when the clock is corrected by seconds', async () => {
      await putOff(HOUR);
      bench.move(-50_000);
      assert.equal(await bench.outgoing.pass(), 0);
      bench.move(HOUR);
      assert.equal(await bench.outgoing.pass(), 0);
      bench.move(50_000);
      assert.equal(await bench.outgoing.pass(), 1);
    });

    it('wait for no claim of the future', async () => {
      await bench.takeAndDie(store, bench.teams('a'));
      await bench.takeAndDie(store, bench.teams('b'));
      assert.equal(await bench.outgoing.pass(), 0, 'the instance lives, so its claim may be in use');
      bench.move(-HOUR);
      await bench.outgoing.pass();
      assert.deepEqual([bench.shown, await bench.waiting()], [['2: b'], [['unclear', 'instance-lost']]]);
    });
  });

  if (engine.servesSeveral) {
    it('leave those of an instance that lives alone, whoever looks', async () => {
      const living = await database.open();
      const { store } = await database.open();
      const bench = createOutgoingBench(store);
      await bench.takeAndDie(living.store, bench.teams('a'));
      bench.move(59_000);
      await bench.outgoing.pass();
      await bench.turns().take(bench.teams('b'));
      assert.deepEqual(await bench.waiting(), [
        ['sending', null],
        ['pending', null],
      ]);
      assert.deepEqual(bench.shown, []);
    });
  }

  it('take rows of the version before, which does not know when they were put off', async () => {
    const log = createLog({ level: 'silent' });
    await useDatabase(readDatabaseAddress(database.url), { access: 'write', log }, ({ db, dialect }) =>
      migrate(db, dialect, '0002-several-instances'),
    );
    const at = '2026-03-02T01:00:00.000Z';
    await database.change(`
      insert into conversations values ('msteams/one', 'msteams', null, null, 'bot', 'null', '{}', 1, 4, '${at}', '${at}');
      insert into activities values ('msteams/one', 2, 'outgoing', null, '{"type":"message","text":"old"}', '${at}');
      insert into outgoing_messages values ('m1', 'msteams/one', 2, 2, 1, 'pending', 1, '${at}', null, null, 'status-429', '${at}');
      insert into outgoing_messages values ('m2', 'msteams/one', 4, 4, 3, 'dead', 0, '${at}', null, null, 'queue-full', '${at}')`);
    const { store } = await database.open();
    const bench = createOutgoingBench(store);
    assert.deepEqual((await store.queueDepths(SCOPE)).outgoing, { pending: 1, sending: 0, unclear: 0, dead: 1 });
    await bench.outgoing.pass();
    assert.deepEqual([bench.shown, await bench.waiting()], [['old'], [['dead', 'queue-full']]]);
  });
});
