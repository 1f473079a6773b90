import type { Activity } from './activity.ts';
import type { Article, ArticleQuery } from './article.ts';
import type { AttachmentStore, StoredAttachment } from './attachment.ts';
import type { CodeStore } from './contact-codes.ts';
import type { Delivery } from './delivery.ts';
import type { HealthCheck, HealthQuery, HealthViewer, IncidentNews } from './health.ts';
import type { FollowChange, FollowClaim, IncidentFollow } from './incident-follow.ts';
import type { Instant, Locale } from './locale.ts';
import type { OutgoingFilter, OutgoingMessages, OutgoingOutcome, QueueDepths } from './outgoing.ts';
import type { Operator, Person } from './person.ts';
import type { Recognition, RecognitionEnd, RecognitionFilter, RecognitionPage } from './recognition.ts';
import type { NewRequestEvent, RequestStatus, ServiceRequest, Severity } from './service-request.ts';
import type { Understanding } from './understanding.ts';

/** The time. */
export interface Clock {
  now(): Instant;
}

/** Fresh identifiers. */
export interface Ids {
  /** A UUID version 7 (RFC 9562). */
  uuid(): string;
}

/** A digest for transcripts. */
export interface Hash {
  /** Lower-case hex SHA-256 of the UTF-8 text. */
  sha256(text: string): string;
}

/**
 * Who is behind a channel id; answers null for a person it does not know, and for one whom it could not look up somebody
 * marked `identity: 'not-checked'` where it can tell the tenant.
 */
export interface Directory {
  /** @param options.fresh asks anew instead of what is remembered, for "check again" and before something is stored */
  find(who: PersonKey, options?: { readonly fresh?: boolean }): Promise<Person | null>;
}

/** How a channel names a person. */
export interface PersonKey {
  readonly userId: string;
  /** Entra object id and tenant id, which Teams vouches for. */
  readonly aadObjectId: string | null;
  readonly tenantId: string | null;
}

/** Where services tell what went wrong; pino's own order of arguments. Fields never hold what a person typed. */
export interface Log {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Who wrote a text, as far as it decides where the text may go. */
export interface TextAuthor {
  /** Whose policy holds (rule R31); null when nobody knows. */
  readonly operator: Operator | null;
  /** The organisation whose share of a paid service is used; null when nobody knows. */
  readonly tenantId: string | null;
}

/** Text to topic, entities and facts; never throws for a text, whatever it holds. */
export interface Recogniser {
  /** @param author left out for what staff ask about */
  recognise(text: string, locale: Locale | null, author?: TextAuthor): Promise<Understanding>;
}

/** Search over the self-help articles. */
export interface Knowledge {
  search(query: ArticleQuery): Promise<readonly Article[]>;
}

/** The operator's service health (rule R11). */
export interface ServiceHealth {
  check(query: HealthQuery): Promise<HealthCheck>;
  /** How an incident stands now, for people who follow it. */
  find(id: string, viewer: HealthViewer): Promise<IncidentNews>;
}

/** Whose rows may be touched: one tenant's, or everybody's by a part of the system that names itself. */
export type Scope =
  | { readonly tenant: string }
  | { readonly system: 'turn' | 'staff' | 'delivery' | 'stream' | 'outgoing' | 'health' | 'review' };

/** A conversation as stored; `version` grows with each commit and guards against a lost update. */
export interface StoredConversation {
  readonly id: string;
  /** Bot Framework channel id: `directline`, `msteams`, `webchat`, `emulator` ... */
  readonly channel: string;
  readonly tenant: string | null;
  readonly personId: string | null;
  readonly owner: 'bot' | 'offered' | 'staff' | 'closed';
  /** The dialogs' state, opaque here; null before the first turn. */
  readonly state: unknown;
  /** Bot Framework conversation reference for messages that come later; null for Direct Line. */
  readonly reference: unknown;
  readonly version: number;
  /** Sequence number of the last activity; 0 when there is none. */
  readonly lastSeq: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** One row of the append-only activity log; a Direct Line watermark is a `seq`. */
export interface LoggedActivity {
  readonly conversationId: string;
  readonly seq: number;
  readonly direction: 'incoming' | 'outgoing';
  /** What makes a repeated incoming activity recognisable; null for outgoing ones. */
  readonly dedupeKey: string | null;
  readonly activity: Activity;
  readonly createdAt: Instant;
}

/** Everything one turn changes, written in one transaction or not at all. */
export interface TurnCommit {
  /** With the version that was loaded; 0 creates the conversation. */
  readonly conversation: StoredConversation;
  readonly activities: readonly LoggedActivity[];
  readonly requests: readonly ServiceRequest[];
  readonly deliveries: readonly Delivery[];
  /** What happened to requests that are stored already; left out where nothing did. */
  readonly events?: readonly NewRequestEvent[];
  /** What the channel has to be called for, and until when the caller wants to have done it (null leaves it to the queue); left out where the log is all that is read. */
  readonly outgoing?: { readonly messages: OutgoingMessages; readonly claimedUntil: Instant | null };
  /** Incidents that the conversation begins or ceases to follow, and what it was told of them. */
  readonly follows?: readonly FollowChange[];
  /** Files that were kept in this turn; what is in them was stored before. */
  readonly attachments?: readonly StoredAttachment[];
  /** What messages of this turn were taken for. */
  readonly recognitions?: readonly Recognition[];
  /** What happened next with messages that were recognised before, or in this turn. */
  readonly recognitionEnds?: readonly RecognitionEnd[];
}

/** What a commit came to. */
export interface TurnCommitted {
  /** Whether the outgoing messages are the caller's to send now; false when earlier ones of the conversation still wait. */
  readonly mayBeSent: boolean;
}

/** A filter of the staff list. */
export interface RequestFilter {
  readonly status?: RequestStatus;
  readonly severity?: Severity;
  /** Opaque, from the page before. */
  readonly cursor?: string;
  readonly limit: number;
}

/** One page, what is due first on top; `cursor` is null on the last. */
export interface RequestPage {
  readonly requests: readonly ServiceRequest[];
  /** References of stored requests of this page that cannot be read by this version; somebody has to look at them. */
  readonly unreadable: readonly string[];
  readonly cursor: string | null;
}

/** All that is kept. Every method takes the scope first; rows outside it are as if they did not exist. */
export interface Store extends CodeStore<Scope>, AttachmentStore<Scope> {
  loadConversation(scope: Scope, id: string): Promise<StoredConversation | null>;
  /** The incoming row that carried this key, or null. */
  findIncoming(scope: Scope, conversationId: string, dedupeKey: string): Promise<LoggedActivity | null>;
  /** Rows after `afterSeq` in order, at most `limit`. */
  listActivities(
    scope: Scope,
    conversationId: string,
    afterSeq: number,
    limit: number,
  ): Promise<readonly LoggedActivity[]>;
  /**
   * Writes a turn.
   * @throws IntakeError `Conflict` when the conversation moved on, or an activity or draft was committed by another turn: nothing is written
   */
  commitTurn(scope: Scope, turn: TurnCommit): Promise<TurnCommitted>;
  /** The next number of a named counter, from 1, in its own transaction: numbers may be skipped, never given twice. */
  nextNumber(scope: Scope, counter: string): Promise<number>;
  requestByReference(scope: Scope, reference: string): Promise<ServiceRequest | null>;
  requestByDraft(scope: Scope, draftId: string): Promise<ServiceRequest | null>;
  listRequests(scope: Scope, filter: RequestFilter): Promise<RequestPage>;
  /** The newest first, at most `limit`; unreadable ones are left out. */
  newestRequests(scope: Scope, limit: number): Promise<readonly ServiceRequest[]>;
  listDeliveries(scope: Scope, requestId: string): Promise<readonly Delivery[]>;
  /** The last sequence number of each of these conversations that exists; at most 500 ids. */
  lastSeqs(scope: Scope, conversationIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /**
   * Takes messages whose time has come, the earliest of each conversation only, so that order is kept. What it could not
   * tell of at the call before, because the answer to its commit was lost, is taken once more. Claims that ran out and those
   * of instances that run no more become `unclear`: their instance may have sent them before it died.
   */
  claimOutgoing(
    scope: Scope,
    claim: { readonly now: Instant; readonly until: Instant; readonly limit: number },
  ): Promise<readonly OutgoingMessages[]>;
  /**
   * Writes what became of messages that this instance has claimed, also when they were taken for lost meanwhile; what
   * another one has claimed since is left alone.
   */
  settleOutgoing(scope: Scope, id: string, outcome: OutgoingOutcome): Promise<void>;
  /**
   * Has the answer to an incoming row sent that an instance had claimed and can send no more: the channel, which got no
   * answer to its call, asks once more.
   * @returns whether there was one
   */
  askOutgoingAgain(scope: Scope, conversationId: string, incomingSeq: number, now: Instant): Promise<boolean>;
  /** Deletes what was given up or stayed unclear before this moment. */
  forgetOutgoing(scope: Scope, before: Instant): Promise<void>;
  /** What is not sent: what waits, the oldest first, and after it what is not sent any more, the newest first. */
  listOutgoing(scope: Scope, filter: OutgoingFilter): Promise<readonly OutgoingMessages[]>;
  /** The incidents that a conversation follows, the oldest follow first. */
  listFollows(scope: Scope, conversationId: string): Promise<readonly IncidentFollow[]>;
  /** Takes follows whose time to look has come; until the claim runs out nobody else gets them. */
  claimFollows(scope: Scope, claim: FollowClaim): Promise<readonly IncidentFollow[]>;
  /** What messages were taken for and what happened next, by conversation and number; `limit` is 10 000 at most. */
  listRecognitions(scope: Scope, filter: RecognitionFilter): Promise<RecognitionPage>;
  queueDepths(scope: Scope): Promise<QueueDepths>;
  /** Resolves when the database answers and can be written. */
  ping(scope: Scope): Promise<void>;
  close(): Promise<void>;
}

/** Sentences for reason codes, handed to whoever must show them. */
export type ReasonText = (reason: { code: string; params?: Record<string, string | number> }, locale: Locale) => string;
