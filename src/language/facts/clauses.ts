import { createSieve, fits, type Sifted, type SiftedText } from '../sieve.ts';

/** A part of a normalised text between commas, full stops or a "but": what is said there is said about the same thing. */
export interface Clause extends SiftedText {
  /** Ends in a question mark. */
  readonly question: boolean;
}

const BREAK =
  /([。!?;\n]|,(?!\d)|\.(?=\s|$)|(?<!不)但是?|(?<![绕躲熬说抵])不过(?!去|来)|可是|然而|\b(?:but|however|although|though|whereas|while)\b)/;

/** White space that is not a single blank; most texts have none. */
const UNEVEN = /\s\s|[^\S ]/;

const sieve = createSieve();

/**
 * The clauses of a text, in order, none of them blank.
 * @param normalised text after `normalise`
 */
export function clausesOf(normalised: string): Clause[] {
  const parts = normalised.split(BREAK);
  const clauses: Clause[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const part = parts[index] ?? '';
    const words = (UNEVEN.test(part) ? part.replace(/\s+/g, ' ') : part).trim();
    if (words !== '') clauses.push({ ...sieve.sift(words), question: parts[index + 1] === '?' });
  }
  return clauses;
}

/** A pattern that {@link says} takes. Made when a module loads: clauses that were there before do not know it. */
export function clausePattern(pattern: RegExp): Sifted {
  return sieve.add(pattern);
}

/** Whether a pattern fits a clause. */
export function says(clause: Clause, pattern: Sifted): boolean {
  return fits(pattern, clause);
}
