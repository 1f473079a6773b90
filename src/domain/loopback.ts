const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Whether a host is this machine itself: what goes there has not left it.
 * @param hostname as {@link URL.hostname} gives it: lower case, IPv6 in brackets
 */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}
