import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 15_000;
const PAUSE_MS = 10;

/**
 * Waits until the question is answered with something else than false, null or undefined, and gives that; an error counts
 * as not yet.
 * @throws Error with what was waited for, and the last error, when it takes longer than 15 seconds
 */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer> | Answer,
  patienceMs = PATIENCE_MS,
): Promise<NonNullable<Exclude<Answer, false>>> {
  const started = performance.now();
  let cause: unknown;
  do {
    try {
      const answer = await ask();
      if (answer !== false && answer !== null && answer !== undefined) return present(answer);
    } catch (error) {
      cause = error;
    }
    await pause(PAUSE_MS);
  } while (performance.now() - started < patienceMs);
  throw new Error(`still not so after ${patienceMs} ms: ${what}`, { cause });
}

function present<Answer>(answer: Answer): NonNullable<Exclude<Answer, false>>;
function present(answer: unknown): unknown {
  return answer;
}
