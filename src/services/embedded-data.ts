/** A string that is nothing else, whatever stands in it: `data:`, media type and parameters, a comma (RFC 2397). */
const WHOLE = /^\s{0,20}(data:[^,]{0,300}),/i;
/** The same inside HTML or Markdown, up to where an address ends there. */
const INSIDE = /(data:[\w.+/-]{0,100}(?:;[\w.=-]{1,60}){0,4}),[^\s"'<>()\\]{200,}/gi;
/** Shorter ones are icons of a card; a file that tells anything is longer. UTF-16 units. */
const SHORT = 200;
/** Deeper than any card; what lies below is dropped. */
const MAX_DEPTH = 32;

/**
 * JSON without the files that are written into its strings as `data:` URIs: `data:image/png,…` stands in their place, so
 * that nothing of them is logged, streamed or shown in a transcript. Files that count are taken out before; these are in
 * places where nobody looks for files, such as pictures of a card or channel data.
 * @param value JSON
 * @param most strings up to this length stay as they are, in UTF-16 units; 200
 */
export function withoutEmbeddedData(value: unknown, most = SHORT, depth = 0): unknown {
  if (typeof value === 'string') return value.length <= most ? value : withoutData(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((item) => withoutEmbeddedData(item, most, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutEmbeddedData(item, most, depth + 1)]),
  );
}

function withoutData(text: string): string {
  const [, beginning] = text.match(WHOLE) ?? [];
  return beginning === undefined ? text.replace(INSIDE, '$1,…') : `${beginning},…`;
}
