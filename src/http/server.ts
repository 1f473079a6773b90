import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import restify, { type Next, type Request, type Response, type Server } from 'restify';
import { isIntakeError } from '../domain/errors.ts';
import { type Log, withLogFields } from '../log.ts';
import { limitConnections } from './connection-limits.ts';
import { crossOrigin } from './cross-origin.ts';
import { answerEarly } from './early-answer.ts';
import { errorAnswer, statusAnswer } from './error-answer.ts';
import { createFrontDoor, type FrontDoor, tooManyRequests } from './front-door.ts';
import { createGuard, type Guard } from './guard.ts';
import { applyHttpLimits, HTTP_LIMITS, type HttpLimits } from './http-limits.ts';
import { jsonBody } from './json-body.ts';
import { limitPipelining } from './pipelining.ts';
import { restifyLog } from './restify-log.ts';
import { setSecurityHeaders } from './security-headers.ts';
import { refuseConnection, statusOfClientError } from './socket-answer.ts';
import { waitForTurn } from './turn-order.ts';
import { countWork } from './work-in-flight.ts';

/** One answered request, for the metrics; `route` is the route's pattern and never holds ids or tokens. */
export interface SeenRequest {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** What the server is made of. */
export interface HttpServerParts {
  readonly log: Log;
  newRequestId(): string;
  /** Told each answered request. */
  observe?(seen: SeenRequest): void;
  readonly limits?: Partial<HttpLimits>;
  /** What keeps callers within limits; one without rates when not given. */
  readonly guard?: Guard;
  /** Sites whose pages may call the chat routes. */
  readonly widgetOrigins?: readonly string[];
  /** Whether the product is reached by HTTPS. */
  readonly https?: boolean;
  /** Milliseconds between the announcement of a stop and the end of listening; 0. */
  readonly announceMs?: number;
}

/** Takes over a connection that asks for an upgrade; false when the address is not its own. */
export type UpgradeHandler = (req: IncomingMessage, socket: Duplex, head: Buffer) => boolean;

/** What a stop does once no request is running any more. */
export interface StopSteps {
  /** Resolves when work that goes on behind the requests is done, for instance turns. */
  drain(): Promise<void>;
  /** Closes WebSockets with code 1001. */
  closeSockets(): void;
}

/** A server on which the adapters register their routes. */
export interface HttpServer {
  readonly routes: Server;
  onUpgrade(handler: UpgradeHandler): void;
  /**
   * Starts to listen.
   * @param port 0 takes any free one
   * @returns the port taken
   * @throws Error of node:net when the port cannot be had
   */
  listen(port: number, host?: string): Promise<number>;
  isStopping(): boolean;
  /**
   * Announces the stop, so that balancers send nothing more, then accepts nothing more, lets running requests end, then does the
   * steps and closes all connections. Safe to repeat.
   */
  stop(steps: StopSteps): Promise<void>;
}

/** A socket ends when its page does, so waiting a while may help and more waiting will not. */
const TOO_MANY_STREAMS = tooManyRequests(30);
/** Connections that the operating system keeps for us until they are accepted: more than a crowd, if it allows so many. */
const BACKLOG = 1024;
const REQUEST_ID = /^[\w.:-]{1,100}$/;

/** restify builds a URL from the Host header and throws outside of any handler when it cannot: one request ends the process. */
function isReadable(req: Request): boolean {
  const host = req.headers.host ?? '';
  const name = host.replace(/:\d{1,5}$/, '');
  if (!/^[A-Za-z0-9._-]{1,253}$/.test(name) && isIP(name.replace(/^\[|\]$/g, '')) === 0) return false;
  try {
    decodeURIComponent(req.getUrl().pathname ?? '');
    return true;
  } catch {
    return false;
  }
}

/** The caller's own id where it is a harmless one, so that logs of several systems can be joined. */
function requestIdOf(req: IncomingMessage, parts: HttpServerParts): string {
  const given = req.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : parts.newRequestId();
}

function routeOf(req: Request): string {
  const path = req.getRoute()?.path;
  return typeof path === 'string' ? path : 'none';
}

/** What the handlers before all routes need. */
interface Entrance {
  readonly parts: HttpServerParts;
  readonly limits: HttpLimits;
  readonly guard: Guard;
  readonly door: FrontDoor;
  isStopping(): boolean;
}

function prepare(server: Server, { parts, limits, guard, door, isStopping }: Entrance): void {
  const origins = parts.widgetOrigins ?? [];
  const setHeaders = (req: IncomingMessage, res: ServerResponse): string => {
    const requestId = requestIdOf(req, parts);
    res.setHeader('X-Request-Id', requestId);
    setSecurityHeaders(res, parts.https ?? false);
    if (isStopping()) res.setHeader('Connection', 'close');
    return requestId;
  };
  server.first(limitPipelining());
  server.first(answerEarly({ door, origins, greet: setHeaders }));
  server.pre(function greet(req: Request, res: Response, next: Next) {
    const requestId = setHeaders(req, res);
    if (isReadable(req)) return withLogFields({ requestId }, () => next());
    res.send(400, statusAnswer(400).body);
    next(false);
  });
  server.pre(crossOrigin(origins));
  server.use(jsonBody(limits));
  server.use(waitForTurn(guard));
  server.use(restify.plugins.queryParser({ mapParams: false, plainObjects: true }));
}

function answerErrors(server: Server, log: Log): void {
  server.on('restifyError', (req: Request, res: Response, error: unknown, done: () => void) => {
    const answer = errorAnswer(error);
    if (answer.status >= 500 && !isIntakeError(error, 'Unavailable')) {
      log.error({ err: error, route: routeOf(req), requestId: res.getHeader('X-Request-Id') }, 'request failed');
    }
    if (!res.headersSent) res.send(answer.status, answer.body);
    done();
  });
  // restify repeats the errors of its server, and one that nobody hears ends the process.
  server.on('error', (error: unknown) => log.error({ err: error }, 'server failed'));
  // Node's own answer has no body.
  server.server.on('checkExpectation', (_req: IncomingMessage, res: ServerResponse) => {
    const { status, body } = statusAnswer(417);
    const text = JSON.stringify(body);
    res.statusCode = status;
    res.setHeader('Content-Type', 'application/json');
    res.setHeader('Content-Length', Buffer.byteLength(text));
    res.setHeader('Connection', 'close');
    res.end(text);
  });
  server.server.on('clientError', (error: unknown, socket: Duplex) => {
    refuseConnection(socket, statusOfClientError(error));
  });
}

function report(server: Server, parts: HttpServerParts, guard: Guard, door: FrontDoor): Set<Response> {
  const running = new Set<Response>();
  server.on('pre', (req: Request, res: Response) => {
    const started = performance.now();
    running.add(res);
    countWork(guard.admission, req, res);
    res.once('close', () => {
      running.delete(res);
      // Who hangs up before the answer has learnt nothing and taught nothing.
      if (res.writableFinished) door.answered(req, res.statusCode);
      const seconds = (performance.now() - started) / 1000;
      const seen = { method: req.method ?? '', route: routeOf(req), status: res.statusCode, seconds };
      parts.observe?.(seen);
      if (seen.route !== '/healthz' && seen.route !== '/metrics' && seen.route !== '/readyz') {
        const address = guard.addresses.addressOf(req);
        parts.log.info({ ...seen, address, requestId: res.getHeader('X-Request-Id') }, 'request');
      }
    });
  });
  return running;
}

async function withinMs(work: Promise<unknown>, ms: number): Promise<void> {
  const timeout = Promise.withResolvers<void>();
  const timer = setTimeout(timeout.resolve, ms);
  await Promise.race([work, timeout.promise]).finally(() => clearTimeout(timer));
}

function ended(running: ReadonlySet<Response>): Promise<unknown> {
  return Promise.all([...running].map((res) => new Promise((resolve) => res.once('close', resolve))));
}

/** restify's own formatter shows what an error says inside; this one never does. */
function formatJson(_req: Request, res: Response, body: unknown): string {
  const text = JSON.stringify(body instanceof Error ? errorAnswer(body).body : (body ?? null));
  res.setHeader('Content-Length', Buffer.byteLength(text));
  return text;
}

/**
 * The HTTP server: limits, request ids, security headers, the error shape, graceful stop. Routes are registered on
 * `routes` by their adapters. restify 12 wants handlers that are `async (req, res)` or `(req, res, next)`; an async one
 * with three parameters throws when it is registered, and a plain one that throws ends the process.
 */
export function createHttpServer(parts: HttpServerParts): HttpServer {
  const limits = { ...HTTP_LIMITS, ...parts.limits };
  const server = restify.createServer({ name: '', formatters: { 'application/json': formatJson } });
  // The types of restify ask for a bunyan logger, which nobody has; it only calls these functions.
  Reflect.set(server, 'log', restifyLog(parts.log));
  const upgrades: UpgradeHandler[] = [];
  let stopping: Promise<void> | null = null;
  const isStopping = (): boolean => stopping !== null;
  let isClosed = false;
  const guard = parts.guard ?? createGuard();
  const door = createFrontDoor(guard);
  applyHttpLimits(server.server, limits);
  const counts = limitConnections(server.server, guard.connections, guard.addresses, guard.onConnectionRefused);
  prepare(server, { parts, limits, guard, door, isStopping });
  answerErrors(server, parts.log);
  const running = report(server, parts, guard, door);
  server.server.on('connection', guard.turnstile.arrived);
  server.server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Until a handler takes it, nobody listens for errors of this socket; an unheard one ends the process.
    socket.on('error', () => socket.destroy());
    if (isClosed) return refuseConnection(socket, 503);
    const away = door.look(req) ?? (counts.takeStream(req, socket) ? null : TOO_MANY_STREAMS);
    if (away) return refuseConnection(socket, away);
    const fields = { requestId: requestIdOf(req, parts) };
    if (!withLogFields(fields, () => upgrades.some((handler) => handler(req, socket, head))))
      refuseConnection(socket, 404);
  });

  async function stop(steps: StopSteps): Promise<void> {
    // Until a balancer has asked /readyz again it goes on to send people here, and they must find somebody.
    if (parts.announceMs) await pause(parts.announceMs);
    isClosed = true;
    const closed = new Promise<void>((resolve) => server.server.close(() => resolve()));
    server.server.closeIdleConnections();
    await withinMs(ended(running), limits.stopMs);
    await withinMs(steps.drain(), limits.stopMs);
    steps.closeSockets();
    server.server.closeIdleConnections();
    await withinMs(closed, 1000);
    server.server.closeAllConnections();
    await withinMs(closed, 1000);
  }

  return {
    routes: server,
    onUpgrade: (handler) => void upgrades.push(handler),
    isStopping,
    listen: (port, host = '0.0.0.0') =>
      new Promise((resolve, reject) => {
        server.server.once('error', reject);
        server.listen(port, host, BACKLOG, () => {
          server.server.off('error', reject);
          const address = server.address();
          resolve(typeof address === 'object' && address !== null ? address.port : port);
        });
      }),
    stop: (steps) => {
      stopping ??= stop(steps);
      return stopping;
    },
  };
}
