import { sql } from 'kysely';
import { createLog } from '../../src/log.ts';
import { COPIED_TABLES } from '../../src/storage/copied-tables.ts';
import { readDatabaseAddress } from '../../src/storage/database-address.ts';
import { readTableColumns } from '../../src/storage/table-columns.ts';
import { useDatabase } from '../../src/storage/use-database.ts';
import {
  sampleActivity,
  sampleAttachment,
  sampleBlob,
  sampleCode,
  sampleConversation,
  sampleDelivery,
  sampleFollow,
  sampleRecognition,
  sampleRequest,
  uuid,
} from './store-samples.ts';
import { openStore } from './store-temporary.ts';

const SYSTEM = { system: 'turn' } as const;
const MOMENT = '2026-03-02T01:00:00.000Z';

/** Rows of a table in the order of its key. */
export type StoredRows = readonly Readonly<Record<string, unknown>>[];

/**
 * Makes a database with something in every table that is copied: two conversations, one of them longer than a page of a
 * copy, a request with its delivery, a counter, a code, a file of three pieces, an incident that is followed, a message that was recognised, and messages that are being sent (id ...e1) and that wait (id ...e2).
 * @param activities how many the long conversation has
 */
export async function fillDatabase(url: string, activities = 450): Promise<void> {
  const store = await openStore(url);
  const request = sampleRequest(1, { conversationId: 'directline/long' });
  const blob = sampleBlob(Buffer.alloc(600_000, 'bytes \0 and more'));
  await store.keepBlob(SYSTEM, blob);
  await store.commitTurn(SYSTEM, {
    attachments: [sampleAttachment(blob, { conversationId: 'directline/long' })],
    conversation: sampleConversation({ id: 'directline/long', lastSeq: activities }),
    activities: Array.from({ length: activities }, (_, index) =>
      sampleActivity({
        conversationId: 'directline/long',
        seq: index + 1,
        dedupeKey: index % 2 === 0 ? `key-${index}` : null,
        activity: { type: 'message', text: `"您好" 👋🏽 \u{1d11e} ${index} \u0007 'x'; -- \ud800` },
      }),
    ),
    requests: [request],
    deliveries: [sampleDelivery(request)],
    follows: [{ type: 'began', follow: sampleFollow({ conversationId: 'directline/long' }) }],
    recognitions: [sampleRecognition()],
  });
  for (const seq of [1, 3]) {
    await store.commitTurn(SYSTEM, {
      conversation: sampleConversation({
        id: 'msteams/1',
        channel: 'msteams',
        tenant: null,
        personId: null,
        version: (seq - 1) / 2,
        lastSeq: seq + 1,
        state: null,
        reference: { serviceUrl: 'https://channel.example/' },
      }),
      activities: [seq, seq + 1].map((number) => sampleActivity({ conversationId: 'msteams/1', seq: number })),
      requests: [],
      deliveries: [],
      outgoing: {
        messages: {
          id: uuid(0xe0 + (seq + 1) / 2),
          conversationId: 'msteams/1',
          firstSeq: seq + 1,
          lastSeq: seq + 1,
          sentSeq: seq,
          status: 'pending',
          attempts: 0,
          nextAttemptAt: MOMENT,
          lastError: null,
          createdAt: MOMENT,
        },
        claimedUntil: '2026-03-02T01:00:30.000Z',
      },
    });
  }
  await store.nextNumber(SYSTEM, 'requests-20260302');
  await store.issueCode(SYSTEM, sampleCode(), { since: MOMENT, perPerson: 5, perConversation: null, perDomain: null });
  await store.close();
}

/** All rows of the tables that are copied, and of the leases; a table that is not there is left out. */
export async function readRows(url: string): Promise<Record<string, StoredRows>> {
  const log = createLog({ level: 'silent' });
  return useDatabase(readDatabaseAddress(url), { access: 'read', log }, async ({ db }) => {
    const present = await readTableColumns(db);
    const found: Record<string, StoredRows> = {};
    for (const { table, key } of [...COPIED_TABLES, { table: 'conversation_leases', key: ['conversation_id'] }]) {
      if (!present.has(table)) continue;
      const order = sql.join(key.map((column) => sql.ref(column)));
      const { rows } = await sql<StoredRows[number]>`select * from ${sql.table(table)} order by ${order}`.execute(db);
      found[table] = rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, inText(value)])),
      );
    }
    return found;
  });
}

/** The engines hand bytes over as different objects. */
function inText(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}
