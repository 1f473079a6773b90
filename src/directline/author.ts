import type { Caller } from './access.ts';
import { type Answer, refuse } from './answers.ts';
import type { Author } from './conversations.ts';

/**
 * Who writes. The id inside the token wins over the client's; an id that only a token may give (`dl_`) is refused without
 * one; an id that nobody vouches for is kept apart, so that it can never be somebody of the directory.
 */
export function authorOf(caller: Caller, from: { id?: unknown; name?: unknown } | null | undefined): Author | Answer {
  const key = (userId: string) => ({ userId, aadObjectId: null, tenantId: null });
  if (caller.kind === 'token' && caller.grant.user) {
    return { account: caller.grant.user, who: key(caller.grant.user.id) };
  }
  const id = typeof from?.id === 'string' ? from.id.trim() : '';
  if (id === '' || id.length > 200) return refuse('MissingProperty', 'Give from.id, the id of the user who writes.');
  if (/^dl_/i.test(id)) return refuse('BadArgument', 'Ids that begin with dl_ have to stand inside the token.');
  const name = typeof from?.name === 'string' && from.name !== '' ? from.name : null;
  return { account: { id, name }, who: key(caller.kind === 'secret' ? id : `visitor:${id}`) };
}

/** Whether the author was refused. */
export function isAnswer(value: Author | Answer): value is Answer {
  return 'status' in value;
}
