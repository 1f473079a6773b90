import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createBest } from '../../src/knowledge/best.ts';

interface Offer {
  readonly score: number;
  readonly isAllowed: boolean;
}

const offers = fc.array(fc.record({ score: fc.nat(5), isAllowed: fc.boolean() }), { maxLength: 40 });

describe('the best of many', () => {
  it('are what sorting all of them would give, for any limit', () => {
    fc.assert(
      fc.property(offers, fc.integer({ min: -1, max: 50 }), (offered, limit) => {
        const { best, offer } = createBest<Offer>(
          limit,
          (one, other) => one.score > other.score,
          ({ isAllowed }) => isAllowed,
        );
        for (const one of offered) offer(one);
        const sorted = offered.filter(({ isAllowed }) => isAllowed).sort((one, other) => other.score - one.score);
        // The same objects: of equals, the one that came first.
        assert.ok(best.every((one, place) => one === sorted[place]));
        assert.equal(best.length, Math.min(sorted.length, Math.max(0, limit)));
      }),
    );
  });
});
