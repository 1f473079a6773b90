import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { activitySchema } from '../domain/activity.ts';
import { localeSchema } from '../domain/locale.ts';
import type { Scope, StoredConversation } from '../domain/ports.ts';
import {
  RECOGNITION_OUTCOMES,
  type RecognisedMessage,
  type Recognition,
  type RecognitionEnd,
  type RecognitionFilter,
  type RecognitionPage,
} from '../domain/recognition.ts';
import { topicSchema } from '../domain/topics.ts';
import { fromJson, toInstant, toJson } from './codec.ts';
import { compileOnce } from './compile-once.ts';
import type { ActivityRow, RecognitionRow, Tables } from './schema.ts';
import { tenantOf } from './scope.ts';

/** Confidences are stored as whole numbers of this size, as the tables know no fractions. */
const PARTS = 10_000;

/** Reads and writes what messages were taken for, with the connection or transaction that it is given. */
export interface RecognitionRows {
  /** The message itself must be there. */
  insert(executor: Kysely<Tables>, conversation: StoredConversation, recognition: Recognition): Promise<void>;
  /** Writes what happened next; nothing where that message was not recognised. */
  end(executor: Kysely<Tables>, conversationId: string, end: RecognitionEnd): Promise<void>;
  /** With their words, by conversation and number; what this version cannot read is passed over. */
  list(executor: Kysely<Tables>, scope: Scope, filter: RecognitionFilter): Promise<RecognitionPage>;
}

/** The repository of the table `recognitions`. */
export function createRecognitionRows(): RecognitionRows {
  const insert = compileOnce(SAMPLE, (db, row) => db.insertInto('recognitions').values(row));
  const update = compileOnce(SAMPLE_END, (db, { conversation, seq, outcome, topic }) =>
    db
      .updateTable('recognitions')
      .set({ outcome, outcome_topic: topic })
      .where('conversation_id', '=', conversation)
      .where('seq', '=', seq),
  );
  return {
    insert: async (executor, conversation, recognition) => {
      await insert(executor, toRow(conversation, recognition));
    },
    end: async (executor, conversation, { seq, outcome, topic }) => {
      await update(executor, { conversation, seq, outcome, topic });
    },
    list,
  };
}

async function list(
  executor: Kysely<Tables>,
  scope: Scope,
  { since, after, limit }: RecognitionFilter,
): Promise<RecognitionPage> {
  const tenant = tenantOf(scope);
  let query = executor
    .selectFrom('recognitions as seen')
    .innerJoin('activities as said', (join) =>
      join.onRef('said.conversation_id', '=', 'seen.conversation_id').onRef('said.seq', '=', 'seen.seq'),
    )
    .selectAll('seen')
    .select('said.activity')
    .orderBy('seen.conversation_id')
    .orderBy('seen.seq')
    .limit(limit);
  if (tenant !== null) query = query.where('seen.tenant', '=', tenant);
  if (since !== undefined) query = query.where('seen.created_at', '>=', toInstant(since));
  if (after)
    query = query.where(sql<boolean>`(seen.conversation_id, seen.seq) > (${after.conversationId}, ${after.seq})`);
  const rows = await query.execute();
  const last = rows.length < limit ? undefined : rows.at(-1);
  return {
    messages: rows.flatMap(toMessage),
    next: last ? { conversationId: last.conversation_id, seq: last.seq } : null,
  };
}

function toRow(
  { id, tenant, updatedAt }: StoredConversation,
  { seq, locale, topic, confidence, alternatives, source }: Recognition,
): RecognitionRow {
  return {
    conversation_id: id,
    seq,
    tenant,
    locale,
    topic,
    confidence: Math.round(confidence * PARTS),
    alternatives: toJson(
      alternatives.map((one) => ({ ...one, confidence: Math.round(one.confidence * PARTS) / PARTS })),
    ),
    source,
    outcome: null,
    outcome_topic: null,
    created_at: toInstant(updatedAt),
  };
}

const fieldsSchema = z.object({
  locale: localeSchema,
  topic: topicSchema,
  alternatives: z.array(z.object({ topic: topicSchema, confidence: z.number() })),
  source: z.enum(['local', 'clu']),
  outcome: z.enum(RECOGNITION_OUTCOMES).nullable(),
  outcomeTopic: topicSchema.nullable(),
});

/** A message without words, or one with a topic of another version, is no example. */
function toMessage(row: RecognitionRow & Pick<ActivityRow, 'activity'>): RecognisedMessage[] {
  const { outcome_topic: outcomeTopic, alternatives, ...rest } = row;
  const fields = fieldsSchema.safeParse({ ...rest, outcomeTopic, alternatives: fromJson(alternatives) });
  const activity = activitySchema.safeParse(fromJson(row.activity));
  if (!fields.success || !activity.success || !activity.data.text) return [];
  const message: RecognisedMessage = {
    ...fields.data,
    conversationId: row.conversation_id,
    seq: row.seq,
    tenant: row.tenant,
    confidence: row.confidence / PARTS,
    text: activity.data.text,
    author: activity.data.from?.name ?? null,
    at: row.created_at,
  };
  return [message];
}

type SampleRow = { -readonly [Column in keyof RecognitionRow]: RecognitionRow[Column] };

interface EndValues {
  readonly conversation: string;
  readonly seq: number;
  readonly outcome: string;
  readonly topic: string | null;
}

const SAMPLE_END: { -readonly [Name in keyof EndValues]: EndValues[Name] } = {
  conversation: ':conversation',
  seq: -1,
  outcome: ':outcome',
  topic: ':topic',
};

const SAMPLE: SampleRow = {
  conversation_id: ':conversation',
  seq: -1,
  tenant: ':tenant',
  locale: ':locale',
  topic: ':topic',
  confidence: -2,
  alternatives: ':alternatives',
  source: ':source',
  outcome: ':outcome',
  outcome_topic: ':outcome_topic',
  created_at: ':created',
};
