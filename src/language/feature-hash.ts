/** What an FNV-1a hash begins with. */
export const FNV_START = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** A hash so far, going on with one UTF-16 unit. */
export function hashCodeOn(hash: number, code: number): number {
  return Math.imul(hash ^ code, FNV_PRIME);
}

/** A hash so far, going on with a part of a text; a signed number until the feature is complete. */
export function hashOn(hash: number, text: string, start = 0, end = text.length): number {
  let next = hash;
  for (let at = start; at < end; at++) next = hashCodeOn(next, text.charCodeAt(at));
  return next;
}

/** 32-bit FNV-1a over UTF-16 units: the name of a feature in the model file, which therefore holds no text. */
export function featureHash(feature: string): number {
  return hashOn(FNV_START, feature) >>> 0;
}
