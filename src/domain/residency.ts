import { isLoopback } from './loopback.ts';
import type { Operator } from './person.ts';
import type { Policy } from './policy.ts';

/**
 * Whether texts and requests of an operator's tenants may go to a host (rule R31): the guard in front of everything that
 * sends them out of the product. An entry of the table that begins with a dot allows all hosts below it, any other one
 * host by its name.
 * @param address a web, mail or other address with a host, for instance `https://x.cognitiveservices.azure.cn`; what
 *   cannot be read as one is not allowed
 */
export function mayReceive({ privacy }: Pick<Policy, 'privacy'>, address: string): boolean {
  if (privacy.dataResidency === 'unrestricted') return true;
  const host = hostOf(address);
  if (host === null) return false;
  return isLoopback(host) || privacy.allowedHosts.some((entry) => isHost(host, entry.toLowerCase()));
}

/** The operators whose texts may not go to an address, for a warning at start. */
export function keptFrom(policies: Readonly<Record<Operator, Policy>>, address: string): readonly Operator[] {
  return Object.values(policies).flatMap((policy) => (mayReceive(policy, address) ? [] : [policy.operator]));
}

function isHost(host: string, entry: string): boolean {
  return entry.startsWith('.') ? host.endsWith(entry) : host === entry;
}

/** Lower case, without a closing dot, which names the same host. */
function hostOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const host = new URL(address).hostname.toLowerCase().replace(/\.$/, '');
  return host === '' ? null : host;
}
