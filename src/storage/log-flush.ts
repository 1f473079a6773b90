import { close, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { IntakeError } from '../domain/errors.ts';
import { createGroupFlush } from './group-flush.ts';

const syncData = promisify(fdatasync);

/** Puts the write-ahead log of a SQLite file on the disk, without holding up the event loop. */
export interface LogFlush {
  /**
   * Resolves when everything that was committed before the call is on the disk.
   * @throws IntakeError `Unavailable` when the disk fails
   */
  flush(): Promise<void>;
  /** Safe while a flush runs. */
  close(): void;
}

/** @param path of the database file; SQLite keeps its log beside it, and keeps it open for as long as a connection is */
export function createLogFlush(path: string): LogFlush {
  let descriptor: number | undefined;
  let running = 0;
  let isClosed = false;

  function release(): void {
    if (!isClosed || running > 0 || descriptor === undefined) return;
    close(descriptor, () => undefined);
    descriptor = undefined;
  }

  const flush = createGroupFlush(async () => {
    running += 1;
    try {
      // Not before the first write, which makes the file; for writing, because Windows flushes no other.
      descriptor ??= openSync(`${path}-wal`, 'r+');
      await syncData(descriptor);
    } catch (cause) {
      throw new IntakeError(
        'Unavailable',
        'The disk failed while the database was used; check the disk and its mount.',
        {
          cause,
        },
      );
    } finally {
      running -= 1;
      release();
    }
  });
  return {
    flush,
    close: () => {
      isClosed = true;
      release();
    },
  };
}
