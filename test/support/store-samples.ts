import { createHash } from 'node:crypto';
import type { Blob, StoredAttachment } from '../../src/domain/attachment.ts';
import type { NewCode } from '../../src/domain/contact-codes.ts';
import type { Delivery } from '../../src/domain/delivery.ts';
import type { IncidentFollow } from '../../src/domain/incident-follow.ts';
import type { LoggedActivity, StoredConversation, TurnCommit } from '../../src/domain/ports.ts';
import type { Recognition } from '../../src/domain/recognition.ts';
import { type ServiceRequest, serviceRequestSchema } from '../../src/domain/service-request.ts';

const MOMENT = '2026-03-02T01:00:00.000Z';

/** A UUID version 7 that tells its number. */
export function uuid(number: number): string {
  return `01900000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** A conversation that does not exist yet. */
export function sampleConversation(changes: Partial<StoredConversation> = {}): StoredConversation {
  return {
    id: 'directline/one',
    channel: 'directline',
    tenant: 'contoso',
    personId: 'dl_contoso-admin',
    owner: 'bot',
    state: { step: 'start' },
    reference: null,
    version: 0,
    lastSeq: 1,
    createdAt: MOMENT,
    updatedAt: MOMENT,
    ...changes,
  };
}

/** A message of the person, first in the conversation. */
export function sampleActivity(changes: Partial<LoggedActivity> = {}): LoggedActivity {
  return {
    conversationId: 'directline/one',
    seq: 1,
    direction: 'incoming',
    dedupeKey: null,
    activity: { type: 'message', id: 'one|0000001', text: '您好' },
    createdAt: MOMENT,
    ...changes,
  };
}

/** A valid request; `number` makes ids and reference its own. */
export function sampleRequest(number = 1, changes: Partial<ServiceRequest> = {}): ServiceRequest {
  return serviceRequestSchema.parse({
    id: uuid(number),
    reference: `SR-20260302-${String(number).padStart(4, '0')}`,
    schemaVersion: 1,
    operator: '21vianet',
    tenant: {
      id: 'contoso',
      name: 'Contoso CN',
      operator: '21vianet',
      purchase: 'direct',
      partner: null,
      premiumAgreement: true,
      trial: false,
    },
    requester: { id: 'dl_contoso-admin', name: 'Contoso', roles: [], verifiedContact: true },
    kind: 'technical',
    topic: 'exchange.mail-flow',
    product: 'exchange-online',
    title: '全公司都收不到外部邮件。',
    description: '全公司都收不到外部邮件。',
    language: 'zh-CN',
    severity: { computed: 'A', assigned: 'A', reasons: [] },
    facts: { serviceState: 'unavailable', affected: 'organization', deadlineAtRisk: null, workaround: null },
    commitments: { impactStatement: null, resources: null },
    contact: {
      name: 'Contoso',
      phone: '+86 10 5555 0100',
      email: 'admin@contoso.example',
      preferred: 'phone',
      language: 'zh-CN',
    },
    response: { dueAt: '2026-03-02T02:00:00.000Z', provisional: false, basis: [] },
    consent: { given: true, at: MOMENT, noticeVersion: '1' },
    attempted: [],
    health: { result: 'none', checkedAt: MOMENT, incidents: [] },
    remarks: [],
    attachments: [],
    status: 'new',
    draftId: uuid(1000 + number),
    conversationId: 'directline/one',
    createdAt: MOMENT,
    events: [{ seq: 1, type: 'created', at: MOMENT, actor: 'dl_contoso-admin', data: { draft: number } }],
    ...changes,
  });
}

/** The way of a request to a backend, not yet tried. */
export function sampleDelivery(request: ServiceRequest, changes: Partial<Delivery> = {}): Delivery {
  return {
    id: uuid(5000),
    requestId: request.id,
    backend: 'webhook',
    status: 'pending',
    attempts: 0,
    nextAttemptAt: MOMENT,
    createdAt: MOMENT,
    ...changes,
  };
}

/** The administrator of Contoso wants to hear of EX1; it was looked at a moment ago. */
export function sampleFollow(changes: Partial<IncidentFollow> = {}): IncidentFollow {
  return {
    id: uuid(7000),
    conversationId: 'directline/one',
    incidentId: 'EX1',
    tenant: 'contoso',
    operator: '21vianet',
    audience: 'admin',
    who: { userId: 'dl_contoso-admin', aadObjectId: null, tenantId: null },
    locale: 'zh-CN',
    zone: 'Asia/Shanghai',
    standing: { status: 'serviceDegradation', lastPostAt: null },
    createdAt: MOMENT,
    nextLookAt: MOMENT,
    ...changes,
  };
}

/** The bytes of a file as the tenant `contoso` keeps them. */
export function sampleBlob(bytes: Uint8Array, changes: Partial<Blob> = {}): Blob {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { owner: 'tenant:contoso', sha256, bytes, keptAt: MOMENT, ...changes };
}

/** A file of the sample conversation that refers to these bytes. */
export function sampleAttachment(
  { owner, sha256, bytes }: Blob,
  changes: Partial<StoredAttachment> = {},
): StoredAttachment {
  return {
    id: uuid(7000),
    name: '错误 截图.png',
    contentType: 'image/png',
    size: bytes.length,
    sha256,
    owner,
    conversationId: 'directline/one',
    createdAt: MOMENT,
    ...changes,
  };
}

/** The sample activity was taken for mail that does not arrive. */
export function sampleRecognition(changes: Partial<Recognition> = {}): Recognition {
  return {
    seq: 1,
    locale: 'zh-CN',
    topic: 'exchange.mail-flow',
    confidence: 0.8123,
    alternatives: [{ topic: 'outlook.client-problem', confidence: 0.1 }],
    source: 'local',
    ...changes,
  };
}

/** A first turn with one activity. */
export function sampleTurn(changes: Partial<TurnCommit> = {}): TurnCommit {
  return {
    conversation: sampleConversation(),
    activities: [sampleActivity()],
    requests: [],
    deliveries: [],
    ...changes,
  };
}

/** A code of the administrator of Contoso for a draft; `number` makes id and step its own. */
export function sampleCode(number = 1, changes: Partial<NewCode> = {}): NewCode {
  return {
    id: uuid(7000 + number),
    issueKey: `step-${number}`,
    purpose: 'contact',
    tenant: 'contoso',
    personId: 'dl_contoso-admin',
    conversationId: 'directline/one',
    draftId: uuid(900),
    domain: null,
    channel: 'email',
    destination: 'a***@contoso.example',
    seal: 'sealed',
    triesLeft: 3,
    createdAt: MOMENT,
    expiresAt: '2026-03-02T01:10:00.000Z',
    ...changes,
  };
}
