/** What is known of the strings that a part of a pattern matches. */
interface Part {
  /** All of them, when they are few; null when they are many. */
  readonly all: readonly string[] | null;
  /** Words of which each of them holds at least one; null when there are none. */
  readonly words: readonly string[] | null;
}

/** More strings than these say no more than a part of them, and take long to look for. */
const MOST_STRINGS = 24;
/** A word that tells this much is rare in every text. */
const ENOUGH = 6;
const DIGITS = [...'0123456789'];
const EMPTY: Part = { all: [''], words: null };
const ANYTHING: Part = { all: null, words: null };

/** How much a word tells: Han characters are many and rare, letters few and everywhere. More than enough is enough. */
function weightOf(word: string): number {
  let weight = 0;
  for (let at = 0; at < word.length && weight < ENOUGH; at++) weight += word.charCodeAt(at) > 0x2ff ? 3 : 1;
  return weight;
}

function leastWeight(words: readonly string[]): number {
  let least = ENOUGH;
  for (const word of words) least = Math.min(least, weightOf(word));
  return least;
}

/** Of two sets of words, the one that fewer texts hold; a set with the empty string says nothing. */
function better(one: Part['words'], other: Part['words']): Part['words'] {
  const [weight, otherWeight] = [one ? leastWeight(one) : 0, other ? leastWeight(other) : 0];
  if (one === null || other === null || weight !== otherWeight) return otherWeight > weight ? other : one;
  return other.length < one.length ? other : one;
}

const wordsOf = ({ all, words }: Part): Part['words'] => better(words, all);

function either(parts: readonly Part[]): Part {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  let all: Set<string> | null = new Set();
  let words: Set<string> | null = new Set();
  for (const part of parts) {
    if (part.all === null) all = null;
    if (all) for (const one of part.all ?? []) all.add(one);
    if (all && all.size > MOST_STRINGS) all = null;
    const own = words && wordsOf(part);
    if (own === null) words = null;
    if (words) for (const word of own ?? []) words.add(word);
  }
  return { all: all && [...all], words: words && [...words] };
}

function inRow(parts: readonly Part[]): Part {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  let run: readonly string[] = [''];
  let words: Part['words'] = null;
  let whole = true;
  for (const part of parts) {
    const { all } = part;
    if (all !== null && run.length * all.length <= MOST_STRINGS && leastWeight(run) < ENOUGH) {
      run =
        all.length === 1 ? run.map((start) => start + all[0]) : run.flatMap((start) => all.map((end) => start + end));
      continue;
    }
    whole = false;
    words = better(better(words, run), part.words);
    run = all ?? [''];
  }
  return { all: whole ? [...new Set(run)] : null, words: better(words, run) };
}

/** A cursor over the source of a pattern. */
interface Reader {
  readonly source: string;
  at: number;
}

/** Takes what fits at the cursor; null when it does not fit. */
function take(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.source);
  if (match) reader.at += match[0].length;
  return match;
}

/** Characters that stand for themselves, without the last one when a quantifier follows it. */
const PLAIN = /[^\\[\](){}|?*+.^$]+(?![?*+{])/y;
/** Letters that have another case, which lowering ASCII does not find. */
const CASED = /[^\P{Changes_When_Casemapped}a-zA-Z]/u;
/** ASCII, general punctuation, currency and Han, none of which is such a letter: nearly all of a pattern, and told cheaply. */
const UNCASED = /^[\0-\u007f\u00a2-\u00a9\u2000-\u206f\u20a0-\u20cf\u3000-\u9fff\uff00-\uff1f]*$/;

function literal(text: string): Part {
  return !UNCASED.test(text) && CASED.test(text) ? ANYTHING : { all: [text.toLowerCase()], words: null };
}

function escaped(reader: Reader): Part {
  const unicode = take(reader, /\\u([\da-f]{4})/iy);
  if (unicode) return literal(String.fromCharCode(Number.parseInt(unicode[1] ?? '', 16)));
  if (take(reader, /\\[bB]/y)) return EMPTY;
  if (take(reader, /\\d/y)) return { all: DIGITS, words: null };
  if (take(reader, /\\[pP]\{[^}]*\}|\\[a-zA-Z\d]/y)) return ANYTHING;
  return literal(take(reader, /\\(.)/sy)?.[1] ?? '');
}

function characterClass(reader: Reader): Part {
  const [, negated, members = ''] = take(reader, /\[(\^?)((?:\\.|[^\]\\])*)\]/sy) ?? [];
  const plain = members.replaceAll('\\d', DIGITS.join(''));
  if (negated || /\\|.-./s.test(plain)) return ANYTHING;
  return either([...plain].map(literal));
}

function group(reader: Reader): Part {
  const opening = take(reader, /\((\?(?:[:=!]|<[=!]))?/y)?.[1];
  const inner = alternatives(reader);
  reader.at += 1;
  return opening === undefined || opening === '?:' ? inner : EMPTY;
}

function atom(reader: Reader): Part {
  const first = reader.source.charAt(reader.at);
  if (first === '\\') return escaped(reader);
  if (first === '[') return characterClass(reader);
  if (first === '(') return group(reader);
  const plain = take(reader, PLAIN)?.[0];
  if (plain !== undefined) return literal(plain);
  reader.at += 1;
  if (first === '^' || first === '$') return EMPTY;
  return first === '.' ? ANYTHING : literal(first);
}

function repeated(part: Part, reader: Reader): Part {
  if (!'?*+{'.includes(reader.source.charAt(reader.at) || ' ')) return part;
  const [, sign, least] = take(reader, /(?:([?*+])|\{(\d+),?\d*\})\??/y) ?? [];
  if (sign === '?') return part.all === null ? ANYTHING : either([part, EMPTY]);
  return sign === '*' || least === '0' ? ANYTHING : { all: null, words: wordsOf(part) };
}

function sequence(reader: Reader): Part {
  const parts: Part[] = [];
  while (reader.at < reader.source.length && !'|)'.includes(reader.source.charAt(reader.at))) {
    parts.push(repeated(atom(reader), reader));
  }
  return inRow(parts);
}

function alternatives(reader: Reader): Part {
  const parts = [sequence(reader)];
  while (reader.source.charAt(reader.at) === '|') {
    reader.at += 1;
    parts.push(sequence(reader));
  }
  return either(parts);
}

/**
 * Words of which every text that a pattern fits holds at least one, so that a text with none of them need not be tried.
 * It knows literals, escapes, classes, groups, looking around and quantifiers; back references and names of groups it
 * does not.
 * @returns words whose ASCII letters are lower case, to be looked for in a text lowered in the same way; null when
 * nothing can be told
 */
export function requiredWords({ source }: RegExp): readonly string[] | null {
  return wordsOf(alternatives({ source, at: 0 }));
}
