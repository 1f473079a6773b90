/**
 * The value below which a share of the values lies (nearest rank: always one of the values, never a mean of two).
 * @param share from 0 to 1, for instance 0.95
 * @throws Error without any value: a figure made of nothing would look like a good one
 */
export function percentile(values: Iterable<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
  if (value === undefined) throw new Error('There are no values to measure.');
  return value;
}

/** The middle value; for an even count the mean of the two in the middle. @throws Error without any value */
export function median(values: Iterable<number>): number {
  const sorted = Float64Array.from(values).sort();
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error('There are no values to measure.');
  return (lower + upper) / 2;
}

/** A figure with as many decimals as a reader needs: three digits that count. */
export function rounded(value: number): number {
  return Number.isInteger(value)
    ? value
    : Number(value.toPrecision(Math.max(3, Math.trunc(Math.abs(value)).toString().length)));
}
