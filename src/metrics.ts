import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Instant } from './domain/locale.ts';
import type { OutgoingOutcome, QueueDepths } from './domain/outgoing.ts';
import { createQueueGauges } from './queue-gauges.ts';
import { type RecogniserMetrics, recogniserMetrics } from './recogniser-metrics.ts';

/** Seconds from a fast local turn to one that waits for a slow cloud service. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

/** What is counted and timed; `text` writes it in the Prometheus format. */
export interface Metrics extends RecogniserMetrics {
  turn(channel: string, result: TurnOutcome, seconds: number): void;
  commit(seconds: number): void;
  /** One answered HTTP request; `route` is a pattern, never an address with ids. */
  request(seen: { method: string; route: string; status: number; seconds: number }): void;
  /** How much later than asked a timer fired, which is how long everything waits before anyone looks at it. */
  loopLag(seconds: number): void;
  /** How long a turn waited until no other instance worked on its conversation. */
  leaseWaited(seconds: number): void;
  /** A statement or transaction that is run again, and why. */
  storeRetried(reason: string): void;
  /** What an attempt to send the messages of a turn to their channel came to. */
  outgoingSent(result: OutgoingOutcome['result']): void;
  /** What became of news of an incident that somebody follows. */
  incidentNews(result: (typeof NEWS)[number]): void;
  /** A request or connection that met a limit. */
  refused(limit: (typeof LIMITS)[number]): void;
  /** A request that overload turned away: the beginning of a conversation, or one that is running. */
  shed(asked: 'new' | 'running'): void;
  /** Has the work and the level of overload looked at whenever the metrics are read. */
  watchLoad(inFlight: () => number, level: () => 'normal' | 'busy' | 'full'): void;
  /** Has the open sockets counted whenever the metrics are read. */
  watchSockets(count: () => number): void;
  /** Has the queues counted when the metrics are read, every few seconds at most. */
  watchQueues(read: () => Promise<QueueDepths>, now: () => Instant): void;
  /** Has the parts looked at when the metrics are read; `read` never rejects, and two questions at once cost as much as one. */
  watchReadiness(read: () => Promise<Readiness>): void;
  readonly contentType: string;
  text(): Promise<string>;
}

/** Whether the instance can work, and which of its parts cannot. */
export interface Readiness {
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, boolean>>;
}

/** What came of a turn; `apologised`: the dialogs failed, and the person was told that something went wrong. */
export type TurnOutcome = (typeof TURNS)[number];

/** Values of labels, told as 0 before their first time. */
const TURNS = ['answered', 'duplicate', 'apologised', 'failed'] as const;
const RETRIES = ['conflict', 'connection', 'other'] as const;
const SENT = ['sent', 'retry', 'unclear', 'dead'] as const satisfies readonly OutgoingOutcome['result'][];

const NEWS = ['told', 'later', 'failed'] as const;

const LIMITS = [
  'request',
  'visitor',
  'start',
  'message',
  'messageOfAddress',
  'messageOfTenant',
  'read',
  'wrongStaffKey',
  'refusedActivity',
  'connections',
  'connectionsOfAddress',
  'streamsOfAddress',
] as const;
const LEVELS = ['normal', 'busy', 'full'] as const;

/** Channels of the Bot Framework that get a label of their own; a forged name must not grow the series without end. */
const CHANNELS = new Set(['directline', 'webchat', 'msteams', 'emulator', 'test']);

/** A registry of its own for each call, so that two servers in one process do not share numbers. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  // Memory, CPU, garbage collection and what Node tells of itself.
  collectDefaultMetrics({ register: registry });
  return {
    ...turnMetrics(registers),
    ...recogniserMetrics(registers),
    ...httpMetrics(registers),
    ...storeMetrics(registers),
    ...limitMetrics(registers),
    watchQueues: (read, now) => createQueueGauges({ read, now, registers }),
    watchReadiness: (read) => createReadinessGauges(read, registers),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

function turnMetrics(registers: Registry[]): Pick<Metrics, 'turn' | 'commit'> {
  const turns = new Counter({
    name: 'turns_total',
    help: 'Turns by channel and result',
    labelNames: ['channel', 'result'],
    registers,
  });
  const turnSeconds = new Histogram({
    name: 'turn_seconds',
    help: 'Time of a turn, from its claim to its published replies',
    labelNames: ['channel'],
    buckets: SECONDS,
    registers,
  });
  const commitSeconds = new Histogram({
    name: 'commit_seconds',
    help: 'Time of the transaction of a turn',
    buckets: SECONDS,
    registers,
  });
  // A series that begins with its first event hides that event from every rate.
  for (const channel of [...CHANNELS, 'other']) for (const result of TURNS) turns.inc({ channel, result }, 0);
  return {
    turn(channel, result, seconds) {
      const label = CHANNELS.has(channel) ? channel : 'other';
      turns.inc({ channel: label, result });
      turnSeconds.observe({ channel: label }, seconds);
    },
    commit: (seconds) => commitSeconds.observe(seconds),
  };
}

function httpMetrics(registers: Registry[]): Pick<Metrics, 'request' | 'loopLag' | 'watchSockets'> {
  const requestSeconds = new Histogram({
    name: 'http_request_seconds',
    help: 'Time of an HTTP request by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  });
  // prom-client's own gauges of the lag forget everything whenever anybody reads them, and cannot be lower than 10 ms.
  const lagSeconds = new Histogram({
    name: 'event_loop_lag_seconds',
    help: 'How much later than asked a timer fired',
    buckets: SECONDS,
    registers,
  });
  return {
    request: ({ method, route, status, seconds }) => requestSeconds.observe({ method, route, status }, seconds),
    loopLag: (seconds) => lagSeconds.observe(seconds),
    watchSockets(count) {
      new Gauge({
        name: 'open_sockets',
        help: 'Open WebSockets of chat clients',
        registers,
        collect() {
          this.set(count());
        },
      });
    },
  };
}

function storeMetrics(
  registers: Registry[],
): Pick<Metrics, 'leaseWaited' | 'storeRetried' | 'outgoingSent' | 'incidentNews'> {
  const waits = new Histogram({
    name: 'conversation_lease_wait_seconds',
    help: 'Wait of a turn until no other instance worked on its conversation',
    buckets: SECONDS,
    registers,
  });
  const retries = new Counter({
    name: 'store_retries_total',
    help: 'Statements and transactions that were run again, by reason',
    labelNames: ['reason'],
    registers,
  });
  const sends = new Counter({
    name: 'outgoing_sends_total',
    help: 'Attempts to send the messages of a turn to their channel, by result',
    labelNames: ['result'],
    registers,
  });
  const news = new Counter({
    name: 'incident_news_total',
    help: 'News of followed incidents, by what became of them',
    labelNames: ['result'],
    registers,
  });
  for (const result of NEWS) news.inc({ result }, 0);
  for (const reason of RETRIES) retries.inc({ reason }, 0);
  for (const result of SENT) sends.inc({ result }, 0);
  return {
    leaseWaited: (seconds) => waits.observe(seconds),
    storeRetried: (reason) => retries.inc({ reason: RETRIES.find((known) => known === reason) ?? 'other' }),
    outgoingSent: (result) => sends.inc({ result }),
    incidentNews: (result) => news.inc({ result }),
  };
}

function limitMetrics(registers: Registry[]): Pick<Metrics, 'refused' | 'shed' | 'watchLoad'> {
  const refusals = new Counter({
    name: 'refused_total',
    help: 'Requests and connections that met a limit, by limit',
    labelNames: ['limit'],
    registers,
  });
  const sheds = new Counter({
    name: 'shed_total',
    help: 'Requests that overload turned away, by what they asked for',
    labelNames: ['kind'],
    registers,
  });
  for (const limit of LIMITS) refusals.inc({ limit }, 0);
  for (const kind of ['new', 'running']) sheds.inc({ kind }, 0);
  return {
    refused: (limit) => refusals.inc({ limit }),
    shed: (kind) => sheds.inc({ kind }),
    watchLoad(inFlight, level) {
      new Gauge({
        name: 'requests_in_flight',
        help: 'Requests in work, without those whose body is still arriving',
        registers,
        collect() {
          this.set(inFlight());
        },
      });
      new Gauge({
        name: 'overload_level',
        help: '0 normal, 1 busy: no new conversations, 2 full: nothing but staff and health',
        registers,
        collect() {
          this.set(LEVELS.indexOf(level()));
        },
      });
    },
  };
}

function createReadinessGauges(read: () => Promise<Readiness>, registers: Registry[]): void {
  new Gauge({
    name: 'service_ready',
    help: 'Whether this instance takes new work: 1 or 0; 0 also while it stops',
    registers,
    async collect() {
      this.set(Number((await read()).ready));
    },
  });
  new Gauge({
    name: 'part_ready',
    help: 'Whether a part of this instance can work: 1 or 0',
    labelNames: ['part'],
    registers,
    async collect() {
      for (const [part, isReady] of Object.entries((await read()).parts)) this.set({ part }, Number(isReady));
    },
  });
}
