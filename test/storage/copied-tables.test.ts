import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { createLog } from '../../src/log.ts';
import { copyDatabase } from '../../src/storage/copy-database.ts';
import { readDatabaseAddress } from '../../src/storage/database-address.ts';
import { fillDatabase, readRows } from '../support/filled-database.ts';
import { describeOnPostgres } from '../support/store-engines.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../support/store-temporary.ts';

const log = createLog({ level: 'silent' });

describeOnPostgres('a copy of a file with values that only SQLite keeps', (server) => {
  let folder: TemporaryFolder;
  let file: string;
  let target: string;
  beforeEach(async () => {
    folder = createTemporaryFolder();
    file = folder.file('intake.db');
    target = await server().createDatabase();
    await fillDatabase(`file:${file}`);
  });
  afterEach(() => folder.remove());

  const cases = {
    'the character NUL': [
      `update activities set activity = '"' || char(0) || '"' where seq = 300`,
      /conversation_id="directline\/long", seq=300 of activities .* activity holds the character NUL/,
    ],
    'a text for a number': [
      `update counters set value = 'many'`,
      /name="requests-20260302" of counters .* value holds something else/,
    ],
    nothing: [
      `pragma foreign_keys = off; create table loose as select * from deliveries; drop table deliveries;
       create table deliveries as select * from loose; update deliveries set status = null`,
      /of deliveries .* status holds nothing/,
    ],
    bytes: [`update requests set record = x'00ff'`, /of requests .* record holds bytes/],
    'a number beyond 31 bits': [
      `update conversations set version = 3000000000 where id = 'msteams/1'`,
      /id="msteams\/1" of conversations .* version/,
    ],
    'a number beyond 53 bits': [
      `update conversations set version = 9007199254740993`,
      /Reading conversations after its start failed/,
    ],
    'a fraction': [
      `update activities set seq = 1.5 where conversation_id = 'msteams/1' and seq = 1`,
      /seq=1\.5 of activities .* seq holds something else/,
    ],
    'a key too long for an index': [
      `update activities set dedupe_key = (with recursive bytes(text, n) as (select hex(randomblob(8)), 1 union all
         select text || hex(randomblob(8)), n + 1 from bytes where n < 600) select max(text) from bytes where n = 600) where seq = 301`,
      /seq=301 of activities cannot be written \(index row/,
    ],
    'a row that refers to none': [
      `pragma foreign_keys = off; delete from requests`,
      /request_id="[-0-9a-f]+", seq=1 of request_events cannot be written/,
    ],
  } as const;
  for (const [name, [change, words]] of Object.entries(cases)) {
    it(`names the row that holds ${name}, and writes nothing`, async () => {
      const database = new DatabaseSync(file);
      database.exec(change);
      database.close();
      await assert.rejects(
        copyDatabase({ from: readDatabaseAddress(`file:${file}`), to: readDatabaseAddress(target), log }),
        (error: Error) => {
          assert.match(error.message, words);
          assert.doesNotMatch(error.message, /您好/);
          return true;
        },
      );
      assert.deepEqual(await readRows(target), {});
    });
  }
});
