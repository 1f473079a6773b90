import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { fillDatabase, readRows } from '../support/filled-database.ts';
import { describeOnPostgres } from '../support/store-engines.ts';
import { createTemporaryFolder, openStore, type TemporaryFolder } from '../support/store-temporary.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/db.ts', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

describe('npm run db', function () {
  // Each of its facts takes some starts of a process.
  this.timeout(60_000);
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  /** Runs the command in the folder; `onErr` is told all that it has said on standard error so far, and may end it. */
  async function db(
    args: readonly string[],
    env = {},
    onErr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void,
  ): Promise<Ended> {
    const { PATH = '', NODE_V8_COVERAGE } = process.env;
    const coverage = NODE_V8_COVERAGE ? { NODE_V8_COVERAGE } : {};
    const child = spawn(process.execPath, [SCRIPT, ...args], {
      cwd: folder.path,
      env: { PATH, ...coverage, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
      onErr?.(err, (signal) => child.killed || child.kill(signal));
    });
    await once(child, 'close');
    return { code: child.exitCode, signal: child.signalCode, out, err };
  }

  const wrongCalls: Readonly<Record<string, readonly string[]>> = {
    'an unknown command': ['postgres://user:secret@host/db'],
    'an unknown option': ['migrate', '--force'],
    'one address to copy': ['copy', 'postgres://user:secret@host/db'],
    'an address for a file': ['backup', 'postgres://user:secret@host/db'],
    'a variable that is not set': ['copy', 'DATABASE_URL', 'NEW_DATABASE_URL'],
  };
  for (const [name, args] of Object.entries(wrongCalls)) {
    it(`answers ${name} with how it is used, and does nothing`, async () => {
      const { code, out, err } = await db(args);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err, /^.+\nLooks after the database.*\n {2}npm run db -- migrate/);
      assert.doesNotMatch(err, /secret/);
      assert.deepEqual(readdirSync(folder.path), []);
    });
  }

  it('tells how it is used when it is given nothing', async () => {
    for (const args of [[], ['copy', '--help']]) {
      const { code, out } = await db(args);
      assert.equal(code, 0);
      assert.match(out, /npm run db -- copy FROM TO/);
    }
  });

  it('migrates the database of .env, once, and tells whether that is needed', async () => {
    writeFileSync(folder.file('.env'), 'DATABASE_URL=file:./own/intake.db\nOTHER_URL=file:./other.db\n');
    const missing = await db(['migrate', '--check']);
    assert.equal(missing.code, 1);
    assert.match(missing.out, /own\/intake\.db: does not exist yet/);
    assert.ok(!existsSync(folder.file('own')));

    const first = await db(['migrate']);
    assert.deepEqual([first.code, first.err], [0, '']);
    assert.match(first.out, /own\/intake\.db: done: 0001-initial, 0002-several-instances/);
    for (const args of [
      ['migrate', '--check'],
      ['migrate', 'file:own/intake.db'],
    ]) {
      const again = await db(args);
      assert.equal(again.code, 0);
      assert.match(again.out, /nothing to do/);
    }

    const database = new DatabaseSync(folder.file('other.db'));
    database.exec('create table something (id text)');
    database.close();
    const pending = await db(['migrate', '--check', 'OTHER_URL']);
    assert.equal(pending.code, 1);
    assert.match(pending.out, /other\.db: still to run: 0001-initial, 0002-several-instances/);
  });

  it('takes the default address where none is set', async () => {
    const { out } = await db(['migrate']);
    assert.match(out, /data\/intake\.db: done/);
    assert.ok(existsSync(folder.file('data/intake.db')));
  });

  it('does not touch a newer database', async () => {
    await (await openStore(`file:${folder.file('intake.db')}`)).close();
    const database = new DatabaseSync(folder.file('intake.db'));
    database.exec(`insert into kysely_migration values ('9999-later', '2027-01-01T00:00:00.000Z')`);
    database.close();
    for (const args of [
      ['migrate', '--check'],
      ['copy', 'DATABASE_URL', 'file:to.db'],
    ]) {
      const { code, err } = await db(args, { DATABASE_URL: 'file:intake.db' });
      assert.equal(code, 3);
      assert.match(err, /intake\.db: The database was changed by a newer version/);
    }
  });

  it('backs up and tells what is in the backup', async () => {
    await fillDatabase(`file:${folder.file('intake.db')}`, 3);
    const { code, out } = await db(['backup', 'file:intake.db', 'backup.db']);
    assert.equal(code, 0);
    assert.match(out, / 7 {2}activities\n/);
    const again = await db(['backup', 'backup.db'], { DATABASE_URL: 'file:intake.db' });
    assert.equal(again.code, 3);
    assert.match(again.err, /backup\.db exists already/);
  });

  const unreachable = 'postgres://user:secret@127.0.0.1:1/intake?password=secret';
  const failingCalls: Readonly<Record<string, readonly string[]>> = {
    'a server to copy to that is not there': ['copy', 'file:intake.db', unreachable],
    'a server to back up that is not there': ['backup', unreachable, 'backup.db'],
    'an address of another kind': ['migrate', 'mysql://user:secret@host/intake'],
    'an address that nobody can read': ['migrate', 'postgres://user:%zzsecret@127.0.0.1:1/intake'],
  };
  for (const [name, args] of Object.entries(failingCalls)) {
    it(`keeps the password of ${name} to itself`, async () => {
      await fillDatabase(`file:${folder.file('intake.db')}`, 3);
      const { code, out, err } = await db(args);
      assert.equal(code, 3);
      assert.notEqual(err, '');
      assert.doesNotMatch(out + err, /secret|\n {4}at /);
      assert.deepEqual(readdirSync(folder.path), ['intake.db']);
    });
  }

  it('names the address that it cannot read by what the caller called it', async () => {
    const byName = await db(['migrate', 'OLD_URL'], { OLD_URL: 'mysql://host/intake' });
    assert.match(byName.err, /^OLD_URL \(mysql:\) is not supported; /);
    const byItself = await db(['copy', 'file:intake.db', 'mysql://host/intake']);
    assert.match(byItself.err, /^The address \(mysql:\) is not supported; /);
  });

  it('wonders about a copy of nothing', async () => {
    await db(['migrate', 'file:intake.db']);
    const { code, out } = await db(['copy', 'file:intake.db', 'file:copy.db']);
    assert.equal(code, 0);
    assert.match(out, /There was nothing to copy\. Is FROM the right database\?/);
  });

  it('leaves nothing of a backup that is interrupted', async () => {
    await fillDatabase(`file:${folder.file('intake.db')}`, 3);
    const database = new DatabaseSync(folder.file('intake.db'));
    database.exec(`create table filler (bytes blob); with recursive numbers(n) as
      (select 1 union all select n + 1 from numbers where n < 40) insert into filler select randomblob(1000000) from numbers`);
    database.close();
    const { code, err } = await db(['backup', 'file:intake.db', 'backup.db'], {}, (said, kill) => {
      if (said.includes('pages')) kill('SIGINT');
    });
    assert.equal(code, 3);
    assert.match(err, /Stopped; nothing was kept/);
    assert.deepEqual(readdirSync(folder.path), ['intake.db']);
  });

  describeOnPostgres('a copy', (server) => {
    it('tells its counts, and neither user nor password', async () => {
      await fillDatabase(`file:${folder.file('intake.db')}`, 3);
      const url = (await server().createDatabase()).replace('//postgres@', '//postgres:secret@');
      const { code, out, err } = await db(['copy', 'file:intake.db', 'NEW_URL'], { NEW_URL: url });
      assert.deepEqual([code, err.includes('secret'), out.includes('secret')], [0, false, false], err);
      assert.match(
        out,
        /^Copying SQLite file .*intake\.db to PostgreSQL database intake_[0-9a-f]+ on 127\.0\.0\.1:\d+\n/,
      );
      assert.match(out, / 2 {2}conversations\n +7 {2}activities\n/);
      assert.match(out, /stop every instance before the copy/);
      const again = await db(['copy', 'file:intake.db', url]);
      assert.equal(again.code, 3);
      assert.match(again.err, /It has rows in conversations already/);
    });

    it('that is killed in its middle leaves the other database empty, and can be repeated', async () => {
      const from = `file:${folder.file('intake.db')}`;
      await fillDatabase(from, 20_000);
      const to = await server().createDatabase();
      const killed = await db(['copy', from, to], {}, (err, kill) => {
        if (err.includes('activities')) kill('SIGKILL');
      });
      assert.deepEqual([killed.signal, killed.out.includes('committed')], ['SIGKILL', false]);
      assert.deepEqual(await readRows(to), {});
      assert.equal((await db(['copy', from, to])).code, 0);
      assert.equal((await readRows(to)).activities?.length, 20_004);

      const file = folder.file('back.db');
      const back = await db(['copy', to, `file:${file}`], {}, (err, kill) => {
        if (err.includes('activities')) kill('SIGKILL');
      });
      assert.equal(back.signal, 'SIGKILL');
      assert.deepEqual(await readRows(`file:${file}`), {});
      assert.equal((await db(['copy', to, `file:${file}`])).code, 0);
      assert.equal((await readRows(`file:${file}`)).activities?.length, 20_004);
    });
  });
});
