import type { Article } from '../src/domain/article.ts';
import type { ArticleStep } from '../src/domain/article-step.ts';
import type { Locale } from '../src/domain/locale.ts';
import { commandsOf } from './article-commands.ts';
import { commandsLabel, commandsLead, stepText } from './article-steps.ts';
import { numbered } from './choices.ts';
import { phrase } from './phrases.ts';

/** The steps, below them each command in a block of its own, which clients let people copy whole. */
function stepsText(steps: readonly ArticleStep[], locale: Locale): string {
  const all = commandsOf(steps);
  const blocks = all.flatMap((own) => [
    commandsLabel(own, locale),
    ...own.commands.map((command) => `\`\`\`\n${command}\n\`\`\``),
  ]);
  return [
    numbered(steps.map((step) => stepText(step, locale))),
    blocks.length > 0 && commandsLead(all, locale),
    ...blocks,
  ]
    .filter(Boolean)
    .join('\n\n');
}

const link = ({ title, url }: Article) => `[${title}](${url})`;

/** The best article with its steps, the others by name: a wall of steps would not be read. */
export function articleText([first, ...others]: readonly Article[], locale: Locale): string {
  const best = first ? `**${link(first)}**\n\n${stepsText(first.steps, locale)}` : '';
  const more = others.map((article) => `- ${link(article)}`).join('\n');
  return [best, more && `${phrase(locale, 'selfHelp.more')}\n\n${more}`].filter(Boolean).join('\n\n');
}

/** By these an article of a list is picked; numbers pick what came of it. */
export const LETTERS = ['A', 'B', 'C'];

/** Articles by name, for whoever must pick the nearest. */
export function articleList(articles: readonly Article[]): string {
  return articles.map((article, place) => `${LETTERS[place]}. ${link(article)}`).join('\n\n');
}
