import { type Assessment, assessRequest } from '../domain/assessment.ts';
import type { Draft } from '../domain/draft.ts';
import { checkEligibility, isAdmin } from '../domain/eligibility.ts';
import { IntakeError } from '../domain/errors.ts';
import type { Locale } from '../domain/locale.ts';
import type { Person } from '../domain/person.ts';
import type { Scope } from '../domain/ports.ts';
import {
  type RequestEvent,
  type RequestWish,
  referenceSchema,
  type ServiceRequest,
} from '../domain/service-request.ts';
import { openFacts } from '../domain/severity.ts';
import type { Remarked, Submission } from '../domain/support-desk.ts';
import { verificationOf } from './contact-verification.ts';
import { type Opened, orElse, verificationOpening } from './desk-opening.ts';
import { fileRequest } from './request-filing.ts';
import { incompleteDraft, missingFields } from './request-record.ts';

const RECENT = 5;
/** Nobody reads more remarks on one request, and each of them is loaded with it. */
const MOST_REMARKS = 100;
const LONGEST_REMARK = 2000;
const SYSTEM: Scope = { system: 'turn' };

/** Level and response target of a draft. @throws IntakeError `PolicyViolation` while it has no kind */
export function assess({ policy, person, now }: Opened, draft: Draft): Assessment {
  const { kind, facts, impactStatement, resourcesCommitted: resources } = draft;
  if (!kind) throw new IntakeError('PolicyViolation', 'A request without a kind has no level; ask for the kind first.');
  const premiumAgreement = person?.tenant.premiumAgreement ?? false;
  const commitments = { impactStatement, resources };
  return assessRequest({ policy, kind, premiumAgreement, facts, commitments }, now);
}

/** Stores the request with the turn's commit; the same draft gives the same request. */
export async function submit(opened: Opened, draft: Draft, language: Locale): Promise<Submission> {
  const { parts, policy, now, unit } = opened;
  const earlier = await requestByDraft(opened, draft.id);
  if (earlier) return { result: 'submitted', request: earlier };
  // Rule R5: asked again here, because roles may have changed since the form was opened.
  const person = await personNow(opened);
  const eligibility = checkEligibility(policy, person, draft.boughtDirectly, opened.identity);
  if (!person || eligibility.result !== 'eligible') return { result: 'refused', eligibility };
  const premiumAgreement = person.tenant.premiumAgreement;
  const missing = missingFields(draft, openFacts({ policy, premiumAgreement, kind: draft.kind, facts: draft.facts }));
  if (missing.length > 0) throw incompleteDraft(missing);
  const assessment = assess(opened, draft);
  const verification = await verificationOf(verificationOpening(opened), draft, person);
  const record = { draft, person, policy, assessment, verification, language, now };
  const request = await fileRequest({ ...parts, unit }, record);
  await linkBack(opened, request);
  return { result: 'submitted', request };
}

/** A request that names related ones is named by them too, so that staff find both from either. */
async function linkBack(opened: Opened, { reference, related = [] }: ServiceRequest): Promise<void> {
  for (const other of related) {
    const request = await requestByReference(opened, other);
    if (request) addEvent(opened, request, 'linked', { reference });
  }
}

function addEvent(
  { unit, now, person }: Opened,
  { id }: ServiceRequest,
  type: 'remark' | 'linked',
  data: RequestEvent['data'],
) {
  unit.addEvent({ requestId: id, type, at: now, actor: person?.id ?? 'unknown', data });
}

/** Keeps words about a stored request with the turn's commit; nothing is raised by it (rule S6). */
export async function remark(
  opened: Opened,
  reference: string,
  wish: RequestWish,
  words: string,
): Promise<Remarked | null> {
  const request = await requestByReference(opened, reference);
  if (!request) return null;
  const kept = [...request.events, ...opened.unit.events.filter(({ requestId }) => requestId === request.id)];
  if (kept.filter(({ type }) => type === 'remark').length >= MOST_REMARKS) return { request, result: 'full' };
  addEvent(opened, request, 'remark', { wish, words: words.trim().slice(0, LONGEST_REMARK) });
  return { request, result: 'kept' };
}

/** Who the person is now; somebody who moved to another tenant since the turn began is nobody for this draft. */
async function personNow({ parts, person, lookAgain, ...opened }: Opened): Promise<Person | null> {
  if (!person || !lookAgain) return person;
  const marked: Person = { ...person, identity: 'not-checked' };
  const found = await orElse({ parts, person, ...opened }, 'the directory', lookAgain, marked);
  return found?.tenant.id === person.tenant.id ? found : null;
}

/** What this draft became, for the person who wrote it. */
export async function requestByDraft(opened: Opened, draftId: string): Promise<ServiceRequest | null> {
  const { parts, person, unit } = opened;
  const begun = unit.requests.find((request) => request.draftId === draftId);
  if (!person) return begun ?? ownRecovery(opened, draftId);
  return begun ?? parts.store.requestByDraft({ tenant: person.tenant.id }, draftId);
}

/** Somebody unknown sees again that their one request of access recovery was filed here, and nothing else. */
async function ownRecovery({ parts, unit, who }: Opened, draftId: string): Promise<ServiceRequest | null> {
  const request = who ? await parts.store.requestByDraft(SYSTEM, draftId) : null;
  const isOwn = request?.conversationId === unit.conversationId && request.requester.id === who?.userId;
  return isOwn && request.accessRecovery === true ? request : null;
}

/** Rule R9: requests are for admins of their tenant. */
export async function requestByReference(opened: Opened, reference: string): Promise<ServiceRequest | null> {
  const { parts, person, policy, unit } = opened;
  if (!person || !isAdmin(policy, person) || !referenceSchema.safeParse(reference).success) return null;
  const begun = unit.requests.find((request) => request.reference === reference);
  return begun ?? parts.store.requestByReference({ tenant: person.tenant.id }, reference);
}

/** The newest requests of the person's tenant; empty for somebody who is no admin (rule R9). */
export async function recentRequests({ parts, person, policy, unit }: Opened): Promise<readonly ServiceRequest[]> {
  if (!person || !isAdmin(policy, person)) return [];
  const stored = await parts.store.newestRequests({ tenant: person.tenant.id }, RECENT);
  return [...unit.requests.toReversed(), ...stored].slice(0, RECENT);
}
