import { CODE_FIELD } from '../../src/domain/activity-input.ts';
import type { OfferedContact } from '../../src/domain/contact-codes.ts';
import type { Locale } from '../../src/domain/locale.ts';
import { phrase } from '../phrases.ts';
import { card, heading, type Node, submit, textInput } from './elements.ts';

/** The registered contacts to which a code may go, masked, and the way without one. `lead` stands in the message above. */
export function codeChoiceCard(
  { lead, offers }: { readonly lead: string; readonly offers: readonly OfferedContact[] },
  draftId: string,
  locale: Locale,
): Node {
  const title = phrase(locale, 'verification.title');
  const ways = offers.map(({ channel, masked }) =>
    button(phrase(locale, `verification.way.${channel}`, { to: masked }), 'verification.send', draftId, { to: masked }),
  );
  return card([heading(title)], [...ways, skip(draftId, locale)], `${title}. ${lead}`);
}

/** The field for the code, below the message that is `lead`. It has no value ever: what was typed is not shown again. */
export function codeEntryCard(lead: string, draftId: string, digits: number, locale: Locale): Node {
  const title = phrase(locale, 'verification.title');
  const field = textInput(CODE_FIELD, phrase(locale, 'fields.verificationCode'), null, {
    maxLength: digits + 4,
    placeholder: phrase(locale, 'verification.placeholder', { digits }),
  });
  const actions = [
    submit(phrase(locale, 'buttons.checkCode'), 'verification.check', draftId, { style: 'positive' }),
    button(phrase(locale, 'buttons.sendAgain'), 'verification.again', draftId),
    skip(draftId, locale),
  ];
  return card([heading(title), field], actions, `${title}. ${lead}`);
}

function skip(draftId: string, locale: Locale): Node {
  return button(phrase(locale, 'buttons.skipCode'), 'verification.skip', draftId);
}

function button(title: string, verb: string, draftId: string, data: Node = {}): Node {
  const plainButton = submit(title, verb, draftId, { associatedInputs: 'none' });
  return { ...plainButton, data: { verb, draftId, ...data } };
}
