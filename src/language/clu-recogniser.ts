import { createHash } from 'node:crypto';
import { ConsecutiveBreaker, circuitBreaker, handleWhen, TimeoutStrategy, timeout, wrap } from 'cockatiel';
import { LRUCache } from 'lru-cache';
import type { Locale } from '../domain/locale.ts';
import type { Recogniser, TextAuthor } from '../domain/ports.ts';
import { type Classification, type CluSettings, createCluClient, sentPart } from './clu-client.ts';
import { CluFailure, type CluFailureReason, cluFailureOf } from './clu-failure.ts';
import { readLocally } from './local-recogniser.ts';

/** A person waits for this answer, so a slow one is worth less than the local one. */
const PATIENCE_MS = 1_500;
/** So many failures in a row stop the calls, so that an outage costs nobody the patience of every turn. */
const FAILURES_TO_BREAK = 5;
const PAUSE_MS = 30_000;
/** For a service that turns calls away and does not tell how long. */
const THROTTLED_MS = 10_000;
/** Answers that are remembered: some 300 bytes each. */
const MOST_REMEMBERED = 2_000;
/** Another model may be deployed under the same name; its answers are heard this soon. */
const REMEMBERED_MS = 10 * 60_000;
const NOTHING: Classification = { topic: 'none', confidence: 1, alternatives: [] };

/** What became of a text: who answered it, or why nobody did. */
export type CluOutcome = 'answered' | 'remembered' | CluFailureReason;

/** What may differ from the ordinary. */
export interface CluOptions {
  /**
   * Counts a call for whoever is to be kept from using up the calls of all: a tenant, people of an operator whose tenant
   * nobody knows, or staff.
   * @returns 0 to go on, or the seconds to wait
   */
  readonly takeBudget?: (key: string) => number;
  /** Told of every text but blank ones. */
  readonly observe?: (outcome: CluOutcome) => void;
  /** Permits http, for a local double; never set in production, the key would be readable on the way. */
  readonly allowInsecureConnection?: boolean;
  readonly patienceMs?: number;
  readonly pauseMs?: number;
  /** Answers that are remembered at most. */
  readonly mostRemembered?: number;
  /** Milliseconds that never go back. */
  readonly nowMs?: () => number;
}

/** Whose calls are counted together. */
function budgetKey(author: TextAuthor | undefined): string {
  if (!author) return 'staff';
  return author.tenantId === null ? `operator:${author.operator ?? ''}` : `tenant:${author.tenantId}`;
}

/** Texts are private: only a digest of them is remembered. */
function memoryKey(text: string, locale: Locale | null): string {
  return createHash('sha256')
    .update(`${locale ?? ''}\n${text}`)
    .digest('base64');
}

/** Calls within the patience of a person, and none while the service is down or asked for rest. */
function createGuardedCalls({
  patienceMs = PATIENCE_MS,
  pauseMs = PAUSE_MS,
  nowMs = () => performance.now(),
}: CluOptions) {
  const breaker = circuitBreaker(
    // A text that is refused for itself says nothing of the service.
    handleWhen((error) => !cluFailureOf(error).isOfText),
    { halfOpenAfter: pauseMs, breaker: new ConsecutiveBreaker(FAILURES_TO_BREAK) },
  );
  const patience = timeout(patienceMs, TimeoutStrategy.Aggressive);
  // Outside as well: while the breaker tries whether the service is back, all others wait for that try.
  const guarded = wrap(patience, breaker, patience);
  let heldUntil = Number.NEGATIVE_INFINITY;
  return async <Result>(call: (signal: AbortSignal) => Promise<Result>): Promise<Result> => {
    if (nowMs() < heldUntil) throw new CluFailure('paused');
    try {
      return await guarded.execute(({ signal }) => call(signal));
    } catch (error) {
      const failure = cluFailureOf(error);
      if (failure.reason === 'throttled') heldUntil = nowMs() + (failure.retryAfterMs ?? THROTTLED_MS);
      throw failure;
    }
  };
}

/**
 * Conversational language understanding of Azure behind the port. The topic is the service's; entities and severity
 * facts are read here, so that they are the same whoever names the topic. One attempt a text, without retries: the
 * local recogniser is the better second try. A text that somebody has just written is not asked for again.
 * @returns a recogniser that rejects with a CluFailure when the service is slow, down, over a budget, or answers something
 * that is no topic; give it to `createFallbackRecogniser`, which keeps texts from it that may not leave
 */
export function createCluRecogniser(settings: CluSettings, options: CluOptions = {}): Recogniser {
  const { takeBudget = () => 0, observe = () => {}, nowMs = () => performance.now() } = options;
  const ask = createCluClient(settings, options);
  const guarded = createGuardedCalls(options);
  const memory = new LRUCache<string, Promise<Classification>>({
    max: options.mostRemembered ?? MOST_REMEMBERED,
    ttl: REMEMBERED_MS,
    ttlResolution: 0,
    perf: { now: nowMs },
  });

  /** Also those who write the same in the same moment share one call; a failure is not remembered. */
  function classify(text: string, locale: Locale | null, author: TextAuthor | undefined): Promise<Classification> {
    const key = memoryKey(text, locale);
    const known = memory.get(key);
    if (known) return known.then((answer) => tell('remembered', answer));
    // Before anybody can share the call, whose budget is their own; and outside of the breaker, which it tells nothing.
    if (takeBudget(budgetKey(author)) > 0) return Promise.reject(new CluFailure('budget'));
    const asked = guarded((signal) => ask(text, locale, signal));
    memory.set(key, asked);
    asked.catch(() => memory.peek(key) === asked && memory.delete(key));
    return asked.then((answer) => tell('answered', answer));
  }

  function tell(outcome: CluOutcome, answer: Classification): Classification {
    observe(outcome);
    return answer;
  }

  return {
    async recognise(text, locale, author) {
      const sent = sentPart(text);
      if (sent === '') return { ...NOTHING, ...readLocally(text), source: 'clu' };
      try {
        return { ...(await classify(sent, locale, author)), ...readLocally(text), source: 'clu' };
      } catch (error) {
        const failure = cluFailureOf(error);
        observe(failure.reason);
        throw failure;
      }
    },
  };
}
