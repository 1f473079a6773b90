import { withPlaceholders } from './normalisation.ts';
import { sentencesOf, type Unit } from './units.ts';

/** A text as the models read it, cut once for all that look at its words. */
export interface CutText {
  /** With placeholders for what differs from person to person. */
  readonly text: string;
  /** The units of each sentence of `text`. */
  readonly sentences: readonly (readonly Unit[])[];
}

/** A text with its units. */
export const cut = (text: string): CutText => ({ text, sentences: sentencesOf(text) });

/**
 * Replaces by placeholders what differs from person to person, and cuts the rest into units.
 * @param normalised text after `normalise`
 */
export const cutText = (normalised: string): CutText => cut(withPlaceholders(normalised));
