import type { Recogniser } from '../domain/ports.ts';
import type { Understanding } from '../domain/understanding.ts';
import { type CutText, cutText } from './cut-text.ts';
import { readEntities } from './entities.ts';
import type { FactModel } from './facts/fact-model.ts';
import { shippedFactModel } from './facts/fact-model-file.ts';
import { placesOfFacts } from './facts/fact-places.ts';
import type { Classification, Model } from './model.ts';
import { normalise } from './normalisation.ts';
import { readSeverityFacts } from './severity-facts.ts';
import { LEAST_ALTERNATIVE, LEAST_IN_SCOPE, MOST_ALTERNATIVES } from './thresholds.ts';

/** What is read from a text, whoever names its topic. */
export type Readings = Pick<Required<Understanding>, 'entities' | 'locate' | 'severityFacts'>;

/** Entities and severity facts of a text that is already normalised. */
function readNormalised(text: string, normalised: string, cut: CutText, facts: FactModel): Readings {
  const { severityFacts, people } = readSeverityFacts(normalised, cut, facts);
  const { entities, locate } = readEntities(text, normalised, people);
  return { entities, severityFacts, locate: () => locate(placesOfFacts(normalised, severityFacts, facts)) };
}

/** Entities and severity facts of a text. */
export function readLocally(text: string, facts: FactModel = shippedFactModel()): Readings {
  const normalised = normalise(text);
  return readNormalised(text, normalised, cutText(normalised), facts);
}

/** Topic, confidence and runners-up of what a model says; `none` with the probability of being out of scope. */
export function decide({
  inScope,
  ranking,
}: Classification): Pick<Understanding, 'topic' | 'confidence' | 'alternatives'> {
  const likely = ranking.filter(({ confidence }) => confidence >= LEAST_ALTERNATIVE);
  const [best] = ranking;
  if (inScope < LEAST_IN_SCOPE || best === undefined) {
    return { topic: 'none', confidence: 1 - inScope, alternatives: likely.slice(0, MOST_ALTERNATIVES) };
  }
  return { ...best, alternatives: likely.filter((score) => score !== best).slice(0, MOST_ALTERNATIVES) };
}

/**
 * The recogniser that needs no service: linear models for the topic and for the facts, patterns for entities.
 * Answers most texts in a fraction of a millisecond, of a long one it reads the first and the last 1 000 units.
 * The language need not be known: one model serves both, also mixed within a sentence.
 */
export function createLocalRecogniser(model: Model, facts: FactModel = shippedFactModel()): Recogniser {
  return {
    recognise: async (text) => {
      const normalised = normalise(text);
      const cut = cutText(normalised);
      return { ...decide(model.classify(cut)), ...readNormalised(text, normalised, cut, facts), source: 'local' };
    },
  };
}
