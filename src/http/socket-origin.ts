import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { isLoopback } from '../domain/loopback.ts';

/**
 * Where a client opens its socket. A public address that was set wins, because a proxy may rewrite the Host header; on
 * the developer's own machine the Host header wins, because `localhost`, `127.0.0.1` and any port all lead here.
 * @param publicUrl the address under which the product is reached, or null when none is set
 * @returns a function from a request to scheme and host, for instance `wss://support.example`
 */
export function socketOrigin(publicUrl: string | null): (req: IncomingMessage) => string {
  const known = publicUrl === null ? null : new URL(publicUrl);
  return (req) => {
    if (known && !isLoopback(known.hostname)) return `${known.protocol === 'https:' ? 'wss' : 'ws'}://${known.host}`;
    return `${req.socket instanceof TLSSocket ? 'wss' : 'ws'}://${req.headers.host ?? known?.host ?? 'localhost'}`;
  };
}
