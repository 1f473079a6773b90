import assert from 'node:assert/strict';
import fc from 'fast-check';
import { alikeKnown, comparedForm, similarTexts } from '../../scripts/similar-texts.ts';

function trigrams(text: string): Set<string> {
  const padded = ['^', '^', ...comparedForm(text), '$'];
  return new Set(padded.slice(2).map((_, index) => padded.slice(index, index + 3).join('')));
}

/** By comparing each with each. */
function slowly(texts: readonly string[]): [number, number][] {
  const sets = texts.map(trigrams);
  return texts.flatMap((_, second) =>
    sets.slice(0, second).flatMap((left, first): [number, number][] => {
      const right = sets[second] ?? new Set();
      const shared = [...left].filter((own) => right.has(own)).length;
      const isAlike = shared / (left.size + right.size - shared) > 0.8;
      return isAlike || comparedForm(texts[first] ?? '') === comparedForm(texts[second] ?? '') ? [[first, second]] : [];
    }),
  );
}

describe('similar texts', () => {
  it('are those of the same letters, and nearly the same', () => {
    const texts = ['Forward my mail!', 'forward my mail', 'cancel the subscription', '转发', '转发？'];
    assert.deepEqual(similarTexts(texts), [
      { first: 0, second: 1, isExact: true },
      { first: 3, second: 4, isExact: true },
    ]);
    const long = 'since this morning nobody in the finance team can open the shared mailbox';
    assert.deepEqual(similarTexts([long, `${long}es`]), [{ first: 0, second: 1, isExact: false }]);
  });

  it('are found as by comparing each with each', () => {
    const word = fc.constantFrom('mail', 'mails', 'box', 'open', '邮箱', '打不开', '?', 'the', 'a');
    const text = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 25 }), (texts) => {
        const found = similarTexts(texts).map(({ first, second }) => [first, second]);
        assert.deepEqual(found, slowly(texts));
      }),
    );
  });

  it('are found among known ones too', () => {
    const word = fc.constantFrom('mail', 'mails', 'box', 'open', '邮箱', '打不开', '?', 'the', 'a');
    const text = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
    const some = fc.array(text, { maxLength: 12 });
    fc.assert(
      fc.property(some, some, (texts, known) => {
        const pairs = slowly([...known, ...texts]).filter(
          ([first, second]) => first < known.length && second >= known.length,
        );
        const expected = new Set(pairs.map(([, second]) => second - known.length));
        assert.deepEqual(
          [...alikeKnown(texts, known)].toSorted((left, right) => left - right),
          [...expected].toSorted((left, right) => left - right),
        );
      }),
    );
  });
});
