import type { Activity, Input, Reply } from '../domain/activity.ts';
import { readInput } from '../domain/activity-input.ts';
import { IntakeError, isIntakeError } from '../domain/errors.ts';
import { type Locale, localeFor } from '../domain/locale.ts';
import type { Person } from '../domain/person.ts';
import type {
  Clock,
  Converse,
  Directory,
  Ids,
  IncomingTurn,
  Log,
  LoggedActivity,
  Store,
  StoredConversation,
  SupportDesk,
  TakeTurn,
  TurnResult,
} from '../domain/ports.ts';
import { createConversationQueue } from './conversation-queue.ts';
import { redactActivity } from './redacted-activity.ts';
import { activityId, replyActivities } from './reply-activities.ts';
import type { DeskOpening } from './support-desk.ts';
import { within } from './time-limit.ts';
import { createUnit, type Unit } from './unit.ts';

/** What the turn service is made of. */
export interface TurnParts {
  readonly store: Pick<Store, 'loadConversation' | 'findIncoming' | 'commitTurn'>;
  readonly converse: Converse;
  readonly directory: Directory;
  readonly openDesk: (opening: DeskOpening) => SupportDesk;
  readonly clock: Clock;
  readonly ids: Ids;
  /** What is said when the dialogs failed: the words are the dialogs' own. */
  readonly failureReply: (locale: Locale) => Reply;
  readonly log?: Log;
  /** How often a turn that lost against another instance is run again; 3. */
  readonly maxReruns?: number;
  /** Milliseconds for the directory; then the person counts as unknown. 3000. */
  readonly directoryMs?: number;
}

/** A turn service that can be stopped: `drain` resolves when no turn is running or waiting any more. */
export type TurnService = TakeTurn & { drain(): Promise<void> };

/** The person of a turn; `asked` false when the directory did not answer. */
interface Caller {
  readonly person: Person | null;
  readonly asked: boolean;
}

/** What one attempt came to, before anything is written. */
interface Said {
  readonly state: unknown;
  readonly replies: readonly Reply[];
  readonly locale: Locale | null;
  readonly unit: Unit;
}

const SCOPE = { system: 'turn' } as const;

/**
 * Runs the turns of all channels: those of one conversation in the order in which they came, each written with one commit
 * and sent afterwards. A crash before the commit means that the turn never happened.
 * The service throws IntakeError `Unavailable` when the store fails or other instances keep winning, `PolicyViolation` when
 * a Direct Line conversation belongs to somebody else, `InvalidInput` for an activity that cannot be stored.
 */
export function createTurn(parts: TurnParts): TurnService {
  const queue = createConversationQueue();
  const take: TakeTurn = async (incoming) => {
    const activity = redactActivity(incoming.activity);
    const input = readInput(activity);
    if (!input) return { activityId: activity.id ?? parts.ids.uuid(), duplicate: false };
    return queue.run(incoming.conversationId, () => runTurn(parts, { ...incoming, activity }, input));
  };
  return Object.assign(take, { drain: queue.idle });
}

async function runTurn(parts: TurnParts, incoming: IncomingTurn, input: Input): Promise<TurnResult> {
  const { conversationId } = incoming;
  let caller: Caller | undefined;
  for (let rerun = 0; rerun <= (parts.maxReruns ?? 3); rerun += 1) {
    const duplicate = await earlierResult(parts, incoming);
    if (duplicate) return duplicate;
    caller ??= await findCaller(parts, incoming);
    try {
      const rows = await attempt(parts, incoming, input, caller);
      await publish(parts, incoming, rows);
      return { activityId: rows[0]?.activity.id ?? '', duplicate: false };
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

/** A channel repeats what it got no answer for; the first answer stands. */
async function earlierResult({ store }: TurnParts, incoming: IncomingTurn): Promise<TurnResult | null> {
  if (incoming.dedupeKey === null) return null;
  const row = await store.findIncoming(SCOPE, incoming.conversationId, incoming.dedupeKey);
  if (!row) return null;
  return { activityId: row.activity.id ?? activityId(channelConversationId(incoming), row.seq), duplicate: true };
}

/** Somebody whom the directory cannot tell about is served like an unknown person, never turned away. */
async function findCaller(parts: TurnParts, { who, conversationId }: IncomingTurn): Promise<Caller> {
  try {
    return { person: await within(parts.directoryMs ?? 3000, () => parts.directory.find(who)), asked: true };
  } catch (err) {
    parts.log?.warn(
      { err, conversationId },
      'the directory did not answer; the person counts as unknown for this turn',
    );
    return { person: null, asked: false };
  }
}

/** Load, converse, commit. Throws `Conflict` with nothing written when another turn was faster. */
async function attempt(
  parts: TurnParts,
  incoming: IncomingTurn,
  input: Input,
  caller: Caller,
): Promise<readonly LoggedActivity[]> {
  const { store, clock } = parts;
  const loaded = await store.loadConversation(SCOPE, incoming.conversationId);
  checkOwner(loaded, incoming);
  const said = await speak(parts, incoming, input, caller, loaded);
  const now = clock.now();
  const rows = toRows(incoming, said, (loaded?.lastSeq ?? 0) + 1, now);
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
  const { requests, deliveries } = said.unit;
  await store.commitTurn(SCOPE, { conversation, activities: rows, requests, deliveries });
  return rows;
}

/** A Direct Line conversation is one person's: its id alone must not open somebody else's form. */
function checkOwner(loaded: StoredConversation | null, { channel, who }: IncomingTurn): void {
  if (channel !== 'directline' || !loaded || loaded.personId === null || loaded.personId === who.userId) return;
  throw new IntakeError('PolicyViolation', 'This conversation belongs to another person; start a new one.');
}

async function speak(
  parts: TurnParts,
  { conversationId }: IncomingTurn,
  input: Input,
  { person }: Caller,
  loaded: StoredConversation | null,
): Promise<Said> {
  const state = loaded?.state ?? null;
  const unit = createUnit(conversationId);
  // While staff answer, the bot listens: two voices at once would contradict each other.
  if (loaded?.owner === 'staff') return { state, replies: [], locale: null, unit };
  const locale = localeFor(input.locale ?? undefined) ?? person?.locale ?? null;
  try {
    const result = await parts.converse(state, input, parts.openDesk({ person, locale, unit }));
    return { state: result.state, replies: result.replies, locale: result.locale ?? null, unit };
  } catch (err) {
    parts.log?.error({ err, conversationId }, 'the dialogs failed; the person was told so and the state is unchanged');
    const spoken = input.type === 'text' && /\p{Script=Han}/u.test(input.text) ? 'zh-CN' : (locale ?? 'en-US');
    const replies = [parts.failureReply(spoken)];
    // What a failed dialog had begun is dropped with its unit.
    return { state, replies, locale: spoken, unit: createUnit(conversationId) };
  }
}

function toRows(incoming: IncomingTurn, said: Said, seq: number, now: string): readonly LoggedActivity[] {
  const { conversationId, channel, dedupeKey } = incoming;
  const ownId = channelConversationId(incoming);
  const received: Activity = {
    ...incoming.activity,
    id: incoming.activity.id ?? activityId(ownId, seq),
    timestamp: incoming.activity.timestamp ?? now,
  };
  const replies = replyActivities(said.replies, {
    incoming: received,
    channel,
    channelConversationId: ownId,
    firstSeq: seq + 1,
    now,
    locale: said.locale,
  });
  return [
    { conversationId, seq, direction: 'incoming', dedupeKey, activity: received, createdAt: now },
    ...replies.map(
      (activity, index): LoggedActivity => ({
        conversationId,
        seq: seq + 1 + index,
        direction: 'outgoing',
        dedupeKey: null,
        activity,
        createdAt: now,
      }),
    ),
  ];
}

/** The turn stands once it is committed: whoever missed the replies reads them from the log. */
async function publish(parts: TurnParts, incoming: IncomingTurn, rows: readonly LoggedActivity[]): Promise<void> {
  try {
    await incoming.publish(rows);
  } catch (err) {
    parts.log?.error({ err, conversationId: incoming.conversationId }, 'the replies are stored, but were not sent');
  }
}

function channelConversationId({ activity, channel, conversationId }: IncomingTurn): string {
  return activity.conversation?.id ?? conversationId.slice(channel.length + 1);
}
