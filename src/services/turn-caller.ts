import type { IncomingTurn } from '../domain/incoming-turn.ts';
import type { Person } from '../domain/person.ts';
import type { Directory, Log } from '../domain/ports.ts';
import { within } from './time-limit.ts';

/** The person of a turn; `asked` false when the directory did not answer. */
export interface Caller {
  readonly person: Person | null;
  readonly asked: boolean;
}

/** What the directory is asked with. */
interface CallerParts {
  readonly directory: Directory;
  readonly log?: Log;
  readonly directoryMs?: number;
}

/** Somebody whom the directory cannot tell about is served like an unknown person, never turned away. */
export async function findCaller(parts: CallerParts, { who, conversationId }: IncomingTurn): Promise<Caller> {
  try {
    return { person: await within(parts.directoryMs ?? 3000, () => parts.directory.find(who)), asked: true };
  } catch (err) {
    parts.log?.warn(
      { err, conversationId },
      'the directory did not answer; the person counts as not checked for this turn',
    );
    return { person: null, asked: false };
  }
}
