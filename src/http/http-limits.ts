import type { Server } from 'node:http';

/** What a request may cost. */
export interface HttpLimits {
  /** Largest JSON body in bytes. */
  readonly bodyBytes: number;
  /** Bytes of all bodies together that are on their way; who comes after is asked to wait. */
  readonly bodiesBytes: number;
  /** Largest headers in bytes; 431 above. */
  readonly headerBytes: number;
  /** Headers that are read; more are dropped. */
  readonly headers: number;
  /** Milliseconds until all headers are there. */
  readonly headersMs: number;
  /** Milliseconds until the whole request is there. */
  readonly requestMs: number;
  /** Milliseconds in which nothing moves on a connection, in a request or an answer. */
  readonly idleMs: number;
  /** Milliseconds that a connection is kept between two requests. */
  readonly keepAliveMs: number;
  /** Requests on one connection; the last one is told that it closes. */
  readonly requestsPerConnection: number;
  /** Milliseconds between two looks for connections that are late; Node's own 30 s would make 10 s into 40. */
  readonly checkMs: number;
  /** Milliseconds that a stop waits for running requests before it goes on without them. */
  readonly stopMs: number;
}

/** The limits in force where none are given; `docs/reference/limits.md` has the reasons. */
export const HTTP_LIMITS: HttpLimits = {
  bodyBytes: 256 * 1024,
  bodiesBytes: 64 * 1024 * 1024,
  headerBytes: 16 * 1024,
  headers: 100,
  headersMs: 10_000,
  requestMs: 30_000,
  idleMs: 60_000,
  keepAliveMs: 65_000,
  requestsPerConnection: 10_000,
  checkMs: 1000,
  stopMs: 20_000,
};

/** Sets the limits that Node itself keeps; some of them have no other door than a property, read when it listens. */
export function applyHttpLimits(server: Server, limits: HttpLimits): void {
  Object.assign(server, {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    timeout: limits.idleMs,
    maxHeaderSize: limits.headerBytes,
    maxHeadersCount: limits.headers,
    maxRequestsPerSocket: limits.requestsPerConnection,
    connectionsCheckingInterval: limits.checkMs,
    // Node's own answer to a request without Host has no body; ours refuses it in the error shape.
    requireHostHeader: false,
  });
}
