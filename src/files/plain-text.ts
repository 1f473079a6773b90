/** Encodings in which logs come, each with the mark at its beginning where it needs one to be known. */
const ENCODINGS = [
  { label: 'utf-16le', mark: [0xff, 0xfe] },
  { label: 'utf-16be', mark: [0xfe, 0xff] },
  { label: 'utf-8', mark: [] },
  { label: 'gb18030', mark: [] },
] as const;

/** Everything but tab, line breaks, form feed and the escape of coloured logs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const NO_TEXT = /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/;

/**
 * Bytes as text, if they are one: UTF-8, UTF-16 with its mark, or GB18030 as Chinese Windows writes it.
 * @returns null for bytes that are no text, also for text with NUL or other control characters in it
 */
export function readPlainText(bytes: Uint8Array): string | null {
  for (const { label, mark } of ENCODINGS) {
    if (mark.some((byte, at) => bytes[at] !== byte)) continue;
    const text = decode(bytes, label);
    if (text !== null && !NO_TEXT.test(text)) return text;
    if (mark.length > 0) return null;
  }
  return null;
}

function decode(bytes: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
