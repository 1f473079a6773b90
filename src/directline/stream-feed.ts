import type { LoggedActivity } from '../domain/ports.ts';

/** What a feed reads from, writes to and starts at. */
export interface FeedParts {
  /** Rows after a sequence number, in order; none at the end of the log. */
  read(afterSeq: number): Promise<readonly LoggedActivity[]>;
  /** Takes rows that were not sent before; resolves when the client's connection has taken them. */
  send(rows: readonly LoggedActivity[]): Promise<void>;
  /** Told once, when reading failed: what follows cannot be trusted to be whole. */
  fail(error: unknown): void;
  /** Sequence number of the last row that the client has. */
  readonly position: number;
}

/** Brings every row to the client once and in order, whether it comes from the log or live. */
export interface StreamFeed {
  /** Sends what the log holds after the position. */
  catchUp(): void;
  /** Takes rows that were just committed. */
  accept(rows: readonly LoggedActivity[]): void;
  /** Sequence number of the last row that was handed to the client. */
  position(): number;
  /** Nothing is sent any more. */
  end(): void;
}

/**
 * A feed for one client. Subscribe first, then catch up: a row that is committed in between arrives both ways, and the
 * sequence number drops the second one; a row that never arrived live leaves a gap, which is read from the log. Rows that
 * arrive while a slow client still takes earlier ones are not kept but read later, so its slowness costs no memory.
 */
export function createStreamFeed(parts: FeedParts): StreamFeed {
  let { position } = parts;
  let isEnded = false;
  let isBusy = false;
  let isBehind = false;

  async function deliver(rows: readonly LoggedActivity[]): Promise<void> {
    const fresh = rows.filter((row) => row.seq > position);
    const last = fresh.at(-1);
    if (isEnded || !last) return;
    position = last.seq;
    await parts.send(fresh);
  }

  async function readOn(): Promise<void> {
    let rows = await parts.read(position);
    while (rows.length > 0 && !isEnded) {
      await deliver(rows);
      rows = await parts.read(position);
    }
  }

  async function work(rows: readonly LoggedActivity[]): Promise<void> {
    const next = rows.find((row) => row.seq > position);
    if (next?.seq === position + 1) await deliver(rows);
    else if (next) isBehind = true;
    while (isBehind && !isEnded) {
      isBehind = false;
      await readOn();
    }
  }

  function start(rows: readonly LoggedActivity[]): void {
    isBusy = true;
    work(rows)
      .catch((error: unknown) => {
        if (isEnded) return;
        isEnded = true;
        parts.fail(error);
      })
      .finally(() => {
        isBusy = false;
        // Told between the last look and now.
        if (isBehind && !isEnded) start([]);
      });
  }

  return {
    catchUp: () => {
      isBehind = true;
      if (!isBusy) start([]);
    },
    accept: (rows) => {
      if (isEnded) return;
      if (isBusy) isBehind = true;
      else start(rows);
    },
    position: () => position,
    end: () => {
      isEnded = true;
    },
  };
}
