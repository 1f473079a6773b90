import { readFile, stat } from 'node:fs/promises';
import { IntakeError } from './domain/errors.ts';
import type { Log } from './log.ts';

/** A file that staff may change while the product runs. */
export interface ReloadedFile<Content> {
  /** What the file held when it could last be used; the same object until a change is taken. */
  current(): Content;
  /**
   * For readiness: returns when the file as it lies on the disk is the one in use.
   * @throws IntakeError `InvalidConfiguration` when it is not, with the path of every mistake as `parse` told them
   */
  check(): void;
  /** Looks no more. */
  close(): void;
}

/** Runs work again and again, errors are the work's own matter; gives a function that ends it. */
export type Every = (milliseconds: number, work: () => Promise<void>) => () => void;

/** What a reloaded file is made of. */
export interface ReloadedFileParts<Content> {
  readonly path: string;
  /** Name of the setting that holds the path, for the sentences. */
  readonly setting: string;
  /** The text as content. @throws whatever tells somebody what to correct; nothing private may stand in its message */
  readonly parse: (text: string) => Content;
  readonly log: Pick<Log, 'info' | 'error'>;
  /** How to look again and again; a timer that keeps no process alive. */
  readonly every?: Every;
  /** Milliseconds between two looks; 2000. */
  readonly intervalMs?: number;
  /** A larger file is refused, so that a wrong path does not fill the memory; 16 MB. */
  readonly maxBytes?: number;
}

const INTERVAL_MS = 2000;
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Reads a file now and again whenever it changed. A change is taken when two looks in a row see the same file: an editor may
 * still be writing, and half a list would be valid. A file that cannot be used any more leaves the last good content in
 * place, with one line in the log for each change. Looking is by `stat` of the path, because notices of the system
 * (`fs.watch`) stay with the old file when an editor or a mounted volume puts another one in its place.
 * @throws IntakeError `InvalidConfiguration` when the file cannot be read now; whatever `parse` throws
 */
export async function createReloadedFile<Content>(parts: ReloadedFileParts<Content>): Promise<ReloadedFile<Content>> {
  const { path, setting, log, every = timer } = parts;
  let taken = await stampOf(path);
  let content = await read(parts);
  let seen = taken;
  let failure: unknown = null;
  let isLooking = false;

  async function look(): Promise<void> {
    const stamp = await stampOf(path);
    const isSettled = stamp === seen;
    seen = stamp;
    if (stamp === taken || !isSettled) return;
    taken = stamp;
    try {
      content = await read(parts);
      failure = null;
      log.info({ file: path, setting }, 'a file changed and is used as it is now');
    } catch (err) {
      failure = err;
      log.error({ err, file: path, setting }, 'a file changed and cannot be used; what it held before still counts');
    }
  }

  const stop = every(parts.intervalMs ?? INTERVAL_MS, async () => {
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

/** What differs as soon as a file was written or another one put in its place; a text as well where there is none. */
async function stampOf(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  } catch {
    return 'unreadable';
  }
}

async function read<Content>({ path, setting, parse, maxBytes = MAX_BYTES }: ReloadedFileParts<Content>) {
  const unusable = (why: string, cause?: unknown) =>
    new IntakeError('InvalidConfiguration', `The file ${path} ${why}. Check ${setting}.`, { cause });
  let bytes: Uint8Array;
  try {
    const found = await stat(path);
    if (!found.isFile()) throw unusable('is no file');
    if (found.size > maxBytes) throw unusable(`is larger than ${maxBytes} bytes`);
    bytes = await readFile(path);
  } catch (cause) {
    throw cause instanceof IntakeError ? cause : unusable('cannot be read', cause);
  }
  let text: string;
  try {
    // An editor on Windows may save GBK or UTF-16: names would turn into other ones without a word.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unusable('is not written in UTF-8; save it so', cause);
  }
  return parse(text);
}

function timer(milliseconds: number, work: () => Promise<void>): () => void {
  const interval = setInterval(() => void work(), milliseconds).unref();
  return () => clearInterval(interval);
}
