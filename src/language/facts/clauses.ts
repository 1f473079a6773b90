import { normalise } from '../normalisation.ts';

/** A part of a text between commas, full stops or a "but": what is said there is said about the same thing. */
export interface Clause {
  /** Normalised. */
  readonly text: string;
  /** Ends in a question mark. */
  readonly question: boolean;
}

const BREAK =
  /([。!?;\n]|,(?!\d)|\.(?=\s|$)|(?<!不)但是?|不过|可是|然而|\b(?:but|however|although|though|whereas|while)\b)/;

/** The clauses of a text, in order, none of them blank. */
export function clausesOf(text: string): Clause[] {
  const parts = normalise(text).split(BREAK);
  const clauses: Clause[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const words = (parts[index] ?? '').replace(/\s+/g, ' ').trim();
    if (words !== '') clauses.push({ text: words, question: parts[index + 1] === '?' });
  }
  return clauses;
}

/** A wording and what it states. */
export interface Wording<Value> {
  readonly states: Value;
  readonly pattern: RegExp;
  /** Where this fits as well, the clause states nothing of the kind. */
  readonly unless?: RegExp;
}

/** Everything that a clause states by the given wordings, in their order. */
export function statedIn<Value>(clause: Clause, wordings: readonly Wording<Value>[]): Value[] {
  return wordings
    .filter(({ pattern, unless }) => pattern.test(clause.text) && !unless?.test(clause.text))
    .map(({ states }) => states);
}
