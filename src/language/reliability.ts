/** One answer with the probability that was given to it. */
export interface Claim {
  /** 0 to 1. */
  readonly confidence: number;
  readonly isRight: boolean;
}

/** The answers whose confidence lies between two bounds. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Means over the answers of the bin; 0 for an empty one. */
  readonly confidence: number;
  readonly accuracy: number;
}

/** How far probabilities can be believed. */
export interface Reliability {
  readonly bins: readonly ReliabilityBin[];
  /** Expected calibration error: the mean distance of confidence and accuracy of a bin, weighted by its answers. */
  readonly expectedCalibrationError: number;
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Compares confidence and accuracy in bins of equal width (Guo et al., "On calibration of modern neural networks", 2017).
 * @param count how many bins
 */
export function reliabilityOf(claims: readonly Claim[], count = 10): Reliability {
  const bins = Array.from({ length: count }, (_, index) => {
    const own = claims.filter(({ confidence }) => Math.min(Math.floor(confidence * count), count - 1) === index);
    return {
      from: index / count,
      to: (index + 1) / count,
      count: own.length,
      confidence: mean(own.map(({ confidence }) => confidence)),
      accuracy: mean(own.map(({ isRight }) => Number(isRight))),
    };
  });
  const gaps = bins.map((bin) => bin.count * Math.abs(bin.confidence - bin.accuracy));
  return { bins, expectedCalibrationError: gaps.reduce((sum, gap) => sum + gap, 0) / Math.max(claims.length, 1) };
}

/** How well texts of a topic and texts of none are told apart. */
export interface ScopeSeparation {
  /** Chance that a text of a topic is given a higher probability of being in scope than one of none; 0.5 is guessing. */
  readonly auroc: number;
  /** The probability that 95 of 100 texts of a topic reach. */
  readonly threshold: number;
  /** Share of the texts of none that stay below it. */
  readonly rejected: number;
}

const ACCEPTED = 0.95;

/**
 * @param inside probability of being in scope of each text of a topic, at least one
 * @param outside the same of each text of none, at least one
 */
export function scopeSeparation(inside: readonly number[], outside: readonly number[]): ScopeSeparation {
  const sorted = [...inside].sort((left, right) => left - right);
  const threshold = sorted[Math.floor((1 - ACCEPTED) * sorted.length)] ?? 0;
  const wins = outside.map((out) => mean(inside.map((own) => (own > out ? 1 : own === out ? 0.5 : 0))));
  const rejected = outside.filter((out) => out < threshold).length / Math.max(outside.length, 1);
  return { auroc: mean(wins), threshold, rejected };
}
