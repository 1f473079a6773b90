import type { Understanding } from '../src/domain/understanding.ts';
import { answerTopic, withKept } from './answers.ts';
import { mayFile, type Outcome, type Talk } from './dialog.ts';
import { isDiscussed } from './discussed-problem.ts';
import { problemInHealthQuestion } from './health-question.ts';
import { noteMessage, otherProblem } from './noted-message.ts';

/** How the services are (rule R11); a problem that is told in the same breath is kept for a request. */
export async function answerHealth(talk: Talk, text: string, understood: Understanding): Promise<Outcome> {
  const problem = problemInHealthQuestion(text, understood);
  if (!problem) return answerTopic(talk, 'support.service-health', text);
  // Beside the problem under discussion it is a part of that one.
  const discussed = isDiscussed(talk) ? talk.state.draft : null;
  const { talk: noted, other } = noteMessage(
    talk,
    text,
    discussed ? { ...problem, topic: discussed.topic ?? 'none' } : problem,
  );
  const { state, replies } = await answerTopic(noted, 'support.service-health', text);
  const isKept = mayFile(talk) && state.draft?.description !== talk.state.draft?.description;
  const before = other ? [otherProblem(talk, other)] : [];
  return { state, replies: [...before, ...(isKept ? withKept(replies, state.locale) : replies)] };
}
