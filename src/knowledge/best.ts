/** The best few of many. */
export interface Best<Item> {
  /** Best first; of equals, the one that was offered first. */
  readonly best: readonly Item[];
  offer(item: Item): void;
}

/**
 * Keeps the best of what it is offered, without sorting all of it: a common word is in half of the articles.
 * @param limit how many are kept; none when it is not above zero
 * @param isBetter whether the first belongs before the second
 * @param isAllowed asked only of what would be kept
 */
export function createBest<Item>(
  limit: number,
  isBetter: (one: Item, other: Item) => boolean,
  isAllowed: (item: Item) => boolean,
): Best<Item> {
  const best: Item[] = [];
  return {
    best,
    offer(item) {
      const worst = best[limit - 1];
      if (limit < 1 || (worst !== undefined && !isBetter(item, worst)) || !isAllowed(item)) return;
      const place = best.findIndex((other) => isBetter(item, other));
      best.splice(place < 0 ? best.length : place, 0, item);
      if (best.length > limit) best.pop();
    },
  };
}
