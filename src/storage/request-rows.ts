import type { Kysely, SelectQueryBuilder } from 'kysely';
import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';
import type { RequestFilter, RequestPage, Scope } from '../domain/ports.ts';
import { type NewRequestEvent, type ServiceRequest, serviceRequestSchema } from '../domain/service-request.ts';
import { fromJson, toInstant, toJson, unreadableRow } from './codec.ts';
import { readCursor, writeCursor } from './request-cursor.ts';
import type { RequestEventRow, RequestRow, Tables } from './schema.ts';
import { inScope, tenantOf } from './scope.ts';

/** Stands in the sort column of a request without a promised time: after every real moment. */
const NEVER_DUE = '9999-12-31T23:59:59.999Z';
const limitSchema = z.int().min(1).max(200);

/** Reads and writes requests with the connection or transaction that it is given. */
export interface RequestRows {
  insert(executor: Kysely<Tables>, request: ServiceRequest): Promise<void>;
  /**
   * Appends to what happened to a stored request.
   * @throws IntakeError `PolicyViolation` when the request is not there or another tenant's, `Conflict` when somebody else
   *   appended at the same moment
   */
  addEvent(executor: Kysely<Tables>, scope: Scope, event: NewRequestEvent): Promise<void>;
  byReference(executor: Kysely<Tables>, scope: Scope, reference: string): Promise<ServiceRequest | null>;
  byDraft(executor: Kysely<Tables>, scope: Scope, draftId: string): Promise<ServiceRequest | null>;
  exists(executor: Kysely<Tables>, scope: Scope, id: string): Promise<boolean>;
  /** What is due first on top. */
  page(executor: Kysely<Tables>, scope: Scope, filter: RequestFilter): Promise<RequestPage>;
  /** Newest first; unreadable ones are left out. */
  newest(executor: Kysely<Tables>, scope: Scope, limit: number): Promise<ServiceRequest[]>;
}

/** The repository of the tables `requests` and `request_events`. */
export function createRequestRows(): RequestRows {
  return {
    insert,
    addEvent,
    byReference: (executor, scope, reference) => one(executor, scope, 'reference', reference),
    byDraft: (executor, scope, draftId) => one(executor, scope, 'draft_id', draftId),
    exists: async (executor, scope, id) => {
      const row = await executor.selectFrom('requests').select('tenant').where('id', '=', id).executeTakeFirst();
      return row !== undefined && inScope(scope, row.tenant);
    },
    page,
    newest: async (executor, scope, limit) => {
      const query = confined(executor.selectFrom('requests').selectAll(), scope);
      const rows = await query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(readLimit(limit)).execute();
      return (await readAll(executor, rows)).requests;
    },
  };
}

async function insert(executor: Kysely<Tables>, request: ServiceRequest): Promise<void> {
  const { events, ...record } = request;
  await executor
    .insertInto('requests')
    .values({
      id: request.id,
      reference: request.reference,
      draft_id: request.draftId,
      tenant: request.tenant.id,
      conversation_id: request.conversationId,
      requester_id: request.requester.id,
      kind: request.kind,
      severity: request.severity.assigned,
      status: request.status,
      due_order: request.response.dueAt === null ? NEVER_DUE : toInstant(request.response.dueAt),
      created_at: toInstant(request.createdAt),
      record: toJson(record),
    })
    .execute();
  for (const { data, ...event } of events) {
    await executor
      .insertInto('request_events')
      .values({ ...event, request_id: request.id, data: toJson(data) })
      .execute();
  }
}

async function addEvent(executor: Kysely<Tables>, scope: Scope, event: NewRequestEvent): Promise<void> {
  const { requestId, data, ...rest } = event;
  const request = await executor.selectFrom('requests').select('tenant').where('id', '=', requestId).executeTakeFirst();
  if (!request || !inScope(scope, request.tenant)) {
    throw new IntakeError(
      'PolicyViolation',
      'Only a stored request of the own tenant can be added to; nothing was written.',
    );
  }
  const last = await executor
    .selectFrom('request_events')
    .select(({ fn }) => fn.max('seq').as('seq'))
    .where('request_id', '=', requestId)
    .executeTakeFirst();
  // Two instances may read the same number: the key of the table lets one of them win, and the other turn runs again.
  await executor
    .insertInto('request_events')
    .values({
      ...rest,
      at: toInstant(rest.at),
      request_id: requestId,
      seq: Number(last?.seq ?? 0) + 1,
      data: toJson(data),
    })
    .execute();
}

async function one(
  executor: Kysely<Tables>,
  scope: Scope,
  column: 'reference' | 'draft_id',
  value: string,
): Promise<ServiceRequest | null> {
  const row = await executor.selectFrom('requests').selectAll().where(column, '=', value).executeTakeFirst();
  if (!row || !inScope(scope, row.tenant)) return null;
  const events = (await eventsOf(executor, [row.id])).get(row.id) ?? [];
  return toRequest(row, events);
}

async function page(executor: Kysely<Tables>, scope: Scope, filter: RequestFilter): Promise<RequestPage> {
  const limit = readLimit(filter.limit);
  let query = confined(executor.selectFrom('requests').selectAll(), scope);
  if (filter.status) query = query.where('status', '=', filter.status);
  if (filter.severity) query = query.where('severity', '=', filter.severity);
  if (filter.cursor !== undefined) {
    const { dueOrder, createdAt, id } = readCursor(filter.cursor);
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('due_order', 'created_at', 'id'), '>', tuple(dueOrder, createdAt, id)),
    );
  }
  // One row more than asked tells whether another page follows.
  const found = await query
    .orderBy('due_order')
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return {
    ...(await readAll(executor, rows)),
    cursor: last ? writeCursor({ dueOrder: last.due_order, createdAt: last.created_at, id: last.id }) : null,
  };
}

type RequestQuery = SelectQueryBuilder<Tables, 'requests', RequestRow>;

function confined(query: RequestQuery, scope: Scope): RequestQuery {
  const tenant = tenantOf(scope);
  return tenant === null ? query : query.where('tenant', '=', tenant);
}

function readLimit(limit: number): number {
  const parsed = limitSchema.safeParse(limit);
  if (parsed.success) return parsed.data;
  throw new IntakeError('InvalidInput', 'The limit of a list must be a whole number from 1 to 200.', {
    cause: parsed.error,
  });
}

/** A row that cannot be read is named instead of ending the list, or the requests beside it could not be worked on. */
async function readAll(
  executor: Kysely<Tables>,
  rows: readonly RequestRow[],
): Promise<{ requests: ServiceRequest[]; unreadable: string[] }> {
  const events = await eventsOf(
    executor,
    rows.map(({ id }) => id),
  );
  const requests: ServiceRequest[] = [];
  const unreadable: string[] = [];
  for (const row of rows) {
    const parsed = parseRequest(row, events.get(row.id) ?? []);
    if (parsed.success) requests.push(parsed.data);
    else unreadable.push(row.reference);
  }
  return { requests, unreadable };
}

async function eventsOf(executor: Kysely<Tables>, ids: readonly string[]): Promise<Map<string, RequestEventRow[]>> {
  if (ids.length === 0) return new Map();
  const query = executor.selectFrom('request_events').selectAll().where('request_id', 'in', ids);
  return Map.groupBy(await query.orderBy('request_id').orderBy('seq').execute(), (row) => row.request_id);
}

function toRequest(row: RequestRow, events: readonly RequestEventRow[]): ServiceRequest {
  const parsed = parseRequest(row, events);
  if (parsed.success) return parsed.data;
  throw unreadableRow(`request ${row.reference}`, parsed.error);
}

function parseRequest(row: RequestRow, events: readonly RequestEventRow[]): z.ZodSafeParseResult<ServiceRequest> {
  const record = z.record(z.string(), z.unknown()).safeParse(fromJson(row.record));
  return serviceRequestSchema.safeParse({
    ...record.data,
    events: events.map(({ request_id: _, data, ...event }) => ({ ...event, data: fromJson(data) })),
  });
}
