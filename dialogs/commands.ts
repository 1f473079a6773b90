import { LOCALES } from '../src/domain/locale.ts';
import { phraseList } from './phrases.ts';

/** Words that always work, in both languages, before any recogniser. */
export const COMMANDS = [
  'help',
  'menu',
  'cancel',
  'startOver',
  'back',
  'chinese',
  'english',
  'person',
  'solved',
  'notSolved',
  'showAnother',
  'goodbye',
  'greeting',
  'thanks',
  'whoAreYou',
  'checkAgain',
  'resources',
  'follow',
  'unfollow',
  'otherProblem',
] as const;
export type Command = (typeof COMMANDS)[number];

/** Text as commands and short answers are compared: width, case, punctuation and spaces do not count. */
export function plainWords(text: string): string {
  if (text !== lastText) {
    lastText = text;
    lastWords = toPlainWords(text);
  }
  return lastWords;
}

/** One message is looked at from many sides before the next one comes. */
let lastText = '';
let lastWords = '';

function toPlainWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}\s\p{Cf}]+/gu, ' ')
    .trim();
}

const byWords = new Map<string, Command>();
for (const locale of LOCALES) {
  for (const command of COMMANDS) {
    for (const words of phraseList(locale, `commands.${command}`)) byWords.set(plainWords(words), command);
  }
}

/** Words around a command that change nothing: "please cancel", 「取消吧」. */
const particles = LOCALES.flatMap((locale) => phraseList(locale, 'commandParticles')).map(plainWords);

/** The command that a whole message is, or null: a command word inside a sentence is just a word. */
export function readCommand(text: string): Command | null {
  if (text.length > 80) return null;
  const words = plainWords(text);
  if (words === '') return null;
  return byWords.get(words) ?? byWords.get(withoutParticles(words)) ?? null;
}

function withoutParticles(words: string): string {
  let left = words;
  for (const particle of particles) {
    if (left.startsWith(particle)) left = left.slice(particle.length).trim();
    if (left.endsWith(particle)) left = left.slice(0, -particle.length).trim();
  }
  return left;
}
