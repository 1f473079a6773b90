import type { Draft } from './draft.ts';
import type { Instant, Locale } from './locale.ts';
import type { Operator, TenantContacts } from './person.ts';
import type { ServiceRequest } from './service-request.ts';
import type { CodeChannel, CodeState } from './verification.ts';

/** Sends codes to registered contacts. */
export interface CodeSender {
  /**
   * The channels by which contacts of an operator's tenants may be written to (rule R31); where there is none, nobody is
   * asked for a code.
   */
  channels(operator: Operator): readonly CodeChannel[];
  /** @throws IntakeError `Unavailable` when it was not taken within the time limit */
  send(message: CodeMessage): Promise<void>;
}

/** One code on its way. */
export interface CodeMessage {
  readonly channel: CodeChannel;
  /** E-mail address, or telephone number in international form. */
  readonly to: string;
  readonly code: string;
  readonly locale: Locale;
  readonly operator: Operator;
  readonly expiresMinutes: number;
}

/** The words of a message with a code; only mail has a subject. */
export type CodeWords = (message: Omit<CodeMessage, 'to'>) => { readonly subject: string; readonly text: string };

/** Makes codes and the only form of them that is kept. */
export interface CodeSecrets {
  /** So many digits, each value as likely as any other. */
  newCode(digits: number): string;
  /** A keyed digest; without the key of this deployment nobody can try codes on it. */
  seal(id: string, code: string): string;
  /** Compared in constant time, also with the key before the present one. */
  isSealOf(seal: string, id: string, code: string): boolean;
  /** A domain as it is counted and kept: recognisable, not readable. */
  pseudonym(text: string): string;
}

/** What a code is for: a request of a known admin, or access recovery of somebody unknown. */
export type CodePurpose = 'contact' | 'recovery';

/** A code as it is kept: sealed, and with a masked destination only. */
export interface StoredCode extends CodeState {
  readonly id: string;
  readonly purpose: CodePurpose;
  /** Null for a code of access recovery that went nowhere, because there is no such organisation or contact. */
  readonly tenant: string | null;
  readonly draftId: string;
  /** Pseudonym of the domain that was named, for access recovery. */
  readonly domain: string | null;
  /** Null where it went nowhere. */
  readonly channel: CodeChannel | null;
  readonly destination: string;
  readonly seal: string;
  readonly createdAt: Instant;
  readonly sentAt: Instant | null;
  readonly usedAt: Instant | null;
}

/** A code to be written, with what makes the same step of the same turn recognisable. */
export interface NewCode extends Omit<StoredCode, 'outcome' | 'sentAt' | 'usedAt'> {
  readonly issueKey: string;
  /** The seal that stands in the row where the organisation has had all its codes: it fits nothing that can be typed. */
  readonly decoySeal?: string;
}

/** How many codes there may be since a moment, the new one included; null for no limit of that kind. */
export interface CodeLimits {
  readonly since: Instant;
  readonly perPerson: number;
  readonly perConversation: number | null;
  readonly perDomain: number | null;
  /** Codes of access recovery of one organisation, whatever domain was named; left out for no limit of that kind. */
  readonly perTenant?: number;
}

/**
 * Whether a code was written; `repeated` is the one that the same step wrote before, and with `withheld` the row is one for
 * nobody: the organisation has had all its codes, which whoever asks must not learn.
 */
export type CodeIssue =
  | { readonly result: 'issued' }
  | { readonly result: 'withheld' }
  | { readonly result: 'repeated'; readonly code: StoredCode }
  | { readonly result: 'too-many' };

/** Whose newest code is meant. */
export interface CodeQuery {
  readonly purpose: CodePurpose;
  readonly conversationId: string;
  readonly personId: string;
  /** Left out: of any draft. */
  readonly draftId?: string;
  /** Left out: of any outcome. */
  readonly outcome?: 'right';
}

/** Somebody gives a code. */
export interface CodeAttempt extends Omit<CodeQuery, 'outcome'> {
  /** The same for a repetition of the same message, which costs no second try. */
  readonly key: string;
  readonly now: Instant;
  readonly isRight: (seal: string, id: string) => boolean;
}

/** What came of it; `over` needs a new code. */
export type CodeTrial =
  | { readonly result: 'right' }
  | { readonly result: 'wrong'; readonly triesLeft: number }
  | { readonly result: 'over'; readonly why: 'spent' | 'expired' | 'none' };

/** The codes that are kept, a part of `Store`. Each method is a transaction of its own: a turn that fails gives back no try. */
export interface CodeStore<Scope> {
  /** Counts and writes in one step, and replaces an open code of the same conversation and purpose. */
  issueCode(scope: Scope, code: NewCode, limits: CodeLimits): Promise<CodeIssue>;
  /** Writes that a code was sent at a moment, or could not be (null), which ends it. */
  settleCode(scope: Scope, id: string, sentAt: Instant | null): Promise<void>;
  /**
   * Takes a try from the newest code and ends it when it is right or the last one; two at once share the tries. One that
   * was right stays right for its person, conversation and draft.
   */
  tryCode(scope: Scope, attempt: CodeAttempt): Promise<CodeTrial>;
  newestCode(scope: Scope, query: CodeQuery): Promise<StoredCode | null>;
}

/** What became of sending a code. */
export type CodeSending =
  | { readonly result: 'sent'; readonly channel: CodeChannel; readonly masked: string; readonly minutes: number }
  | { readonly result: 'failed' }
  | { readonly result: 'too-many' };

/** A registered contact as the person may see it. */
export interface OfferedContact {
  readonly channel: CodeChannel;
  readonly masked: string;
}

/** The dialogs' door to verification (rule R25), for one known person and one turn. */
export interface ContactCodes {
  /** Whether support reaches the person at a registered contact (or nobody asks), a code can tell, or neither. */
  standing(draft: Draft): 'vouched' | 'asks' | 'unverified';
  /** Where a code may go before this draft is filed; empty when none is needed or none can be sent. */
  offers(draft: Draft): Promise<readonly OfferedContact[]>;
  /** @param at position in {@link offers} */
  send(draft: Draft, at: number, locale: Locale): Promise<CodeSending>;
  check(draft: Draft, code: string): Promise<CodeTrial>;
}

/** What became of naming a domain. Whether the organisation or a contact of it exists changes nothing in it. */
export type RecoveryStart =
  | { readonly result: 'begun'; readonly minutes: number }
  | { readonly result: 'no-domain' }
  | { readonly result: 'too-many' }
  /** No channel is set up. */
  | { readonly result: 'no-codes' }
  /** This conversation has its one request already. */
  | { readonly result: 'filed'; readonly reference: string };

/** The dialogs' door for an admin who cannot sign in, whom no directory can vouch for. */
export interface AccessRecovery {
  readonly isOffered: boolean;
  /** Sends a code to a registered contact of the organisation with this domain, if there is one. */
  begin(draft: Draft, domain: string, locale: Locale): Promise<RecoveryStart>;
  check(draft: Draft, code: string): Promise<CodeTrial>;
  /**
   * Files the one request of access recovery with this turn's commit; null without a code that was right.
   * @throws IntakeError `InvalidInput` for a draft that is not complete
   */
  submit(draft: Draft, domain: string, locale: Locale): Promise<ServiceRequest | null>;
}

/** Finds organisations by what somebody types who cannot sign in. */
export interface TenantFinder {
  /** A domain in the form in which it is compared; null for anything else. */
  readDomain(text: string): string | null;
  /** Null tells neither that the organisation exists nor that it does not. */
  findTenant(domain: string): Promise<TenantContacts | null>;
}
