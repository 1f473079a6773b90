import pg from 'pg';
import type { ConversationChanges } from '../domain/ports.ts';
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

/**
 * Listens for conversations that other instances wrote to, by `LISTEN`; ids only, since an announcement is at most 8000
 * bytes and what was said is read from the log. The same connection holds the lock that tells the others that this
 * instance lives: the server frees it the moment that the process ends, however it ends.
 */
export function createPostgresChanges(parts: ChangesParts): PostgresChanges {
  const listeners = new Set<(conversationId: string | null) => void>();
  let client: pg.Client | null = null;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  function tell(conversationId: string | null): void {
    for (const listener of [...listeners]) listener(conversationId);
  }

  function heard(payload: string | undefined): void {
    const at = payload?.indexOf(' ') ?? -1;
    if (payload === undefined || at < 0 || payload.slice(0, at) === parts.instance) return;
    tell(payload.slice(at + 1));
  }

  async function connect(): Promise<void> {
    const fresh = new pg.Client(connectionOptions(parts.databaseUrl, parts.limits));
    fresh.on('notification', ({ payload }) => heard(payload));
    fresh.on('error', (err) => {
      parts.log.warn({ err }, 'announcements of other instances are not heard; conversations are looked at instead');
      lose(fresh);
    });
    fresh.on('end', () => lose(fresh));
    try {
      await fresh.connect();
      await fresh.query('select pg_advisory_lock(hashtextextended($1, 0))', [parts.instance]);
      await fresh.query(`listen ${CHANGES_CHANNEL}`);
    } catch (error) {
      await fresh.end().catch(() => undefined);
      throw error;
    }
    if (isStopped) return fresh.end();
    client = fresh;
    // What was announced while nobody listened.
    tell(null);
  }

  function lose(lost: pg.Client): void {
    if (client !== lost) return;
    client = null;
    lost.end().catch(() => undefined);
    plan();
  }

  function plan(): void {
    clearTimeout(timer);
    if (isStopped) return;
    const wait = client ? (parts.sweepMs ?? SWEEP_MS) : (parts.retryMs ?? RETRY_MS);
    timer = setTimeout(() => {
      void look().finally(plan);
    }, wait);
    timer.unref();
  }

  /** A connection that is there is asked, because a network that swallows everything is not told to anybody. */
  async function look(): Promise<void> {
    const asked = client;
    try {
      if (asked) await asked.query('select 1');
      else await connect();
      if (asked) tell(null);
    } catch {
      if (asked) lose(asked);
      tell(null);
    }
  }

  return {
    start: async () => {
      await connect();
      plan();
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
