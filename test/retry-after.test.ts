import assert from 'node:assert/strict';
import { retryAfterMs } from '../src/retry-after.ts';

const NOW = Date.parse('2026-03-02T01:00:00Z');
const DATE = 'Mon, 02 Mar 2026 01:00:00 GMT';

describe('Retry-After', () => {
  const cases: readonly (readonly [string | undefined, string | undefined, number | null])[] = [
    ['0', DATE, 0],
    ['5', DATE, 5_000],
    [' 120 ', DATE, 120_000],
    ['999999999', DATE, 600_000],
    ['Mon, 02 Mar 2026 01:00:30 GMT', DATE, 30_000],
    ['Mon, 02 Mar 2026 00:59:00 GMT', DATE, 0],
    ['Mon, 02 Mar 2027 01:00:00 GMT', DATE, 600_000],
    ['Mon, 02 Mar 2026 01:00:30 GMT', undefined, 30_000],
    // The server's clock is an hour behind ours: what counts is the difference on its own.
    ['Mon, 02 Mar 2026 00:00:07 GMT', 'Mon, 02 Mar 2026 00:00:00 GMT', 7_000],
    ['Mon, 02 Mar 2026 01:00:30 GMT', 'nonsense', 30_000],
    [undefined, DATE, null],
    ['', DATE, null],
    ['-1', DATE, null],
    ['1.5', DATE, null],
    ['soon', DATE, null],
    ['9999999999999', DATE, null],
    ['Someday, 99 Foo 2026 01:00:30 GMT', DATE, null],
  ];
  for (const [retryAfter, date, expected] of cases) {
    it(`reads ${JSON.stringify(retryAfter)} at ${date} as ${expected}`, () => {
      assert.equal(retryAfterMs({ retryAfter, date }, NOW), expected);
    });
  }
});
