import type { ServerResponse } from 'node:http';

/** What a page may load and who may frame it. */
export interface PagePolicy {
  /** Fresh for each answer; the page's own scripts carry it. */
  readonly nonce: string;
  /** The page's own `ws://` or `wss://` origin; older browsers do not count it as 'self'. */
  readonly socketOrigin: string;
  /** Sites that may show the page in a frame; empty for none. */
  readonly framedBy: readonly string[];
}

const API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * The content security policy that Web Chat 4.18 runs under. `style-src 'unsafe-inline'` is the one tolerated weakness:
 * a part of Web Chat writes inline styles without the nonce, and a nonce in `style-src` would switch the keyword off.
 * Images are our own or `data:` (Web Chat's icons); nothing comes from a third party.
 */
export function pagePolicy(policy: PagePolicy): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${policy.nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    // directlinejs reads the files that somebody picked from `blob:` addresses before it uploads them.
    `connect-src 'self' blob: ${policy.socketOrigin}`,
    "manifest-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${policy.framedBy.length > 0 ? ["'self'", ...policy.framedBy].join(' ') : "'none'"}`,
  ].join('; ');
}

/**
 * Sets what every answer carries; pages and assets relax it for themselves.
 * @param https whether the product is reached by HTTPS, which it then insists on for half a year
 */
export function setSecurityHeaders(res: ServerResponse, https: boolean): void {
  res.setHeader('Content-Security-Policy', API_POLICY);
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('X-Frame-Options', 'DENY');
  res.setHeader('Referrer-Policy', 'no-referrer');
  res.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  res.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  res.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
  res.setHeader('Cache-Control', 'no-store');
  if (https) res.setHeader('Strict-Transport-Security', 'max-age=15552000');
}
