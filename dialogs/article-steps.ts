import { type ArticleStep, type PerCloud, partsOf } from '../src/domain/article-step.ts';
import type { Locale } from '../src/domain/locale.ts';
import type { StepCommands } from './article-commands.ts';
import { phrase } from './phrases.ts';

function named(key: string, part: PerCloud, locale: Locale): string {
  return phrase(locale, key, { worldwide: part.microsoft, vianet: part['21vianet'] });
}

/** A step in words. Where the clouds differ and nobody knows the reader's, each one's words with its name. */
export function stepText(step: ArticleStep, locale: Locale): string {
  const parts = partsOf(step);
  const [first] = parts;
  if (parts.length === 1 && first && typeof first !== 'string') return named('selfHelp.stepOfEachCloud', first, locale);
  return parts.map((part) => (typeof part === 'string' ? part : named('selfHelp.eitherCloud', part, locale))).join('');
}

/** What stands above the commands of a step: its number, and the cloud where they are of one only. */
export function commandsLabel({ step, operator }: StepCommands, locale: Locale): string {
  if (operator === null) return phrase(locale, 'selfHelp.commandsOfStep', { step });
  const cloud = phrase(locale, `selfHelp.clouds.${operator}`);
  return phrase(locale, 'selfHelp.commandsOfStepIn', { step, cloud });
}

/** What stands above the commands: that they can be copied, and where there are brackets, that these are filled in first. */
export function commandsLead(all: readonly StepCommands[], locale: Locale): string {
  const hasBrackets = all.some(({ commands }) => commands.some((command) => /\[[^\]]+\]/.test(command)));
  return phrase(locale, hasBrackets ? 'selfHelp.commands' : 'selfHelp.commandsAsTheyAre');
}
