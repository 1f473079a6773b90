import { z } from 'zod';
import { readEmail, readPhone } from '../src/domain/contact-point.ts';
import type { Draft } from '../src/domain/draft.ts';
import { affectedSchema, serviceStateSchema } from '../src/domain/facts.ts';
import { localeSchema } from '../src/domain/locale.ts';
import { preferredContactSchema } from '../src/domain/service-request.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import { ALL_DETAILS, type DetailReading, readDetail, type TopicDetail } from '../src/domain/topic-details.ts';
import { productSchema, requestKindOf, topicSchema } from '../src/domain/topics.ts';
import { isUnsure } from './choices.ts';
import { reachable } from './contact-questions.ts';
import { declinesStatement, tooLittle } from './intake-questions.ts';
import { CARD_TEXT_LIMIT } from './limits.ts';
import { tellingWords } from './telling-words.ts';

/** A field that is wrong: which one, and a key under `problems` of the texts. */
export interface FieldProblem {
  readonly field: string;
  readonly problem: string;
}

/** A submitted form: the draft with every field that was right, and what was wrong with the others. */
export interface FormReading {
  readonly draft: Draft;
  readonly problems: readonly FieldProblem[];
}

/** Toggles come as the text "true" or "false"; some clients send a real boolean. */
const toggle = z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]);
const words = z.string().trim().max(CARD_TEXT_LIMIT);
const short = z.string().trim().max(400);

/** What the form needs of the desk. */
type FormDesk = Pick<SupportDesk, 'now' | 'policy' | 'openCommitments' | 'isSolidImpact'>;

type Reader = (value: unknown, draft: Draft, desk: FormDesk) => Partial<Draft> | string;

/** Reads `value` with a schema; an empty choice is "nothing picked", which leaves the draft as it is. */
function read<T>(schema: z.ZodType<T>, patch: (value: T) => Partial<Draft> | string, problem = 'notAChoice'): Reader {
  return (value) => {
    if (value === '') return {};
    const parsed = schema.safeParse(value);
    return parsed.success ? patch(parsed.data) : problem;
  };
}

/** How each field of the form goes into the draft; the names are the contract with clients that show our cards. */
const FIELDS: Readonly<Record<string, Reader>> = {
  description: (value, _draft, desk) => {
    const parsed = words.safeParse(value);
    if (!parsed.success) return typeof value === 'string' ? 'tooLong' : 'notAChoice';
    return tooLittle(parsed.data, desk) || isUnsure(parsed.data) ? 'tooShort' : { description: parsed.data };
  },
  topic: read(topicSchema, (topic) => {
    const kind = requestKindOf(topic);
    return kind === null ? 'notAChoice' : { topic, kind };
  }),
  product: read(productSchema, (product) => ({ product })),
  serviceState: factReader('serviceState', serviceStateSchema),
  affected: factReader('affected', affectedSchema),
  deadlineAtRisk: factReader('deadlineAtRisk', toggle),
  workaround: factReader('workaround', toggle),
  impactStatement: (value, _draft, desk) => {
    const parsed = words.safeParse(value);
    if (!parsed.success) return 'tooLong';
    // An empty field is a "no" as well; what says nothing is asked again, as in words.
    if (parsed.data === '' || declinesStatement(parsed.data)) return { impactStatement: '' };
    return desk.isSolidImpact(tellingWords(parsed.data, desk.policy.operator))
      ? { impactStatement: parsed.data }
      : 'impactTooShort';
  },
  resourcesCommitted: read(toggle, (resourcesCommitted) => ({ resourcesCommitted })),
  contactName: (value) => {
    const parsed = z.string().trim().min(1).max(200).safeParse(value);
    return parsed.success && !isUnsure(parsed.data) ? { contactName: parsed.data } : 'required';
  },
  contactPhone: (value, _draft, desk) => {
    const parsed = short.safeParse(value);
    if (!parsed.success) return 'invalidPhone';
    if (parsed.data === '') return { contactPhone: null };
    const contactPhone = readPhone(parsed.data, desk.policy.operator);
    return contactPhone ? { contactPhone } : 'invalidPhone';
  },
  contactEmail: (value) => {
    const parsed = short.safeParse(value);
    if (!parsed.success) return 'invalidEmail';
    if (parsed.data === '') return { contactEmail: null };
    const contactEmail = readEmail(parsed.data);
    return contactEmail ? { contactEmail } : 'invalidEmail';
  },
  preferredContact: read(preferredContactSchema, (preferredContact) => ({ preferredContact })),
  contactLanguage: read(localeSchema, (contactLanguage) => ({ contactLanguage })),
  consent: (value, draft, desk) => {
    const parsed = toggle.safeParse(value);
    if (!parsed.success || !parsed.data) return 'consentNeeded';
    return { consentAt: draft.consentAt ?? desk.now };
  },
};

function factReader<T>(name: keyof Draft['facts'], schema: z.ZodType<T>): Reader {
  return (value, draft) => {
    if (value === '') return {};
    const parsed = schema.safeParse(value);
    return parsed.success ? { facts: { ...draft.facts, [name]: parsed.data } } : 'notAChoice';
  };
}

/**
 * Reads the fields of an `intake.submit` card action into the draft. Fields that are absent leave the draft as it is,
 * unknown ones are ignored, wrong ones are reported and change nothing.
 */
export function readForm(data: Readonly<Record<string, unknown>>, before: Draft, desk: FormDesk): FormReading {
  let draft = before;
  const problems: FieldProblem[] = [];
  for (const [field, reader] of Object.entries(FIELDS)) {
    if (!Object.hasOwn(data, field) || data[field] === null || data[field] === undefined) continue;
    const result = reader(data[field], draft, desk);
    if (typeof result === 'string') problems.push({ field, problem: result });
    else draft = { ...draft, ...result };
  }
  draft = withDetailFields(draft, data, problems);
  if (wasWithdrawn(problems)) draft = { ...draft, consentAt: null };
  const wrong = new Set(problems.map(({ field }) => field));
  draft = closedOffers(draft, data, { desk, wrong });
  const contactIsRead = !wrong.has('contactPhone') && !wrong.has('contactEmail');
  if (contactIsRead && !draft.contactPhone && !draft.contactEmail)
    problems.push({ field: 'contactPhone', problem: 'noContactPoint' });
  else if (contactIsRead && !reachable(draft))
    problems.push({ field: 'preferredContact', problem: `missing-${draft.preferredContact}` });
  return { draft, problems };
}

/** Fields `detail.ID` of any topic: the topic may be changed in the same form. An empty one takes its value back. */
function withDetailFields(draft: Draft, data: Readonly<Record<string, unknown>>, problems: FieldProblem[]): Draft {
  const details: Record<string, string> = { ...draft.details };
  for (const detail of ALL_DETAILS) {
    const field = `detail.${detail.id}`;
    const given = Object.hasOwn(data, field) ? data[field] : undefined;
    if (given === undefined || given === null) continue;
    const read = typeof given === 'string' ? readDetailField(detail, given) : { problem: 'notAChoice' };
    if ('problem' in read) problems.push({ field, problem: read.problem });
    else if (read.value === '') delete details[detail.id];
    else details[detail.id] = read.value;
  }
  // The form has shown them all, so nobody is asked once more in words.
  return { ...draft, details, detailsAsked: true };
}

function readDetailField(detail: TopicDetail, given: string): DetailReading {
  return given.trim() === '' || isUnsure(given) ? { value: '' } : readDetail(detail, given);
}

/** A box that is not ticked any more takes the consent back (rule R31). */
function wasWithdrawn(problems: readonly FieldProblem[]): boolean {
  return problems.some(({ field }) => field === 'consent');
}

/**
 * A form answers everything at once: an empty impact statement or an unticked box is a "no" for now, not a question
 * still open. The review says what that means for the level and offers to change it. Where level A is out of reach the
 * form does not ask for them, so they stay unasked.
 */
function closedOffers(
  draft: Draft,
  data: Readonly<Record<string, unknown>>,
  { desk, wrong }: { readonly desk: FormDesk; readonly wrong: ReadonlySet<string> },
): Draft {
  const asked = desk.openCommitments(draft).length > 0;
  // A statement that says nothing is no "no": it stays open until there is one, or none on purpose.
  const closes = (field: string) => !wrong.has(field) && (asked || Object.hasOwn(data, field));
  return {
    ...draft,
    impactStatement: draft.impactStatement ?? (closes('impactStatement') ? '' : null),
    resourcesCommitted: draft.resourcesCommitted ?? (closes('resourcesCommitted') ? false : null),
    preferredContact: draft.preferredContact ?? (draft.contactPhone ? 'phone' : 'email'),
  };
}

/** Fields whose wrong words go back into the form, so that a slip can be corrected instead of typed again. */
const TYPED_FIELDS = ['description', 'impactStatement', 'contactName', 'contactPhone', 'contactEmail'] as const;

/** The draft as the form should show it again: with the words that were typed, also where they are wrong. Never kept. */
export function withTyped(
  draft: Draft,
  problems: readonly FieldProblem[],
  data: Readonly<Record<string, unknown>>,
): Draft {
  const wrong = new Set(problems.map(({ field }) => field));
  const typed = TYPED_FIELDS.filter((field) => wrong.has(field)).flatMap((field) => {
    const value = words.safeParse(data[field]);
    return value.success ? [[field, value.data]] : [];
  });
  const details = ALL_DETAILS.filter(({ id }) => wrong.has(`detail.${id}`)).flatMap(({ id }) => {
    const value = short.safeParse(data[`detail.${id}`]);
    return value.success ? [[id, value.data]] : [];
  });
  return { ...draft, ...Object.fromEntries(typed), details: { ...draft.details, ...Object.fromEntries(details) } };
}
