import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { FollowChange, FollowClaim, IncidentFollow } from '../domain/incident-follow.ts';
import type { Instant } from '../domain/locale.ts';
import { localeSchema } from '../domain/locale.ts';
import { operatorSchema } from '../domain/person.ts';
import type { Scope } from '../domain/ports.ts';
import { fromJson, toInstant, toJson } from './codec.ts';
import type { StorageDialect } from './dialect.ts';
import type { FollowRow, Tables } from './schema.ts';
import { tenantOf } from './scope.ts';

/** Follows of incidents, with the connection or transaction that it is given. */
export interface FollowRows {
  /** Writes what a commit changes; what was begun or has ended already stays as it is. */
  change(transaction: Kysely<Tables>, conversationId: string, change: FollowChange): Promise<void>;
  /** The lasting ones of a conversation, the oldest first. */
  list(executor: Kysely<Tables>, scope: Scope, conversationId: string): Promise<IncidentFollow[]>;
  /** Takes what is due, and puts its next look off until the claim runs out. */
  claimDue(transaction: Kysely<Tables>, claim: FollowClaim): Promise<IncidentFollow[]>;
}

/** Nobody puts a look off for longer: one further ahead was written before a clock was set back. */
const LONGEST_WAIT_MS = 3_600_000;

/** The repository of the table `incident_follows`. */
export function createFollowRows(dialect: StorageDialect): FollowRows {
  return {
    change: async (transaction, conversationId, change) => {
      if (change.type === 'began') return begin(transaction, change.follow);
      const changes =
        change.type === 'ended'
          ? { ended_at: toInstant(change.at) }
          : { status: change.standing.status, last_post_at: instantOrNull(change.standing.lastPostAt) };
      await transaction
        .updateTable('incident_follows')
        .set(changes)
        .where('id', '=', change.followId)
        .where('conversation_id', '=', conversationId)
        .where('ended_at', 'is', null)
        .execute();
    },
    list: async (executor, scope, conversationId) => {
      const tenant = tenantOf(scope);
      const query = executor
        .selectFrom('incident_follows')
        .selectAll()
        .where('conversation_id', '=', conversationId)
        .where('ended_at', 'is', null)
        .orderBy('created_at')
        .orderBy('id');
      const rows = await (tenant === null ? query : query.where('tenant', '=', tenant)).execute();
      return rows.flatMap(toFollow);
    },
    claimDue: async (transaction, { now, until, limit }) => {
      const moment = toInstant(now);
      const never = new Date(Date.parse(now) + LONGEST_WAIT_MS).toISOString();
      const due = transaction
        .selectFrom('incident_follows')
        .select('id')
        .where('ended_at', 'is', null)
        .where(({ or, eb }) => or([eb('next_look_at', '<=', moment), eb('next_look_at', '>', never)]))
        .orderBy('next_look_at')
        .orderBy('id')
        .limit(limit);
      const ids = (await (dialect.locksRows ? due.forUpdate().skipLocked() : due).execute()).map(({ id }) => id);
      if (ids.length === 0) return [];
      const rows = await transaction
        .updateTable('incident_follows')
        .set({ next_look_at: toInstant(until) })
        .where('id', 'in', ids)
        .returningAll()
        .execute();
      return rows.flatMap(toFollow);
    },
  };
}

/** Pressed twice it stays one; one that has ended begins anew. */
async function begin(transaction: Kysely<Tables>, follow: IncidentFollow): Promise<void> {
  const row = toRow(follow);
  await transaction
    .insertInto('incident_follows')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['conversation_id', 'incident_id'])
        .doUpdateSet(row)
        .where('incident_follows.ended_at', 'is not', null),
    )
    .execute();
}

function toRow({ standing, who, ...follow }: IncidentFollow): FollowRow {
  return {
    id: follow.id,
    conversation_id: follow.conversationId,
    incident_id: follow.incidentId,
    tenant: follow.tenant,
    operator: follow.operator,
    audience: follow.audience,
    who: toJson(who),
    locale: follow.locale,
    zone: follow.zone,
    status: standing.status,
    last_post_at: instantOrNull(standing.lastPostAt),
    created_at: toInstant(follow.createdAt),
    ended_at: null,
    next_look_at: toInstant(follow.nextLookAt),
  };
}

const enumsSchema = z.object({
  operator: operatorSchema,
  audience: z.enum(['admin', 'public']),
  locale: localeSchema,
  who: z.strictObject({
    userId: z.string(),
    aadObjectId: z.string().nullable(),
    tenantId: z.string().nullable(),
  }),
});

/** One that cannot be read is passed over: it must neither end a turn nor keep news from everybody else. */
function toFollow(row: FollowRow): IncidentFollow[] {
  const read = enumsSchema.safeParse({ ...row, who: fromJson(row.who) });
  if (!read.success) return [];
  const follow: IncidentFollow = {
    id: row.id,
    conversationId: row.conversation_id,
    incidentId: row.incident_id,
    tenant: row.tenant,
    ...read.data,
    zone: row.zone,
    standing: { status: row.status, lastPostAt: row.last_post_at },
    createdAt: row.created_at,
    nextLookAt: row.next_look_at,
  };
  return [follow];
}

function instantOrNull(moment: Instant | null): string | null {
  return moment === null ? null : toInstant(moment);
}
