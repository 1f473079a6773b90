import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds from a fast local turn to one that waits for a slow cloud service. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

/** What is counted and timed; `text` writes it in the Prometheus format. */
export interface Metrics {
  turn(channel: string, result: 'answered' | 'duplicate' | 'failed', seconds: number): void;
  /** Which recogniser answered and whether it found a topic. */
  recognised(source: 'local' | 'clu', decision: 'topic' | 'none'): void;
  commit(seconds: number): void;
  /** One answered HTTP request; `route` is a pattern, never an address with ids. */
  request(seen: { method: string; route: string; status: number; seconds: number }): void;
  /** Has the open sockets counted whenever the metrics are read. */
  watchSockets(count: () => number): void;
  readonly contentType: string;
  text(): Promise<string>;
}

/** Channels of the Bot Framework that get a label of their own; a forged name must not grow the series without end. */
const CHANNELS = new Set(['directline', 'webchat', 'msteams', 'emulator', 'test']);

/** A registry of its own for each call, so that two servers in one process do not share numbers. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  // Memory, CPU, garbage collection and the lag of the event loop.
  collectDefaultMetrics({ register: registry });
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
  const recognised = new Counter({
    name: 'recogniser_decisions_total',
    help: 'Texts by recogniser and decision',
    labelNames: ['source', 'decision'],
    registers,
  });
  const commitSeconds = new Histogram({
    name: 'commit_seconds',
    help: 'Time of the transaction of a turn',
    buckets: SECONDS,
    registers,
  });
  const requestSeconds = new Histogram({
    name: 'http_request_seconds',
    help: 'Time of an HTTP request by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  });
  return {
    turn(channel, result, seconds) {
      const label = CHANNELS.has(channel) ? channel : 'other';
      turns.inc({ channel: label, result });
      turnSeconds.observe({ channel: label }, seconds);
    },
    recognised: (source, decision) => recognised.inc({ source, decision }),
    commit: (seconds) => commitSeconds.observe(seconds),
    request: ({ method, route, status, seconds }) => requestSeconds.observe({ method, route, status }, seconds),
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
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
