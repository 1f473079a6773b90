import { isMadeOf } from './choices.ts';
import { startIntake } from './contact-support.ts';
import { type Outcome, say, type Talk, topFrame, withButtons } from './dialog.ts';
import { isDiscussed, waysOnward } from './discussed-problem.ts';
import { readOutcome } from './help-words.ts';
import { noteNotSolved } from './hindsight.ts';
import { notSolved, openListed, showAnother, solved, withoutSuccess } from './self-help.ts';
import { askedTerm, explainTerm } from './terms.ts';

/**
 * What people write right after help was shown, in their own words: that it helped, that it did not, that they want
 * something else, or a question about a word in it. Null for anything else.
 */
export async function answerAfterHelp(talk: Talk, text: string): Promise<Outcome | null> {
  const { state, desk } = talk;
  const frame = topFrame(state);
  if (frame?.dialog !== 'self-help' && frame?.dialog !== 'known-incident' && frame?.dialog !== 'boundary') return null;
  const opened = frame.dialog === 'self-help' ? await openListed(talk, frame, text) : null;
  if (opened) return opened;
  // Nothing is there to agree to or to submit yet: who says so wants the request.
  const starts = frame.dialog === 'self-help' && isMadeOf(text, ['afterHelp.start'], ['afterHelp.acknowledged']);
  if (starts) return startIntake(talk);
  const outcome = readOutcome(text);
  if (outcome === 'solved') return solved(talk);
  if (outcome === 'not-solved') return notSolved(talk);
  if (!isDiscussed(talk)) return null;
  if (outcome === 'show-another') return showAnother(talk);
  if (outcome === 'not-solved-show-another') {
    return showAnother({ state: withoutSuccess({ state: noteNotSolved(talk), desk }), desk });
  }
  const ways = waysOnward(talk);
  if (outcome === 'acknowledged') {
    const { locale } = state;
    return { state, replies: withButtons([say(locale, 'selfHelp.tryFirst')], locale, ways) };
  }
  const term = askedTerm(text);
  return term === null ? null : explainTerm(talk, term, ways);
}
