import { isLoopback } from '../domain/loopback.ts';

/** Hosts of the Bot Framework channels in the public cloud and in Azure China, and what lies under them. */
const CHANNEL_HOSTS = [
  'botframework.com',
  'botframework.azure.cn',
  'teams.microsoftonline.cn',
  'smba.trafficmanager.net',
];

/**
 * Whether replies may be sent to an address that a caller named. Without an app id nobody has proved who the caller is, so
 * only this machine is allowed; with one, only channels, and over https: the bot's token travels with each reply.
 * @param url `serviceUrl` of an activity
 * @param verified the caller's token is checked, because there is an app id
 */
export function isTrustedServiceUrl(url: string, verified: boolean): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password, port } = new URL(url);
  if (username || password) return false;
  if (!verified) return (protocol === 'http:' || protocol === 'https:') && isLoopback(hostname);
  if (protocol !== 'https:' || port !== '') return false;
  return CHANNEL_HOSTS.some((host) => hostname === host || hostname.endsWith(`.${host}`));
}
