import type { Input, Reply } from './activity.ts';
import type { Article, ArticleQuery } from './article.ts';
import type { Assessment } from './assessment.ts';
import type { KeptFile } from './attachment.ts';
import type { AccessRecovery, ContactCodes } from './contact-codes.ts';
import type { Draft } from './draft.ts';
import type { Eligibility } from './eligibility.ts';
import type { Commitment, FactName } from './facts.ts';
import type { HealthCheck } from './health.ts';
import type { FollowOutcome } from './incident-follow.ts';
import type { LevelChange } from './level-changes.ts';
import type { Instant, Locale } from './locale.ts';
import type { Operator, Person } from './person.ts';
import type { Policy } from './policy.ts';
import type { Recognition, RecognitionEnd } from './recognition.ts';
import type { RequestWish, ServiceRequest } from './service-request.ts';
import type { RequestKind, Topic } from './topics.ts';
import type { Understanding } from './understanding.ts';

/** A request of the person's tenant in short, or the one just submitted. */
export type Submission =
  | { readonly result: 'submitted'; readonly request: ServiceRequest }
  | { readonly result: 'refused'; readonly eligibility: Eligibility };

/** What became of a remark about a request. */
export interface Remarked {
  readonly request: ServiceRequest;
  readonly result: 'kept' | 'full';
}

/** The dialogs' one door to the business, opened for one person and one turn. */
export interface SupportDesk {
  readonly person: Person | null;
  readonly now: Instant;
  /** The policy of the person's operator; for an unknown person the one of the deployment. */
  readonly policy: Policy;
  /** The policy of an operator, to show people of another one the right door (rule R28). */
  policyOf(operator: Operator): Policy;
  newDraftId(): string;
  understand(text: string): Promise<Understanding>;
  articles(query: Omit<ArticleQuery, 'operator' | 'limit'>): Promise<readonly Article[]>;
  /** @param locale the language of the conversation, where a source has its texts in several */
  health(topic: Topic | null, text: string, locale: Locale): Promise<HealthCheck>;
  /** Follows an incident with this turn's commit, after looking at it once more: the id comes from the person's side (rule R11). */
  followIncident(incidentId: string, locale: Locale): Promise<FollowOutcome>;
  /** Follows no incident any more. @returns ids of those that were followed */
  leaveIncidents(): Promise<readonly string[]>;
  eligibility(boughtDirectly: boolean | null): Eligibility;
  /** A desk for the same turn, opened for the person as the directory knows them now; never throws. */
  checkAgain(): Promise<SupportDesk>;
  /** Facts still unknown that could change the level of this draft; empty when asking is pointless. */
  openFacts(draft: Draft): readonly FactName[];
  /** Whether the draft would be level A if impact and people were given, and which of them is missing. */
  openCommitments(draft: Draft): readonly Commitment[];
  /** Whether a business impact statement says enough for level A (rule S3). */
  isSolidImpact(statement: string): boolean;
  /** Whether this customer could get level A at all, however bad the facts turn out; for a technical request, or one of `kind`. */
  mayBeCritical(kind?: RequestKind): boolean;
  /** What this draft would still need for level A; empty where A is out of reach or reached. */
  missingForCritical(draft: Draft): readonly Commitment[];
  /** Single facts that would lead to another level if they were otherwise; empty while the draft has no kind. */
  levelChanges(draft: Draft): readonly LevelChange[];
  /** @throws IntakeError `PolicyViolation` when the draft has no kind */
  assess(draft: Draft): Assessment;
  /** Keeps a file with the conversation, in this turn's commit. */
  keepFile(file: KeptFile): void;
  /**
   * Keeps what the message of this turn was taken for, in its commit; once a turn.
   * @returns the number of the message, by which {@link endRecognition} is told what happened next
   */
  keepRecognition(recognition: Omit<Recognition, 'seq'>): number;
  /** Keeps what happened next with a recognised message of this conversation, in this turn's commit. */
  endRecognition(end: RecognitionEnd): void;
  /** Stores the request with this turn's commit; the same draft gives the same request. */
  submit(draft: Draft, locale: Locale): Promise<Submission>;
  submittedAs(draftId: string): Promise<ServiceRequest | null>;
  /**
   * Keeps the admin's words with a request of the own tenant for staff, with this turn's commit; nothing is raised by it
   * (rule S6). Null when there is no such request; `full` when it holds as many remarks as anybody would read.
   */
  remark(reference: string, wish: RequestWish, words: string): Promise<Remarked | null>;
  /** A request of the person's own tenant (rule R9), or null. */
  request(reference: string): Promise<ServiceRequest | null>;
  /** Requests of the person's own tenant, newest first, at most five; empty for someone who is no admin. */
  recentRequests(): Promise<readonly ServiceRequest[]>;
  /** Codes for somebody whose contact is not registered (rule R25). */
  readonly codes: ContactCodes;
  /** The way of an admin who cannot sign in. */
  readonly recovery: AccessRecovery;
}

/** The conversation as a function: the turn service calls it, main hands in the dialogs' one. */
export type Converse = (
  state: unknown,
  input: Input,
  desk: SupportDesk,
) => Promise<{
  readonly state: unknown;
  readonly replies: readonly Reply[];
  /** The language of the replies, told to the channel; left out it tells none. */
  readonly locale?: Locale;
  /** The input was a code: it is stored and shown as a mask only. */
  readonly isSecret?: boolean;
}>;
