import type { Clock, Log, Store } from '../domain/ports.ts';

/** What the cleaner is made of. */
export interface BlobCleanerParts {
  readonly store: Pick<Store, 'forgetBlobs'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Bytes without a message are those of a turn that failed; its repetition comes within minutes. */
const KEPT_MS = 24 * 60 * 60 * 1000;

const EVERY_MS = 60 * 60 * 1000;

/** Cleans once an hour until the function that it gives is called. */
export function startBlobCleaner(parts: BlobCleanerParts): () => void {
  const timer = setInterval(() => void cleanBlobs(parts), EVERY_MS).unref();
  return () => clearInterval(timer);
}

/**
 * Deletes bytes that no message refers to after a day, until none are left. Several instances may do so at once.
 * @returns how many files' bytes are gone; a store that fails is logged and tried again the next time
 */
export async function cleanBlobs({ store, clock, log }: BlobCleanerParts): Promise<number> {
  const before = new Date(Date.parse(clock.now()) - KEPT_MS).toISOString();
  let gone = 0;
  try {
    for (let some = -1; some !== 0; gone += some) some = await store.forgetBlobs({ system: 'turn' }, before);
  } catch (err) {
    log.warn({ err }, 'files that no message refers to could not be deleted; tried again later');
  }
  return gone;
}
