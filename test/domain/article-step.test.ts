import assert from 'node:assert/strict';
import { differsByCloud, partsOf, stepFor } from '../../src/domain/article-step.ts';

const address = { microsoft: 'a.com', '21vianet': 'b.cn' };

describe('a step of an article', () => {
  it('is read by each in the words of the own cloud', () => {
    assert.equal(stepFor('Restart it.', '21vianet'), 'Restart it.');
    assert.equal(stepFor(address, 'microsoft'), 'a.com');
    assert.equal(stepFor(['Open ', address, ' and sign in.'], 'microsoft'), 'Open a.com and sign in.');
    assert.equal(stepFor(['Open ', address, ' and sign in.'], '21vianet'), 'Open b.cn and sign in.');
  });

  it('differs by cloud when a part of it does', () => {
    assert.deepEqual([['Open ', 'it'], 'Open it', address, ['Open ', address]].map(differsByCloud), [
      false,
      false,
      true,
      true,
    ]);
    assert.deepEqual(partsOf(address), [address]);
  });
});
