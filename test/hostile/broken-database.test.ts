import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Kysely, sql } from 'kysely';
import type { LoggedActivity } from '../../src/domain/ports.ts';
import { migrate } from '../../src/storage/migrate.ts';
import type { Tables } from '../../src/storage/schema.ts';
import { createSqlStore } from '../../src/storage/sql-store.ts';
import { openSqlite } from '../../src/storage/sqlite-database.ts';
import { createSqliteDialect } from '../../src/storage/sqlite-dialect.ts';
import { checkContract } from '../support/answer-contract.ts';
import { startChat } from '../support/chat-client.ts';
import { createTurnBench, directLineTurn, loggedTexts } from '../support/desk-turns.ts';
import { createRawClient, jsonHeaders, type RawClient } from '../support/raw-request.ts';
import {
  createDataFolder,
  type DataFolder,
  runToItsEnd,
  type ServerProcess,
  startServer,
} from '../support/server-process.ts';
import { createTemporaryFolder, openStore, type TemporaryFolder } from '../support/store-temporary.ts';

const run = promisify(execFile);
const FILE = join('data', 'intake.db');
const KEYS = { STAFF_API_KEY: 's'.repeat(40), DIRECTLINE_SECRET: 'd'.repeat(40) };
/** Gives up root's right to read and write everything, before anything of the product runs. */
const AS_NOBODY = '--import=data:text/javascript,process.setgid(65534);process.setuid(65534)';
/** Lets the process write no byte to any file from its first moment on; without blanks, which would end the option. */
const ON_A_FULL_DISK =
  "--import=data:text/javascript,import{execFileSync}from'node:child_process';execFileSync('prlimit',['--pid',String(process.pid),'--fsize=0'])";
/** A process that may not write cannot write its coverage either, and would say so on standard error. */
const WITHOUT_COVERAGE = { NODE_V8_COVERAGE: '' };

/** How large a file the process may write; programs of util-linux change it while it runs. */
function limitFiles(pid: number, bytes: number | 'unlimited'): Promise<unknown> {
  // The soft limit alone: a lowered hard one could not be raised again.
  return run('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
}

async function hasPrlimit(): Promise<boolean> {
  return run('prlimit', ['--version']).then(
    () => true,
    () => false,
  );
}

describe('a database that fails while people write', function () {
  this.timeout(120_000);
  let data: DataFolder;
  let server: ServerProcess;
  let client: RawClient;
  before(async () => {
    data = await createDataFolder();
    server = await startServer({ data, env: { RATE_FACTOR: '0' } });
    client = createRawClient(server.port);
  });
  after(async () => {
    client.close();
    await server.kill();
    await data.remove();
  });

  /** Everything of a conversation that is stored, as one text. */
  function storedOf(conversationId: string): string {
    const database = new DatabaseSync(join(data.path, FILE), { readOnly: true });
    const id = `directline/${conversationId}`;
    const rows = [
      database.prepare('select * from conversations where id = ?').all(id),
      database.prepare('select * from activities where conversation_id = ? order by seq').all(id),
      database.prepare('select * from requests').all(),
    ];
    database.close();
    return JSON.stringify(rows);
  }

  /** A message is refused while the fault lasts, leaves no trace, and is answered once when it is sent again afterwards. */
  async function refusesAndRecovers(begin: () => Promise<unknown>, end: () => Promise<unknown>): Promise<void> {
    const chat = await startChat(server, 'dl_contoso-admin');
    await chat.ask('您好');
    const path = `/v3/directline/conversations/${chat.conversationId}/activities`;
    const before = storedOf(chat.conversationId);
    await begin();
    try {
      await assert.rejects(chat.post('全公司都收不到外部邮件', 'in-trouble'), refusal);
      // What only reads is answered as ever.
      for (const [route, bearer] of [
        ['/api/staff/requests', server.staffApiKey],
        [path, server.directLineSecret],
      ] as const) {
        const answer = await client.send({ path: route, headers: jsonHeaders(bearer) });
        assert.ok(answer.status === 200 || checkContract(answer, route) === 'Busy', answer.body);
      }
      assert.equal((await client.send({ path: '/healthz' })).status, 200);
    } finally {
      await end();
    }
    await isCalm();
    assert.equal(storedOf(chat.conversationId), before);
    const first = await chat.post('全公司都收不到外部邮件', 'in-trouble');
    assert.equal(await chat.post('全公司都收不到外部邮件', 'in-trouble'), first);
    const said = await chat.history();
    assert.equal(said.filter(({ text }) => text === '全公司都收不到外部邮件').length, 1);
    assert.equal(said.filter(({ replyToId }) => replyToId === first).length, 1);
    assert.equal((await client.send({ path: '/readyz' })).status, 200);
  }

  /** What the chat client says of a refusal in the error shape that asks to try again. */
  function refusal(error: Error): boolean {
    const [, status, body = ''] = / answered (50[23]): (.*)$/s.exec(error.message) ?? [];
    assert.ok(status, error.message);
    checkContract({ status: 503, headers: { 'content-type': 'application/json' }, body }, error.message);
    return true;
  }

  /** Waiting for a lock holds up the event loop, and for a moment afterwards the server counts itself as overloaded. */
  async function isCalm(): Promise<void> {
    const path = '/v3/directline/tokens/generate';
    for (let looks = 0; looks < 200; looks += 1) {
      const { status } = await client.send({
        method: 'POST',
        path,
        headers: jsonHeaders(server.directLineSecret),
        body: '{}',
      });
      if (status === 200) return;
      await pause(100);
    }
    assert.fail('the server did not calm down');
  }

  it('because its disk takes no more refuses the message, which is answered once when it is sent again', async function () {
    if (!(await hasPrlimit())) this.skip();
    await refusesAndRecovers(
      () => limitFiles(server.pid, 0),
      () => limitFiles(server.pid, 'unlimited'),
    );
  });

  it('because another program holds its lock refuses the message, which is answered once when it is sent again', async () => {
    const other = new DatabaseSync(join(data.path, FILE));
    await refusesAndRecovers(
      async () => other.exec('begin immediate'),
      async () => other.exec('rollback'),
    );
    other.close();
  });

  it('because its file was overwritten in the middle goes on to answer, and tells staff and the log', async () => {
    const chat = await startChat(server, 'dl_contoso-admin');
    for (let sent = 0; sent < 10; sent += 1) await chat.post(`全公司都收不到外部邮件 ${'长'.repeat(3000)} ${sent}`);
    const checkpoint = new DatabaseSync(join(data.path, FILE));
    checkpoint.exec('pragma wal_checkpoint(truncate)');
    checkpoint.close();
    const descriptor = openSync(join(data.path, FILE), 'r+');
    const { length } = readFileSync(join(data.path, FILE));
    writeSync(descriptor, Buffer.alloc(length - 8 * 4096, 0xa5), 0, length - 8 * 4096, 8 * 4096);
    // Whatever can still be read is answered; what cannot is refused in the error shape.
    const path = `/v3/directline/conversations/${chat.conversationId}/activities`;
    for (const [route, bearer] of [
      [path, server.directLineSecret],
      ['/api/staff/requests', server.staffApiKey],
    ] as const) {
      checkContract(await client.send({ path: route, headers: jsonHeaders(bearer) }), route);
    }
    await chat.post('您好').catch(refusal);
    assert.equal((await client.send({ path: '/healthz' })).status, 200);
  });
});

describe('a database that may not grow any more', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  it('refuses the turn whole, and takes it once when there is room again', async () => {
    const dialect = createSqliteDialect(openSqlite(folder.file('intake.db'), 0));
    const db = new Kysely<Tables>({ dialect: dialect.kysely });
    await migrate(db, dialect);
    const store = createSqlStore(db, dialect, 'one');
    const { take } = createTurnBench(store);
    await take(directLineTurn('a'));
    await sql`pragma max_page_count = 1`.execute(db);
    const published: LoggedActivity[][] = [];
    const large = directLineTurn('长'.repeat(100_000), { dedupeKey: 'large' }, published);
    await assert.rejects(take(large), { code: 'Unavailable', message: /disk is full/ });
    assert.deepEqual(await loggedTexts(store), ['a', '1: a']);
    assert.deepEqual(published, []);
    await sql`pragma max_page_count = 100000`.execute(db);
    assert.equal((await take(large)).duplicate, false);
    assert.equal((await take(large)).duplicate, true);
    assert.deepEqual(
      (await loggedTexts(store)).map((text) => text.slice(0, 4)),
      ['a', '1: a', '长长长长', '2: 长'],
    );
    // The repetition without rows: an open stream that has missed them reads the log.
    assert.deepEqual(
      published.map(({ length }) => length),
      [2, 0],
    );
    await store.close();
  });
});

describe('a database that cannot be used at the start', function () {
  this.timeout(180_000);
  let sound: DataFolder;
  let data: DataFolder;
  before(async () => {
    sound = await createDataFolder();
    const server = await startServer({ data: sound, env: KEYS });
    await (await startChat(server, 'dl_contoso-admin')).post('全公司都收不到外部邮件');
    await server.stop();
  });
  after(() => sound.remove());
  beforeEach(async () => {
    data = await createDataFolder();
    mkdirSync(join(data.path, 'data'));
    copyFileSync(join(sound.path, FILE), join(data.path, FILE));
  });
  afterEach(() => data.remove());

  /** The start ends with 1 and one sentence that says what to do, and changes nothing. */
  async function endsWith(sentence: RegExp, env: Record<string, string> = {}): Promise<void> {
    const bytes = readFileSync(join(data.path, FILE));
    const { code, signal, stdout, stderr } = await runToItsEnd({ ...KEYS, ...env }, data.path);
    assert.deepEqual([code, signal], [1, null], stderr);
    assert.match(stderr, sentence);
    assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
    assert.equal(stdout, '');
    assert.ok(bytes.equals(readFileSync(join(data.path, FILE))), 'the file was changed');
  }

  function overwrite(from: number, to?: number): void {
    const bytes = readFileSync(join(data.path, FILE));
    writeFileSync(join(data.path, FILE), bytes.fill(0xa5, from, to ?? bytes.length));
  }

  /** What opening the file says; the start says the same. */
  async function refusesWith(message: RegExp): Promise<void> {
    await assert.rejects(openStore(`file:${join(data.path, FILE)}`), { code: 'Unavailable', message });
  }

  it('because its beginning was overwritten says that it is none', async () => {
    overwrite(0, 16);
    await refusesWith(/^The file is no SQLite database; set DATABASE_URL/);
  });

  it('because its tables were overwritten says that it is damaged', async () => {
    overwrite(100, 4096);
    await endsWith(/^The database file is damaged; stop the product and restore a backup\.$/m);
  });

  it('because it was cut off says that it is damaged', async () => {
    writeFileSync(join(data.path, FILE), readFileSync(join(data.path, FILE)).subarray(0, 5000));
    await refusesWith(/^The database file is damaged/);
  });

  it('because it may only be read says so', async () => {
    for (const [path, mode] of [
      [join(data.path, FILE), 0o444],
      [join(data.path, 'data'), 0o555],
      [data.path, 0o755],
    ] as const)
      chmodSync(path, mode);
    const isRoot = process.getuid?.() === 0;
    await endsWith(
      /^The database can only be read; make its file and folder writable/,
      isRoot ? { NODE_OPTIONS: AS_NOBODY, ...WITHOUT_COVERAGE } : {},
    );
  });

  it('because its disk takes no byte says so', async function () {
    if (!(await hasPrlimit())) this.skip();
    await endsWith(/^The disk (?:is full|failed)/, { NODE_OPTIONS: ON_A_FULL_DISK, ...WITHOUT_COVERAGE });
  });
});
