import type { PersonKey } from '../domain/ports.ts';
import type { ConnectorActivity } from './connector-activity.ts';

/** Channels whose tokens carry the user id; ids that begin with `dl_` come from there and from nowhere else. */
const VOUCHING_CHANNELS = new Set(['directline', 'webchat']);

/**
 * Who is speaking, as far as the channel vouches for it. An id that a client could have chosen for itself is put behind the
 * channel's name, so that it never equals an id of the directory.
 * @param verified the channel's token is checked; without it (development on this machine) every id is taken as it stands
 */
export function personKeyOf(activity: ConnectorActivity, verified: boolean): PersonKey {
  const { channelId: channel, from } = activity;
  const vouched = !verified || (VOUCHING_CHANNELS.has(channel) && from.id.startsWith('dl_'));
  const teams = channel === 'msteams';
  return {
    userId: vouched ? from.id : `${channel}:${from.id}`,
    // Only Teams fills these in itself; on other channels they would be the client's own words.
    aadObjectId: teams ? (from.aadObjectId ?? null) : null,
    tenantId: teams ? (activity.conversation.tenantId ?? null) : null,
  };
}
