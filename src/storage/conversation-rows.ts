import type { Kysely } from 'kysely';
import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';
import type { Scope, StoredConversation } from '../domain/ports.ts';
import { fromJson, toInstant, toJson, unreadableRow } from './codec.ts';
import { compileOnce } from './compile-once.ts';
import type { ConversationRow, Tables } from './schema.ts';
import { inScope, tenantOf } from './scope.ts';

const ownerSchema = z.enum(['bot', 'offered', 'staff', 'closed']);

/** Reads and writes conversations with the connection or transaction that it is given. */
export interface ConversationRows {
  load(executor: Kysely<Tables>, scope: Scope, id: string): Promise<StoredConversation | null>;
  /** @throws IntakeError `Conflict` when the stored version is another one, or the row lies outside the scope */
  save(executor: Kysely<Tables>, scope: Scope, conversation: StoredConversation): Promise<void>;
  /** The last sequence number of each that exists for the scope. */
  lastSeqs(executor: Kysely<Tables>, scope: Scope, ids: readonly string[]): Promise<Map<string, number>>;
}

/** The repository of the table `conversations`. */
export function createConversationRows(): ConversationRows {
  const select = compileOnce({ id: ':id' }, (db, { id }) =>
    db.selectFrom('conversations').selectAll().where('id', '=', id),
  );
  const insert = compileOnce(SAMPLE, (db, row) => db.insertInto('conversations').values(row));
  const update = compileOnce({ ...SAMPLE, loaded: -3 }, (db, { id, created_at: _, loaded, ...changes }) =>
    db.updateTable('conversations').set(changes).where('id', '=', id).where('version', '=', loaded),
  );

  async function load(executor: Kysely<Tables>, scope: Scope, id: string): Promise<StoredConversation | null> {
    const [row] = (await select(executor, { id })).rows;
    return row && inScope(scope, row.tenant) ? toConversation(row) : null;
  }

  async function save(executor: Kysely<Tables>, scope: Scope, conversation: StoredConversation): Promise<void> {
    const row = toRow(conversation);
    if (conversation.version === 0) {
      await insert(executor, row);
      return;
    }
    // The version guard makes the look and the update one step: a row cannot change its tenant and keep its version.
    if ('tenant' in scope && !(await load(executor, scope, conversation.id))) throw movedOn(conversation.id);
    const { numAffectedRows } = await update(executor, { ...row, loaded: conversation.version });
    if (numAffectedRows !== 1n) throw movedOn(conversation.id);
  }

  async function lastSeqs(
    executor: Kysely<Tables>,
    scope: Scope,
    ids: readonly string[],
  ): Promise<Map<string, number>> {
    if (ids.length === 0) return new Map();
    const tenant = tenantOf(scope);
    const query = executor.selectFrom('conversations').select(['id', 'last_seq']).where('id', 'in', ids);
    const rows = await (tenant === null ? query : query.where('tenant', '=', tenant)).execute();
    return new Map(rows.map(({ id, last_seq }) => [id, last_seq]));
  }

  return { load, save, lastSeqs };
}

function toRow(conversation: StoredConversation): ConversationRow {
  return {
    id: conversation.id,
    channel: conversation.channel,
    tenant: conversation.tenant,
    person_id: conversation.personId,
    owner: conversation.owner,
    state: toJson(conversation.state),
    reference: toJson(conversation.reference),
    version: conversation.version + 1,
    last_seq: conversation.lastSeq,
    created_at: toInstant(conversation.createdAt),
    updated_at: toInstant(conversation.updatedAt),
  };
}

/** A state that is no JSON any more is handed on as text: the dialogs restart such a conversation kindly, an error would end it. */
function toConversation(row: ConversationRow): StoredConversation {
  const owner = ownerSchema.safeParse(row.owner);
  if (!owner.success) throw unreadableRow(`conversation ${row.id}`, owner.error);
  const state = fromJson(row.state);
  return {
    id: row.id,
    channel: row.channel,
    tenant: row.tenant,
    personId: row.person_id,
    owner: owner.data,
    state: state === undefined ? row.state : state,
    reference: fromJson(row.reference) ?? null,
    version: row.version,
    lastSeq: row.last_seq,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function movedOn(id: string): IntakeError {
  return new IntakeError('Conflict', `Conversation ${id} was changed by another turn; load it again.`);
}

const SAMPLE: { -readonly [Column in keyof ConversationRow]: ConversationRow[Column] } = {
  id: ':id',
  channel: ':channel',
  tenant: ':tenant',
  person_id: ':person',
  owner: ':owner',
  state: ':state',
  reference: ':reference',
  version: -1,
  last_seq: -2,
  created_at: ':created',
  updated_at: ':updated',
};
