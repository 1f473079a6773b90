import { z } from 'zod';
import { assessRequest } from '../domain/assessment.ts';
import type { Delivery } from '../domain/delivery.ts';
import { IntakeError } from '../domain/errors.ts';
import { affectedSchema, severityFactsSchema } from '../domain/facts.ts';
import { SOLID_STATEMENT } from '../domain/impact-statement.ts';
import { type Instant, localeFor } from '../domain/locale.ts';
import { type Operator, operatorSchema } from '../domain/person.ts';
import type { Policy } from '../domain/policy.ts';
import type {
  Hash,
  LoggedActivity,
  ReasonText,
  Recogniser,
  RequestFilter,
  RequestPage,
  Store,
} from '../domain/ports.ts';
import type { Reason } from '../domain/reason.ts';
import { redact } from '../domain/redaction.ts';
import type { ServiceRequest, Severity } from '../domain/service-request.ts';
import { requestKindSchema } from '../domain/topics.ts';
import { createTranscript, type FieldWords, type Transcript } from '../domain/transcript.ts';
import type { Spans, Understanding } from '../domain/understanding.ts';
import { findAttachment, type StaffAttachment } from './staff-attachment.ts';
import {
  listUndelivered,
  toUndelivered,
  type Undelivered,
  type UndeliveredFilter,
  type UndeliveredPage,
} from './undelivered.ts';

/** What the staff desk is made of. */
export interface StaffDeskParts {
  readonly store: Pick<
    Store,
    | 'listRequests'
    | 'requestByReference'
    | 'listDeliveries'
    | 'listActivities'
    | 'listOutgoing'
    | 'attachmentById'
    | 'readBlob'
  >;
  readonly policies: Readonly<Record<Operator, Policy>>;
  readonly recogniser: Recogniser;
  readonly hash: Hash;
  readonly reasonText: ReasonText;
  /** Words for the fields of submitted cards. */
  readonly fieldWords: FieldWords;
}

/** A reason code with its words in both languages. */
export interface ToldReason {
  readonly code: string;
  readonly text: { readonly en: string; readonly zh: string };
}

/** What facts come to under the policy. */
export interface ToldAssessment {
  readonly severity: Severity;
  readonly computed: Severity;
  readonly reasons: readonly ToldReason[];
  readonly response: {
    readonly dueAt: Instant | null;
    readonly provisional: boolean;
    readonly basis: readonly ToldReason[];
  };
}

/** A request as staff see it: the whole record, how far it got on its way to the backends, and what its person has not seen. */
export type StaffRequest = ServiceRequest & {
  readonly deliveries: readonly Delivery[];
  readonly undelivered: readonly Undelivered[];
};

/** What the recogniser makes of a text, and where its entities and facts stand in it. */
export type UnderstoodText = Omit<Understanding, 'source' | 'locate'> & { readonly spans?: Spans };

/** What support staff can do with requests, for the staff API. */
export interface StaffDesk {
  /** A page, what is due first on top. @throws IntakeError `InvalidInput` for a forged cursor */
  list(filter: RequestFilter): Promise<RequestPage>;
  /** @throws IntakeError `NotFound` */
  get(reference: string): Promise<StaffRequest>;
  /** The conversation that led to a request, whole and with secrets masked. @throws IntakeError `NotFound` */
  transcript(reference: string): Promise<Transcript>;
  /** A file that the request lists. @throws IntakeError `NotFound` */
  attachment(reference: string, id: string): Promise<StaffAttachment>;
  /** Replies that people may not have seen, what still waits on top. @throws IntakeError `InvalidInput` for a forged cursor */
  undelivered(filter: UndeliveredFilter): Promise<UndeliveredPage>;
  /** Level and response target of facts; nothing is stored. @throws IntakeError `InvalidInput` naming the wrong fields */
  assess(input: unknown): Promise<ToldAssessment>;
  /** What the bot would understand. @throws IntakeError `InvalidInput` naming the wrong fields */
  understand(input: unknown): Promise<{ readonly results: readonly UnderstoodText[] }>;
}

const STAFF = { system: 'staff' } as const;
const PAGE = 1000;
const MOST_TEXTS = 100;
/** More of one conversation than its queue holds. */
const MOST_UNDELIVERED = 200;
const LONGEST_TEXT = 20_000;
const MOST_PROBLEMS = 10;
const LONGEST_PROBLEM = 200;

/** What a person gave who was asked for a statement and gave none, as a draft holds it. */
const DECLINED = '';

/** Commitments as a caller tells them: the statement itself, or only whether somebody judged it to be solid. */
const toldCommitmentsSchema = z.strictObject({
  impactStatement: z
    .union([z.string(), z.boolean()])
    .nullable()
    .transform((told) => (told === true ? SOLID_STATEMENT : told === false ? DECLINED : told)),
  resources: z.boolean().nullable(),
});

const assessSchema = z.strictObject({
  operator: operatorSchema,
  kind: requestKindSchema,
  premiumAgreement: z.boolean(),
  // As stored: null is "not told" and counts as not claimed. assessSeverity refuses what no level can be told without.
  facts: severityFactsSchema.extend({
    affected: affectedSchema.nullable(),
    deadlineAtRisk: z.boolean().nullable(),
    workaround: z.boolean().nullable(),
  }),
  commitments: toldCommitmentsSchema.optional(),
  openedAt: z.iso.datetime({ offset: true }),
});

const understandSchema = z.strictObject({
  texts: z.array(z.string().max(LONGEST_TEXT)).min(1).max(MOST_TEXTS),
  locale: z.string().max(40).optional(),
});

/** The desk behind the staff API; it sees the requests of every tenant. */
export function createStaffDesk(parts: StaffDeskParts): StaffDesk {
  const { store } = parts;

  async function find(reference: string): Promise<ServiceRequest> {
    const request = await store.requestByReference(STAFF, reference);
    if (request) return request;
    throw new IntakeError('NotFound', 'There is no such request; check the reference, for instance SR-20260209-0001.');
  }

  return {
    list: (filter) => store.listRequests(STAFF, filter),
    get: async (reference) => {
      const request = await find(reference);
      const { id, conversationId } = request;
      const [deliveries, waiting] = await Promise.all([
        store.listDeliveries(STAFF, id),
        store.listOutgoing(STAFF, { conversationId, limit: MOST_UNDELIVERED }),
      ]);
      return { ...request, deliveries, undelivered: waiting.map(toUndelivered) };
    },
    transcript: async (reference) => {
      const { conversationId, language: locale } = await find(reference);
      const rows = await wholeLog(store, conversationId);
      const { fieldWords: words, hash } = parts;
      return createTranscript({ conversationId, rows, view: 'internal', locale, words, hash });
    },
    attachment: async (reference, id) => findAttachment(store, await find(reference), id),
    undelivered: (filter) => listUndelivered(store, filter),
    assess: async (input) => assess(parts, input),
    understand: (input) => understand(parts, input),
  };
}

async function wholeLog(store: StaffDeskParts['store'], conversationId: string): Promise<readonly LoggedActivity[]> {
  const rows: LoggedActivity[] = [];
  for (;;) {
    const page = await store.listActivities(STAFF, conversationId, rows.at(-1)?.seq ?? 0, PAGE);
    rows.push(...page);
    if (page.length < PAGE) return rows;
  }
}

function assess({ policies, reasonText }: StaffDeskParts, input: unknown): ToldAssessment {
  const { operator, kind, premiumAgreement, facts, commitments = null, openedAt } = read(assessSchema, input);
  const policy = policies[operator];
  const assessed = assessRequest({ policy, kind, premiumAgreement, facts, commitments }, openedAt);
  const { computed, assigned, reasons } = assessed.severity;
  const { dueAt, provisional, basis } = assessed.response;
  const told = (reason: Reason): ToldReason => ({
    code: reason.code,
    text: { en: reasonText(reason, 'en-US'), zh: reasonText(reason, 'zh-CN') },
  });
  return {
    severity: assigned,
    computed,
    reasons: reasons.map(told),
    response: { dueAt, provisional, basis: basis.map(told) },
  };
}

async function understand({ recogniser }: StaffDeskParts, input: unknown): Promise<{ results: UnderstoodText[] }> {
  const { texts, locale } = read(understandSchema, input);
  const results = await Promise.all(
    texts.map(async (text) => {
      // Masked first, as in the chat: the recogniser may be a cloud service.
      const masked = redact(text).text;
      const { source: _, locate, ...understood } = await recogniser.recognise(masked, localeFor(locale));
      // Places in the masked text would be others in the one that was sent.
      return locate && masked === text ? { ...understood, spans: locate() } : understood;
    }),
  );
  return { results };
}

function read<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  // Unknown keys are told by name, and a name may be as long as a body.
  const problems = parsed.error.issues
    .slice(0, MOST_PROBLEMS)
    .map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`.slice(0, LONGEST_PROBLEM));
  throw new IntakeError('InvalidInput', `Correct the request: ${problems.join('; ')}.`);
}
