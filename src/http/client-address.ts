import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6, type Socket } from 'node:net';
import proxyAddr from 'proxy-addr';

/** Who calls, behind proxies or not. Every limit by address and the request log ask here. */
export interface ClientAddresses {
  /** The caller's address for the log; `unknown` when its connection is gone. */
  addressOf(req: IncomingMessage): string;
  /** What a limit counts together: an IPv4 address, or the /64 network of an IPv6 one, which is what one customer gets. */
  callerOf(req: IncomingMessage): string;
  /** The same for the other end of a connection; null for a trusted proxy, whose connections are many people's. */
  peerOf(socket: Socket): string | null;
}

interface Who {
  readonly address: string;
  readonly caller: string;
}

interface Peer extends Who {
  readonly isProxy: boolean;
  /** For whom the last request was forwarded: one request asks several times, and parsing is most of the cost. */
  forwarded: { readonly header: string | undefined; readonly who: Who } | null;
  /** Whether a request came before: a forgotten proxy is told of once a connection. */
  isHeard: boolean;
}

const UNKNOWN = 'unknown';
const PRIVATE = proxyAddr.compile(['loopback', 'linklocal', 'uniquelocal']);

/** Azure's gateways write `address:port` into X-Forwarded-For; an IPv6 address then stands in brackets. */
function plain(text: string): string {
  const bare = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? text;
  // A dual-stack socket shows IPv4 as ::ffff:a.b.c.d.
  return bare.toLowerCase().startsWith('::ffff:') && isIPv4(bare.slice(7)) ? bare.slice(7) : bare;
}

/** The first four groups of an IPv6 address, written out; the rest is chosen freely by whoever has the network. */
function network(address: string): string {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail === undefined) return groups.slice(0, 4).map(normal).join(':');
  const after = tail === '' ? [] : tail.split(':');
  // An IPv4 address at the end takes the place of two groups.
  const width = after.length + (after.at(-1)?.includes('.') ? 1 : 0);
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - width) }, () => '0');
  return [...groups, ...zeros, ...after].slice(0, 4).map(normal).join(':');
}

function normal(group: string): string {
  return group.toLowerCase().replace(/^0+(?=.)/, '');
}

function together(address: string): string {
  return isIPv6(address) ? `${network(address)}::/64` : address;
}

/**
 * Reads the caller's address: the socket's, unless that is a trusted proxy; then the last entry of X-Forwarded-For that
 * no trusted proxy wrote for another one. What an untrusted peer writes into the header counts for nothing.
 * @param trusted addresses, networks as `10.0.0.0/8`, or `loopback`, `linklocal`, `uniquelocal`
 * @param onUntrustedProxy told each connection of a private address that is not trusted and sends the header: most likely
 *   a proxy that was forgotten, and then all its callers count as one
 * @throws TypeError for an entry that is none of these
 */
export function createClientAddresses(
  trusted: readonly string[],
  onUntrustedProxy: (address: string) => void = () => {},
): ClientAddresses {
  const trusts = trusted.length > 0 ? proxyAddr.compile([...trusted]) : () => false;
  const isTrusted = (address: string, at: number): boolean => trusts(plain(address), at);
  const peers = new WeakMap<Socket, Peer>();

  function peerOf(socket: Socket): Peer {
    const known = peers.get(socket);
    if (known) return known;
    const address = plain(socket.remoteAddress ?? UNKNOWN);
    const peer = {
      address,
      caller: together(address),
      isProxy: isTrusted(address, 0),
      forwarded: null,
      isHeard: false,
    };
    peers.set(socket, peer);
    return peer;
  }

  function forwardedBy(peer: Peer, req: IncomingMessage): Who {
    const header = req.headers['x-forwarded-for']?.toString();
    if (peer.forwarded && peer.forwarded.header === header) return peer.forwarded.who;
    const address = plain(proxyAddr(req, isTrusted));
    // A proxy that hands on what it cannot know (`unknown`, RFC 7239) must not open a door without limits.
    const who = isIPv4(address) || isIPv6(address) ? { address, caller: together(address) } : peer;
    peer.forwarded = { header, who };
    return who;
  }

  function whoIs(req: IncomingMessage): Who {
    const peer = peerOf(req.socket);
    if (!peer.isProxy) {
      const isForwarded = !peer.isHeard && req.headers['x-forwarded-for'] !== undefined;
      peer.isHeard = true;
      if (isForwarded && PRIVATE(peer.address, 0)) onUntrustedProxy(peer.address);
      return peer;
    }
    return forwardedBy(peer, req);
  }

  return {
    addressOf: (req) => whoIs(req).address,
    callerOf: (req) => whoIs(req).caller,
    peerOf: (socket) => {
      const peer = peerOf(socket);
      return peer.isProxy ? null : peer.caller;
    },
  };
}
