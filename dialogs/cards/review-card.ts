import type { Draft } from '../../src/domain/draft.ts';
import type { Locale } from '../../src/domain/locale.ts';
import { excerpt } from '../limits.ts';
import { phrase } from '../phrases.ts';
import { plain } from '../plain.ts';
import type { Review } from '../review.ts';
import { bullets, card, heading, type Node, subheading, submit, text } from './elements.ts';
import { commitmentInputs } from './intake-form-card.ts';

/** What will be filed, how it was rated and why, when an answer is due, and what is expected: to confirm or to change. */
export function reviewCard(review: Review, draft: Draft, locale: Locale): Node {
  const body = [
    heading(phrase(locale, 'review.title')),
    text(review.severity, { weight: 'bolder', size: 'large', color: 'accent' }),
    ...group('review.why', bullets(review.reasons), locale),
    ...group('review.changes', bullets(review.changes), locale),
    ...group('review.due', [text(review.due), ...bullets(review.dueReasons)], locale),
    ...group('review.duties', bullets(review.duties), locale),
    ...review.notices.map((notice) => text(notice, { isSubtle: true })),
    subheading(phrase(locale, 'review.content')),
    {
      type: 'FactSet',
      facts: review.lines.map(({ label, value }) => ({ title: label, value: plain(excerpt(value)) })),
    },
    // Right above the buttons: who is about to confirm a B sees what an A would take.
    ...commitments(review, draft, locale),
  ];
  const actions = [
    submit(phrase(locale, 'buttons.confirm'), 'intake.confirm', draft.id, {
      style: 'positive',
      associatedInputs: 'none',
    }),
    submit(phrase(locale, 'buttons.edit'), 'intake.edit', draft.id, { associatedInputs: 'none' }),
    submit(phrase(locale, 'buttons.cancel'), 'intake.cancel', draft.id, { associatedInputs: 'none' }),
  ];
  const speak = [phrase(locale, 'review.title'), review.severity, ...review.reasons, review.due].join('. ');
  return card(body, actions, speak);
}

function group(title: string, nodes: readonly Node[], locale: Locale): readonly Node[] {
  return nodes.length > 0 ? [subheading(phrase(locale, title)), ...nodes] : [];
}

/** The way up to level A for somebody who left its two fields empty. */
function commitments(review: Review, draft: Draft, locale: Locale): readonly Node[] {
  if (review.missing.length === 0) return [];
  return [
    {
      type: 'Container',
      style: 'emphasis',
      items: [
        text(phrase(locale, 'review.missing', { fields: review.missing.join(phrase(locale, 'listSeparator')) })),
        ...commitmentInputs(draft.impactStatement, draft.resourcesCommitted, locale),
        { type: 'ActionSet', actions: [submit(phrase(locale, 'buttons.reassess'), 'intake.submit', draft.id)] },
      ],
    },
  ];
}
