/** A named moment may be a mistake: nobody is kept waiting for longer than this before it is tried again. */
const LONGEST_MS = 10 * 60_000;

/**
 * Milliseconds that an answer asks to wait (RFC 9110 section 10.2.3: seconds or a date), at most ten minutes.
 * @param answer.retryAfter the header, if there is one
 * @param answer.date the `Date` header: a date is counted from the server's own clock, which may differ from ours
 * @param nowMs our own time, for answers without a date
 * @returns null where nothing readable is asked for
 */
export function retryAfterMs(
  answer: { readonly retryAfter: string | undefined; readonly date: string | undefined },
  nowMs: number,
): number | null {
  const asked = answer.retryAfter?.trim() ?? '';
  if (/^\d{1,9}$/.test(asked)) return Math.min(Number(asked) * 1000, LONGEST_MS);
  const until = httpDate(asked);
  if (until === null) return null;
  return Math.min(Math.max(until - (httpDate(answer.date ?? '') ?? nowMs), 0), LONGEST_MS);
}

/** Words such as `Sun, 06 Nov 1994 08:49:37 GMT`; `Date.parse` alone would also take "5" for a month. */
function httpDate(text: string): number | null {
  const moment = /^[A-Z][a-z]+, .* GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(moment) ? null : moment;
}
