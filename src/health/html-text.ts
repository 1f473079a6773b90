/** Longer posts are cut: they are shown in a chat and kept with the request. */
const LONGEST = 2_000;
/** Nothing of a hostile or broken source is looked at beyond this. */
const MOST_HTML = 200_000;

/** Elements whose content is no text for people. */
const SILENT = new Set([
  'script',
  'style',
  'head',
  'title',
  'template',
  'noscript',
  'iframe',
  'object',
  'svg',
  'math',
  'textarea',
  'select',
]);
/** Elements that begin a new line. */
const BLOCKS = new Set(
  ['p', 'div', 'br', 'hr', 'ul', 'ol', 'table', 'tr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'pre'].flatMap(
    (name) => [name, `/${name}`],
  ),
);

/** The named references that posts use; others stay as they are written. */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  hellip: '…',
  bull: '•',
  middot: '·',
  copy: '©',
  reg: '®',
  trade: '™',
  deg: '°',
  times: '×',
  rarr: '→',
};

/**
 * The text of an HTML post: tags, comments and what scripts and styles hold are gone, references are decoded, paragraphs
 * and list items stand on lines of their own. What comes out is text and no longer safe to be put into HTML or Markdown.
 * Every character is looked at once, so that hostile markup costs no more than its length.
 * @returns at most 2000 characters; empty when there is no text
 */
export function htmlToText(html: string): string {
  const text: string[] = [];
  for (const { words, tag } of pieces(html.slice(0, MOST_HTML))) {
    text.push(decoded(words.replace(/\s+/g, ' ')));
    if (tag === 'li') text.push('\n- ');
    else if (tag === 'td' || tag === 'th') text.push(' ');
    else if (BLOCKS.has(tag)) text.push('\n');
  }
  return plainText(text.join(''));
}

/** Text as it is shown: without control characters, with at most one empty line in a row, cut at a whole character. */
export function plainText(text: string): string {
  const lines = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    // Invisible and direction-changing characters could make a line read as something else.
    .replace(/[\p{Cc}\p{Cf}\p{Co}]/gu, (character) => (character === '\n' || character === '\t' ? character : ''))
    .split('\n')
    .map((line) => line.replace(/[\s\u00a0]+/g, ' ').trim());
  const kept = lines
    .filter((line, index) => line !== '' || (lines[index - 1] ?? '') !== '')
    .join('\n')
    .trim();
  return kept.length <= LONGEST
    ? kept
    : `${kept
        .slice(0, LONGEST - 1)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()}…`;
}

interface Piece {
  readonly words: string;
  /** Name of the tag after the words, with a `/` before it at the end of an element; empty for what is no element. */
  readonly tag: string;
}

/** Words and the tag after them, in turn. A tag that never ends swallows the rest, as it does in a browser. */
function* pieces(html: string): Generator<Piece> {
  let from = 0;
  while (from < html.length) {
    const open = nextTag(html, from);
    const words = open === -1 ? html.slice(from) : html.slice(from, open);
    const tag = (
      open === -1 ? '' : (/^\/?[a-z][a-z0-9]*/i.exec(html.slice(open + 1, open + 32))?.[0] ?? '')
    ).toLowerCase();
    yield { words, tag };
    const end = open === -1 ? -1 : afterTag(html, open, tag);
    if (end === -1) return;
    from = end;
  }
}

/** Where the text goes on after a tag, a comment or a silent element with all that it holds; -1 where it never does. */
function afterTag(html: string, open: number, tag: string): number {
  if (html.startsWith('<!--', open)) {
    const close = html.indexOf('-->', open + 4);
    return close === -1 ? -1 : close + 3;
  }
  const close = endOfTag(html, open + 1);
  if (close === -1 || !SILENT.has(tag)) return close === -1 ? -1 : close + 1;
  // What stands in a script is no markup: only its own end tag ends it.
  const end = new RegExp(`</${tag}(?![a-z0-9])[^>]*>`, 'gi');
  end.lastIndex = close + 1;
  return end.test(html) ? end.lastIndex : -1;
}

/** Where a tag or comment begins; a `<` before anything else, as in "a < b", is text. */
function nextTag(html: string, from: number): number {
  for (let open = html.indexOf('<', from); open !== -1; open = html.indexOf('<', open + 1)) {
    if (/[a-z/!?]/i.test(html[open + 1] ?? '')) return open;
  }
  return -1;
}

/** Where a tag ends: a `>` inside a quoted attribute is none. */
function endOfTag(html: string, from: number): number {
  let quote = '';
  for (let at = from; at < html.length; at++) {
    const character = html[at] ?? '';
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '>') return at;
    else if ((character === '"' || character === "'") && html[at - 1] === '=') quote = character;
  }
  return -1;
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (written, decimal, hex, name) => {
    if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? written;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : '';
  });
}
