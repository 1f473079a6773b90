import { IntakeError } from './domain/errors.ts';
import type { Log } from './log.ts';

/** Content of a file or folder that staff may change while the product runs. */
export interface ReloadedContent<Content> {
  /** What it held when it could last be used; the same object until a change is taken. */
  current(): Content;
  /**
   * For readiness: returns when what lies on the disk is what is in use.
   * @throws IntakeError `InvalidConfiguration` when it is not, with the path of every mistake as the reader told them
   */
  check(): void;
  /** Looks no more. */
  close(): void;
}

/** Runs work again and again, errors are the work's own matter; gives a function that ends it. */
export type Every = (milliseconds: number, work: () => Promise<void>) => () => void;

/** How to look again and again, and who hears of it. */
export interface Reloading {
  /** Name of the setting that holds the path, for the sentences. */
  readonly setting: string;
  readonly log: Pick<Log, 'info' | 'error'>;
  /** How to look again and again; a timer that keeps no process alive. */
  readonly every?: Every;
  /** Milliseconds between two looks; 2000. */
  readonly intervalMs?: number;
}

/** What is looked at. */
export interface ReloadedSource<Content> extends Reloading {
  readonly what: 'file' | 'folder';
  readonly path: string;
  /** What differs as soon as something changed; never rejects. */
  readonly stamp: () => Promise<string>;
  /** @throws whatever tells somebody what to correct; nothing private may stand in its message */
  readonly read: () => Promise<Content>;
  /** Hears of every change that was taken. */
  readonly onChange?: () => void;
}

const INTERVAL_MS = 2000;

/**
 * Reads now and again whenever something changed. A change is taken when two looks in a row see the same: an editor may
 * still be writing, and half a list would be valid. What cannot be used any more leaves the last good content in place,
 * with one line in the log for each change.
 * @throws whatever reading throws now
 */
export async function createReloadedContent<Content>(
  source: ReloadedSource<Content>,
): Promise<ReloadedContent<Content>> {
  const { what, path, setting, log, every = timer } = source;
  let taken = await source.stamp();
  let content = await source.read();
  let seen = taken;
  let failure: unknown = null;
  let isLooking = false;

  async function look(): Promise<void> {
    const stamp = await source.stamp();
    const isSettled = stamp === seen;
    seen = stamp;
    if (stamp === taken || !isSettled) return;
    taken = stamp;
    try {
      content = await source.read();
      failure = null;
      log.info({ [what]: path, setting }, `a ${what} changed and is used as it is now`);
    } catch (err) {
      failure = err;
      log.error(
        { err, [what]: path, setting },
        `a ${what} changed and cannot be used; what it held before still counts`,
      );
      return;
    }
    source.onChange?.();
  }

  const stop = every(source.intervalMs ?? INTERVAL_MS, async () => {
    // A disk that hangs must not collect looks.
    if (isLooking) return;
    isLooking = true;
    await look().finally(() => {
      isLooking = false;
    });
  });
  return {
    current: () => content,
    check: () => {
      if (failure === null) return;
      const reason = failure instanceof IntakeError ? failure.message : 'it cannot be used';
      throw new IntakeError('InvalidConfiguration', `${setting}: what it held before still counts. ${reason}`, {
        cause: failure,
      });
    },
    close: stop,
  };
}

function timer(milliseconds: number, work: () => Promise<void>): () => void {
  const interval = setInterval(() => void work(), milliseconds).unref();
  return () => clearInterval(interval);
}
