import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createIndexBuilder, type InvertedIndex } from '../../src/knowledge/inverted-index.ts';

type Document = readonly (readonly string[])[];

const WEIGHTS = [3, 1] as const;

function build(documents: readonly Document[]): InvertedIndex {
  const builder = createIndexBuilder(WEIGHTS);
  for (const document of documents) builder.add(document);
  const finishing = builder.finish();
  for (;;) {
    const step = finishing.next();
    if (step.done) return step.value;
  }
}

const different = (words: readonly string[] | undefined) => new Set(words).size;

/** BM25+ as it is written down, one document after the other, without an index. */
function scoreByHand(documents: readonly Document[], document: Document, terms: ReadonlyMap<string, number>): number {
  const [k, b, d] = [1.2, 0.7, 0.5];
  let sum = 0;
  let shared = 0;
  for (const [term, counts] of terms) {
    if (document.some((words) => words.includes(term))) shared += 1;
    for (const [field, weight] of WEIGHTS.entries()) {
      const often = (document[field] ?? []).filter((word) => word === term).length;
      if (often === 0) continue;
      const having = documents.filter((other) => other[field]?.includes(term)).length;
      const rarity = Math.log(1 + (documents.length - having + 0.5) / (having + 0.5));
      const average = documents.reduce((total, other) => total + different(other[field]), 0) / documents.length;
      const length = different(document[field]) / average;
      sum += counts * weight * rarity * (d + (often * (k + 1)) / (often + k * (1 - b + b * length)));
    }
  }
  return sum * shared;
}

const isClose = (one: number, other: number) => Math.abs(one - other) <= 1e-5 * Math.max(1, Math.abs(other));

const word = fc.constantFrom('a', 'b', 'c', 'd', '邮箱', 'constructor', '__proto__');
const words = fc.array(word, { maxLength: 8 });
const documents = fc.array(fc.tuple(words, words), { minLength: 1, maxLength: 12 });
const questions = fc.uniqueArray(fc.tuple(word, fc.constantFrom(0.6, 1, 2.5)), { selector: ([term]) => term });

describe('inverted index', () => {
  it('scores every document by BM25+, and finds those that share a term and no others', () => {
    fc.assert(
      fc.property(documents, questions, (all, question) => {
        const terms = new Map(question);
        const matches = build(all).match(terms);
        const holders = all.flatMap((document, place) =>
          document.some((field) => field.some((one) => terms.has(one))) ? [place] : [],
        );
        assert.deepEqual(
          Array.from(matches.documents).sort((one, other) => one - other),
          holders,
        );
        for (const [place, document] of all.entries()) {
          const byHand = scoreByHand(all, document, terms);
          assert.ok(isClose(matches.scoreOf(place), byHand), `${matches.scoreOf(place)} instead of ${byHand}`);
        }
      }),
    );
  });

  it('counts documents, not occurrences, and holds rare terms for telling', () => {
    const index = build([
      [['mail', 'mail'], ['mail']],
      [['mail'], ['rare']],
    ]);
    assert.equal(index.documentsWith('mail'), 2);
    assert.equal(index.documentsWith('rare'), 1);
    assert.equal(index.documentsWith('toString'), 0);
    assert.ok(isClose(index.informationIn(1), Math.log(3)));
    assert.equal(index.informationIn(0), index.informationIn(1));
    const matches = index.match(
      new Map([
        ['mail', 1],
        ['rare', 0.5],
      ]),
    );
    assert.ok(isClose(matches.evidenceOf(1), Math.log(2) + 0.5 * Math.log(3)));
    assert.deepEqual(Array.from(index.vocabulary()), ['mail', 'rare']);
  });

  it('keeps nothing of the question before', () => {
    const index = build([
      [['a'], []],
      [['b'], []],
      [['a', 'b'], []],
    ]);
    const fresh = index.match(new Map([['a', 1]])).scoreOf(2);
    index.match(new Map([['b', 1]]));
    const again = index.match(new Map([['a', 1]]));
    assert.equal(again.scoreOf(2), fresh);
    assert.equal(again.scoreOf(1), 0);
    assert.equal(again.evidenceOf(1), 0);
    assert.deepEqual(Array.from(again.documents), [0, 2]);
  });

  it('is made in slices when it is large', () => {
    const builder = createIndexBuilder(WEIGHTS);
    const terms = Array.from({ length: 1_000 }, (_, number) => `term${number}`);
    for (let document = 0; document < 200; document += 1) builder.add([terms, []]);
    const steps = Array.from(builder.finish());
    assert.ok(steps.length >= 7, `${steps.length} pauses`);
  });

  it('may be empty', () => {
    const index = build([]);
    assert.equal(index.match(new Map([['a', 1]])).documents.length, 0);
    assert.equal(index.documents, 0);
  });
});
