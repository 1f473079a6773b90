import type { Activity } from '../../src/domain/activity.ts';
import type { IncomingTurn } from '../../src/domain/incoming-turn.ts';
import type { LoggedActivity, Store } from '../../src/domain/ports.ts';
import type { Converse } from '../../src/domain/support-desk.ts';
import { createSupportDesk } from '../../src/services/support-desk.ts';
import { createTurn, type TurnParts, type TurnService } from '../../src/services/turn.ts';
import { NO_LEASES } from '../../src/storage/conversation-leases.ts';
import {
  completeDraft,
  contosoAdmin,
  countingIds,
  deskParts,
  type RememberingLog,
  rememberingLog,
  type StandingClock,
  standingClock,
} from './desk-parts.ts';

/** A turn service over a real store and a real desk. */
export interface TurnBench {
  readonly take: TurnService;
  readonly clock: StandingClock;
  readonly log: RememberingLog;
}

/** Repeats each text and counts in the state; "submit" files {@link completeDraft}. */
export const echo: Converse = async (state, input, desk) => {
  const count = typeof state === 'number' ? state + 1 : 1;
  if (input.type !== 'text') return { state: count, replies: [{ text: input.type }] };
  if (input.text !== 'submit') return { state: count, replies: [{ text: `${count}: ${input.text}` }] };
  const submission = await desk.submit(completeDraft(), 'zh-CN');
  const text = submission.result === 'submitted' ? submission.request.reference : submission.eligibility.result;
  return { state: count, replies: [{ text }] };
};

/** Puts the service together; the directory knows the administrator of Contoso CN only. */
export function createTurnBench(store: Store, changes: Partial<TurnParts> = {}): TurnBench {
  const clock = standingClock();
  const log = rememberingLog();
  const ids = changes.ids ?? countingIds();
  const admin = contosoAdmin();
  const take = createTurn({
    store,
    leases: NO_LEASES,
    outgoing: { settle: async () => undefined, wake: () => undefined },
    converse: echo,
    directory: { find: async ({ userId }) => (userId === admin.id ? admin : null) },
    openDesk: createSupportDesk(deskParts(store, { clock, ids })).open,
    clock,
    ids,
    failureReply: (locale) => ({ text: `failed in ${locale}` }),
    log,
    ...changes,
  });
  return { take, clock, log };
}

/** A message on Direct Line by the administrator of Contoso CN; what is published ends up in `published`. */
export function directLineTurn(
  text: string,
  changes: Partial<IncomingTurn> = {},
  published: LoggedActivity[][] = [],
): IncomingTurn {
  const activity: Activity = { type: 'message', text, conversation: { id: 'one' }, from: { id: 'dl_contoso-admin' } };
  return {
    channel: 'directline',
    conversationId: 'directline/one',
    activity,
    who: { userId: 'dl_contoso-admin', aadObjectId: null, tenantId: null },
    dedupeKey: null,
    reference: null,
    publish: async (rows) => {
      published.push([...rows]);
      return { result: 'sent' };
    },
    ...changes,
  };
}

/** The texts of the whole log of a conversation, in order. */
export async function loggedTexts(store: Store, conversationId = 'directline/one'): Promise<string[]> {
  const rows = await store.listActivities({ system: 'turn' }, conversationId, 0, 1000);
  return rows.map(({ activity }) => activity.text ?? activity.type);
}
