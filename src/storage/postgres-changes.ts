import pg from 'pg';
import type { ConversationChanges } from '../domain/instances.ts';
import type { Log } from '../log.ts';
import { CHANGES_CHANNEL } from './postgres-dialect.ts';
import { connectionOptions, type PostgresLimits } from './postgres-pool.ts';

/** What the listener is made of. */
export interface ChangesParts {
  readonly databaseUrl: string;
  readonly limits: PostgresLimits;
  /** Id of this instance; what it announced itself is not told. */
  readonly instance: string;
  readonly log: Log;
  /** Milliseconds between two looks at all conversations, in case an announcement was lost. */
  readonly sweepMs?: number;
  /** Milliseconds between two attempts to connect, and between two looks while there is no connection. */
  readonly retryMs?: number;
}

/** Announcements of other instances over a connection of its own. */
export interface PostgresChanges extends ConversationChanges {
  /** Starts to listen; connects again whenever the connection is lost. */
  start(): Promise<void>;
  isListening(): boolean;
  stop(): Promise<void>;
}

const SWEEP_MS = 20_000;
const RETRY_MS = 1_000;
/** Only a session of our own that the server has not missed yet can hold the lock; it is waited for by asking again. */
const LOCK_MS = 1_000;
/** A machine that vanished must not hold its lock for the two hours that TCP waits by default: within 25 seconds it is missed. */
const KEEP_ALIVE = `select set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false),
  set_config('tcp_keepalives_count', '3', false)`;

/**
 * Listens for conversations that other instances wrote to, by `LISTEN`; ids only, since an announcement is at most 8000
 * bytes and what was said is read from the log. The same connection holds the lock that tells the others that this
 * instance lives: the server frees it the moment that the process ends, however it ends.
 */
export function createPostgresChanges(parts: ChangesParts): PostgresChanges {
  const { instance, log, sweepMs = SWEEP_MS, retryMs = RETRY_MS } = parts;
  const options = connectionOptions(parts.databaseUrl, { ...parts.limits, lockMs: LOCK_MS });
  const listeners = new Set<(conversationId: string | null) => void>();
  let client: pg.Client | null = null;
  let isStopped = false;
  let isLooking = false;
  let timer: NodeJS.Timeout | undefined;

  function tell(conversationId: string | null): void {
    if (isStopped) return;
    for (const listener of [...listeners]) listener(conversationId);
  }

  function heard(payload: string | undefined): void {
    const at = payload?.indexOf(' ') ?? -1;
    if (payload === undefined || at < 0 || payload.slice(0, at) === instance) return;
    tell(payload.slice(at + 1));
  }

  async function connect(): Promise<void> {
    const fresh = new pg.Client(options);
    fresh.on('notification', ({ payload }) => heard(payload));
    fresh.on('error', (err) => {
      log.warn({ err }, 'announcements of other instances are not heard; conversations are looked at instead');
      lose(fresh);
    });
    fresh.on('end', () => lose(fresh));
    try {
      await fresh.connect();
      await fresh.query(KEEP_ALIVE);
      await fresh.query('select pg_advisory_lock(hashtextextended($1, 0))', [instance]);
      await fresh.query(`listen ${CHANGES_CHANNEL}`);
    } catch (error) {
      hangUp(fresh);
      throw error;
    }
    if (isStopped) return hangUp(fresh);
    client = fresh;
    // What was announced while nobody listened.
    tell(null);
  }

  function lose(lost: pg.Client): void {
    if (client !== lost) return;
    client = null;
    hangUp(lost);
    // At once: without its lock this instance counts as gone, and others take over what it works on.
    plan(0);
  }

  /** @param wait milliseconds until the next look */
  function plan(wait: number): void {
    clearTimeout(timer);
    if (isStopped || isLooking) return;
    timer = setTimeout(() => void look(), wait);
    timer.unref();
  }

  /** A connection that is there is asked, because a network that swallows everything is not told to anybody. */
  async function look(): Promise<void> {
    isLooking = true;
    const asked = client;
    try {
      if (asked) {
        await asked.query('select 1');
        tell(null);
      } else await connect();
    } catch {
      if (asked) lose(asked);
      tell(null);
    }
    isLooking = false;
    plan(client ? sweepMs : asked ? 0 : retryMs);
  }

  return {
    start: async () => {
      await connect();
      plan(sweepMs);
    },
    isListening: () => client !== null,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      const open = client;
      client = null;
      await open?.end().catch(() => undefined);
    },
  };
}

/** Waits for nothing: a connection that was lost may never tell that it has ended. */
function hangUp(client: pg.Client): void {
  client.end().catch(() => undefined);
}
