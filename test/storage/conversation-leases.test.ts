import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Kysely } from 'kysely';
import type { ConversationLeases } from '../../src/domain/instances.ts';
import { createLog } from '../../src/log.ts';
import { createConversationLeases, type LeaseParts } from '../../src/storage/conversation-leases.ts';
import { createPostgresDialect } from '../../src/storage/postgres-dialect.ts';
import { openPool, POSTGRES_LIMITS } from '../../src/storage/postgres-pool.ts';
import type { Tables } from '../../src/storage/schema.ts';
import { systemClock } from '../../src/system-ports.ts';
import { type CapturedLog, captureLog } from '../support/captured-log.ts';
import { openSession, type PostgresSession } from '../support/postgres-session.ts';
import { createServerDatabase, describeOnPostgres, type TestDatabase } from '../support/store-engines.ts';
import { until } from '../support/until.ts';

const HOLDER = fileURLToPath(new URL('../support/lease-holder.ts', import.meta.url));
const ID = 'msteams/a b';

/** Work that goes on until it is let go. */
function createWork() {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  return {
    begun: begun.promise,
    letGo: ended.resolve,
    run: () => {
      begun.resolve();
      return ended.promise;
    },
  };
}

describeOnPostgres('the lease of a conversation', (server) => {
  let database: TestDatabase;
  let admin: PostgresSession;
  const opened: Kysely<Tables>[] = [];

  before(async () => {
    database = await createServerDatabase(server());
    await database.open();
    admin = await openSession(database.url);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((db) => db.destroy()));
    await admin.rows('delete from conversation_leases');
    await admin.rows('select pg_advisory_unlock_all()');
  });
  after(async () => {
    await admin.close();
    await database.remove();
  });

  /** One more instance, known as living until the end of the test. */
  async function join(parts: Partial<LeaseParts> = {}): Promise<ConversationLeases & { readonly instance: string }> {
    const instance = randomUUID();
    await admin.rows('select pg_advisory_lock(hashtextextended($1, 0))', [instance]);
    const log = createLog({ level: 'silent' });
    const dialect = createPostgresDialect(openPool(database.url, POSTGRES_LIMITS, log), instance);
    const db = new Kysely<Tables>({ dialect: dialect.kysely });
    opened.push(db);
    return { instance, ...createConversationLeases({ db, dialect, instance, clock: systemClock, log, ...parts }) };
  }

  const queued = async () =>
    String(await admin.value('select max(waiting) from conversation_leases where conversation_id = $1', [ID]))
      .split(' ')
      .filter((name) => name !== '' && name !== 'null');
  const holder = () => admin.value('select max(holder) from conversation_leases where conversation_id = $1', [ID]);

  it('is one instance’s at a time, and the next one’s soon after', async () => {
    const waits: number[] = [];
    const [a, b] = [await join(), await join({ onWait: (seconds) => waits.push(seconds) })];
    const [first, second] = [createWork(), createWork()];
    const atA = a.hold(ID, first.run);
    await first.begun;
    let isSecondBegun = false;
    const atB = b.hold(ID, () => {
      isSecondBegun = true;
      return second.run();
    });
    await b.hold('msteams/another', async () => undefined);
    assert.deepEqual([await holder(), isSecondBegun], [a.instance, false]);
    first.letGo();
    await Promise.all([atA, second.begun]);
    assert.equal(await holder(), b.instance);
    second.letGo();
    await atB;
    assert.equal(await holder(), 'null');
    assert.equal(waits.length, 2);
  });

  it('goes to instances in the order in which they came, whoever looks first when it is free', async () => {
    const instances = [await join(), await join(), await join(), await join()];
    const order: number[] = [];
    const work = createWork();
    const [first, ...others] = instances;
    const held = first?.hold(ID, work.run);
    await work.begun;
    const waiting: Promise<void>[] = [];
    for (const [index, one] of others.entries()) {
      waiting.push(one.hold(ID, async () => void order.push(index)));
      await until('it waits', async () => (await queued()).length === index + 1);
    }
    const newcomer = await join();
    work.letGo();
    await held;
    await newcomer.hold(ID, async () => void order.push(others.length));
    await Promise.all(waiting);
    assert.deepEqual(order, [0, 1, 2, 3]);
    assert.equal(await holder(), 'null');
  });

  it('goes back and forth when one instance has turn after turn of it and another has one', async () => {
    const [a, b] = [await join(), await join()];
    const order: string[] = [];
    const work = createWork();
    const held = a.hold(ID, work.run);
    await work.begun;
    const atB = b.hold(ID, async () => void order.push('b'));
    await until('it waits', async () => (await queued()).join() === b.instance);
    work.letGo();
    await held;
    for (let turn = 0; turn < 3; turn += 1) await a.hold(ID, async () => void order.push('a'));
    await atB;
    assert.deepEqual(order, ['b', 'a', 'a', 'a']);
  });

  it('is not kept for an instance that has ended or does not come for it', async () => {
    let now = Date.parse('2026-03-02T01:00:00.000Z');
    const clock = { now: () => new Date(now).toISOString() };
    const [a, b, silent] = [await join({ clock }), await join({ clock }), randomUUID()];
    await a.hold(ID, async () => {
      await admin.rows('update conversation_leases set waiting = $1', [`${randomUUID()} `]);
    });
    assert.equal(await b.hold(ID, async () => 'in'), 'in');
    await admin.rows('select pg_advisory_lock(hashtextextended($1, 0))', [silent]);
    await a.hold(ID, async () => {
      await admin.rows('update conversation_leases set waiting = $1', [`${silent} `]);
    });
    assert.equal(await holder(), silent);
    now += 5_001;
    assert.equal(await b.hold(ID, async () => 'in'), 'in');
    assert.equal(await holder(), 'null');
  });

  it('lets ten instances add to one number without losing any', async () => {
    await admin.rows('create table numbers as select 0 as value');
    const instances: ConversationLeases[] = [];
    for (let number = 0; number < 10; number += 1) instances.push(await join());
    const add = async () => {
      const before = Number(await admin.value('select value from numbers'));
      await new Promise(setImmediate);
      await admin.rows('update numbers set value = $1', [before + 1]);
    };
    await Promise.all(instances.flatMap((one) => [one.hold(ID, add), one.hold('msteams/b', async () => undefined)]));
    assert.equal(await admin.value('select value from numbers'), '10');
  });

  it('hands over what the work gives, and is given back when the work fails', async () => {
    const a = await join();
    assert.equal(await a.hold(ID, async () => 5), 5);
    await assert.rejects(
      a.hold(ID, async () => {
        throw new TypeError('broken');
      }),
      { name: 'TypeError' },
    );
    assert.equal(await holder(), 'null');
  });

  it('is waited for until nobody waits for an answer any more', async () => {
    const [a, b] = [await join(), await join({ waitMs: 40 })];
    const work = createWork();
    const atA = a.hold(ID, work.run);
    await work.begun;
    let isRun = false;
    const refused = b.hold(ID, async () => {
      isRun = true;
    });
    await assert.rejects(refused, { code: 'Unavailable', message: /send the message again/ });
    assert.deepEqual([isRun, await holder(), await queued()], [false, a.instance, []]);
    work.letGo();
    await atA;
    assert.equal(await holder(), 'null');
  });

  it('is taken over at once when the process that has it is killed', async () => {
    const child = spawn(process.execPath, [HOLDER, database.url, ID], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    const b = await join();
    const work = createWork();
    const atB = b.hold(ID, work.run);
    assert.notEqual(await holder(), b.instance);
    const killed = performance.now();
    child.kill('SIGKILL');
    await work.begun;
    const took = performance.now() - killed;
    assert.ok(took < 2_000, `it took ${Math.round(took)} ms`);
    assert.equal(await holder(), b.instance);
    work.letGo();
    await atB;
  });

  it('that ran out is taken over although its holder lives, whose end then harms nobody', async () => {
    let now = Date.parse('2026-03-02T01:00:00.000Z');
    const clock = { now: () => new Date(now).toISOString() };
    const [a, b] = [await join({ clock, leaseMs: 30_000 }), await join({ clock, waitMs: 0 })];
    const [first, second] = [createWork(), createWork()];
    const atA = a.hold(ID, first.run);
    await first.begun;
    now += 30_000;
    await assert.rejects(b.hold(ID, second.run), { code: 'Unavailable' });
    now += 1;
    const atB = b.hold(ID, second.run);
    await second.begun;
    first.letGo();
    await atA;
    assert.equal(await holder(), b.instance);
    second.letGo();
    await atB;
  });

  it('left behind by the same instance is entered again', async () => {
    const a = await join();
    const until = '2999-01-01T00:00:00.000Z';
    await admin.rows('insert into conversation_leases values ($1, $2, $3, default)', [ID, a.instance, until]);
    assert.equal(await a.hold(ID, async () => 'in'), 'in');
    assert.equal(await holder(), 'null');
  });

  describe('that the database does not take back', () => {
    let captured: CapturedLog;
    beforeEach(async () => {
      captured = captureLog();
      await admin.rows('create sequence attempts');
    });
    afterEach(async () => {
      await admin.rows('drop function refuse cascade');
      await admin.rows('drop sequence attempts');
    });

    /** Lets the engine refuse the first attempts to give a lease back. */
    async function refuse(attempts: number, code: string): Promise<void> {
      await admin.rows(`create function refuse() returns trigger language plpgsql as $$ begin
        if nextval('attempts') <= ${attempts} then raise exception 'no' using errcode = '${code}'; end if;
        return old; end $$`);
      await admin.rows(`create trigger refuse before delete on conversation_leases
        for each row execute function refuse()`);
    }

    it('at first is given back a moment later, because the next turn may come elsewhere', async () => {
      await refuse(2, '57P01');
      const a = await join({ log: captured.log });
      assert.equal(await a.hold(ID, async () => 'done'), 'done');
      assert.equal(await holder(), 'null');
      assert.deepEqual(captured.lines, []);
    });

    it('for good is told of, and spoils nothing that the work did', async () => {
      await refuse(1, 'XX000');
      const a = await join({ log: captured.log });
      assert.equal(await a.hold(ID, async () => 'done'), 'done');
      assert.match(captured.single().msg ?? '', /could not be given back/);
      assert.equal(captured.single().conversationId, ID);
    });
  });

  it('is not to be had without the tables', async () => {
    const a = await join();
    await admin.rows('alter table conversation_leases rename to gone');
    await assert.rejects(
      a.hold(ID, async () => undefined),
      { code: '42P01' },
    );
    await admin.rows('alter table gone rename to conversation_leases');
    await until('they are there again', () => a.hold(ID, async () => true));
  });
});
