import { z } from 'zod';
import { CONCEPTS } from '../concepts.ts';
import type { CutText } from '../cut-text.ts';
import { FNV_START, hashCodeOn, hashOn } from '../feature-hash.ts';
import { createNotionTable } from '../notion-table.ts';
import type { Unit } from '../units.ts';
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

/** Words after which something else is said. */
const TURNS: ReadonlySet<number> = new Set(
  ['but', 'however', 'although', 'though', 'whereas', 'while', '\u4f46'].map((word) => hashOn(FNV_START, word)),
);

const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39;
const COMMA = 0x2c;
const STOP = 0x2e;
const ASKS = 0x3f;
const ENDS: ReadonlySet<number> = new Set([...';!?\u3002\n'].map((sign) => sign.charCodeAt(0)));

/** Whether what stands between two units parts clauses; not the comma of "1,200" nor the stop of a name or number. */
function parts(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const sign = text.charCodeAt(at);
    if (ENDS.has(sign)) return true;
    if (sign === STOP && end - start > 1) return true;
    if (sign === COMMA && !(isDigit(text.charCodeAt(at - 1)) && isDigit(text.charCodeAt(at + 1)))) return true;
  }
  return false;
}

/** A text as units with their hashes, and where its clauses begin and end. */
interface ClauseText {
  readonly text: string;
  readonly units: readonly Unit[];
  /** Of each unit. */
  readonly hashes: Int32Array;
  /** The first unit of each clause; the number of units at the end. */
  readonly starts: readonly number[];
  /** How many clauses end in a question mark. */
  readonly questions: number;
}

function clausesOf({ text, sentences }: CutText): ClauseText {
  const units = sentences.flat();
  const hashes = new Int32Array(units.length);
  const starts: number[] = [];
  let questions = 0;
  let before = 0;
  units.forEach(({ start, end }, place) => {
    const hash = hashOn(FNV_START, text, start, end);
    hashes[place] = hash;
    if (place === 0 || TURNS.has(hash) || parts(text, before, start)) starts.push(place);
    before = end;
  });
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) === ASKS) questions++;
  starts.push(units.length);
  return { text, units, hashes, starts, questions };
}

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

/**
 * What the facts' model sees of a text, as hashes: units (Latin words, Han characters), neighbours, pairs with one or two
 * units between, what words begin with, units and neighbours of the first and of the last clause, notions (`fact-notions.json`: who, what fails, how, which other way, when) with their
 * pairs inside a clause, concepts of topics, and how many clauses and questions.
 * Decision 24 tells what each is worth.
 * @param without what is left out, to measure what it is worth
 * @returns hashes with repetitions, as many as they occur
 */
export function factFeatureHashes(given: CutText, without: WithoutFacts = NOTHING): Uint32Array {
  const text = clausesOf(given);
  const out: number[] = [];
  const last = text.starts.length - 2;
  const seen = new Set<number>();
  for (let clause = 0; clause <= last; clause++) {
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
    addNotions(known.read(given.text, text.units.slice(from, to)), marks, out, without);
    if (without.has('places')) continue;
    if (clause === 0) addPlace(FIRST, text, from, to, out);
    else if (clause === last) addPlace(LAST, text, from, to, out);
  }
  if (!without.has('length')) {
    out.push(hashCodeOn(CLAUSES, Math.min(seen.size, MOST_CLAUSES)));
    for (let question = 0; question < text.questions; question++) out.push(QUESTION);
  }
  return new Uint32Array(out);
}
