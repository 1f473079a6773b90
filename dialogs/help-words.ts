import { asks, wordsOf } from './choices.ts';
import { plainWords } from './commands.ts';

/** What somebody says of the help on the screen. */
export type HelpOutcome =
  | 'solved'
  | 'not-solved'
  | 'show-another'
  /** It did not help, and they want something else in the same breath. */
  | 'not-solved-show-another'
  /** "OK", "I tried": nothing is known yet. */
  | 'acknowledged';

/** Longer than this, a message tells more than that something helped. */
const LONGEST = 80;

const SOLVED = 1;
const NOT_SOLVED = 2;
const ANOTHER = 4;
/** "I can send": whether that is new, only {@link AGAIN} beside it tells. */
const ABLE = 8;
const AGAIN = 16;
/** "But", "for me": it is not the whole story. */
const DOUBT = 32;
/** "Please", 「帮我」: it is wanted, not told. */
const REQUEST = 64;
/** "Everybody" is a fact of the problem, unless it works for everybody. */
const EVERYBODY = 128;

const MEANING: ReadonlyMap<number, HelpOutcome> = new Map([
  [SOLVED, 'solved'],
  [NOT_SOLVED, 'not-solved'],
  [ANOTHER, 'show-another'],
  [NOT_SOLVED | ANOTHER, 'not-solved-show-another'],
  [0, 'acknowledged'],
]);

/** Which meaning wins of two that take as many words: nobody is congratulated on a doubt. */
const ORDER: readonly (HelpOutcome | null)[] = [
  'not-solved',
  'show-another',
  'not-solved-show-another',
  null,
  'solved',
  'acknowledged',
];

/** What the meanings of all words of a message come to. */
function outcomeOf(meanings: number): HelpOutcome | null {
  const has = (meaning: number) => (meanings & meaning) !== 0;
  if (has(ABLE) && !has(AGAIN)) return null;
  const said = (meanings & (SOLVED | NOT_SOLVED | ANOTHER)) | (has(ABLE) ? SOLVED : 0);
  if (said === SOLVED ? has(DOUBT) || has(REQUEST) : has(EVERYBODY)) return null;
  return MEANING.get(said) ?? null;
}

interface Word {
  readonly text: string;
  readonly meaning: number;
}

/** "didn't" is written "didnt" as often. */
const withoutApostrophe = (words: readonly string[]) =>
  words.map((one) => one.replaceAll(/ (?=(?:t|s|re|m|ll|ve)\b)/g, ''));

let known: ReadonlyMap<string, readonly Word[]> | undefined;

/** The words by their first character, so that each place of a message is compared with few. */
function knownWords(): ReadonlyMap<string, readonly Word[]> {
  if (known) return known;
  const of = (name: string, meaning: number): readonly Word[] => {
    const words = wordsOf(`afterHelp.${name}`).filter((word) => word !== '');
    return [...new Set([...words, ...withoutApostrophe(words)])].map((text) => ({ text, meaning }));
  };
  const all = [
    ...of('solved', SOLVED),
    ...of('notSolved', NOT_SOLVED),
    ...of('showAnother', ANOTHER),
    ...of('acknowledged', 0),
    ...of('around', 0),
    ...of('able', ABLE),
    ...of('again', AGAIN),
    ...of('doubts', DOUBT),
    ...of('requests', REQUEST),
    ...of('everybody', EVERYBODY),
  ];
  known = Map.groupBy(all, ({ text }) => text.charAt(0));
  return known;
}

const isLatin = (character: string) => /[a-z0-9]/.test(character);

/** Whether a word stands here whole: Latin words end at a blank, Han words anywhere. */
function standsAt(message: string, { text }: Word, at: number): boolean {
  if (!message.startsWith(text, at)) return false;
  return !isLatin(text.at(-1) ?? '') || !isLatin(message.charAt(at + text.length));
}

/** The meanings that a message can have when nothing of it is left over, each with the fewest words that it takes. */
function meaningsOf(message: string): ReadonlyMap<number, number> {
  const words = knownWords();
  const reached: Map<number, number>[] = Array.from({ length: message.length + 1 }, () => new Map());
  reached[0]?.set(0, 0);
  for (const [at, meanings] of reached.entries()) {
    if (meanings.size === 0 || at === message.length) continue;
    const add = (end: number, meaning: number, cost: number) => {
      for (const [one, count] of meanings) {
        const sum = one | meaning;
        reached[end]?.set(sum, Math.min(count + cost, reached[end]?.get(sum) ?? Number.POSITIVE_INFINITY));
      }
    };
    if (message[at] === ' ') add(at + 1, 0, 0);
    for (const word of words.get(message.charAt(at)) ?? []) {
      if (standsAt(message, word, at)) add(at + word.text.length, word.meaning, 1);
    }
  }
  return reached[message.length] ?? new Map();
}

/**
 * What a whole message says of the help that was shown: every word of it must be known, so that "it works, but only for
 * me" and 「一共50个人」 say nothing. Where they can be read in several ways, the fewest words win: 「问题没了」 is no 「没」.
 * "More" and 「其他」 ask for another only alone: with anything beside them they may be said of users or problems.
 * Whether it helped is told, never asked; another article may be asked for.
 */
export function readOutcome(text: string): HelpOutcome | null {
  const message = plainWords(text);
  if (message === '' || message.length > LONGEST) return null;
  if (wordsOf('afterHelp.showAnotherAlone').includes(message)) return 'show-another';
  const meanings = meaningsOf(message);
  const fewest = Math.min(...meanings.values());
  const likely = [...meanings].filter(([, count]) => count === fewest).map(([one]) => outcomeOf(one));
  const outcome = ORDER.find((one) => likely.includes(one)) ?? null;
  return outcome !== 'show-another' && asks(text) ? null : outcome;
}

/** Whether one clause of a longer message says that the help did not help: 「试过了，没用，还是报错 550」. */
export function saysNotSolved(text: string): boolean {
  return text.split(/[,，.。;；!！:：\n]/).some((clause) => readOutcome(clause) === 'not-solved');
}
