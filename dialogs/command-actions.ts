import type { Locale } from '../src/domain/locale.ts';
import { backInRecovery, cancelRecovery } from './access-recovery.ts';
import { checkAgain } from './check-again.ts';
import type { Command } from './commands.ts';
import { backInIntake, cancelIntake, showStep, startIntake } from './contact-support.ts';
import { freshState } from './conversation-state.ts';
import { inForm, type Outcome, say, type Talk, topFrame, withoutFrame, withoutFrames } from './dialog.ts';
import { aside, interrupt, startIntakeOrResume } from './interruption.ts';
import { followShown, leaveFollowed, noteOtherProblem } from './known-incident.ts';
import { hello, menuReplies } from './menu.ts';
import { tellWhoIAm } from './out-of-scope.ts';
import { phrase } from './phrases.ts';
import { tellResources } from './resources.ts';
import { notSolved, notThisIncident, showAnother, solved } from './self-help.ts';

const OBEY: Readonly<Record<Command, (talk: Talk) => Outcome | Promise<Outcome>>> = {
  help: (talk) => interrupt(talk, [say(talk.state.locale, 'help')]),
  menu: (talk) => interrupt(talk, menuReplies(talk, phrase(talk.state.locale, 'menu'))),
  cancel: (talk) => {
    const frame = topFrame(talk.state);
    if (frame?.dialog === 'access-recovery') return cancelRecovery(talk, frame);
    return frame ? cancelIntake(talk) : interrupt(talk, [say(talk.state.locale, 'nothingToCancel')]);
  },
  startOver: ({ state, desk }) => {
    const { locale, localeChosen, channelLocale, modality, calmed, checkedAgainAt, rejected } = state;
    // Whoever starts over has not earned another look into the directory.
    const fresh = {
      ...freshState(locale),
      localeChosen,
      channelLocale,
      modality,
      calmed,
      checkedAgainAt,
      // It is still the same conversation: what did not help just now does not come again.
      ...(rejected && { rejected }),
      tenant: state.tenant,
    };
    return { state: fresh, replies: menuReplies({ state: fresh, desk }, phrase(state.locale, 'startedOver')) };
  },
  back: (talk) => {
    const frame = topFrame(talk.state);
    if (frame?.dialog === 'contact-support') return backInIntake(talk, frame);
    if (frame?.dialog === 'verification') return backToReview(talk);
    if (frame?.dialog === 'access-recovery') return backInRecovery(talk, frame);
    return {
      state: withoutFrames(talk.state),
      replies: menuReplies(talk, phrase(talk.state.locale, 'menu')),
    };
  },
  chinese: (talk) => speak(talk, 'zh-CN'),
  english: (talk) => speak(talk, 'en-US'),
  person: startIntakeOrResume,
  solved,
  notSolved,
  showAnother,
  greeting: (talk) => interrupt(talk, hello(talk)),
  thanks: (talk) => interrupt(talk, [say(talk.state.locale, 'thanks')]),
  whoAreYou: (talk) => interrupt(talk, tellWhoIAm(talk)),
  // Whoever may file now would go on with the draft of access recovery as if it were their own.
  checkAgain: (talk) => (hasOwnForm(talk) ? startIntakeOrResume(talk) : checkAgain(talk)),
  resources: (talk) => interrupt(talk, tellResources(talk, '').replies),
  goodbye: ({ state }) => ({ state, replies: [say(state.locale, state.draft ? 'goodbyeWithDraft' : 'goodbye')] }),
  follow: (talk) => aside(talk, followShown),
  unfollow: (talk) => aside(talk, leaveFollowed),
  otherProblem,
};

function backToReview({ state, desk }: Talk): Outcome {
  const talk: Talk = { state: withoutFrame(state, 'verification'), desk };
  const frame = topFrame(talk.state);
  return frame?.dialog === 'contact-support' ? showStep(talk, frame) : startIntake(talk);
}

/** Does what a command says, whatever is under way. */
export function obey(talk: Talk, command: Command): Outcome | Promise<Outcome> {
  const inIntake = inForm(talk.state);
  // Inside the form these are said about the form, not about articles: nothing is dropped for a casual word.
  if (inIntake && command === 'solved') return interrupt(talk, [say(talk.state.locale, 'form.solvedInside')]);
  if (inIntake && (command === 'notSolved' || command === 'showAnother')) return startIntakeOrResume(talk);
  return OBEY[command](talk);
}

function hasOwnForm({ state }: Talk): boolean {
  const dialog = topFrame(state)?.dialog;
  return dialog === 'contact-support' || dialog === 'access-recovery';
}

function speak({ state, desk }: Talk, locale: Locale): Promise<Outcome> {
  const draft = state.draft && { ...state.draft, contactLanguage: locale };
  const next = { ...state, locale, localeChosen: true, draft };
  return interrupt({ state: next, desk }, [say(locale, 'languageChanged')]);
}

/** Inside the form it is noted and the form goes on; before it, articles follow. */
export function otherProblem(talk: Talk): Promise<Outcome> {
  return hasOwnForm(talk) ? aside(talk, async (own) => noteOtherProblem(own)) : notThisIncident(talk);
}
