import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { IntakeError } from '../domain/errors.ts';
import type { ConversationLeases } from '../domain/instances.ts';
import type { Clock } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import type { StorageDialect } from './dialect.ts';
import { createLeaseRows } from './lease-rows.ts';
import type { Tables } from './schema.ts';

/** What the leases are made of. */
export interface LeaseParts {
  readonly db: Kysely<Tables>;
  readonly dialect: StorageDialect;
  /** Id of this instance. */
  readonly instance: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Told how long each wait took, in seconds. */
  readonly onWait?: (seconds: number) => void;
  /** Milliseconds after which a lease counts as left behind, should the holder's end go unnoticed. */
  readonly leaseMs?: number;
  /** Milliseconds that a turn waits for another instance. */
  readonly waitMs?: number;
}

/** Longer than any turn should take: its version guards a conversation whose lease ran out all the same. */
const LEASE_MS = 30_000;
/** A channel gives up after 15 seconds, so waiting longer helps nobody. */
const WAIT_MS = 12_000;
/** Whoever has waited longest is given the conversation and looks for it this often; so long it is nobody else's. */
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 50;
const CALLED_MS = 5_000;

/** A store with one instance needs no leases: the queue in the process keeps turns in order. */
export const NO_LEASES: ConversationLeases = { hold: (_conversationId, work) => work() };

/**
 * Leases as rows, which survive a change of connection and are seen by every instance. Instances that wait for a conversation
 * get it in the order in which they came, each for one turn: also one that has many turns of it waits its turn after each.
 */
export function createConversationLeases(parts: LeaseParts): ConversationLeases {
  const { db, dialect, instance, clock } = parts;
  const rows = createLeaseRows(dialect);

  function leaseOf(conversationId: string, now: string, ms: number) {
    const until = new Date(Date.parse(now) + ms).toISOString();
    return { conversation_id: conversationId, holder: instance, until };
  }

  function claim(conversationId: string): Promise<boolean> {
    return dialect.persist(async () => {
      const now = clock.now();
      if (await rows.claim(db, leaseOf(conversationId, now, parts.leaseMs ?? LEASE_MS), now)) return true;
      await rows.queue(db, conversationId, instance);
      return false;
    });
  }

  function release(conversationId: string): Promise<void> {
    return rows.release(db, leaseOf(conversationId, clock.now(), CALLED_MS));
  }

  async function waitFor(conversationId: string): Promise<void> {
    const started = performance.now();
    for (let wait = FIRST_PAUSE_MS; !(await claim(conversationId)); wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      if (performance.now() - started > (parts.waitMs ?? WAIT_MS)) {
        throw new IntakeError(
          'Unavailable',
          'Another instance has been working on this conversation for too long; send the message again.',
        );
      }
      await pause(wait);
    }
    parts.onWait?.((performance.now() - started) / 1000);
  }

  /** Tried once: a place that is kept is given to this instance for nothing, and runs out soon. */
  async function giveUp(conversationId: string): Promise<void> {
    await rows.leave(db, conversationId, instance);
    await release(conversationId);
  }

  const couldNot = (conversationId: string) => (err: unknown) => {
    parts.log.warn({ err, conversationId }, 'a conversation could not be given back; it runs out');
  };

  return {
    hold: async (conversationId, work) => {
      try {
        await waitFor(conversationId);
      } catch (error) {
        await giveUp(conversationId).catch(couldNot(conversationId));
        throw error instanceof IntakeError ? error : (dialect.failure(error) ?? error);
      }
      try {
        return await work();
      } finally {
        // One that is not given back runs out, or is found to be this instance's own; the next turn may come elsewhere.
        await dialect.persist(() => release(conversationId)).catch(couldNot(conversationId));
      }
    },
  };
}
