import type {
  CodeLimits,
  CodePurpose,
  CodeSecrets,
  CodeSender,
  CodeStore,
  CodeTrial,
  NewCode,
  TenantFinder,
} from '../domain/contact-codes.ts';
import type { Instant } from '../domain/locale.ts';
import type { Policy } from '../domain/policy.ts';
import type { Clock, Ids, Log, Scope } from '../domain/ports.ts';

/** What happened to a code, without anything personal; for the audit line of the log. */
export interface CodeEvent {
  readonly event: 'issued' | 'refused' | 'sent' | 'not-sent' | 'right' | 'wrong' | 'over';
  readonly purpose: CodePurpose;
  readonly codeId?: string;
}

/** What codes need of the world; a deployment without them files such requests as unverified. */
export interface CodeParts {
  readonly sender: CodeSender;
  readonly secrets: CodeSecrets;
  /** Left out: nobody who cannot sign in is offered a way. */
  readonly tenants?: TenantFinder;
  readonly audit?: (event: CodeEvent) => void;
}

/** The parts with everything that the desk has anyway. */
export interface CodeOffice extends CodeParts {
  readonly store: CodeStore<Scope>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log?: Log;
}

/** Who asks, in which conversation and by which message. */
export interface CodeCaller {
  readonly personId: string;
  readonly conversationId: string;
  /** The same when a message comes again: a code is then neither made nor tried a second time. */
  readonly turnKey: string;
}

const HOUR_MS = 3_600_000;

/** How many codes there may be, counted over the hour before. */
export function limitsOf(
  { verification }: Policy,
  now: Instant,
  { ofRecovery }: { readonly ofRecovery: boolean },
): CodeLimits {
  const { codesPerHour, recovery } = verification;
  return {
    since: new Date(Date.parse(now) - HOUR_MS).toISOString(),
    perPerson: codesPerHour,
    perConversation: ofRecovery ? recovery.codesPerHourOfConversation : null,
    perDomain: ofRecovery ? recovery.codesPerHourOfDomain : null,
    // An organisation with several domains has no more codes than one with a single domain.
    ...(ofRecovery && { perTenant: recovery.codesPerHourOfDomain }),
  };
}

/** A fresh row for a code; the code itself is not in it. */
export function newCode(
  { clock, ids }: CodeOffice,
  { verification }: Policy,
  caller: CodeCaller,
  particulars: Pick<NewCode, 'purpose' | 'tenant' | 'draftId' | 'domain' | 'channel' | 'destination'> & {
    readonly seal: (id: string) => string;
    readonly decoySeal?: (id: string) => string;
  },
): NewCode {
  const { seal, decoySeal, ...rest } = particulars;
  const id = ids.uuid();
  const createdAt = clock.now();
  return {
    ...rest,
    id,
    issueKey: `${caller.turnKey} ${rest.purpose}`,
    personId: caller.personId,
    conversationId: caller.conversationId,
    seal: seal(id),
    ...(decoySeal && { decoySeal: decoySeal(id) }),
    triesLeft: verification.tries,
    createdAt,
    expiresAt: new Date(Date.parse(createdAt) + verification.minutes * 60_000).toISOString(),
  };
}

/** Compares what was typed with the newest code of a draft. */
export async function tryCode(
  { store, secrets, clock, audit }: CodeOffice,
  scope: Scope,
  caller: CodeCaller,
  of: { readonly purpose: CodePurpose; readonly draftId: string; readonly code: string },
): Promise<CodeTrial> {
  const trial = await store.tryCode(scope, {
    purpose: of.purpose,
    draftId: of.draftId,
    personId: caller.personId,
    conversationId: caller.conversationId,
    key: caller.turnKey,
    now: clock.now(),
    isRight: (seal, id) => secrets.isSealOf(seal, id, of.code),
  });
  audit?.({ event: trial.result, purpose: of.purpose });
  return trial;
}
