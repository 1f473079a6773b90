import type { Reply } from '../src/domain/activity.ts';
import { mayFile, say, type Talk, withButtons } from './dialog.ts';
import { menuReplies } from './menu.ts';
import { phrase } from './phrases.ts';

/** What the bot can do for this person, in a sentence. */
function canDoText(talk: Talk): string {
  return phrase(talk.state.locale, mayFile(talk) ? 'canDo.admin' : 'canDo.other');
}

/**
 * To a message that is about nothing here, such as a joke, an attack or a smiley: what the bot can do, with the best
 * doors; said once in a row, as the next one needs other words and no list.
 */
export function tellScope(talk: Talk): readonly Reply[] {
  const { locale, misunderstood } = talk.state;
  if (misunderstood > 0) {
    return mayFile(talk)
      ? withButtons([say(locale, 'outOfScope.againAdmin')], locale, ['contactSupport', 'menu'])
      : withButtons([say(locale, 'outOfScope.againOther')], locale, ['whoIsMyAdmin', 'menu']);
  }
  const first = [phrase(locale, 'outOfScope.first'), canDoText(talk), phrase(locale, 'outOfScope.firstHow')];
  return menuReplies(talk, first.join('\n\n'));
}

/** Who the bot is, and what it can do. */
export function tellWhoIAm(talk: Talk): readonly Reply[] {
  return menuReplies(talk, [phrase(talk.state.locale, 'whoAreYou'), canDoText(talk)].join('\n\n'));
}
