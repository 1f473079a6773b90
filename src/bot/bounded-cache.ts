import { LRUCache } from 'lru-cache';

/** Values by key, made once; above its size the one that was not used for the longest time goes. */
export function createBoundedCache<Value>(size: number): (key: string, make: () => Promise<Value>) => Promise<Value> {
  const values = new LRUCache<string, Promise<Value>>({ max: size });
  return (key, make) => {
    const known = values.get(key);
    if (known) return known;
    const value = make();
    values.set(key, value);
    // A failure must not be remembered: the next caller tries again.
    value.catch(() => values.peek(key) === value && values.delete(key));
    return value;
  };
}
