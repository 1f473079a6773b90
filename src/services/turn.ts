import type { Input, Reply } from '../domain/activity.ts';
import { readInput, readTypedCode } from '../domain/activity-input.ts';
import type { FileKeeper } from '../domain/attachment.ts';
import { IntakeError, isIntakeError } from '../domain/errors.ts';
import type { IncomingTurn, TakeTurn, TurnResult } from '../domain/incoming-turn.ts';
import type { ConversationLeases } from '../domain/instances.ts';
import { type Locale, localeFor } from '../domain/locale.ts';
import type { OutgoingMessages } from '../domain/outgoing.ts';
import type { Clock, Directory, Ids, Log, LoggedActivity, Store, StoredConversation } from '../domain/ports.ts';
import { isHan } from '../domain/script.ts';
import type { Converse, SupportDesk } from '../domain/support-desk.ts';
import { type ConversationQueue, createConversationQueue } from './conversation-queue.ts';
import type { DeskOpening } from './desk-opening.ts';
import { OUTGOING_CLAIM_MS, type Outgoing } from './outgoing.ts';
import { outgoingEntry } from './outgoing-entry.ts';
import { redactActivity, withoutSecret } from './redacted-activity.ts';
import { activityId } from './reply-activities.ts';
import { type Caller, findCaller } from './turn-caller.ts';
import {
  attachmentRows,
  keepFiles,
  keepingAll,
  namingFiles,
  splitFiles,
  type TurnFiles,
  withFiles,
} from './turn-files.ts';
import { channelConversationId, toRows } from './turn-rows.ts';
import { createUnit, type Unit } from './unit.ts';

/** What the turn service is made of. */
export interface TurnParts {
  readonly store: Pick<Store, 'loadConversation' | 'findIncoming' | 'commitTurn' | 'askOutgoingAgain'>;
  /** Keeps turns of one conversation apart across instances. */
  readonly leases: ConversationLeases;
  /** Shared with whatever else speaks in conversations; one of its own where it is left out. */
  readonly queue?: ConversationQueue;
  /** Takes what a channel did not. */
  readonly outgoing: Pick<Outgoing, 'settle' | 'wake'>;
  readonly converse: Converse;
  readonly directory: Directory;
  readonly openDesk: (opening: DeskOpening) => SupportDesk;
  /** Left out where no files are kept. */
  readonly files?: FileKeeper;
  readonly clock: Clock;
  readonly ids: Ids;
  /** What is said when the dialogs failed: the words are the dialogs' own. */
  readonly failureReply: (locale: Locale) => Reply;
  /** Whether words that the bot does not answer may be a one-time code, seen from the state of the dialogs; left out, none are. */
  readonly mayBeTypedCode?: (state: unknown, text: string) => boolean;
  readonly log?: Log;
  /** How often a turn that lost against another instance is run again; 3. */
  readonly maxReruns?: number;
  /** Milliseconds for the directory; then the person counts as unknown. 3000. */
  readonly directoryMs?: number;
}

/** A turn service that can be stopped: `drain` resolves when no turn is running or waiting any more. */
export type TurnService = TakeTurn & { drain(): Promise<void> };

/** A turn whose repetition can be recognised. */
type KeyedTurn = IncomingTurn & { readonly dedupeKey: string };

/** What one attempt wrote. */
interface Attempted {
  readonly rows: readonly LoggedActivity[];
  readonly messages: OutgoingMessages | null;
  /** Whether the messages are this turn's to send now. */
  readonly mayBeSent: boolean;
  readonly isApology: boolean;
}

/** What one attempt came to, before anything is written. */
interface Said {
  readonly state: unknown;
  readonly replies: readonly Reply[];
  readonly locale: Locale | null;
  readonly unit: Unit;
  /** Whether the dialogs failed and the replies say so. */
  readonly isApology?: true;
  /** Whether the input was a code, which is stored as a mask only. */
  readonly isSecret?: boolean;
}

const SCOPE = { system: 'turn' } as const;

/**
 * Runs the turns of all channels: those of one conversation in the order in which they came, also when several instances
 * serve it, each written with one commit and sent afterwards. A crash before the commit means that the turn never happened.
 * The service throws IntakeError `Unavailable` when the store fails or other instances keep winning, `PolicyViolation` when
 * a Direct Line conversation belongs to somebody else, `InvalidInput` for an activity that cannot be stored.
 */
export function createTurn(parts: TurnParts): TurnService {
  const queue = parts.queue ?? createConversationQueue();
  const take: TakeTurn = async (incoming) => {
    const { activity: withoutFiles, sent } = splitFiles(incoming);
    const activity = redactActivity(withoutFiles);
    const input = readInput(activity, readTypedCode(incoming.activity));
    if (!input) return { activityId: activity.id ?? parts.ids.uuid(), duplicate: false };
    const { conversationId } = incoming;
    // Where the channel gives no key, a turn still has to know its own commit when it runs again.
    const isOwnKey = incoming.dedupeKey === null;
    const claimed = {
      ...incoming,
      activity,
      sentFiles: sent,
      dedupeKey: incoming.dedupeKey ?? `turn:${parts.ids.uuid()}`,
    };
    return queue.run(conversationId, () =>
      parts.leases.hold(conversationId, () => runTurn(parts, claimed, input, isOwnKey)),
    );
  };
  return Object.assign(take, { drain: queue.idle });
}

/** @param isOwnKey whether the turn made its key itself, so that nothing can be there before its first attempt */
async function runTurn(parts: TurnParts, incoming: KeyedTurn, input: Input, isOwnKey: boolean): Promise<TurnResult> {
  const { conversationId } = incoming;
  let caller: Caller | undefined;
  let files: TurnFiles | undefined;
  for (let rerun = 0; rerun <= (parts.maxReruns ?? 3); rerun += 1) {
    const duplicate = isOwnKey && rerun === 0 ? null : await earlierResult(parts, incoming);
    if (duplicate) {
      // Committed, but perhaps not heard of: the disk or the connection failed right afterwards. Whoever listens reads the log.
      if (incoming.reference === null) await incoming.publish([]);
      return duplicate;
    }
    caller ??= await findCaller(parts, incoming);
    files ??= await keepFiles(parts, caller, incoming);
    try {
      const attempted = await attempt(parts, incoming, withFiles(input, files), caller, files);
      await publish(parts, incoming, attempted);
      const activityId = attempted.rows[0]?.activity.id ?? '';
      return { activityId, duplicate: false, ...(attempted.isApology && { apologised: true }) };
    } catch (error) {
      if (!isIntakeError(error, 'Conflict')) throw error;
      parts.log?.warn({ err: error, conversationId, rerun }, 'another turn was faster; this one runs again');
    }
  }
  throw new IntakeError(
    'Unavailable',
    'The conversation is being changed from elsewhere all the time; send the message again.',
  );
}

/**
 * A channel repeats what it got no answer for; the first answer stands. Messages that were never sent, because the instance
 * or the connection to the database was lost right after the commit, are sent now.
 */
async function earlierResult(parts: TurnParts, incoming: KeyedTurn): Promise<TurnResult | null> {
  const { store, outgoing, clock } = parts;
  const { conversationId } = incoming;
  const row = await store.findIncoming(SCOPE, conversationId, incoming.dedupeKey);
  if (!row) return null;
  const isCalled = incoming.reference !== null;
  if (isCalled && (await store.askOutgoingAgain(SCOPE, conversationId, row.seq, clock.now()))) outgoing.wake();
  return { activityId: row.activity.id ?? activityId(channelConversationId(incoming), row.seq), duplicate: true };
}

/** Load, converse, commit. Throws `Conflict` with nothing written when another turn was faster. */
async function attempt(
  parts: TurnParts,
  incoming: KeyedTurn,
  input: Input,
  caller: Caller,
  files: TurnFiles,
): Promise<Attempted> {
  const { store, clock } = parts;
  const loaded = await store.loadConversation(SCOPE, incoming.conversationId);
  checkOwner(loaded, incoming);
  const said = await speak(parts, incoming, input, caller, loaded);
  const clockNow = clock.now();
  // Chat clients show activities in the order of their times: a clock that was set back must not put an answer before its question.
  const now = loaded && loaded.updatedAt > clockNow ? loaded.updatedAt : clockNow;
  const heard = said.isSecret ? withoutSecret(incoming.activity) : incoming.activity;
  const activity = namingFiles(heard, files, said.unit);
  const rows = toRows({ ...incoming, activity }, said, (loaded?.lastSeq ?? 0) + 1, now);
  const conversation: StoredConversation = {
    id: incoming.conversationId,
    channel: incoming.channel,
    tenant: caller.asked ? (caller.person?.tenant.id ?? null) : (loaded?.tenant ?? null),
    personId: incoming.who.userId,
    owner: loaded?.owner ?? 'bot',
    state: said.state,
    reference: incoming.reference ?? loaded?.reference ?? null,
    version: loaded?.version ?? 0,
    lastSeq: (loaded?.lastSeq ?? 0) + rows.length,
    createdAt: loaded?.createdAt ?? now,
    updatedAt: now,
  };
  const { requests, deliveries, events, follows, recognitions, recognitionEnds } = said.unit;
  const messages = incoming.reference === null ? null : outgoingEntry(rows, parts.ids.uuid(), clockNow);
  const claimedUntil = new Date(Date.parse(clockNow) + OUTGOING_CLAIM_MS).toISOString();
  const outgoing = messages ? { outgoing: { messages, claimedUntil } } : {};
  const { mayBeSent } = await store.commitTurn(SCOPE, {
    conversation,
    activities: rows,
    requests,
    deliveries,
    ...(events.length > 0 && { events }),
    follows,
    recognitions,
    recognitionEnds,
    attachments: attachmentRows(said.unit, files, now),
    ...outgoing,
  });
  return { rows, messages, mayBeSent, isApology: said.isApology ?? false };
}

/** A Direct Line conversation is one person's: its id alone must not open somebody else's form. */
function checkOwner(loaded: StoredConversation | null, { channel, who }: IncomingTurn): void {
  if (channel !== 'directline' || !loaded || loaded.personId === null || loaded.personId === who.userId) return;
  throw new IntakeError('PolicyViolation', 'This conversation belongs to another person; start a new one.');
}

async function speak(
  parts: TurnParts,
  { conversationId, who, dedupeKey }: KeyedTurn,
  input: Input,
  { person, asked }: Caller,
  loaded: StoredConversation | null,
): Promise<Said> {
  const state = loaded?.state ?? null;
  const unit = createUnit(conversationId, (loaded?.lastSeq ?? 0) + 1);
  // While staff answer, the bot listens: two voices at once would contradict each other.
  if (loaded?.owner === 'staff') {
    const isSecret = input.type === 'text' ? (parts.mayBeTypedCode?.(state, input.text) ?? false) : 'code' in input;
    return { state, replies: [], locale: null, unit: keepingAll(unit, input), isSecret };
  }
  const locale = localeFor(input.locale ?? undefined) ?? person?.locale ?? null;
  try {
    const lookAgain = () => parts.directory.find(who, { fresh: true });
    const identity = asked ? 'checked' : 'not-checked';
    const desk = parts.openDesk({
      person,
      identity,
      lookAgain,
      locale,
      unit,
      who,
      turnKey: `${conversationId} ${dedupeKey}`,
    });
    const { state: next, replies, locale: spoken = null, isSecret = false } = await parts.converse(state, input, desk);
    return { state: next, replies, locale: spoken, unit, isSecret };
  } catch (err) {
    parts.log?.error({ err, conversationId }, 'the dialogs failed; the person was told so and the state is unchanged');
    const spoken = input.type === 'text' && isHan(input.text) ? 'zh-CN' : (locale ?? 'en-US');
    const replies = [parts.failureReply(spoken)];
    // What a failed dialog had begun is dropped with its unit; whether a number was a code, nobody can tell any more.
    return {
      state,
      replies,
      locale: spoken,
      unit: createUnit(conversationId),
      isApology: true,
      isSecret: 'code' in input,
    };
  }
}

/** The turn stands once it is committed: what a channel does not take now stays in the outgoing queue. */
async function publish(parts: TurnParts, incoming: IncomingTurn, attempted: Attempted): Promise<void> {
  const { rows, messages, mayBeSent } = attempted;
  // Earlier replies still wait: these come after them.
  if (messages && !mayBeSent) return;
  try {
    const result = await incoming.publish(rows);
    if (messages) await parts.outgoing.settle(messages, result);
  } catch (err) {
    parts.log?.error({ err, conversationId: incoming.conversationId }, 'the replies are stored, but were not sent');
  }
}
