/** Columns as both engines hand them over: text, whole numbers, bytes and null; JSON is text, moments are UTC text that sorts. */
export interface Tables {
  readonly conversations: ConversationRow;
  readonly activities: ActivityRow;
  readonly requests: RequestRow;
  readonly request_events: RequestEventRow;
  readonly deliveries: DeliveryRow;
  readonly counters: CounterRow;
  readonly outgoing_messages: OutgoingRow;
  readonly conversation_leases: LeaseRow;
  readonly verification_codes: VerificationCodeRow;
  readonly incident_follows: FollowRow;
  readonly attachment_blobs: AttachmentBlobRow;
  readonly attachment_parts: AttachmentPartRow;
  readonly attachments: AttachmentRow;
  readonly recognitions: RecognitionRow;
}

/** A conversation; `state` and `reference` are JSON. */
export interface ConversationRow {
  readonly id: string;
  readonly channel: string;
  readonly tenant: string | null;
  readonly person_id: string | null;
  readonly owner: string;
  readonly state: string;
  readonly reference: string;
  readonly version: number;
  readonly last_seq: number;
  readonly created_at: string;
  readonly updated_at: string;
}

/** One line of the append-only activity log; `activity` is JSON. */
export interface ActivityRow {
  readonly conversation_id: string;
  readonly seq: number;
  readonly direction: string;
  /** Unique in its conversation where it is not null. */
  readonly dedupe_key: string | null;
  readonly activity: string;
  readonly created_at: string;
}

/** A request; `record` is the whole of it as JSON without its events, the other columns serve to find and sort. */
export interface RequestRow {
  readonly id: string;
  readonly reference: string;
  readonly draft_id: string;
  readonly tenant: string;
  readonly conversation_id: string;
  readonly requester_id: string;
  readonly kind: string;
  readonly severity: string;
  readonly status: string;
  /** The moment the first response is due; one after all others where none is promised, so that one index serves the list. */
  readonly due_order: string;
  readonly created_at: string;
  readonly record: string;
}

/** Something that happened to a request; `data` is JSON. */
export interface RequestEventRow {
  readonly request_id: string;
  readonly seq: number;
  readonly type: string;
  readonly at: string;
  readonly actor: string;
  readonly data: string;
}

/** A request's way to one backend; the claim columns are the lease of the delivery loop. */
export interface DeliveryRow {
  readonly id: string;
  readonly request_id: string;
  readonly backend: string;
  readonly status: string;
  readonly attempts: number;
  readonly next_attempt_at: string;
  readonly claimed_by: string | null;
  readonly claimed_until: string | null;
  readonly last_error: string | null;
  readonly created_at: string;
}

/** The last number given out; `tenant` is empty for the counters of the system. */
export interface CounterRow {
  readonly tenant: string;
  readonly name: string;
  readonly value: number;
}

/** Messages of one turn that a channel has to be called for: the outgoing activities from `first_seq` to `last_seq`. */
export interface OutgoingRow {
  readonly id: string;
  readonly conversation_id: string;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly sent_seq: number;
  readonly status: string;
  readonly attempts: number;
  readonly next_attempt_at: string;
  readonly claimed_by: string | null;
  readonly claimed_until: string | null;
  readonly last_error: string | null;
  readonly created_at: string;
  /** When `next_attempt_at` was chosen; null in rows of older versions. */
  readonly put_off_at: string | null;
  /** How many turns the row stands for. */
  readonly turns: number;
}

/** Which instance works on a conversation at the moment. */
export interface LeaseRow {
  readonly conversation_id: string;
  readonly holder: string;
  readonly until: string;
  /** The instances that wait for it in the order in which they came, each followed by a blank. */
  readonly waiting: string;
}

/** A one-time code to a registered contact; `seal` is its keyed digest and `destination` a mask. */
export interface VerificationCodeRow {
  readonly id: string;
  /** The step of the turn that asked for it. */
  readonly issue_key: string;
  readonly purpose: string;
  readonly tenant: string | null;
  readonly person_id: string;
  readonly conversation_id: string;
  readonly draft_id: string;
  readonly domain: string | null;
  readonly channel: string | null;
  readonly destination: string;
  readonly seal: string;
  readonly tries_left: number;
  readonly outcome: string;
  /** The message that was tried last, so that its repetition is answered alike. */
  readonly last_attempt: string | null;
  readonly created_at: string;
  readonly expires_at: string;
  readonly sent_at: string | null;
  readonly used_at: string | null;
}

/** Somebody in a conversation who wants to hear what becomes of an incident; `who` is JSON. */
export interface FollowRow {
  readonly id: string;
  readonly conversation_id: string;
  readonly incident_id: string;
  readonly tenant: string | null;
  readonly operator: string;
  readonly audience: string;
  readonly who: string;
  readonly locale: string;
  readonly zone: string;
  /** How the incident stood when it was told of last. */
  readonly status: string;
  readonly last_post_at: string | null;
  readonly created_at: string;
  /** Null while it lasts. */
  readonly ended_at: string | null;
  readonly next_look_at: string;
}

/** What is in a file, by the digest of it and once for its owner. */
export interface AttachmentBlobRow {
  /** `tenant:ID`, or `conversation:ID` while the tenant is not known. */
  readonly owner: string;
  readonly sha256: string;
  /** 1 when all parts are there. */
  readonly is_complete: number;
  /** When it was stored or sent again. */
  readonly kept_at: string;
}

/** A piece of a file; numbers begin with 0. */
export interface AttachmentPartRow {
  readonly owner: string;
  readonly sha256: string;
  readonly part: number;
  readonly bytes: Uint8Array;
}

/** A file of a conversation. */
export interface AttachmentRow {
  readonly id: string;
  readonly conversation_id: string;
  readonly owner: string;
  readonly sha256: string;
  readonly name: string;
  readonly content_type: string;
  readonly size: number;
  readonly created_at: string;
}

/** What a message was taken for, and what happened next; its words are the activity with the same key. */
export interface RecognitionRow {
  readonly conversation_id: string;
  readonly seq: number;
  /** Of the conversation at that moment. */
  readonly tenant: string | null;
  readonly locale: string;
  readonly topic: string;
  /** Ten-thousandths. */
  readonly confidence: number;
  /** The next best topics as JSON. */
  readonly alternatives: string;
  readonly source: string;
  /** Null while nothing happened that tells whether the topic was right. */
  readonly outcome: string | null;
  readonly outcome_topic: string | null;
  readonly created_at: string;
}
