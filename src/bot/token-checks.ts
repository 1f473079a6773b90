/** Runs a check of a caller's token. @throws TokenNotChecked, or what the check throws */
export type TokenChecks = <Result>(check: () => Promise<Result>) => Promise<Result>;

/** It cannot be found out now whether a token is good. */
export class TokenNotChecked extends Error {
  override readonly name = 'TokenNotChecked';
}

const CHECK_MS = 5_000;
const MOST = 100;

/**
 * Keeps an end to checks that wait for the keys of the signer, for which the SDK would wait for ever: each call of a channel
 * would stay in work until the front door refuses everybody. As long as the last one had no end, one at a time tries again
 * and the others are told so at once.
 * @param options.checkMs milliseconds that a check may take
 * @param options.most checks at a time; with the keys at hand one takes no time
 */
export function createTokenChecks(options: { readonly checkMs?: number; readonly most?: number } = {}): TokenChecks {
  const { checkMs = CHECK_MS, most = MOST } = options;
  let waiting = 0;
  let isHanging = false;

  return async (check) => {
    if (waiting >= (isHanging ? 1 : most)) throw new TokenNotChecked('too many tokens wait to be checked');
    waiting += 1;
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      isHanging = true;
      late.reject(new TokenNotChecked(`not checked within ${checkMs} ms`));
    }, checkMs);
    const checked = check();
    const over = () => {
      isHanging = false;
    };
    // Also when nobody waits for it any more: the keys may have come at last.
    checked.then(over, over);
    try {
      return await Promise.race([checked, late.promise]);
    } finally {
      clearTimeout(timer);
      waiting -= 1;
    }
  };
}
