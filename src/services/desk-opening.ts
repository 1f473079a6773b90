import type { Instant, Locale } from '../domain/locale.ts';
import type { IdentityCheck, Operator, Person } from '../domain/person.ts';
import type { Policy } from '../domain/policy.ts';
import type { Clock, Ids, Knowledge, Log, PersonKey, Recogniser, ServiceHealth, Store } from '../domain/ports.ts';
import type { CodeCaller, CodeOffice, CodeParts } from './code-office.ts';
import type { VerificationOpening } from './contact-verification.ts';
import { within } from './time-limit.ts';
import type { Unit } from './unit.ts';

/** What the desk is made of. */
export interface SupportDeskParts {
  readonly policies: Readonly<Record<Operator, Policy>>;
  readonly recogniser: Recogniser;
  readonly knowledge: Knowledge;
  readonly health: ServiceHealth;
  readonly store: Pick<
    Store,
    'nextNumber' | 'requestByDraft' | 'requestByReference' | 'newestRequests' | 'listFollows'
  > &
    CodeOffice['store'];
  readonly clock: Clock;
  readonly ids: Ids;
  /** Names of the backends that every request goes to. */
  readonly backends: readonly string[];
  /** Whose policy holds for somebody whom the directory does not know. */
  readonly defaultOperator: Operator;
  /** Codes to registered contacts; left out, nobody is asked for one. */
  readonly codes?: CodeParts;
  readonly log?: Log;
  /** Milliseconds for each service that may be slow; then the conversation goes on without it. 5000. */
  readonly patienceMs?: number;
}

/** For whom and for which turn a desk is opened. */
export interface DeskOpening {
  readonly person: Person | null;
  /** `not-checked` when the directory did not answer at all; `checked` when left out. */
  readonly identity?: IdentityCheck;
  /** Asks the directory anew; left out, the person stays who they are. */
  readonly lookAgain?: () => Promise<Person | null>;
  /** What the channel or the directory tells about the person's language; null when nothing does. */
  readonly locale: Locale | null;
  readonly unit: Unit;
  /** How the channel names the person, for what is said to them later; their id where it is left out. */
  readonly who?: PersonKey;
  /** What makes this message recognisable when it comes again; left out, nothing does. */
  readonly turnKey?: string;
}

/** A desk with its parts, as its functions need them. */
export interface Opened extends DeskOpening {
  readonly parts: SupportDeskParts;
  readonly policy: Policy;
  readonly now: Instant;
}

const PATIENCE_MS = 5000;

/** A service that fails or dawdles costs its answer, never the conversation. */
export async function orElse<Result>(
  { parts }: Opened,
  name: string,
  ask: () => Promise<Result>,
  instead: Result,
): Promise<Result> {
  try {
    return await within(parts.patienceMs ?? PATIENCE_MS, ask);
  } catch (err) {
    parts.log?.warn({ err }, `${name} did not answer; the conversation goes on without it`);
    return instead;
  }
}

/** Codes for the person of a desk, and for which message they are made or tried. */
export function verificationOpening({ parts, person, policy, unit, who, turnKey }: Opened): VerificationOpening {
  const { codes, store, clock, ids, log } = parts;
  const own: CodeCaller = {
    personId: person?.id ?? who?.userId ?? '',
    conversationId: unit.conversationId,
    turnKey: turnKey ?? ids.uuid(),
  };
  const office = codes ? { ...codes, store, clock, ids, ...(log && { log }) } : null;
  return { office, person, policy, caller: own };
}
