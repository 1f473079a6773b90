import type { Article } from '../../src/domain/article.ts';
import type { Locale } from '../../src/domain/locale.ts';
import { commandsOf } from '../article-commands.ts';
import { commandsLabel, commandsLead, stepText } from '../article-steps.ts';
import { numbered } from '../choices.ts';
import { phrase } from '../phrases.ts';
import { card, codeBlock, heading, type Node, submit, text } from './elements.ts';

/**
 * Articles with their steps to unfold; below, what came of it.
 * @param isOpen the steps of the first one stand open, because it is surely the right one
 */
export function articlesCard(articles: readonly Article[], draftId: string, locale: Locale, isOpen: boolean): Node {
  return cardOf(articles, outcomeButtons(draftId, locale), locale, isOpen);
}

const ONWARD = { insist: 'boundary.insist', contactSupport: 'intake.start' } as const;

/** The same for a problem outside support: `onward` are the buttons that lead to a request all the same. */
export function boundaryCard(
  articles: readonly Article[],
  draftId: string,
  locale: Locale,
  { onward, isOpen }: { readonly onward: readonly (keyof typeof ONWARD)[]; readonly isOpen: boolean },
): Node {
  const buttons = [
    ...onward.map((name) => submit(phrase(locale, `buttons.${name}`), ONWARD[name], draftId)),
    submit(phrase(locale, 'buttons.solved'), 'selfhelp.solved', draftId),
  ];
  return cardOf(articles, buttons, locale, isOpen);
}

function cardOf(articles: readonly Article[], buttons: readonly Node[], locale: Locale, isOpen: boolean): Node {
  const body = [
    heading(phrase(locale, 'selfHelp.cardTitle')),
    ...articles.flatMap((article, index) => section(article, index, locale, isOpen && index === 0)),
  ];
  const speak = [phrase(locale, 'selfHelp.cardTitle'), ...articles.map(({ title }) => title)].join('. ');
  return card(body, buttons, speak);
}

function outcomeButtons(draftId: string, locale: Locale): readonly Node[] {
  return [
    submit(phrase(locale, 'buttons.contactSupport'), 'intake.start', draftId, { style: 'positive' }),
    submit(phrase(locale, 'buttons.solved'), 'selfhelp.solved', draftId),
    submit(phrase(locale, 'buttons.notSolved'), 'selfhelp.notSolved', draftId),
    submit(phrase(locale, 'buttons.showAnother'), 'selfhelp.showAnother', draftId),
  ];
}

function section(article: Article, index: number, locale: Locale, isOpen: boolean): readonly Node[] {
  const stepsId = `steps-${index + 1}`;
  return [
    {
      type: 'ColumnSet',
      spacing: 'medium',
      columns: [
        { type: 'Column', width: 'stretch', items: [text(`[${article.title}](${article.url})`, { weight: 'bolder' })] },
        {
          type: 'Column',
          width: 'auto',
          items: [
            {
              type: 'ActionSet',
              actions: [
                { type: 'Action.ToggleVisibility', title: phrase(locale, 'buttons.steps'), targetElements: [stepsId] },
              ],
            },
          ],
        },
      ],
    },
    {
      type: 'Container',
      id: stepsId,
      isVisible: isOpen,
      // One text for all steps: Web Chat counts each text's list anew.
      items: [
        text(numbered(article.steps.map((step) => stepText(step, locale))), { spacing: 'small' }),
        ...commands(article, locale),
      ],
    },
  ];
}

function commands({ steps }: Article, locale: Locale): readonly Node[] {
  const all = commandsOf(steps);
  const blocks = all.flatMap((own) => [
    text(commandsLabel(own, locale), { spacing: 'small' }),
    ...own.commands.map(codeBlock),
  ]);
  return blocks.length > 0 ? [text(commandsLead(all, locale), { spacing: 'small' }), ...blocks] : [];
}
