import type { Span } from '../domain/understanding.ts';
import { readablePart } from './normalisation.ts';

/** Where the units of a text that was read stand in the text as it was written. */
export interface TextMap {
  /** The place in the original of a place in what was read; null when the two do not correspond unit by unit there. */
  toOriginal(span: Span): Span | null;
}

/** Where the readable part of a text stands in it: the end of a long text is moved forward by what was left out. */
export function readableMap(original: string): TextMap {
  const read = readablePart(original);
  const leftOut = original.length - read.length;
  // The joint of a long text is a line break of our own, which belongs to neither end.
  const joint = leftOut === 0 ? read.length : (read.length - 1) / 2;
  return {
    toOriginal({ start, end }) {
      if (end <= joint) return { start, end };
      return start > joint ? { start: start + leftOut, end: end + leftOut } : null;
    },
  };
}

/**
 * Where the units of a text stand in the text before it was rewritten character by character. Nearly all texts keep
 * their length, and a place is looked up without walking through them.
 * @param rewrite what became of the whole, applied here to its parts
 * @returns a map that knows nothing where characters together become something else than one by one
 */
export function rewrittenMap(before: string, after: string, rewrite: (text: string) => string): TextMap {
  let walked: TextMap | null = null;
  return {
    toOriginal(span) {
      if (before === after) return span;
      const { start, end } = span;
      const isSame = before.length === after.length && rewrite(before.slice(start, end)) === after.slice(start, end);
      if (isSame) return span;
      walked ??= walkedMap(before, after, rewrite);
      return walked.toOriginal(span);
    },
  };
}

function walkedMap(before: string, after: string, rewrite: (text: string) => string): TextMap {
  const starts: number[] = [];
  let rebuilt = '';
  let at = 0;
  for (const character of before) {
    const own = rewrite(character);
    for (let unit = 0; unit < own.length; unit++) starts.push(at);
    rebuilt += own;
    at += character.length;
  }
  if (rebuilt !== after) return { toOriginal: () => null };
  return {
    toOriginal({ start, end }) {
      const [first, last] = [starts[start], starts[end - 1]];
      if (first === undefined || last === undefined) return null;
      const width = (before.codePointAt(last) ?? 0) > 0xffff ? 2 : 1;
      return { start: first, end: last + width };
    },
  };
}
