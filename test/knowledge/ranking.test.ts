import assert from 'node:assert/strict';
import { inOrder, isBetter, OVER_TOPIC } from '../../src/knowledge/ranking.ts';

const rank = (place: number, score: number, tie = 0) => ({ place, score, tie });
const orderOf = (
  ofTopic: readonly [number, number][],
  others: readonly [number, number][],
  coded: readonly number[] = [],
) =>
  inOrder({
    ofTopic: ofTopic.map(([place, score]) => rank(place, score)),
    others: others.map(([place, score]) => rank(place, score)),
    hasCode: (place) => coded.includes(place),
  }).map(({ place }) => place);

describe('the order of articles', () => {
  it('begins with the best of the topic, however well others fit', () => {
    assert.deepEqual(orderOf([[1, 0]], [[2, 100]]), [1, 2]);
  });

  it('lets others before the rest of the topic when they fit better than its best', () => {
    const best = 20;
    const ofTopic: [number, number][] = [
      [1, best],
      [3, 10],
    ];
    assert.deepEqual(orderOf(ofTopic, [[2, OVER_TOPIC * best + 1]]), [1, 2, 3]);
    assert.deepEqual(orderOf(ofTopic, [[2, OVER_TOPIC * best - 1]]), [1, 3, 2]);
  });

  it('begins with whoever names the error code, of the topic before others', () => {
    assert.deepEqual(orderOf([[1, 20]], [[2, 1]], [2]), [2, 1]);
    assert.deepEqual(
      orderOf(
        [
          [1, 20],
          [3, 5],
        ],
        [[2, 50]],
        [2, 3],
      ),
      [3, 2, 1],
    );
  });

  it('is that of the words where no topic is asked for', () => {
    assert.deepEqual(
      orderOf(
        [],
        [
          [2, 3],
          [1, 2],
        ],
      ),
      [2, 1],
    );
    assert.deepEqual(orderOf([], []), []);
  });

  it('is decided by the tie among equal scores', () => {
    assert.ok(isBetter(rank(1, 2), rank(2, 1, 5)));
    assert.ok(isBetter(rank(1, 2, 1), rank(2, 2)));
    assert.ok(!isBetter(rank(1, 2), rank(2, 2)));
  });
});
