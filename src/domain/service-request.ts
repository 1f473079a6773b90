import { z } from 'zod';
import { commitmentsSchema, knownFactsSchema } from './facts.ts';
import { healthCheckSchema } from './health.ts';
import { localeSchema } from './locale.ts';
import { identityCheckSchema, operatorSchema, tenantSchema } from './person.ts';
import { reasonSchema } from './reason.ts';
import { productSchema, requestKindSchema, topicSchema } from './topics.ts';

/** The levels of the support policy, section 5. */
export const severitySchema = z.enum(['A', 'B', 'C']);
export type Severity = z.infer<typeof severitySchema>;

/** ITIL states of a request; {@link canChangeStatus} says which may follow which. */
export const requestStatusSchema = z.enum([
  'new',
  'in-progress',
  'waiting-customer',
  'resolved',
  'closed',
  'cancelled',
]);
export type RequestStatus = z.infer<typeof requestStatusSchema>;

/** Legal changes of status; a resolved request can be reopened, a closed or cancelled one cannot. */
const STATUS_CHANGES: Readonly<Record<RequestStatus, readonly RequestStatus[]>> = {
  new: ['in-progress', 'waiting-customer', 'resolved', 'cancelled'],
  'in-progress': ['waiting-customer', 'resolved', 'cancelled'],
  'waiting-customer': ['in-progress', 'resolved', 'cancelled'],
  resolved: ['in-progress', 'closed'],
  closed: [],
  cancelled: [],
};

/** Whether a request may go from one status to another. */
export function canChangeStatus(from: RequestStatus, to: RequestStatus): boolean {
  return STATUS_CHANGES[from].includes(to);
}

/** The number people quote: Beijing date and a counter of at least four digits. */
export const referenceSchema = z.string().regex(/^SR-\d{8}-\d{4,}$/);

/** How support answers: phone, e-mail, or this chat. */
export const preferredContactSchema = z.enum(['phone', 'email', 'chat']);

/** Whom support reaches and how; at least one of phone and e-mail is there (rule S4). */
export const contactSchema = z.strictObject({
  name: z.string().min(1).max(200),
  phone: z.string().max(40).nullable(),
  email: z.email().nullable(),
  preferred: preferredContactSchema,
  language: localeSchema,
});
export type Contact = z.infer<typeof contactSchema>;

/** How the contact of a request is vouched for (rule R25): registered, by a code to a registered contact, or not at all. */
export const verificationSchema = z.enum(['registered', 'code', 'unverified']);
export type Verification = z.infer<typeof verificationSchema>;

/** An article that was offered before the request and what became of it. */
export const attemptSchema = z.strictObject({
  articleId: z.string(),
  outcome: z.enum(['offered', 'not-solved']),
});

/** When the first response is due (support policy section 6); null where the operator promises none. */
export const responseTargetSchema = z.strictObject({
  dueAt: z.iso.datetime().nullable(),
  /** The date touches a year whose holidays are not published (rule T5). */
  provisional: z.boolean(),
  basis: z.array(reasonSchema),
});
export type ResponseTarget = z.infer<typeof responseTargetSchema>;

/** `computed` is the decision table's level, `assigned` the level in force after the conditions and staff changes (S1-S6). */
export const severityAssessmentSchema = z.strictObject({
  computed: severitySchema,
  assigned: severitySchema,
  reasons: z.array(reasonSchema),
});
export type SeverityAssessment = z.infer<typeof severityAssessmentSchema>;

/**
 * What an admin asked for about a request that is filed already; staff decide, and nothing is raised by it. `chase` is
 * 催单, `complaint` 投诉, `escalate` 升级.
 */
const REQUEST_WISHES = ['chase', 'complaint', 'escalate', 'information', 'reopen', 'withdraw'] as const;
export const requestWishSchema = z.enum(REQUEST_WISHES);
export type RequestWish = z.infer<typeof requestWishSchema>;

/** Something that happened to a request, append-only; `remark` is a RequestWish with the admin's words, `linked` names a related request. */
const requestEventSchema = z.strictObject({
  seq: z.int().min(1),
  type: z.enum(['created', 'status-changed', 'severity-changed', 'message', 'remark', 'linked']),
  at: z.iso.datetime(),
  actor: z.string(),
  data: z.record(z.string(), z.json()),
});

export type RequestEvent = z.infer<typeof requestEventSchema>;

/** An event of a stored request that a turn adds; the store gives it the next number. */
export type NewRequestEvent = Omit<RequestEvent, 'seq'> & { readonly requestId: string };

/** The request record, version 1: the contract with staff, backends and the stored form. */
export const serviceRequestSchema = z.strictObject({
  id: z.uuid(),
  reference: referenceSchema,
  schemaVersion: z.literal(1),
  operator: operatorSchema,
  tenant: tenantSchema,
  requester: z.strictObject({
    id: z.string(),
    name: z.string(),
    roles: z.array(z.string()),
    /** The confirmed phone or e-mail is a registered contact of this admin, or a code sent to one was right (rule R25). */
    verifiedContact: z.boolean(),
    /** Which of the two; `unverified` callers are called back at a registered contact first. Left out by older versions. */
    verification: verificationSchema.optional(),
    /** `not-checked`: the directory could not be asked who this is and which roles they hold; left out when it was. */
    identity: identityCheckSchema.optional(),
  }),
  kind: requestKindSchema,
  topic: topicSchema,
  product: productSchema,
  title: z.string().min(1).max(160),
  description: z.string().min(1),
  language: localeSchema,
  severity: severityAssessmentSchema,
  facts: knownFactsSchema,
  commitments: commitmentsSchema,
  contact: contactSchema,
  response: responseTargetSchema,
  consent: z.strictObject({ given: z.literal(true), at: z.iso.datetime(), noticeVersion: z.string() }),
  attempted: z.array(attemptSchema),
  health: healthCheckSchema,
  /** Remarks of the admin for staff, for instance that level A was asked for (rule S6). */
  remarks: z.array(z.string()),
  /** Requests that were told in the same breath and share the contact; left out where there are none. */
  related: z.array(referenceSchema).optional(),
  attachments: z.array(z.strictObject({ name: z.string(), contentType: z.string(), url: z.string() })),
  /** Somebody whom no directory knows asks for access to this organisation again: a person has to check it first. */
  accessRecovery: z.literal(true).optional(),
  /** What the topic asks for and was told (`topic-details.json`); left out where nothing was. */
  details: z.array(z.strictObject({ id: z.string(), value: z.string() })).optional(),
  status: requestStatusSchema,
  draftId: z.uuid(),
  conversationId: z.string(),
  createdAt: z.iso.datetime(),
  events: z.array(requestEventSchema),
});
export type ServiceRequest = z.infer<typeof serviceRequestSchema>;
