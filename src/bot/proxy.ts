import type { ProxyEnvironment } from '../http-exchange.ts';

/**
 * The proxy for an address in the form that the SDK wants, by the rules of Node's agents (`NO_PROXY` names hosts, or with a
 * dot in front all below one), so that one setting means the same for every call.
 * @returns null where none is set; user and password stand before the host
 * @throws TypeError for a proxy that is no address
 */
export function sdkProxyFor(address: string, env: ProxyEnvironment): { host: string; port: number } | null {
  const { protocol, hostname, port } = new URL(address);
  const proxy = protocol === 'https:' ? env.HTTPS_PROXY : env.HTTP_PROXY;
  if (!proxy || isSpared(hostname, port || (protocol === 'https:' ? '443' : '80'), env.NO_PROXY ?? '')) return null;
  const { username, password, hostname: host, port: proxyPort } = new URL(proxy);
  const user = username === '' ? '' : `${username}${password === '' ? '' : `:${password}`}@`;
  return { host: `${user}${host}`, port: Number(proxyPort || 80) };
}

function isSpared(hostname: string, port: string, noProxy: string): boolean {
  return noProxy
    .toLowerCase()
    .split(',')
    .map((entry) => entry.trim())
    .some((entry) => {
      if (entry === '*') return true;
      const [name = '', only = port] = entry.split(/:(?=\d+$)/);
      if (only !== port) return false;
      return name.startsWith('.') || name.startsWith('*.')
        ? hostname.endsWith(name.replace(/^\*/, ''))
        : hostname === name;
    });
}
