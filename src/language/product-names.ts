import { z } from 'zod';
import { PRODUCTS, type Product, productSchema } from '../domain/topics.ts';
import table from './product-names.json' with { type: 'json' };

const namesSchema = z.partialRecord(productSchema, z.array(z.string().min(2)));
/** `names` belong to one product, `nouns` only hint at it, `suites` name the whole. */
const { names, nouns, suites } = z
  .strictObject({ names: namesSchema, nouns: namesSchema, suites: z.array(z.string().min(2)) })
  .parse(table);

interface Naming {
  readonly pattern: RegExp;
  readonly owner: ReadonlyMap<string, Product | 'suite'>;
}

/** One pattern over all spellings, longest first; Latin names only as whole words, also beside Chinese. */
function naming(entries: readonly (readonly [string, Product | 'suite'])[]): Naming {
  const spellings = entries.map(([spelling]) => spelling).sort((left, right) => right.length - left.length);
  const alternatives = spellings.map((spelling) => {
    const escaped = spelling.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '[ -]?');
    return /[a-z]/.test(spelling) ? `(?<![a-z\\d])${escaped}(?![a-z])` : escaped;
  });
  const owner = new Map(entries.map(([spelling, product]) => [spelling.replace(/[ -]/g, ''), product]));
  return { pattern: new RegExp(alternatives.join('|'), 'g'), owner };
}

function entriesOf(part: Partial<Record<Product, string[]>>): (readonly [string, Product])[] {
  return PRODUCTS.flatMap((product) => (part[product] ?? []).map((spelling) => [spelling, product] as const));
}

const suiteEntries = suites.map((spelling) => [spelling, 'suite'] as const);
const strong = naming([...entriesOf(names), ...suiteEntries]);
const weak = naming(entriesOf(nouns));

function found(normalised: string, { pattern, owner }: Naming): (Product | 'suite')[] {
  const products = Array.from(normalised.matchAll(pattern), ([spelling]) => owner.get(spelling.replace(/[ -]/g, '')));
  return products.filter((product) => product !== undefined);
}

/**
 * Every product that is named by a nickname or its full name, each once, and `suite` for Microsoft 365 as a whole.
 * @param normalised text after `normalise`
 */
export function productsNamed(normalised: string): (Product | 'suite')[] {
  return [...new Set(found(normalised, strong))];
}

/**
 * The product a text is about: the first one that is named; when none is, the first that a noun such as 邮箱 or
 * "invoice" hints at; null when there is neither.
 * @param normalised text after `normalise`
 */
export function productOf(normalised: string): Product | null {
  const named = found(normalised, strong).find((product) => product !== 'suite');
  const hinted = named ?? found(normalised, weak)[0];
  return hinted === undefined || hinted === 'suite' ? null : hinted;
}
