import { z } from 'zod';
import { draftSchema } from '../src/domain/draft.ts';
import { type Locale, localeSchema } from '../src/domain/locale.ts';
import { referenceSchema, requestWishSchema } from '../src/domain/service-request.ts';
import { topicSchema } from '../src/domain/topics.ts';

/** The questions of the contact-support dialog, in the order in which they are asked. */
export const QUESTION_IDS = [
  'boughtDirectly',
  'consent',
  'description',
  'kind',
  'topic',
  'product',
  'serviceState',
  'affected',
  'deadlineAtRisk',
  'workaround',
  'impactStatement',
  'resourcesCommitted',
  'details',
  'contactName',
  'contactReach',
  'preferredContact',
  'contactLanguage',
] as const;
export const questionIdSchema = z.enum(QUESTION_IDS);
export type QuestionId = z.infer<typeof questionIdSchema>;

/** Where the contact-support dialog stands: a question, the choice of a field to change, or the review. */
export const intakeStepSchema = z.enum([...QUESTION_IDS, 'edit', 'review']);
export type IntakeStep = z.infer<typeof intakeStepSchema>;

const selfHelpFrame = z.strictObject({
  dialog: z.literal('self-help'),
  topic: topicSchema,
  /** Articles on the screen now. */
  offered: z.array(z.string()),
  /** Those of a list without steps whose steps the person asked for. */
  opened: z.array(z.string()).optional(),
});

const knownIncidentFrame = z.strictObject({
  dialog: z.literal('known-incident'),
  /** Of the problem that the incidents on the screen may explain. */
  topic: topicSchema,
});

const contactSupportFrame = z.strictObject({
  dialog: z.literal('contact-support'),
  step: intakeStepSchema,
  /** Questions answered in words so far, for "back". */
  answered: z.array(questionIdSchema),
});

const clarificationFrame = z.strictObject({
  dialog: z.literal('clarification'),
  /** The topics on offer, in the order of the list. */
  topics: z.array(topicSchema),
});

const requestWishFrame = z.strictObject({
  dialog: z.literal('request-wish'),
  wish: requestWishSchema,
  /** What was said about one of these requests, before it was clear which. */
  words: z.string().max(2000),
  references: z.array(referenceSchema).max(5),
});

/** One of several problems that a message told. */
const problemSchema = z.strictObject({ text: z.string().max(2000), topic: topicSchema });
export type Problem = z.infer<typeof problemSchema>;

/** Problems that may wait while another one is under way. */
export const MOST_WAITING = 6;

/** A problem that waits, with what was told of it where it was under discussion already. */
const waitingSchema = problemSchema.extend({ draft: draftSchema.nullable().default(null) });
export type WaitingProblem = z.infer<typeof waitingSchema>;

const severalProblemsFrame = z.strictObject({
  dialog: z.literal('several-problems'),
  problems: z.array(problemSchema).min(2).max(3),
  /** The message as it was written. */
  text: z.string().max(20_000),
});

/** Somebody was told that a problem is outside support, and may go on all the same (rules R26, R27). */
const boundaryFrame = z.strictObject({
  dialog: z.literal('boundary'),
  topic: z.enum(['boundary.customer-network', 'boundary.third-party-addin']),
  /** Articles on the screen now. */
  offered: z.array(z.string()),
});

const verificationFrame = z.strictObject({
  dialog: z.literal('verification'),
  /** Choosing where the code goes, or giving it back. */
  step: z.enum(['choose', 'code']),
});

const recoveryFrame = z.strictObject({
  dialog: z.literal('access-recovery'),
  step: z.enum(['domain', 'code', 'consent', 'description', 'contactName', 'contactReach', 'review']),
  /** The domain that was named; null until one was. */
  domain: z.string().max(300).nullable(),
  /** The person's other draft, which comes back when this dialog ends. */
  putAside: draftSchema.nullable().optional(),
});

/** A dialog under way with its own small memory. */
export const frameSchema = z.discriminatedUnion('dialog', [
  selfHelpFrame,
  clarificationFrame,
  contactSupportFrame,
  requestWishFrame,
  severalProblemsFrame,
  boundaryFrame,
  verificationFrame,
  recoveryFrame,
  knownIncidentFrame,
]);
export type Frame = z.infer<typeof frameSchema>;
export type SelfHelpFrame = z.infer<typeof selfHelpFrame>;
export type ClarificationFrame = z.infer<typeof clarificationFrame>;
export type RequestWishFrame = z.infer<typeof requestWishFrame>;
export type SeveralProblemsFrame = z.infer<typeof severalProblemsFrame>;
export type BoundaryFrame = z.infer<typeof boundaryFrame>;
export type VerificationFrame = z.infer<typeof verificationFrame>;
export type RecoveryFrame = z.infer<typeof recoveryFrame>;
export type ContactSupportFrame = z.infer<typeof contactSupportFrame>;

/** A message from which a draft was made, and what it was taken for; see hindsight.ts. */
const recognisedSchema = z.strictObject({
  /** Number of the message in the activity log. */
  seq: z.int32().min(1),
  topic: topicSchema,
  /** Null in the turn of the message itself. */
  draftId: z.uuid().nullable(),
  at: z.iso.datetime(),
  /** The topic that the person chose for it afterwards. */
  chosen: topicSchema.optional(),
});
export type RecognisedEarlier = z.infer<typeof recognisedSchema>;

/** So many messages are remembered of which it may still turn out what they were about. */
export const MOST_RECOGNISED = 6;

/** So many rejected articles are remembered; there are about a hundred. */
export const MOST_REJECTED = 200;

const rejectedSchema = z.strictObject({ id: z.string(), at: z.iso.datetime() });
export type RejectedArticle = z.infer<typeof rejectedSchema>;

/** The version written now; older ones come in through {@link MIGRATIONS}. */
export const STATE_VERSION = 2;

/** Everything a conversation remembers between two turns: plain JSON, read back through this schema. */
export const conversationStateSchema = z.strictObject({
  schemaVersion: z.literal(STATE_VERSION),
  locale: localeSchema,
  /** The person asked for this language: what they write no longer changes it. */
  localeChosen: z.boolean(),
  /** The language that the channel told last; another one means that the person chose it there. */
  channelLocale: localeSchema.nullable(),
  /** Answers in words where the channel has no cards or the person prefers typing. */
  modality: z.enum(['cards', 'text']),
  welcomed: z.boolean(),
  /** The organization for which the draft was begun: it is nobody else's (rule R9). */
  tenant: z.string().nullable().default(null),
  /** Messages in a row that were not understood. */
  misunderstood: z.int().min(0).default(0),
  /** The calm sentence after an insult was said; it is said once. */
  calmed: z.boolean().default(false),
  /** When the directory was last asked anew at the person's wish, so that it is not asked all the time. */
  checkedAgainAt: z.iso.datetime().nullable().default(null),
  draft: draftSchema.nullable(),
  /** Problems told in the same breath as the draft's, which come after it. */
  waiting: z.array(waitingSchema).max(MOST_WAITING).default([]),
  /** The draft that was filed last, so that a late "confirm" shows its reference again. */
  filed: z.uuid().nullable(),
  /** Each dialog once; {@link withFrame} of dialog.ts sees to it, and so no conversation can outgrow it. */
  stack: z.array(frameSchema).max(frameSchema.options.length),
  /** Ids of the incidents that were shown last and go on, for "keep me posted" in words. */
  incidents: z.array(z.string()).max(10).optional(),
  /** Articles that did not help or were passed over: none comes again for a day, for whatever draft. Without times they are forgotten. */
  rejected: z.array(rejectedSchema).max(MOST_REJECTED).optional().catch(undefined),
  /** Messages of which it may still turn out what they were about, the newest last; what cannot be read is forgotten. */
  recognised: z.array(recognisedSchema).max(MOST_RECOGNISED).optional().catch(undefined),
});
export type ConversationState = z.infer<typeof conversationStateSchema>;

type Step = (state: Record<string, unknown>) => Record<string, unknown>;

/**
 * How a state of version N becomes one of N+1. Version 1 knew one dialog by name, and its draft neither remarks
 * nor the language of the contact.
 */
const MIGRATIONS: Readonly<Record<number, Step>> = {
  1: ({ dialog, step, offered, topic, ...rest }) => ({
    ...rest,
    schemaVersion: 2,
    localeChosen: false,
    modality: 'cards',
    channelLocale: null,
    filed: null,
    draft: isRecord(rest.draft) ? { contactLanguage: null, boughtDirectly: null, remarks: [], ...rest.draft } : null,
    stack: frameOfVersion1(dialog, { step, offered, topic }),
  }),
};

function frameOfVersion1(dialog: unknown, memory: Record<string, unknown>): readonly unknown[] {
  if (dialog === 'contact-support') return [{ dialog, step: memory.step, answered: [] }];
  if (dialog === 'self-help') return [{ dialog, topic: memory.topic, offered: memory.offered ?? [] }];
  return [];
}

/** A stored state as the dialogs can use it: none yet, usable, or unreadable with the words that could be saved. */
export type RevivedState =
  | { readonly kind: 'new' }
  | { readonly kind: 'ready'; readonly state: ConversationState }
  | { readonly kind: 'unreadable'; readonly description: string | null; readonly locale: unknown };

/** Reads a stored state of any known version; never throws, whatever was stored. */
export function reviveState(stored: unknown): RevivedState {
  if (stored === null || stored === undefined) return { kind: 'new' };
  let current: unknown = stored;
  for (let steps = 0; isRecord(current) && steps < STATE_VERSION; steps += 1) {
    const migrate = typeof current.schemaVersion === 'number' ? MIGRATIONS[current.schemaVersion] : undefined;
    if (!migrate) break;
    current = migrate(current);
  }
  const read = conversationStateSchema.safeParse(current);
  if (read.success) return { kind: 'ready', state: read.data };
  return { kind: 'unreadable', description: savedWords(stored), locale: isRecord(stored) ? stored.locale : null };
}

function savedWords(stored: unknown): string | null {
  const draft = isRecord(stored) ? stored.draft : null;
  const words = isRecord(draft) ? draft.description : null;
  return typeof words === 'string' && words.trim() !== '' ? words : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The language of a stored conversation; null where there is no readable state. */
export function localeOf(stored: unknown): Locale | null {
  const revived = reviveState(stored);
  return revived.kind === 'ready' ? revived.state.locale : null;
}
