import type { Kysely, SelectQueryBuilder } from 'kysely';
import { z } from 'zod';
import type {
  CodeAttempt,
  CodeIssue,
  CodeLimits,
  CodeQuery,
  CodeTrial,
  NewCode,
  StoredCode,
} from '../domain/contact-codes.ts';
import { IntakeError } from '../domain/errors.ts';
import type { Instant } from '../domain/locale.ts';
import type { Scope } from '../domain/ports.ts';
import { codeChannelSchema, codeOutcomeSchema, codeStanding } from '../domain/verification.ts';
import { toInstant, unreadableRow } from './codec.ts';
import type { CounterRows } from './counter-rows.ts';
import type { Tables, VerificationCodeRow } from './schema.ts';
import { inScope } from './scope.ts';

const SYSTEM: Scope = { system: 'turn' };
/** The counter whose row makes those who ask for codes wait for each other, on every instance. */
const TURNSTILE = 'verification-codes';

/** Reads and writes one-time codes with the transaction that it is given. */
export interface CodeRows {
  issue(transaction: Kysely<Tables>, scope: Scope, code: NewCode, limits: CodeLimits): Promise<CodeIssue>;
  settle(executor: Kysely<Tables>, scope: Scope, id: string, sentAt: Instant | null): Promise<void>;
  attempt(transaction: Kysely<Tables>, scope: Scope, attempt: CodeAttempt): Promise<CodeTrial>;
  newest(executor: Kysely<Tables>, scope: Scope, query: CodeQuery): Promise<StoredCode | null>;
}

/** The repository of the table `verification_codes`. */
export function createCodeRows(counters: CounterRows): CodeRows {
  return {
    issue: async (transaction, scope, code, limits) => {
      if (!inScope(scope, code.tenant)) throw outside();
      // Without it two that are written at once would each count the codes before both.
      await counters.next(transaction, SYSTEM, TURNSTILE);
      const earlier = await byIssueKey(transaction, code.issueKey);
      if (earlier) return { result: 'repeated', code: toCode(earlier) };
      if (await isTooMany(transaction, code, limits)) return { result: 'too-many' };
      const isWithheld = await isTenantDone(transaction, code, limits);
      await replaceOpen(transaction, code);
      const row = toRow(isWithheld ? decoyOf(code) : code);
      await transaction.insertInto('verification_codes').values(row).execute();
      return { result: isWithheld ? 'withheld' : 'issued' };
    },
    settle: async (executor, scope, id, sentAt) => {
      const row = await executor.selectFrom('verification_codes').selectAll().where('id', '=', id).executeTakeFirst();
      if (!row || !inScope(scope, row.tenant)) return;
      const change = sentAt === null ? { outcome: 'failed' } : { sent_at: toInstant(sentAt) };
      const update = executor.updateTable('verification_codes').set(change).where('id', '=', id);
      await (sentAt === null ? update.where('outcome', '=', 'open') : update).execute();
    },
    attempt,
    newest: async (executor, scope, query) => {
      const row = await newestRow(executor, scope, query);
      return row && toCode(row);
    },
  };
}

function byIssueKey(executor: Kysely<Tables>, issueKey: string) {
  return executor.selectFrom('verification_codes').selectAll().where('issue_key', '=', issueKey).executeTakeFirst();
}

async function isTooMany(executor: Kysely<Tables>, code: NewCode, limits: CodeLimits): Promise<boolean> {
  const kinds = [
    ['person_id', code.personId, limits.perPerson],
    ['conversation_id', code.conversationId, limits.perConversation],
    ['domain', code.domain, limits.perDomain],
  ] as const;
  for (const [column, value, most] of kinds) {
    if (value === null || most === null) continue;
    const { count } = await executor
      .selectFrom('verification_codes')
      .select(({ fn }) => fn.countAll<string | number>().as('count'))
      .where(column, '=', value)
      .where('created_at', '>', toInstant(limits.since))
      .executeTakeFirstOrThrow();
    if (Number(count) >= most) return true;
  }
  return false;
}

/** Counted for no organisation as well: the work must not tell whether there is one. Decoys are nobody's and do not count. */
async function isTenantDone(executor: Kysely<Tables>, { tenant }: NewCode, limits: CodeLimits): Promise<boolean> {
  if (limits.perTenant === undefined) return false;
  const { count } = await executor
    .selectFrom('verification_codes')
    .select(({ fn }) => fn.countAll<string | number>().as('count'))
    .where('tenant', '=', tenant ?? '')
    .where('purpose', '=', 'recovery')
    .where('created_at', '>', toInstant(limits.since))
    .executeTakeFirstOrThrow();
  return Number(count) >= limits.perTenant;
}

/** The row that is written where there is nobody to write to. */
function decoyOf({ decoySeal = '', ...code }: NewCode): NewCode {
  return { ...code, tenant: null, channel: null, destination: '', seal: decoySeal };
}

/** Two codes that are both good would double the tries. */
async function replaceOpen(executor: Kysely<Tables>, { purpose, conversationId }: NewCode): Promise<void> {
  await executor
    .updateTable('verification_codes')
    .set({ outcome: 'replaced' })
    .where('conversation_id', '=', conversationId)
    .where('purpose', '=', purpose)
    .where('outcome', '=', 'open')
    .execute();
}

async function attempt(executor: Kysely<Tables>, scope: Scope, given: CodeAttempt): Promise<CodeTrial> {
  const row = await newestRow(executor, scope, given);
  if (!row) return { result: 'over', why: 'none' };
  const code = toCode(row);
  if (row.last_attempt === given.key) return repeatedTrial(code);
  const standing = codeStanding(code, given);
  if (isKnownRight(code, given)) return { result: 'right' };
  if (standing !== 'open') return over(standing);
  // The condition is looked at again once the row is this transaction's: of two guesses at the last try one finds none.
  const taken = await executor
    .updateTable('verification_codes')
    .set(({ eb }) => ({ tries_left: eb('tries_left', '-', 1), last_attempt: given.key }))
    .where('id', '=', code.id)
    .where('outcome', '=', 'open')
    .where('tries_left', '>', 0)
    .returning('tries_left')
    .executeTakeFirst();
  if (!taken) {
    const meanwhile = await newestRow(executor, scope, given);
    return meanwhile && isKnownRight(toCode(meanwhile), given) ? { result: 'right' } : over('spent');
  }
  const isRight = given.isRight(code.seal, code.id);
  if (!isRight && taken.tries_left > 0) return { result: 'wrong', triesLeft: taken.tries_left };
  const end = isRight ? { outcome: 'right', used_at: toInstant(given.now) } : { outcome: 'spent' };
  await executor.updateTable('verification_codes').set(end).where('id', '=', code.id).execute();
  return isRight ? { result: 'right' } : over('spent');
}

/**
 * The right code once more, with a new key because the turn of the first one was lost on a channel without keys. It proves
 * what is proved already: the draft counts as verified, so whoever guesses here wins nothing, and no try is needed.
 */
function isKnownRight(code: StoredCode, given: CodeAttempt): boolean {
  return codeStanding(code, given) === 'used' && given.isRight(code.seal, code.id);
}

/** What was answered to the same message before, whose turn was not written then. */
function repeatedTrial({ outcome, triesLeft }: StoredCode): CodeTrial {
  if (outcome === 'right') return { result: 'right' };
  return outcome === 'open' ? { result: 'wrong', triesLeft } : over('spent');
}

function over(standing: Exclude<ReturnType<typeof codeStanding>, 'open'>): CodeTrial {
  return { result: 'over', why: standing === 'expired' ? 'expired' : standing === 'spent' ? 'spent' : 'none' };
}

type CodeSelection = SelectQueryBuilder<Tables, 'verification_codes', VerificationCodeRow>;

async function newestRow(
  executor: Kysely<Tables>,
  scope: Scope,
  { purpose, conversationId, personId, draftId, outcome }: CodeQuery,
): Promise<VerificationCodeRow | null> {
  let query: CodeSelection = executor.selectFrom('verification_codes').selectAll();
  query = query.where('conversation_id', '=', conversationId).where('person_id', '=', personId);
  query = query.where('purpose', '=', purpose);
  if (draftId !== undefined) query = query.where('draft_id', '=', draftId);
  if (outcome !== undefined) query = query.where('outcome', '=', outcome);
  const row = await query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row && inScope(scope, row.tenant) ? row : null;
}

function toRow(code: NewCode): VerificationCodeRow {
  return {
    id: code.id,
    issue_key: code.issueKey,
    purpose: code.purpose,
    tenant: code.tenant,
    person_id: code.personId,
    conversation_id: code.conversationId,
    draft_id: code.draftId,
    domain: code.domain,
    channel: code.channel,
    destination: code.destination,
    seal: code.seal,
    tries_left: code.triesLeft,
    outcome: 'open',
    last_attempt: null,
    created_at: toInstant(code.createdAt),
    expires_at: toInstant(code.expiresAt),
    sent_at: null,
    used_at: null,
  };
}

const wordsSchema = z.object({
  purpose: z.enum(['contact', 'recovery']),
  channel: codeChannelSchema.nullable(),
  outcome: codeOutcomeSchema,
});

function toCode(row: VerificationCodeRow): StoredCode {
  const words = wordsSchema.safeParse(row);
  if (!words.success) throw unreadableRow(`code ${row.id}`, words.error);
  return {
    ...words.data,
    id: row.id,
    tenant: row.tenant,
    personId: row.person_id,
    conversationId: row.conversation_id,
    draftId: row.draft_id,
    domain: row.domain,
    destination: row.destination,
    seal: row.seal,
    triesLeft: row.tries_left,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    sentAt: row.sent_at,
    usedAt: row.used_at,
  };
}

function outside(): IntakeError {
  return new IntakeError('PolicyViolation', 'A code may only be made for the own organisation; nothing was written.');
}
