import type { Log } from '../log.ts';

/**
 * The logger that restify asks for, cut down to what may be written: restify logs whole requests, headers and tokens
 * included, so its fields are dropped and only its words for warnings and errors go on.
 */
export function restifyLog(log: Log): object {
  const silent = (): boolean => false;
  const words = (parts: readonly unknown[]): string => {
    const text = parts.find((part) => typeof part === 'string');
    return typeof text === 'string' ? text : 'restify reported a problem';
  };
  const shim = {
    trace: silent,
    debug: silent,
    info: silent,
    warn: (...parts: unknown[]) => log.warn({}, words(parts)),
    error: (...parts: unknown[]) => log.error({}, words(parts)),
    fatal: (...parts: unknown[]) => log.error({}, words(parts)),
    child: (): object => shim,
  };
  return shim;
}
