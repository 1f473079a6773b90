import type { Locale } from '../../src/domain/locale.ts';
import { phrase } from '../phrases.ts';
import { bullets, card, heading, type Node, subheading, text } from './elements.ts';

/** What the person keeps after filing. */
export interface Receipt {
  readonly reference: string;
  readonly severity: string;
  readonly due: string;
  /** What the customer has to do at this level (rule D4). */
  readonly duties: readonly string[];
  /** What support does from now on (rule D7). */
  readonly bySupport?: readonly string[];
  /** That the caller is not verified, where it is so. */
  readonly notice?: readonly string[];
  /** How to see where it stands. */
  readonly next: string;
}

/** The reference in large letters, with level, due time and what happens next. */
export function receiptCard(receipt: Receipt, locale: Locale): Node {
  const { bySupport = [] } = receipt;
  const title = phrase(locale, 'receipt.title');
  const body = [
    heading(title),
    text(receipt.reference, { size: 'extraLarge', weight: 'bolder', color: 'good', fontType: 'monospace' }),
    {
      type: 'FactSet',
      facts: [
        { title: phrase(locale, 'fields.severity'), value: receipt.severity },
        { title: phrase(locale, 'review.due'), value: receipt.due },
      ],
    },
    subheading(phrase(locale, 'review.duties')),
    ...bullets(receipt.duties),
    ...(bySupport.length > 0 ? [subheading(phrase(locale, 'receipt.bySupport')), ...bullets(bySupport)] : []),
    ...(receipt.notice ?? []).map((notice) => text(notice, { spacing: 'medium' })),
    text(receipt.next, { spacing: 'medium' }),
  ];
  return card(body, [], `${title} ${receipt.reference}. ${receipt.severity}. ${receipt.due}`);
}
