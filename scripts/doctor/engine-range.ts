type Version = readonly [major: number, minor: number, patch: number];

const COMPARATOR = /^(>=|<=|>|<|=|\^|~)?\s*v?(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?$/;

const compare = (left: Version, right: Version): number =>
  left[0] - right[0] || left[1] - right[1] || left[2] - right[2];

/** The first version of a comparator and the first one after it, when it is read as `^`, `~`, `1.2.x` or `1.2.3`. */
function bounds(operator: string, parts: readonly (number | null)[]): readonly [Version, Version] {
  const [major, minor, patch] = parts;
  const from: Version = [major ?? 0, minor ?? 0, patch ?? 0];
  if (major == null) return [from, [Number.POSITIVE_INFINITY, 0, 0]];
  if (minor == null || (operator === '^' && major > 0)) return [from, [major + 1, 0, 0]];
  if (patch == null || operator === '~' || (operator === '^' && from[1] > 0)) return [from, [major, from[1] + 1, 0]];
  return [from, [major, from[1], from[2] + 1]];
}

function satisfies(version: Version, comparator: string): boolean {
  const match = COMPARATOR.exec(comparator);
  if (!match) throw new RangeError(`"${comparator}" is no version comparator that this check can read`);
  const parts = match.slice(2, 5).map((part) => (part === undefined || /^[xX*]$/.test(part) ? null : Number(part)));
  const [from, after] = bounds(match[1] ?? '', parts);
  if (match[1] === '>=') return compare(version, from) >= 0;
  if (match[1] === '<') return compare(version, from) < 0;
  if (match[1] === '>') return compare(version, after) >= 0;
  if (match[1] === '<=') return compare(version, after) < 0;
  return compare(version, from) >= 0 && compare(version, after) < 0;
}

/**
 * Whether a Node version lies in an `engines.node` range, as npm reads it: `||` between alternatives, a blank between
 * comparators that must all hold. Hyphen ranges and pre-releases do not occur there and are refused.
 * @param version such as `24.21.0`
 * @throws RangeError when version or range cannot be read
 */
export function inEngineRange(version: string, range: string): boolean {
  const [major, minor, patch] = version.split('.').map(Number);
  if (major === undefined || minor === undefined || patch === undefined || Number.isNaN(major + minor + patch)) {
    throw new RangeError(`"${version}" is no exact version`);
  }
  // Every comparator is read before any is judged: a range is not half understood.
  const alternatives = range.split('||').map((alternative) =>
    alternative
      .trim()
      .replace(/(>=|<=|>|<|=|\^|~)\s+/g, '$1')
      .split(/\s+/)
      .map((comparator) => comparator === '' || satisfies([major, minor, patch], comparator)),
  );
  return alternatives.some((comparators) => comparators.every(Boolean));
}
