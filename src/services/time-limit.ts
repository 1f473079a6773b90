/** What {@link within} rejects with; the work itself goes on, its result is dropped. */
export class TimeLimitError extends Error {
  constructor(milliseconds: number) {
    super(`There was no answer within ${milliseconds} ms.`);
    this.name = 'TimeLimitError';
  }
}

/**
 * The result of work that must not keep a conversation waiting.
 * @throws TimeLimitError when it takes longer; otherwise whatever the work throws
 */
export async function within<Result>(milliseconds: number, work: () => Promise<Result>): Promise<Result> {
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(() => limit.reject(new TimeLimitError(milliseconds)), milliseconds);
  try {
    return await Promise.race([work(), limit.promise]);
  } finally {
    clearTimeout(timer);
  }
}
