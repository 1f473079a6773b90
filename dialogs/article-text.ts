import type { Article } from '../src/domain/article.ts';
import type { Locale } from '../src/domain/locale.ts';
import { numbered } from './choices.ts';
import { phrase } from './phrases.ts';

/** The best article with its steps, the others by name: a wall of steps would not be read. */
export function articleText([first, ...others]: readonly Article[], locale: Locale): string {
  const link = ({ title, url }: Article) => `[${title}](${url})`;
  const best = first ? `**${link(first)}**\n\n${numbered(first.steps)}` : '';
  const more = others.map((article) => `- ${link(article)}`).join('\n');
  return [best, more && `${phrase(locale, 'selfHelp.more')}\n\n${more}`].filter(Boolean).join('\n\n');
}
