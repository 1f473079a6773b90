import type { Reply } from '../src/domain/activity.ts';
import { requestKindOf, type Topic } from '../src/domain/topics.ts';
import type { Understanding } from '../src/domain/understanding.ts';
import { mayFile, say, type Talk } from './dialog.ts';
import { isDiscussed } from './discussed-problem.ts';
import { emptyDraft, withMessage } from './drafting.ts';
import { noteRephrased } from './hindsight.ts';
import { excerpt } from './limits.ts';
import { plain } from './plain.ts';
import { announcesSeveral, withContactOf } from './several-problems.ts';

/** Who announces another problem, or tells of one while another is under discussion, does not say the first one again. */
export function withRephrased(talk: Talk, text: string, topic: Topic): Talk {
  const discussed = talk.state.draft?.topic ?? null;
  const isOther = discussed !== null && requestKindOf(discussed) !== null && discussed !== topic;
  return isOther || announcesSeveral(text) ? talk : { ...talk, state: noteRephrased(talk, topic) };
}

/**
 * Keeps the message in the draft. Surely another topic than before is another problem and gets a draft of its own,
 * for one request is about one thing; `other` is the description that is put aside.
 */
export function noteMessage(
  { state, desk }: Talk,
  text: string,
  understood: Understanding,
): { talk: Talk; other: string | null } {
  const before = state.draft;
  const isProblem = requestKindOf(understood.topic) !== null;
  const isOther = isProblem && before?.topic && requestKindOf(before.topic) && before.topic !== understood.topic;
  // Another problem of the same person, who is reached in the same way.
  const empty = emptyDraft(desk, state.locale);
  const base = before ? (isOther ? withContactOf(before, empty) : before) : empty;
  // More of the problem under discussion may be no more than an error code.
  const draft = withMessage(
    base,
    text,
    understood,
    desk.policy.operator,
    base === before && isDiscussed({ state, desk }),
  );
  // A question before buying is answered and done with: nothing of it waits to be filed.
  const isLeft = isOther && before.kind !== 'presales' && mayFile({ state, desk });
  return { talk: { state: { ...state, draft }, desk }, other: isLeft ? before.description : null };
}

/** Says which problem is put aside for another one. */
export function otherProblem({ state }: Talk, description: string): Reply {
  return say(state.locale, 'selfHelp.otherProblem', { words: plain(excerpt(description.replaceAll('\n', ' '), 80)) });
}
