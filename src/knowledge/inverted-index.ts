/** BM25+: how soon repetition stops to count, how much a long field is held against it, and what any hit is worth at least. */
const BM25 = { k: 1.2, b: 0.7, d: 0.5 } as const;

/** A bit of one byte for each field. */
const FIELD_PLACES = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** Entries of the index that are sorted in before others get their turn: some milliseconds. */
const SLICE = 25_000;

/** Numbers that are appended one by one, at a quarter of what an array of numbers takes while it grows. */
class Column {
  values = new Uint32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Uint32Array(this.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length] = value;
    this.length += 1;
  }

  at(place: number): number {
    return this.values[place] ?? 0;
  }

  raise(place: number): void {
    this.values[place] = this.at(place) + 1;
  }
}

/** What was taken in so far. */
interface Entries {
  /** The number of each term. */
  readonly numbers: Map<string, number>;
  /** For each field of each document, one after the other, the numbers of its different terms, and how often each stands there. */
  readonly terms: Column;
  readonly counts: Column;
  /** Where the entries of each field of each document end. */
  readonly ends: Column;
  /** How many documents have each term. */
  readonly having: Column;
  /** The same for each field of each term. */
  readonly havingInField: Column;
}

/** The documents of each term, one term after the other, and what the term is worth in each. */
interface Postings {
  /** Where the documents of each term begin; one place more than there are terms. */
  readonly starts: Uint32Array;
  readonly documents: Uint32Array;
  readonly worths: Float32Array;
  /** In which fields the term stands there: a bit for each. */
  readonly fields: Uint8Array;
}

/** The documents that hold any of the terms asked for. It holds until the index is asked again. */
export interface Matches {
  /** In no order that means something. */
  readonly documents: Uint32Array;
  /** The BM25+ sum over terms and fields, times the number of shared terms; 0 for a document that has none of them. */
  scoreOf(document: number): number;
  /** The information in the shared terms, in nats. */
  evidenceOf(document: number): number;
}

/** Which documents hold which terms, and what each is worth there. Documents are numbers from 0, in the order given. */
export interface InvertedIndex {
  /** How many there are. */
  readonly documents: number;
  /** In how many documents a term stands; 0 for one that none has. */
  documentsWith(term: string): number;
  /** How much a term tells that so many documents have, in nats: the rarer, the more; one that none has is the rarest. */
  informationIn(documents: number): number;
  /** Every term, in the order of its first appearance. */
  vocabulary(): Iterable<string>;
  /** The fields in which a term stands in a document, by their places; none when it is not there. */
  fieldsWith(term: string, document: number): readonly number[];
  /**
   * Finds the documents that hold any of the terms. The work is one step for each document of each term, so who asks
   * can tell beforehand what it costs.
   * @param terms what to look for, and how much each counts
   */
  match(terms: ReadonlyMap<string, number>): Matches;
}

/** How many different terms each field has on average. */
function averageLengths({ ends }: Entries, fields: number): readonly number[] {
  const sums = new Array<number>(fields).fill(0);
  for (let part = 0; part < ends.length; part += 1) {
    sums[part % fields] = (sums[part % fields] ?? 0) + ends.at(part) - ends.at(part - 1);
  }
  return sums.map((sum) => sum / Math.max(1, ends.length / fields));
}

function emptyPostings({ numbers, having }: Entries): Postings {
  const starts = new Uint32Array(numbers.size + 1);
  for (let term = 0; term < numbers.size; term += 1) starts[term + 1] = (starts[term] ?? 0) + having.at(term);
  const hits = starts[numbers.size] ?? 0;
  return {
    starts,
    documents: new Uint32Array(hits),
    worths: new Float32Array(hits),
    fields: new Uint8Array(hits),
  };
}

/**
 * Sorts the entries by term and reckons once what each is worth, as neither weights nor documents change afterwards:
 * a search only adds up.
 */
function* makePostings(entries: Entries, weights: readonly number[]): Generator<void, Postings> {
  const { terms, counts, ends, havingInField } = entries;
  const { k, b, d } = BM25;
  const fields = weights.length;
  const total = ends.length / fields;
  const averages = averageLengths(entries, fields);
  const postings = emptyPostings(entries);
  const { starts, documents, worths, fields: places } = postings;
  const next = starts.slice();
  let entry = 0;
  for (let part = 0; part < ends.length; part += 1) {
    const field = part % fields;
    const document = (part - field) / fields;
    const end = ends.at(part);
    const penalty = k * (1 - b + (b * (end - entry)) / (averages[field] ?? 1));
    if (Math.floor(entry / SLICE) < Math.floor(end / SLICE)) yield;
    for (; entry < end; entry += 1) {
      const term = terms.at(entry);
      const count = counts.at(entry);
      const having = havingInField.at(term * fields + field);
      const rarity = Math.log(1 + (total - having + 0.5) / (having + 0.5));
      const worth = (weights[field] ?? 0) * rarity * (d + (count * (k + 1)) / (count + penalty));
      let at = (next[term] ?? 0) - 1;
      if (at < (starts[term] ?? 0) || documents[at] !== document) {
        at += 1;
        documents[at] = document;
        next[term] = at + 1;
      }
      worths[at] = (worths[at] ?? 0) + worth;
      places[at] = (places[at] ?? 0) | (1 << field);
    }
  }
  return postings;
}

/** The place of a number among ascending ones; -1 when it is not there. */
function placeOf(ascending: Uint32Array, wanted: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return ascending[low] === wanted ? low : -1;
}

function indexOf(numbers: ReadonlyMap<string, number>, postings: Postings, total: number): InvertedIndex {
  const { starts, documents, worths } = postings;
  // Kept from search to search, which only sets back what the one before it used: new ones would cost more than the rest.
  const sums = new Float64Array(total);
  const evidence = new Float64Array(total);
  const shared = new Uint16Array(total);
  const found = new Uint32Array(total);
  let count = 0;

  const documentsWith = (term: string) => {
    const number = numbers.get(term);
    return number === undefined ? 0 : (starts[number + 1] ?? 0) - (starts[number] ?? 0);
  };
  const informationIn = (having: number) => Math.log(1 + total / Math.max(1, having));

  const forget = () => {
    for (const document of found.subarray(0, count)) {
      sums[document] = 0;
      evidence[document] = 0;
      shared[document] = 0;
    }
    count = 0;
  };
  const addTerm = (number: number, counts: number) => {
    const start = starts[number] ?? 0;
    const end = starts[number + 1] ?? 0;
    const information = counts * informationIn(end - start);
    for (let at = start; at < end; at += 1) {
      const document = documents[at] ?? 0;
      if (shared[document] === 0) {
        found[count] = document;
        count += 1;
      }
      sums[document] = (sums[document] ?? 0) + counts * (worths[at] ?? 0);
      evidence[document] = (evidence[document] ?? 0) + information;
      shared[document] = (shared[document] ?? 0) + 1;
    }
  };

  return {
    documents: total,
    documentsWith,
    informationIn,
    vocabulary: () => numbers.keys(),
    fieldsWith(term, document) {
      const number = numbers.get(term);
      if (number === undefined) return [];
      const at = starts[number] ?? 0;
      const own = documents.subarray(at, starts[number + 1]);
      const place = placeOf(own, document);
      const bits = place < 0 ? 0 : (postings.fields[at + place] ?? 0);
      return FIELD_PLACES.filter((field) => (bits & (1 << field)) !== 0);
    },
    match(terms) {
      forget();
      for (const [term, counts] of terms) {
        const number = numbers.get(term);
        if (number !== undefined) addTerm(number, counts);
      }
      return {
        documents: found.subarray(0, count),
        scoreOf: (document) => (sums[document] ?? 0) * (shared[document] ?? 0),
        evidenceOf: (document) => evidence[document] ?? 0,
      };
    },
  };
}

/** Takes documents in and makes an index of them. */
export interface IndexBuilder {
  /**
   * @param fields the terms of each field, in the order of the weights; a term counts as often as it stands there
   */
  add(fields: readonly (readonly string[])[]): void;
  /** Makes the index; yields often, so that a large one does not hold up whoever else waits. */
  finish(): Generator<void, InvertedIndex>;
}

/**
 * A full-text index in memory that ranks by BM25+ (Lv and Zhai, "Lower-bounding term frequency normalization", CIKM 2011),
 * a field being as long as it has different terms. Built once and never changed.
 * @param weights what a hit in each field is worth; eight fields at most
 */
export function createIndexBuilder(weights: readonly number[]): IndexBuilder {
  const terms = new Column();
  const counts = new Column();
  const ends = new Column();
  const having = new Column();
  const havingInField = new Column();
  const numbers = new Map<string, number>();
  /** The last entry of each term, one higher; 0 for none. */
  const last = new Column();

  const numberOf = (term: string): number => {
    const known = numbers.get(term);
    if (known !== undefined) return known;
    const number = numbers.size;
    numbers.set(term, number);
    last.push(0);
    having.push(0);
    for (const _ of weights) havingInField.push(0);
    return number;
  };
  const addField = (words: readonly string[], field: number, firstOfDocument: number) => {
    const first = terms.length;
    for (const word of words) {
      const number = numberOf(word);
      const entry = last.at(number) - 1;
      if (entry >= first) {
        counts.raise(entry);
        continue;
      }
      if (entry < firstOfDocument) having.raise(number);
      havingInField.raise(number * weights.length + field);
      terms.push(number);
      counts.push(1);
      last.values[number] = terms.length;
    }
    ends.push(terms.length);
  };

  return {
    add(fields) {
      const first = terms.length;
      for (const field of weights.keys()) addField(fields[field] ?? [], field, first);
    },
    *finish() {
      const postings = yield* makePostings({ numbers, terms, counts, ends, having, havingInField }, weights);
      return indexOf(numbers, postings, ends.length / weights.length);
    },
  };
}
