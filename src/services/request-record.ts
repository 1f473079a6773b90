import type { Assessment } from '../domain/assessment.ts';
import { attachmentUrl } from '../domain/attachment.ts';
import { readEmail, readPhone } from '../domain/contact-point.ts';
import type { Draft } from '../domain/draft.ts';
import { IntakeError } from '../domain/errors.ts';
import type { FactName } from '../domain/facts.ts';
import type { Instant, Locale } from '../domain/locale.ts';
import type { Person } from '../domain/person.ts';
import type { Policy } from '../domain/policy.ts';
import {
  type Contact,
  type ServiceRequest,
  serviceRequestSchema,
  type Verification,
} from '../domain/service-request.ts';
import { toldDetails } from '../domain/topic-details.ts';
import { type RequestKind, requestKindOf, TOPICS, type Topic } from '../domain/topics.ts';
import { titleOf } from './request-title.ts';

/** What a request is made of. */
export interface RecordParts {
  readonly draft: Draft;
  readonly person: Person;
  readonly policy: Policy;
  readonly assessment: Assessment;
  readonly language: Locale;
  readonly id: string;
  readonly reference: string;
  readonly conversationId: string;
  readonly now: Instant;
  /** How the contact is vouched for (rule R25). */
  readonly verification: Verification;
  /** Somebody whom no directory knows asks for access; left out for everybody else. */
  readonly accessRecovery?: boolean;
}

/** The topic of a request whose words told none that is filed. */
const TOPIC_WITHOUT_WORDS: Readonly<Record<RequestKind, Topic>> = {
  technical: 'technical.other',
  billing: 'billing.other',
  presales: 'none',
};

/**
 * The fields without which a draft cannot be filed, by their names in the form; empty when it is complete.
 * @param openFacts facts that are unknown and could change the level
 */
export function missingFields(draft: Draft, openFacts: readonly FactName[]): string[] {
  const phone = isFilled(draft.contactPhone);
  const email = isFilled(draft.contactEmail);
  const present: Record<string, boolean> = {
    description: isFilled(draft.description),
    kind: draft.kind !== null,
    product: draft.product !== null,
    contactName: isFilled(draft.contactName),
    preferredContact: draft.preferredContact !== null,
    // Rule S4: support must be able to reach the person, in the way that was asked for.
    contactPhone: phone || (draft.preferredContact !== 'phone' && email),
    contactEmail: email || (draft.preferredContact !== 'email' && phone),
    contactLanguage: draft.contactLanguage !== null,
    // Rule R31.
    consent: draft.consentAt !== null,
  };
  return [...Object.keys(present).filter((name) => !present[name]), ...openFacts];
}

/** @throws IntakeError `InvalidInput` that names the fields */
export function incompleteDraft(fields: readonly string[]): IntakeError {
  return new IntakeError('InvalidInput', `The request cannot be filed yet; give or correct: ${fields.join(', ')}.`);
}

/**
 * The request that a complete draft becomes, with its first event.
 * @throws IntakeError `InvalidInput` naming the fields that are missing or do not fit the record
 */
export function createRequest(parts: RecordParts): ServiceRequest {
  const { draft, person, now } = parts;
  const contact = contactOf(draft, person);
  const details = toldDetails(draft.topic, draft.details);
  const record = serviceRequestSchema.safeParse({
    id: parts.id,
    reference: parts.reference,
    schemaVersion: 1,
    operator: parts.policy.operator,
    tenant: person.tenant,
    requester: {
      id: person.id,
      name: person.name,
      roles: person.roles,
      verifiedContact: parts.verification !== 'unverified',
      verification: parts.verification,
      ...(person.identity === 'not-checked' && { identity: person.identity }),
    },
    kind: draft.kind,
    topic: topicOf(draft),
    product: draft.product,
    title: titleOf(draft.description ?? ''),
    description: draft.description,
    language: parts.language,
    severity: parts.assessment.severity,
    facts: draft.facts,
    commitments: { impactStatement: draft.impactStatement?.trim() || null, resources: draft.resourcesCommitted },
    contact,
    response: parts.assessment.response,
    consent: { given: true, at: draft.consentAt, noticeVersion: parts.policy.privacy.noticeVersion },
    attempted: draft.attempted,
    health: draft.health ?? { result: 'not-checked', checkedAt: now, incidents: [] },
    remarks: draft.remarks,
    ...(draft.related.length > 0 && { related: draft.related }),
    attachments: draft.attachments.map(({ id, name, contentType }) => ({
      name,
      contentType,
      url: attachmentUrl(parts.reference, id),
    })),
    ...(details.length > 0 && { details }),
    ...(parts.accessRecovery && { accessRecovery: true }),
    status: 'new',
    draftId: draft.id,
    conversationId: parts.conversationId,
    createdAt: now,
    events: [
      { seq: 1, type: 'created', at: now, actor: person.id, data: { severity: parts.assessment.severity.assigned } },
    ],
  });
  if (record.success) return record.data;
  throw incompleteDraft([...new Set(record.error.issues.map(({ path }) => path.join('.')))]);
}

/** The person as support reaches them; a point that cannot be read is an error of input, never a lower level (rule S4). */
function contactOf(draft: Draft, { tenant }: Person): Partial<Contact> {
  const phone = isFilled(draft.contactPhone) ? readPhone(draft.contactPhone, tenant.operator) : null;
  const email = isFilled(draft.contactEmail) ? readEmail(draft.contactEmail) : null;
  const wrong = [
    ...(isFilled(draft.contactPhone) && phone === null ? ['contactPhone'] : []),
    ...(isFilled(draft.contactEmail) && email === null ? ['contactEmail'] : []),
  ];
  if (wrong.length > 0) throw incompleteDraft(wrong);
  return {
    name: draft.contactName?.trim(),
    phone,
    email,
    ...(draft.preferredContact && { preferred: draft.preferredContact }),
    ...(draft.contactLanguage && { language: draft.contactLanguage }),
  };
}

function topicOf({ topic, kind }: Draft): Topic | null {
  if (topic !== null && (requestKindOf(topic) === kind || TOPICS[topic].kind === 'boundary')) return topic;
  return kind && TOPIC_WITHOUT_WORDS[kind];
}

function isFilled(text: string | null): text is string {
  return text !== null && text.trim() !== '';
}
