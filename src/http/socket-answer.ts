import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ErrorBody, statusAnswer } from './error-answer.ts';

/** What is said on a bare connection. */
export interface SocketAnswer {
  readonly status: number;
  readonly body: ErrorBody;
  /** Whole seconds for `Retry-After`. */
  readonly retryAfter?: number;
}

/**
 * Answers on a connection that HTTP has given up or given away, and closes it. The connection is not left half open: a
 * client that never closes its own side would keep it for ever.
 * @param answer a status alone is answered with its own words
 */
export function refuseConnection(socket: Duplex, answer: number | SocketAnswer): void {
  const { status, body, retryAfter }: SocketAnswer = typeof answer === 'number' ? statusAnswer(answer) : answer;
  if (!socket.writable) return void socket.destroy();
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
    ...(retryAfter === undefined ? [] : [`Retry-After: ${retryAfter}`]),
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`, () => socket.destroy());
}

/** The status for what Node's parser or its timers complain about. */
export function statusOfClientError(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'HPE_HEADER_OVERFLOW' ? 431 : code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
}
