import type { DestinationStream } from 'pino';

/** Characters that are handed on at once when so many wait. */
const BATCH_LENGTH = 8192;
/** Milliseconds that a line waits for others. */
const BATCH_MS = 100;

/**
 * A destination that hands lines on several at a time: a line by itself costs a call of the system and two switches of
 * threads, more than making it does. What waits is handed on when the process ends, unless it is killed.
 * @param onExit registers what runs at the end of the process
 */
export function inBatches(
  stream: DestinationStream,
  onExit: (work: () => void) => void = beforeOthersAtExit,
): DestinationStream {
  let waiting = '';
  let timer: NodeJS.Timeout | undefined;

  function handOn(): void {
    clearTimeout(timer);
    timer = undefined;
    const lines = waiting;
    waiting = '';
    if (lines !== '') stream.write(lines);
  }

  let isHandedOnAtExit = false;
  return {
    write: (line) => {
      if (!isHandedOnAtExit) onExit(handOn);
      isHandedOnAtExit = true;
      waiting += line;
      if (waiting.length >= BATCH_LENGTH) handOn();
      // A process that has nothing else to do ends, and hands on then.
      else timer ??= setTimeout(handOn, BATCH_MS).unref();
    },
  };
}

/** The stream itself writes out what it has when the process ends; what comes after that is lost. */
function beforeOthersAtExit(work: () => void): void {
  process.prependOnceListener('exit', work);
}
