import type { IncomingMessage } from 'node:http';

/**
 * What a request is to the limits, told from method and path alone:
 * `service` health and readiness, never refused; `metrics` the numbers; `staff` the staff API; `file` what browsers load and may cache;
 * `channel` a Bot Framework channel, a few addresses that speak for everybody; `new` begins a conversation;
 * `running` all else.
 */
export type RequestKind = 'service' | 'metrics' | 'staff' | 'file' | 'channel' | 'new' | 'running';

const BEGINNINGS = new Set([
  '/v3/directline/conversations',
  '/v3/directline/tokens/generate',
  '/widget/token',
  '/demo/token',
]);
const SERVICE = new Set(['/healthz', '/readyz']);

/** The kind of a request; an address in an odd form is `running`, which no limit spares. */
export function kindOf({ method, url = '' }: IncomingMessage): RequestKind {
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  if (SERVICE.has(path)) return 'service';
  if (path === '/metrics') return 'metrics';
  if (path.startsWith('/api/staff/')) return 'staff';
  if (path.startsWith('/web/') || path === '/widget.js') return 'file';
  if (path === '/api/messages') return 'channel';
  return method === 'POST' && BEGINNINGS.has(path) ? 'new' : 'running';
}
