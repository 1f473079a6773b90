import assert from 'node:assert/strict';
import { createArrivalOrder } from '../../src/directline/arrival-order.ts';

describe('the order of arrival', () => {
  it('lets nobody go before those who came earlier, however long they take', async () => {
    const order = createArrivalOrder();
    const gone: number[] = [];
    const places = [1, 2, 3].map((number) => ({ number, place: order.join('one') }));
    const all = places.toReversed().map(async ({ number, place }) => {
      await place.turn;
      gone.push(number);
      place.leave();
    });
    await Promise.all(all);
    assert.deepEqual(gone, [1, 2, 3]);
    assert.equal(order.size(), 0);
  });

  it('keeps other lines moving', async () => {
    const order = createArrivalOrder();
    const slow = order.join('one');
    const other = order.join('two');
    await other.turn;
    other.leave();
    assert.equal(order.size(), 1);
    slow.leave();
    slow.leave();
    assert.equal(order.size(), 0);
  });
});
