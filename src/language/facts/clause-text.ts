import type { CutText } from '../cut-text.ts';
import { FNV_START, hashOn } from '../feature-hash.ts';
import type { Unit } from '../units.ts';

/** Words after which something else is said. */
const TURNS: ReadonlySet<number> = new Set(
  ['but', 'however', 'although', 'though', 'whereas', 'while', '\u4f46'].map((word) => hashOn(FNV_START, word)),
);

const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39;
const COMMA = 0x2c;
const STOP = 0x2e;
const ASKS = 0x3f;
const ENDS: ReadonlySet<number> = new Set([...';!?\u3002\n'].map((sign) => sign.charCodeAt(0)));

/** Whether what stands between two units parts clauses; not the comma of "1,200" nor the stop of a name or number. */
function parts(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const sign = text.charCodeAt(at);
    if (ENDS.has(sign)) return true;
    if (sign === STOP && end - start > 1) return true;
    if (sign === COMMA && !(isDigit(text.charCodeAt(at - 1)) && isDigit(text.charCodeAt(at + 1)))) return true;
  }
  return false;
}

/** A text as units with their hashes, and where its clauses begin and end. */
export interface ClauseText {
  readonly text: string;
  readonly units: readonly Unit[];
  /** Of each unit. */
  readonly hashes: Int32Array;
  /** The first unit of each clause; the number of units at the end. */
  readonly starts: readonly number[];
  /** How many clauses end in a question mark. */
  readonly questions: number;
}

/** The clauses of a text: commas, full stops and words like "but" part them. */
export function clauseTextOf({ text, sentences }: CutText): ClauseText {
  const units = sentences.flat();
  const hashes = new Int32Array(units.length);
  const starts: number[] = [];
  let questions = 0;
  let before = 0;
  units.forEach(({ start, end }, place) => {
    const hash = hashOn(FNV_START, text, start, end);
    hashes[place] = hash;
    if (place === 0 || TURNS.has(hash) || parts(text, before, start)) starts.push(place);
    before = end;
  });
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) === ASKS) questions++;
  starts.push(units.length);
  return { text, units, hashes, starts, questions };
}
