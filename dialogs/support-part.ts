import { mentions } from './choices.ts';
import { buttonTitles, mayFile, type Outcome, suggest, type Talk } from './dialog.ts';
import { phrase, reasonText } from './phrases.ts';

/** A longer message tells a problem, and is taken for one. */
const LONGEST_QUESTION = 60;

/** Whether a short message asks what support does, or what is not its part. */
export function asksSupportPart(text: string): boolean {
  return text.length <= LONGEST_QUESTION && mentions(text, 'supportPart.asked');
}

/**
 * Who does what, as the table of the operator tells: support's part (rules R29, D7), the admin's (D1, D2, D5, D6) and what
 * is nobody's here (R26, R27). Open to everybody; an open dialog stays open.
 */
export function tellSupportPart(talk: Talk): Outcome {
  const { state, desk } = talk;
  const { locale } = state;
  const { duties, boundary } = desk.policy;
  // Which operator serves this organization (R28) is told where it matters, and names that operator.
  const outside = boundary.outside.filter((code) => !code.startsWith('R28.'));
  const part = (title: string, codes: readonly string[]) =>
    codes.length === 0
      ? []
      : [phrase(locale, title), codes.map((code) => `- ${reasonText({ code }, locale)}`).join('\n')];
  const text = [
    ...part('supportPart.bySupport', duties.bySupport),
    ...part('supportPart.byAdmin', duties.byAdmin),
    ...part('supportPart.outside', outside),
  ].join('\n\n');
  const buttons = mayFile(talk) ? ['contactSupport', 'menu'] : ['whoIsMyAdmin', 'menu'];
  return { state, replies: [suggest({ text }, buttonTitles(locale, buttons))] };
}
