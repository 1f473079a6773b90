import { DatabaseSync } from 'node:sqlite';
import { requestStatusSchema, severitySchema } from '../../src/domain/service-request.ts';
import type {
  ActivityRow,
  ConversationRow,
  DeliveryRow,
  RequestEventRow,
  RequestRow,
} from '../../src/storage/schema.ts';
import { sampleRequest, uuid } from '../../test/support/store-samples.ts';

/** The tenant of `dl_contoso-admin` in the demo directory, who is measured; it has every hundredth request. */
const OWN_TENANT = 'contoso-cn';
const TENANTS = 1000;
const EVERY_SECONDS = 20;
const BEGIN = Date.parse('2025-07-01T00:00:00.000Z');
const HOUR_MS = 3_600_000;

/**
 * Fills the tables of a SQLite file with requests, each with its conversation, two activities, its event and a delivery
 * that was accepted: as a store looks after years. One transaction of plain SQL, some ten thousand requests a second.
 * @param file whose tables the product has made already; the product must not be running on it
 */
export function fillWithRequests(file: string, count: number): void {
  const database = new DatabaseSync(file);
  try {
    // What is lost in a crash is made again.
    database.exec('pragma synchronous = off; pragma cache_size = -500000; begin');
    const insert = {
      conversations: inserter<ConversationRow>(database, 'conversations'),
      activities: inserter<ActivityRow>(database, 'activities'),
      requests: inserter<RequestRow>(database, 'requests'),
      events: inserter<RequestEventRow>(database, 'request_events'),
      deliveries: inserter<DeliveryRow>(database, 'deliveries'),
    };
    for (let number = 1; number <= count; number += 1) {
      const rows = rowsOf(number);
      insert.conversations(rows.conversation);
      for (const activity of rows.activities) insert.activities(activity);
      insert.requests(rows.request);
      insert.events(rows.event);
      insert.deliveries(rows.delivery);
    }
    // What the planner would have learned over the years; and a log file of gigabytes is no state of a running product.
    database.exec('commit; pragma optimize; pragma wal_checkpoint(truncate)');
  } finally {
    database.close();
  }
}

/** A prepared insert that takes rows of one shape; its columns are those of the first row. */
function inserter<Row extends object>(database: DatabaseSync, table: string): (row: Row) => void {
  let run: ((values: (string | number | null)[]) => void) | undefined;
  return (row) => {
    run ??= prepared(database, table, Object.keys(row));
    run(Object.values(row));
  };
}

function prepared(database: DatabaseSync, table: string, columns: readonly string[]) {
  const marks = columns.map(() => '?').join(', ');
  const statement = database.prepare(`insert into ${table} (${columns.join(', ')}) values (${marks})`);
  return (values: (string | number | null)[]) => void statement.run(...values);
}

const SAMPLE = sampleRequest();
const STATUSES = requestStatusSchema.options;
const SEVERITIES = severitySchema.options;

function rowsOf(number: number): {
  readonly conversation: ConversationRow;
  readonly activities: readonly ActivityRow[];
  readonly request: RequestRow;
  readonly event: RequestEventRow;
  readonly delivery: DeliveryRow;
} {
  const id = uuid(number);
  const at = new Date(BEGIN + number * EVERY_SECONDS * 1000).toISOString();
  const conversation_id = `directline/stored-${number}`;
  const tenant = number % 100 === 0 ? OWN_TENANT : `tenant-${number % TENANTS}`;
  const { record, ...request } = requestOf(number, { id, at, conversationId: conversation_id, tenant });
  const said = { conversation_id, dedupe_key: null, created_at: at };
  return {
    conversation: {
      id: conversation_id,
      channel: 'directline',
      tenant,
      person_id: `dl_stored-${number}`,
      owner: 'bot',
      state: JSON.stringify({ schemaVersion: 1 }),
      reference: 'null',
      version: 2,
      last_seq: 2,
      created_at: at,
      updated_at: at,
    },
    activities: [
      { ...said, seq: 1, direction: 'incoming', activity: activityOf(SAMPLE.description) },
      { ...said, seq: 2, direction: 'outgoing', activity: activityOf(request.reference) },
    ],
    request: { ...request, record },
    event: { request_id: id, seq: 1, type: 'created', at, actor: request.requester_id, data: '{}' },
    delivery: {
      id: uuid(number),
      request_id: id,
      backend: 'webhook',
      status: 'accepted',
      attempts: 1,
      next_attempt_at: at,
      claimed_by: null,
      claimed_until: null,
      last_error: null,
      created_at: at,
    },
  };
}

const activityOf = (text: string) => JSON.stringify({ type: 'message', text });

/** A row of a request whose record says what its columns say. */
function requestOf(
  number: number,
  { id, at, conversationId, tenant }: Readonly<Record<'id' | 'at' | 'conversationId' | 'tenant', string>>,
): RequestRow {
  const { events: _, ...sample } = SAMPLE;
  const dueAt = new Date(Date.parse(at) + (1 + (number % 48)) * HOUR_MS).toISOString();
  const severity = SEVERITIES[number % SEVERITIES.length] ?? 'C';
  const record = {
    ...sample,
    id,
    reference: `SR-20250701-${String(number).padStart(4, '0')}`,
    tenant: { ...sample.tenant, id: tenant },
    severity: { ...sample.severity, computed: severity, assigned: severity },
    response: { ...sample.response, dueAt },
    status: STATUSES[number % STATUSES.length] ?? 'new',
    draftId: uuid(100_000_000 + number),
    conversationId,
    createdAt: at,
  };
  return {
    id,
    reference: record.reference,
    draft_id: record.draftId,
    tenant,
    conversation_id: conversationId,
    requester_id: record.requester.id,
    kind: record.kind,
    severity,
    status: record.status,
    due_order: dueAt,
    created_at: at,
    record: JSON.stringify(record),
  };
}
