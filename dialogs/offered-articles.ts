import type { Article } from '../src/domain/article.ts';
import type { Draft } from '../src/domain/draft.ts';
import type { Instant } from '../src/domain/locale.ts';
import { CLEARLY_BEST } from './confidence.ts';
import { type ConversationState, MOST_REJECTED, type RejectedArticle } from './state.ts';

/** Whether the first article alone should be shown, with its steps: it fits well, and much better than the next. */
export function isClearlyBest([first, ...others]: readonly Article[]): boolean {
  const fit = (article: Article | undefined) => article?.match?.fit ?? 0;
  const next = Math.max(0, ...others.map(fit));
  // What is left after the best was rejected is seldom the answer just because the rest fits even less.
  return fit(first) >= 1 / CLEARLY_BEST && fit(first) >= CLEARLY_BEST * next;
}

/** A personal chat is one conversation for years: what did not help one problem may help the next. */
const REJECTED_FOR_MS = 24 * 60 * 60_000;

function rejectedLately({ rejected = [] }: ConversationState, now: Instant): readonly RejectedArticle[] {
  return rejected.filter(({ at }) => Date.parse(now) - Date.parse(at) < REJECTED_FOR_MS);
}

/** Ids of the articles that must not come: rejected in this conversation within a day, or shown for this draft. */
export function notAgain(state: ConversationState, draft: Draft | null, now: Instant): readonly string[] {
  const rejected = rejectedLately(state, now).map(({ id }) => id);
  return [...new Set([...rejected, ...(draft?.attempted ?? []).map(({ articleId }) => articleId)])];
}

/** The state in which these articles are rejected for a day. */
export function withRejected(state: ConversationState, ids: readonly string[], now: Instant): ConversationState {
  if (ids.length === 0) return state;
  const others = rejectedLately(state, now).filter(({ id }) => !ids.includes(id));
  const rejected = [...others, ...[...new Set(ids)].map((id) => ({ id, at: now }))];
  return { ...state, rejected: rejected.slice(-MOST_REJECTED) };
}

/**
 * The draft with what became of these articles. `not-solved` is what the person said of them; one that was only shown or
 * passed over stays `offered`, for nobody knows whether it was tried.
 */
export function withAttempts(draft: Draft, articleIds: readonly string[], outcome: 'offered' | 'not-solved'): Draft {
  const kept = draft.attempted.filter(({ articleId }) => !articleIds.includes(articleId));
  return { ...draft, attempted: [...kept, ...articleIds.map((articleId) => ({ articleId, outcome }))] };
}
