import { newDeliveries } from '../domain/delivery.ts';
import type { Draft } from '../domain/draft.ts';
import { checkEligibility, isAdmin } from '../domain/eligibility.ts';
import { IntakeError } from '../domain/errors.ts';
import type { HealthViewer } from '../domain/health.ts';
import { levelChanges } from '../domain/level-changes.ts';
import type { Instant, Locale } from '../domain/locale.ts';
import type { IdentityCheck, Operator, Person } from '../domain/person.ts';
import type { Policy } from '../domain/policy.ts';
import type {
  Assessment,
  Clock,
  Ids,
  Knowledge,
  Log,
  PersonKey,
  Recogniser,
  Remarked,
  Scope,
  ServiceHealth,
  Store,
  Submission,
  SupportDesk,
} from '../domain/ports.ts';
import { withoutMasks } from '../domain/redaction.ts';
import { formatReference } from '../domain/reference.ts';
import { responseTarget } from '../domain/response-target.ts';
import {
  type RequestEvent,
  type RequestWish,
  referenceSchema,
  type ServiceRequest,
} from '../domain/service-request.ts';
import {
  assessSeverity,
  isSolidImpactStatement,
  mayBeCritical,
  missingForCritical,
  openCommitments,
  openFacts,
} from '../domain/severity.ts';
import type { Understanding } from '../domain/understanding.ts';
import { openAccessRecovery } from './access-recovery.ts';
import type { CodeCaller, CodeOffice, CodeParts } from './code-office.ts';
import { openContactCodes, type VerificationOpening, verificationOf } from './contact-verification.ts';
import { followIncident, type IncidentDeskParts, leaveIncidents } from './incident-desk.ts';
import { createRequest, incompleteDraft, missingFields } from './request-record.ts';
import { within } from './time-limit.ts';
import type { Unit } from './unit.ts';

/** What the desk is made of. */
export interface SupportDeskParts {
  readonly policies: Readonly<Record<Operator, Policy>>;
  readonly recogniser: Recogniser;
  readonly knowledge: Knowledge;
  readonly health: ServiceHealth;
  readonly store: Pick<
    Store,
    'nextNumber' | 'requestByDraft' | 'requestByReference' | 'newestRequests' | 'listFollows'
  > &
    CodeOffice['store'];
  readonly clock: Clock;
  readonly ids: Ids;
  /** Names of the backends that every request goes to. */
  readonly backends: readonly string[];
  /** Whose policy holds for somebody whom the directory does not know. */
  readonly defaultOperator: Operator;
  /** Codes to registered contacts; left out, nobody is asked for one. */
  readonly codes?: CodeParts;
  readonly log?: Log;
  /** Milliseconds for each service that may be slow; then the conversation goes on without it. 5000. */
  readonly patienceMs?: number;
}

/** For whom and for which turn a desk is opened. */
export interface DeskOpening {
  readonly person: Person | null;
  /** `not-checked` when the directory did not answer at all; `checked` when left out. */
  readonly identity?: IdentityCheck;
  /** Asks the directory anew; left out, the person stays who they are. */
  readonly lookAgain?: () => Promise<Person | null>;
  /** What the channel or the directory tells about the person's language; null when nothing does. */
  readonly locale: Locale | null;
  readonly unit: Unit;
  /** How the channel names the person, for what is said to them later; their id where it is left out. */
  readonly who?: PersonKey;
  /** What makes this message recognisable when it comes again; left out, nothing does. */
  readonly turnKey?: string;
}

/** A desk with its parts, as its functions need them. */
interface Opened extends DeskOpening {
  readonly parts: SupportDeskParts;
  readonly policy: Policy;
  readonly now: Instant;
}

const ARTICLES = 3;
const RECENT = 5;
/** Nobody reads more remarks on one request, and each of them is loaded with it. */
const MOST_REMARKS = 100;
const LONGEST_REMARK = 2000;
const PATIENCE_MS = 5000;

/** The business behind the dialogs: applies the policy of the person's operator and files requests. */
export function createSupportDesk(parts: SupportDeskParts): { open(opening: DeskOpening): SupportDesk } {
  return {
    open: (opening) => {
      const policy = parts.policies[opening.person?.tenant.operator ?? parts.defaultOperator];
      return openDesk({ ...opening, parts, policy, now: parts.clock.now() });
    },
  };
}

function openDesk(opened: Opened): SupportDesk {
  const { parts, person, policy, now } = opened;
  const premiumAgreement = person?.tenant.premiumAgreement ?? false;
  const judged = ({ kind, facts, impactStatement, resourcesCommitted: resources }: Draft) => ({
    policy,
    premiumAgreement,
    kind,
    facts,
    commitments: { impactStatement, resources },
  });
  return {
    person,
    now,
    policy,
    policyOf: (operator) => parts.policies[operator],
    newDraftId: () => parts.ids.uuid(),
    understand: onceEach((text) => understand(opened, text)),
    articles: (query) => {
      const operator = person?.tenant.operator ?? null;
      return orElse(opened, 'the knowledge', () => parts.knowledge.search({ ...query, operator, limit: ARTICLES }), []);
    },
    // Rule R11: a look that failed says so, and never that all is well.
    health: (topic, text, locale) =>
      orElse(opened, 'the service health', () => parts.health.check({ ...viewer(opened), topic, text, locale }), {
        result: 'not-checked',
        checkedAt: now,
        incidents: [],
      }),
    followIncident: (incidentId, locale) =>
      orElse(opened, 'the service health', () => followIncident(incidentDesk(opened), incidentId, locale), {
        result: 'not-checked',
      }),
    leaveIncidents: () => leaveIncidents(incidentDesk(opened)),
    eligibility: (boughtDirectly) => checkEligibility(policy, person, boughtDirectly, opened.identity),
    checkAgain: () => openAgain(opened),
    openFacts: (draft) => openFacts(judged(draft)),
    openCommitments: (draft) => openCommitments(judged(draft)),
    isSolidImpact: (statement) => isSolidImpactStatement(policy, statement),
    mayBeCritical: () => mayBeCritical({ policy, premiumAgreement }),
    missingForCritical: ({ kind, ...draft }) =>
      kind ? missingForCritical({ ...judged({ kind, ...draft }), kind }) : [],
    levelChanges: ({ kind, ...draft }) => (kind ? levelChanges({ ...judged({ kind, ...draft }), kind }) : []),
    assess: (draft) => assess(opened, draft),
    keepFile: opened.unit.keepFile,
    submit: (draft, language) => submit(opened, draft, language),
    submittedAs: (draftId) => requestByDraft(opened, draftId),
    remark: (reference, wish, words) => remark(opened, reference, wish, words),
    request: (reference) => requestByReference(opened, reference),
    recentRequests: () => recentRequests(opened),
    codes: openContactCodes(verificationOpening(opened)),
    recovery: openAccessRecovery({
      ...verificationOpening(opened),
      isKnown: person !== null,
      policies: parts.policies,
      store: parts.store,
      backends: parts.backends,
      unit: opened.unit,
      now,
    }),
  };
}

type Looked = Pick<Required<DeskOpening>, 'person' | 'identity'>;

/** Where the directory does not answer, the person stays who they were, and somebody unknown stays not checked. */
async function openAgain(opened: Opened): Promise<SupportDesk> {
  const { parts, person, lookAgain } = opened;
  if (!lookAgain) return openDesk(opened);
  const ask = async (): Promise<Looked> => ({ person: await lookAgain(), identity: 'checked' });
  const found = await orElse<Looked>(opened, 'the directory', ask, { person, identity: 'not-checked' });
  const policy = parts.policies[found.person?.tenant.operator ?? parts.defaultOperator];
  return openDesk({ ...opened, ...found, policy });
}

function verificationOpening({ parts, person, policy, unit, who, turnKey }: Opened): VerificationOpening {
  const { codes, store, clock, ids, log } = parts;
  const own: CodeCaller = {
    personId: person?.id ?? who?.userId ?? '',
    conversationId: unit.conversationId,
    turnKey: turnKey ?? ids.uuid(),
  };
  const office = codes ? { ...codes, store, clock, ids, ...(log && { log }) } : null;
  return { office, person, policy, caller: own };
}

/** Rule R5: the posts of a tenant are for its admins. */
function viewer({ person, policy }: Opened): HealthViewer {
  const audience = person && isAdmin(policy, person) ? 'admin' : 'public';
  return { operator: policy.operator, audience, tenantId: person?.tenant.id ?? null };
}

function incidentDesk(opened: Opened): IncidentDeskParts {
  const { parts, person, unit, now } = opened;
  const who = opened.who ?? { userId: person?.id ?? '', aadObjectId: null, tenantId: null };
  return { health: parts.health, store: parts.store, ids: parts.ids, unit, viewer: viewer(opened), person, who, now };
}

function understand(opened: Opened, text: string): Promise<Understanding> {
  const { recogniser } = opened.parts;
  return orElse(
    opened,
    'the recogniser',
    () => recogniser.recognise(withoutMasks(text), opened.locale, opened.policy.operator),
    {
      topic: 'none',
      confidence: 0,
      alternatives: [],
      entities: {},
      severityFacts: {},
      source: 'local',
    },
  );
}

/** A desk lives for one turn, in which several questions may look at the same text: a cloud service is asked once. */
function onceEach(ask: (text: string) => Promise<Understanding>): (text: string) => Promise<Understanding> {
  const asked = new Map<string, Promise<Understanding>>();
  return (text) => {
    const answer = asked.get(text) ?? ask(text);
    asked.set(text, answer);
    return answer;
  };
}

/** A service that fails or dawdles costs its answer, never the conversation. */
async function orElse<Result>(
  { parts }: Opened,
  name: string,
  ask: () => Promise<Result>,
  instead: Result,
): Promise<Result> {
  try {
    return await within(parts.patienceMs ?? PATIENCE_MS, ask);
  } catch (err) {
    parts.log?.warn({ err }, `${name} did not answer; the conversation goes on without it`);
    return instead;
  }
}

function assess({ policy, person, now }: Opened, draft: Draft): Assessment {
  const { kind, facts, impactStatement, resourcesCommitted: resources } = draft;
  if (!kind) throw new IntakeError('PolicyViolation', 'A request without a kind has no level; ask for the kind first.');
  const premiumAgreement = person?.tenant.premiumAgreement ?? false;
  const commitments = { impactStatement, resources };
  const severity = assessSeverity({ policy, kind, premiumAgreement, facts, commitments });
  return { severity, response: responseTarget({ policy, kind, severity: severity.assigned, openedAt: now }) };
}

async function submit(opened: Opened, draft: Draft, language: Locale): Promise<Submission> {
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
  const id = parts.ids.uuid();
  const verification = await verificationOf(verificationOpening(opened), draft, person);
  const { conversationId } = unit;
  const filed = { draft, person, policy, assessment, verification, language, id, conversationId, now };
  // Built once before a number is drawn, so that a draft that does not fit uses none up; it tells the Beijing day too.
  const { reference: first } = createRequest({ ...filed, reference: formatReference(now, 1) });
  const number = await parts.store.nextNumber(SYSTEM, `requests-${first.slice(3, 11)}`);
  const request = createRequest({ ...filed, reference: formatReference(now, number) });
  unit.add(
    request,
    newDeliveries(request, parts.backends, now, () => parts.ids.uuid()),
  );
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

async function remark(opened: Opened, reference: string, wish: RequestWish, words: string): Promise<Remarked | null> {
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

const SYSTEM: Scope = { system: 'turn' };

async function requestByDraft(opened: Opened, draftId: string): Promise<ServiceRequest | null> {
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
async function requestByReference(opened: Opened, reference: string): Promise<ServiceRequest | null> {
  const { parts, person, policy, unit } = opened;
  if (!person || !isAdmin(policy, person) || !referenceSchema.safeParse(reference).success) return null;
  const begun = unit.requests.find((request) => request.reference === reference);
  return begun ?? parts.store.requestByReference({ tenant: person.tenant.id }, reference);
}

async function recentRequests({ parts, person, policy, unit }: Opened): Promise<readonly ServiceRequest[]> {
  if (!person || !isAdmin(policy, person)) return [];
  const stored = await parts.store.newestRequests({ tenant: person.tenant.id }, RECENT);
  return [...unit.requests.toReversed(), ...stored].slice(0, RECENT);
}
