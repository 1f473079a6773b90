import type { Draft } from '../domain/draft.ts';
import { checkEligibility, isAdmin } from '../domain/eligibility.ts';
import type { HealthViewer } from '../domain/health.ts';
import { isSolidImpactStatement } from '../domain/impact-statement.ts';
import { levelChanges } from '../domain/level-changes.ts';
import { withoutMasks } from '../domain/redaction.ts';
import { mayBeCritical, missingForCritical, openCommitments, openFacts } from '../domain/severity.ts';
import type { SupportDesk } from '../domain/support-desk.ts';
import type { Understanding } from '../domain/understanding.ts';
import { openAccessRecovery } from './access-recovery.ts';
import { openContactCodes } from './contact-verification.ts';
import { type DeskOpening, type Opened, orElse, type SupportDeskParts, verificationOpening } from './desk-opening.ts';
import { followIncident, type IncidentDeskParts, leaveIncidents } from './incident-desk.ts';
import { assess, recentRequests, remark, requestByDraft, requestByReference, submit } from './request-desk.ts';

const ARTICLES = 3;

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
  const verification = verificationOpening(opened);
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
    mayBeCritical: (kind) => mayBeCritical({ policy, premiumAgreement }, kind),
    missingForCritical: ({ kind, ...draft }) =>
      kind ? missingForCritical({ ...judged({ kind, ...draft }), kind }) : [],
    levelChanges: ({ kind, ...draft }) => (kind ? levelChanges({ ...judged({ kind, ...draft }), kind }) : []),
    assess: (draft) => assess(opened, draft),
    keepFile: opened.unit.keepFile,
    keepRecognition: opened.unit.recognise,
    endRecognition: opened.unit.endRecognition,
    submit: (draft, language) => submit(opened, draft, language),
    submittedAs: (draftId) => requestByDraft(opened, draftId),
    remark: (reference, wish, words) => remark(opened, reference, wish, words),
    request: (reference) => requestByReference(opened, reference),
    recentRequests: () => recentRequests(opened),
    codes: openContactCodes(verification),
    recovery: openAccessRecovery({
      ...verification,
      isKnown: person !== null,
      identity: opened.identity ?? 'checked',
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
  const author = {
    operator: opened.policy.operator,
    tenantId: opened.person?.tenant.id ?? opened.who?.tenantId ?? null,
  };
  return orElse(opened, 'the recogniser', () => recogniser.recognise(withoutMasks(text), opened.locale, author), {
    topic: 'none',
    confidence: 0,
    alternatives: [],
    entities: {},
    severityFacts: {},
    source: 'local',
  });
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
