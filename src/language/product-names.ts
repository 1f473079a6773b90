import { z } from 'zod';
import { PRODUCTS, type Product, productSchema } from '../domain/topics.ts';
import table from './product-names.json' with { type: 'json' };
import { createTrie, type Trie } from './trie.ts';

const namesSchema = z.partialRecord(productSchema, z.array(z.string().min(2)));
/** `names` belong to one product, `nouns` only hint at it, `suites` name the whole. */
const { names, nouns, suites } = z
  .strictObject({ names: namesSchema, nouns: namesSchema, suites: z.array(z.string().min(2)) })
  .parse(table);

/** The names of each product that belong to it alone, in lower case. */
export const PRODUCT_NAMES: Readonly<Partial<Record<Product, readonly string[]>>> = names;

interface Spelling {
  readonly product: Product | 'suite';
  /** Of two spellings that both fit, the longer one is meant. */
  readonly length: number;
  /** Latin names only count as whole words, also beside Chinese. */
  readonly latin: boolean;
}

interface Naming {
  readonly trie: Trie;
  /** The spellings that end at each node. */
  readonly spellingsAt: readonly (Spelling | undefined)[];
}

/** A name of several words is also written with hyphens, or without anything between. */
function variantsOf(spelling: string): string[] {
  const [first = '', ...rest] = spelling.split(' ');
  return rest.reduce(
    (starts, word) => starts.flatMap((start) => ['', ' ', '-'].map((joint) => start + joint + word)),
    [first],
  );
}

function naming(entries: readonly (readonly [string, Product | 'suite'])[]): Naming {
  const written = entries.flatMap(([spelling, product]) => {
    const entry: Spelling = { product, length: spelling.length, latin: /[a-z]/.test(spelling) };
    return variantsOf(spelling).map((variant) => [variant, entry] as const);
  });
  const trie = createTrie(written.map(([variant]) => variant));
  const spellingsAt = new Array<Spelling | undefined>(trie.size).fill(undefined);
  written.forEach(([, entry], place) => {
    spellingsAt[trie.ends[place] ?? 0] = entry;
  });
  return { trie, spellingsAt };
}

function entriesOf(part: Partial<Record<Product, string[]>>): (readonly [string, Product])[] {
  return PRODUCTS.flatMap((product) => (part[product] ?? []).map((spelling) => [spelling, product] as const));
}

const suiteEntries = suites.map((spelling) => [spelling, 'suite'] as const);
const strong = naming([...entriesOf(names), ...suiteEntries]);
const weak = naming(entriesOf(nouns));

const LATIN_OR_DIGIT = /[a-z\d]/;
const LATIN = /[a-z]/;

/** The longest spelling that stands at a place, and where it ends. */
function spellingAt(
  text: string,
  start: number,
  { trie, spellingsAt }: Naming,
): { spelling: Spelling; end: number } | null {
  let longest: { spelling: Spelling; end: number } | null = null;
  let node = 0;
  for (let at = start; at < text.length; at++) {
    node = trie.step(node, text.charCodeAt(at));
    if (node === 0) break;
    const spelling = spellingsAt[node];
    if (!spelling || (longest && longest.spelling.length >= spelling.length)) continue;
    const whole = !LATIN_OR_DIGIT.test(text.charAt(start - 1)) && !LATIN.test(text.charAt(at + 1));
    if (whole || !spelling.latin) longest = { spelling, end: at + 1 };
  }
  return longest;
}

/** A name that was found, and where it stands. */
interface Named {
  readonly product: Product | 'suite';
  readonly start: number;
  readonly end: number;
}

function found(normalised: string, names: Naming): Named[] {
  const products: Named[] = [];
  for (let start = 0; start < normalised.length; start++) {
    const named = spellingAt(normalised, start, names);
    if (!named) continue;
    products.push({ product: named.spelling.product, start, end: named.end });
    start = named.end - 1;
  }
  return products;
}

/**
 * The product a text is about: the first one that is named; when none is, the first that a noun such as 邮箱 or
 * "invoice" hints at, and where its name stands there; null when there is neither.
 * @param normalised text after `normalise`
 */
export function findProduct(normalised: string): { product: Product; start: number; end: number } | null {
  const named = found(normalised, strong).find(({ product }) => product !== 'suite') ?? found(normalised, weak)[0];
  return named === undefined || named.product === 'suite' ? null : { ...named, product: named.product };
}
