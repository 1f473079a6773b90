import type { Kysely } from 'kysely';
import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';
import type { Scope, Store, TurnCommit, TurnCommitted } from '../domain/ports.ts';
import { createActivityRows } from './activity-rows.ts';
import { type AttachmentRows, createAttachmentRows } from './attachment-rows.ts';
import { createCodeRows } from './code-rows.ts';
import { createConversationRows } from './conversation-rows.ts';
import { createCounterRows } from './counter-rows.ts';
import { createDeliveryRows } from './delivery-rows.ts';
import type { StorageDialect } from './dialect.ts';
import { createFollowRows } from './follow-rows.ts';
import { createOutgoingRows } from './outgoing-rows.ts';
import { readQueueDepths } from './queue-depths.ts';
import { createRecognitionRows } from './recognition-rows.ts';
import { createRequestRows } from './request-rows.ts';
import type { Tables } from './schema.ts';
import { inScope } from './scope.ts';

const activityLimitSchema = z.int().min(1).max(10_000);
const MOST_IDS = 500;

/**
 * The store over migrated tables, the same for every engine.
 * @param db owned by the store from now on: `close` ends it
 * @param instance id of this instance, which tells its claims from those of others
 */
export function createSqlStore(db: Kysely<Tables>, dialect: StorageDialect, instance: string): Store {
  const conversations = createConversationRows();
  const activities = createActivityRows();
  const requests = createRequestRows();
  const deliveries = createDeliveryRows();
  const counters = createCounterRows();
  const outgoing = createOutgoingRows(dialect, instance);
  const codes = createCodeRows(counters);
  const follows = createFollowRows(dialect);
  const attachments = createAttachmentRows();
  const recognitions = createRecognitionRows();
  let closing: Promise<void> | undefined;
  dialect.opened(db);

  async function guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    if (closing) throw new IntakeError('Unavailable', 'The store is closed; start the product again.');
    try {
      return await dialect.persist(work);
    } catch (error) {
      throw error instanceof IntakeError ? error : (dialect.failure(error) ?? error);
    }
  }

  /** The queues and the bytes of files are of all tenants; no tenant has any business there. */
  async function forSystem<Result>(scope: Scope, work: () => Promise<Result>): Promise<Result> {
    if ('system' in scope) return guarded(work);
    throw new IntakeError('PolicyViolation', 'That is for parts of the system only; nothing was done.');
  }

  function write(scope: Scope, turn: TurnCommit): Promise<TurnCommitted> {
    checkTurn(scope, turn);
    // Inside, only the transaction may be used and only SQL awaited: the one connection is taken, `db` would wait for ever.
    return dialect.transaction(db, async (transaction) => {
      await conversations.save(transaction, scope, turn.conversation);
      for (const logged of turn.activities) await activities.append(transaction, logged);
      for (const request of turn.requests) await requests.insert(transaction, request);
      for (const event of turn.events ?? []) await requests.addEvent(transaction, scope, event);
      for (const delivery of turn.deliveries) await deliveries.insert(transaction, delivery);
      for (const change of turn.follows ?? []) await follows.change(transaction, turn.conversation.id, change);
      for (const file of turn.attachments ?? []) await attachments.insert(transaction, file);
      for (const one of turn.recognitions ?? []) await recognitions.insert(transaction, turn.conversation, one);
      for (const end of turn.recognitionEnds ?? []) await recognitions.end(transaction, turn.conversation.id, end);
      const mayBeSent =
        turn.outgoing !== undefined &&
        (await outgoing.insert(transaction, turn.outgoing.messages, turn.outgoing.claimedUntil));
      await dialect.announce(transaction, turn.conversation.id);
      return { mayBeSent };
    });
  }

  return {
    loadConversation: (scope, id) => guarded(() => conversations.load(db, scope, id)),
    findIncoming: (scope, conversationId, dedupeKey) =>
      guarded(async () => {
        if ('tenant' in scope && !(await conversations.load(db, scope, conversationId))) return null;
        return activities.findIncoming(db, conversationId, dedupeKey);
      }),
    listActivities: (scope, conversationId, afterSeq, limit) =>
      guarded(async () => {
        if ('tenant' in scope && !(await conversations.load(db, scope, conversationId))) return [];
        return activities.listAfter(db, conversationId, afterSeq, readLimit(limit));
      }),
    commitTurn: (scope, turn) =>
      guarded(async () => {
        const committed = await write(scope, turn);
        await dialect.flush();
        return committed;
      }),
    nextNumber: (scope, counter) => guarded(() => counters.next(db, scope, counter)),
    requestByReference: (scope, reference) => guarded(() => requests.byReference(db, scope, reference)),
    requestByDraft: (scope, draftId) => guarded(() => requests.byDraft(db, scope, draftId)),
    listRequests: (scope, filter) => guarded(() => requests.page(db, scope, filter)),
    newestRequests: (scope, limit) => guarded(() => requests.newest(db, scope, limit)),
    listDeliveries: (scope, requestId) =>
      guarded(async () => {
        if ('tenant' in scope && !(await requests.exists(db, scope, requestId))) return [];
        return deliveries.ofRequest(db, requestId);
      }),
    lastSeqs: (scope, conversationIds) => guarded(() => conversations.lastSeqs(db, scope, readIds(conversationIds))),
    claimOutgoing: (scope, claim) =>
      outgoing.remembering((tried) =>
        forSystem(scope, () =>
          dialect.transaction(db, (transaction) =>
            outgoing.claimDue(transaction, { ...claim, limit: readLimit(claim.limit) }, tried),
          ),
        ),
      ),
    settleOutgoing: (scope, id, outcome) => forSystem(scope, () => outgoing.settle(db, id, outcome)),
    askOutgoingAgain: (scope, conversationId, incomingSeq, now) =>
      forSystem(scope, () => outgoing.askAgain(db, conversationId, incomingSeq, now)),
    forgetOutgoing: (scope, before) => forSystem(scope, () => outgoing.forget(db, before)),
    listOutgoing: (scope, filter) =>
      forSystem(scope, () => outgoing.list(db, { ...filter, limit: readLimit(filter.limit) })),
    listFollows: (scope, conversationId) => guarded(() => follows.list(db, scope, conversationId)),
    claimFollows: (scope, claim) =>
      forSystem(scope, () =>
        dialect.transaction(db, (transaction) =>
          follows.claimDue(transaction, { ...claim, limit: readLimit(claim.limit) }),
        ),
      ),
    queueDepths: (scope) => forSystem(scope, () => readQueueDepths(db)),
    issueCode: (scope, code, limits) =>
      guarded(() => dialect.transaction(db, (transaction) => codes.issue(transaction, scope, code, limits))),
    settleCode: (scope, id, sentAt) => guarded(() => codes.settle(db, scope, id, sentAt)),
    tryCode: (scope, attempt) =>
      guarded(async () => {
        const trial = await dialect.transaction(db, (transaction) => codes.attempt(transaction, scope, attempt));
        // A try that a power cut gives back would be one more guess.
        await dialect.flush();
        return trial;
      }),
    newestCode: (scope, query) => guarded(() => codes.newest(db, scope, query)),
    keepBlob: (scope, blob) => forSystem(scope, () => attachments.keepBlob(db, blob)),
    attachmentById: (scope, id) => guarded(() => attachments.byId(db, scope, id)),
    readBlob: async (scope, owner, sha256) => {
      if (!(await guarded(() => attachments.hasBlob(db, scope, owner, sha256)))) return null;
      return partsOf((part) => guarded(() => attachments.part(db, owner, sha256, part)));
    },
    listRecognitions: (scope, filter) =>
      guarded(() => recognitions.list(db, scope, { ...filter, limit: readLimit(filter.limit) })),
    forgetBlobs: (scope, before) => forSystem(scope, () => attachments.forget(db, before)),
    ping: (_scope) =>
      guarded(() =>
        // Finds no row. A standby answers every question, and takes no turn.
        dialect.transaction(db, async (transaction) => {
          await transaction.deleteFrom('conversation_leases').where('conversation_id', '=', '').execute();
        }),
      ),
    close: () => {
      closing ??= db.destroy();
      return closing;
    },
  };
}

/** One piece at a time: a slow reader holds neither a whole file nor a connection. */
async function* partsOf(read: (part: number) => ReturnType<AttachmentRows['part']>): AsyncIterable<Uint8Array> {
  for (let number = 0; ; number += 1) {
    const bytes = await read(number);
    if (bytes === null) return;
    yield bytes;
  }
}

function readIds(ids: readonly string[]): readonly string[] {
  if (ids.length <= MOST_IDS) return ids;
  throw new IntakeError('InvalidInput', `At most ${MOST_IDS} conversations can be looked at at once.`);
}

function readLimit(limit: number): number {
  const parsed = activityLimitSchema.safeParse(limit);
  if (parsed.success) return parsed.data;
  throw new IntakeError('InvalidInput', 'The limit of a list must be a whole number from 1 to 10000.', {
    cause: parsed.error,
  });
}

/** A turn writes its own conversation and nothing of another tenant, whoever put it together. */
function checkTurn(scope: Scope, turn: TurnCommit): void {
  const { conversation, activities, requests, deliveries, outgoing, follows = [], attachments = [] } = turn;
  const requestIds = new Set(requests.map(({ id }) => id));
  const fits =
    inScope(scope, conversation.tenant) &&
    (outgoing === undefined || outgoing.messages.conversationId === conversation.id) &&
    follows.every(
      (change) =>
        change.type !== 'began' ||
        (change.follow.conversationId === conversation.id && inScope(scope, change.follow.tenant)),
    ) &&
    activities.every(({ conversationId }) => conversationId === conversation.id) &&
    requests.every((request) => request.conversationId === conversation.id && inScope(scope, request.tenant.id)) &&
    attachments.every(({ conversationId }) => conversationId === conversation.id) &&
    deliveries.every(({ requestId }) => requestIds.has(requestId));
  if (fits) return;
  throw new IntakeError(
    'PolicyViolation',
    'A turn may only write its own conversation, requests of its own tenant and their deliveries; nothing was written.',
  );
}
