import type { Draft } from '../src/domain/draft.ts';
import { phrase } from './phrases.ts';
import type { ConversationState } from './state.ts';

/**
 * The draft of somebody who was told that a problem is outside support and goes on all the same, with a remark for staff
 * (rules R26, R27). Told once, it is not told again. A topic that says "your own network" would contradict them in the record.
 */
export function withInsistence(state: ConversationState, draft: Draft): Draft {
  const frame = state.stack.find(({ dialog }) => dialog === 'boundary');
  if (frame?.dialog !== 'boundary') return draft;
  const remark = phrase(state.locale, `boundary.remark.${frame.topic}`);
  const topic = draft.topic === frame.topic ? null : draft.topic;
  return { ...draft, topic, remarks: draft.remarks.includes(remark) ? draft.remarks : [...draft.remarks, remark] };
}
