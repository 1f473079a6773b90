/** Values by key, made once; above its size the one that was not used for the longest time goes. */
export function createBoundedCache<Value>(size: number): (key: string, make: () => Promise<Value>) => Promise<Value> {
  const values = new Map<string, Promise<Value>>();
  return (key, make) => {
    const value = values.get(key) ?? make();
    values.delete(key);
    values.set(key, value);
    const [oldest] = values.keys();
    if (values.size > size && oldest !== undefined) values.delete(oldest);
    // A failure must not be remembered: the next caller tries again.
    value.catch(() => values.get(key) === value && values.delete(key));
    return value;
  };
}
