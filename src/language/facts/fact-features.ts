import { z } from 'zod';
import { CONCEPTS } from '../concepts.ts';
import type { CutText } from '../cut-text.ts';
import { FNV_START, hashCodeOn, hashOn } from '../feature-hash.ts';
import { createNotionTable } from '../notion-table.ts';
import { type ClauseText, clauseTextOf } from './clause-text.ts';
import table from './fact-notions.json' with { type: 'json' };

/** Kinds of features, by which `npm run ablate:facts` leaves out one after the other. */
export const FACT_FEATURE_GROUPS = [
  'units',
  'neighbours',
  'distant',
  'stems',
  'places',
  'notions',
  'pairs',
  'concepts',
  'length',
] as const;
export type FactFeatureGroup = (typeof FACT_FEATURE_GROUPS)[number];

/** Groups that are left out. */
export type WithoutFacts = ReadonlySet<FactFeatureGroup>;
const NOTHING: WithoutFacts = new Set();

const MOST_WORDS = 4;
/** Notions that are paired with those that follow: more are nonsense, and cost time. */
const MOST_PAIRED = 32;
const MOST_CLAUSES = 6;
/** Units of a clause that are paired although one or two stand between: "nobody in sales", 「谁也没法」. */
const DISTANCES = [2, 3] as const;
/** Beginnings of so many letters stand for the forms of a longer word. */
const STEMS = [4, 6] as const;

const notions = z.record(z.string(), z.string().min(1)).parse(table);
/** One table for both, so that a text is gone through once. Concepts of topics begin with a blank, so they come first. */
const ofTopics = Object.fromEntries(Object.entries(CONCEPTS).map(([name, terms]) => [` ${name}`, terms]));
const known = createNotionTable({ ...ofTopics, ...notions }, MOST_WORDS);
const CONCEPT_COUNT = Object.keys(ofTopics).length;

const tag = (name: string): number => hashOn(FNV_START, name);
const UNIT = tag('u ');
const NEIGHBOURS = tag('b ');
const DISTANT = tag('d ');
const STEM = tag('s ');
const FIRST = tag('f ');
const LAST = tag('l ');
const NOTION = tag('n ');
const NOTION_FIRST = tag('nf ');
const NOTION_LAST = tag('nl ');
const PAIR = tag('np ');
const CONCEPT = tag('k ');
const CLAUSES = tag('c ');
const QUESTION = tag('q ?');
const nameHashes = known.names.map((name) => hashOn(FNV_START, name));

/** Single units and pairs of one clause. */
function addUnits({ hashes }: ClauseText, from: number, to: number, out: number[], without: WithoutFacts): void {
  const [alone, neighbours, distant] = (['units', 'neighbours', 'distant'] as const).map(
    (group) => !without.has(group),
  );
  for (let at = from; at < to; at++) {
    const own = hashes[at] ?? 0;
    if (alone) out.push(hashCodeOn(UNIT, own));
    if (neighbours && at + 1 < to) out.push(hashCodeOn(hashCodeOn(NEIGHBOURS, own), hashes[at + 1] ?? 0));
    if (!distant) continue;
    const start = hashCodeOn(DISTANT, own);
    for (const distance of DISTANCES) if (at + distance < to) out.push(hashCodeOn(start, hashes[at + distance] ?? 0));
  }
}

/** What the longer words of a clause begin with. */
function addStems({ text, units }: ClauseText, from: number, to: number, out: number[]): void {
  for (let at = from; at < to; at++) {
    const unit = units[at];
    if (!unit || unit.han) continue;
    for (const length of STEMS) {
      if (unit.end - unit.start > length) out.push(hashOn(STEM, text, unit.start, unit.start + length));
    }
  }
}

/** The same, marked as standing in the first or the last clause: the matter often stands in one and a story in the other. */
function addPlace(mark: number, { hashes }: ClauseText, from: number, to: number, out: number[]): void {
  for (let at = from; at < to; at++) {
    const own = hashCodeOn(mark, hashes[at] ?? 0);
    out.push(own);
    if (at + 1 < to) out.push(hashCodeOn(own, hashes[at + 1] ?? 0));
  }
}

/** Notions of a clause, each once, those of its place, and each pair in the order in which they stand. */
function addNotions(found: readonly number[], marks: readonly number[], out: number[], without: WithoutFacts): void {
  const own = [...new Set(found)];
  for (const notion of own) {
    const isConcept = notion < CONCEPT_COUNT;
    if (without.has(isConcept ? 'concepts' : 'notions')) continue;
    const hash = nameHashes[notion] ?? 0;
    out.push(hashCodeOn(isConcept ? CONCEPT : NOTION, hash));
    if (!isConcept && !without.has('places')) for (const mark of marks) out.push(hashCodeOn(mark, hash));
  }
  if (without.has('pairs')) return;
  const paired = own.filter((notion) => notion >= CONCEPT_COUNT).slice(0, MOST_PAIRED);
  for (let first = 0; first < paired.length; first++) {
    const start = hashCodeOn(PAIR, nameHashes[paired[first] ?? 0] ?? 0);
    for (let next = first + 1; next < paired.length; next++)
      out.push(hashCodeOn(start, nameHashes[paired[next] ?? 0] ?? 0));
  }
}

/** What the facts' model sees of a text. */
export interface FactFeatures {
  /** With repetitions, as many as they occur, in the order of the clauses. */
  readonly hashes: Uint32Array;
  /** Where the hashes of each clause end; those after the last one belong to the whole text. */
  readonly ends: readonly number[];
}

/**
 * What the facts' model sees of a text, as hashes: units (Latin words, Han characters), neighbours, pairs with one or two
 * units between, what words begin with, units and neighbours of the first and of the last clause, notions
 * (`fact-notions.json`: who, what fails, how, which other way, when) with their pairs inside a clause, concepts of
 * topics, and how many clauses and questions. Decision 24 tells what each is worth.
 * @param text a text by clauses
 * @param without what is left out, to measure what it is worth
 */
export function factFeatures(text: ClauseText, without: WithoutFacts = NOTHING): FactFeatures {
  const out: number[] = [];
  const ends: number[] = [];
  const last = text.starts.length - 2;
  const seen = new Set<number>();
  for (let clause = 0; clause <= last; clause++, ends.push(out.length)) {
    const [from, to] = [text.starts[clause] ?? 0, text.starts[clause + 1] ?? 0];
    // The lines of a log would drown what the person says.
    const whole = text.hashes.subarray(from, to).reduce(hashCodeOn, FNV_START);
    if (seen.has(whole)) continue;
    seen.add(whole);
    addUnits(text, from, to, out, without);
    if (!without.has('stems')) addStems(text, from, to, out);
    const marks: number[] = [];
    if (clause === 0) marks.push(NOTION_FIRST);
    if (clause === last && clause > 0) marks.push(NOTION_LAST);
    addNotions(known.read(text.text, text.units.slice(from, to)), marks, out, without);
    if (without.has('places')) continue;
    if (clause === 0) addPlace(FIRST, text, from, to, out);
    else if (clause === last) addPlace(LAST, text, from, to, out);
  }
  if (!without.has('length')) {
    out.push(hashCodeOn(CLAUSES, Math.min(seen.size, MOST_CLAUSES)));
    for (let question = 0; question < text.questions; question++) out.push(QUESTION);
  }
  return { hashes: new Uint32Array(out), ends };
}

/** The hashes of {@link factFeatures} alone. */
export function factFeatureHashes(text: CutText, without?: WithoutFacts): Uint32Array {
  return factFeatures(clauseTextOf(text), without).hashes;
}
