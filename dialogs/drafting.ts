import type { Draft } from '../src/domain/draft.ts';
import type { Locale } from '../src/domain/locale.ts';
import { isHan } from '../src/domain/script.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import { requestKindOf, TOPICS, type Topic } from '../src/domain/topics.ts';
import type { Understanding } from '../src/domain/understanding.ts';
import { CARD_TEXT_LIMIT } from './limits.ts';
import { withDetails } from './told-details.ts';

/** Fewer letters than this say nothing that staff could use, for instance "hi" or 「找人工」. */
const MEANINGFUL_LETTERS = 8;

/** Questions to the bot and wishes, which tell nothing of the problem. */
const ASIDES = new Set<Topic>([
  'support.contact',
  'support.service-health',
  'support.request-status',
  'support.phone-and-hours',
  'support.verification-code',
  'support.who-is-my-admin',
]);

/** A draft with what is known of the person, and nothing of a problem yet. */
export function emptyDraft(desk: SupportDesk, locale: Locale): Draft {
  const registered = desk.person?.registered;
  return {
    id: desk.newDraftId(),
    description: null,
    topic: null,
    kind: null,
    product: null,
    facts: { serviceState: null, affected: null, deadlineAtRisk: null, workaround: null },
    impactStatement: null,
    resourcesCommitted: null,
    contactName: desk.person?.name || null,
    contactPhone: registered?.phone ?? null,
    contactEmail: registered?.email ?? null,
    preferredContact: registered?.phone ? 'phone' : registered?.email ? 'email' : null,
    contactLanguage: locale,
    consentAt: null,
    boughtDirectly: null,
    attempted: [],
    health: null,
    remarks: [],
    related: [],
    attachments: [],
    details: {},
    detailsAsked: false,
  };
}

function isFailing({ serviceState }: Understanding['severityFacts']): boolean {
  return serviceState === 'unavailable' || serviceState === 'degraded';
}

/**
 * The facts that a message adds. That somebody asks something does not mend what was told to fail before, and a question
 * of hours or of a person says nothing of the service at all.
 */
function newFacts({ facts }: Draft, { topic, severityFacts }: Understanding): Understanding['severityFacts'] {
  if (severityFacts.serviceState !== 'working') return severityFacts;
  const { serviceState: _onlyAsked, ...others } = severityFacts;
  const fails = facts.serviceState === 'unavailable' || facts.serviceState === 'degraded';
  return fails || requestKindOf(topic) === null ? others : severityFacts;
}

/**
 * The draft with what a message adds: words are appended, never replaced; facts told later win over earlier ones.
 * @param isAtHand it is said of a problem under discussion, so that "50 users" and 「9点」 tell something
 */
export function withMessage(draft: Draft, text: string, understood: Understanding, isAtHand = false): Draft {
  const { topic, entities, severityFacts } = understood;
  const kind = requestKindOf(topic);
  const words = text.trim();
  const isFact = isAtHand && /\d/.test(words) && /\p{L}|\d{2}/u.test(words);
  const meaningful = isFact || (words.match(/\p{L}/gu)?.length ?? 0) >= (isHan(words) ? 4 : MEANINGFUL_LETTERS);
  const tells = meaningful && !ASIDES.has(topic);
  const joined = [draft.description, words].filter(Boolean).join('\n');
  // A description that grew for ever would be read and written anew with every message.
  const fits = joined.length <= CARD_TEXT_LIMIT;
  const addition = tells && fits && !(draft.description ?? '').includes(words);
  return {
    ...draft,
    description: addition ? joined : draft.description,
    topic: kind ? topic : (draft.topic ?? topic),
    // What fails is technical, even when nobody can tell yet what it is; a billing problem names money or licences.
    kind: kind ?? draft.kind ?? (isFailing(severityFacts) ? 'technical' : null),
    product: entities.product ?? (kind ? TOPICS[topic].product : null) ?? draft.product,
    details: withDetails(draft, text, understood),
    contactLanguage: entities.language ?? draft.contactLanguage,
    // A question before buying is about something that works or is not there yet (support policy, section 5: a wish).
    facts: { ...draft.facts, ...(kind === 'presales' && { serviceState: 'working' }), ...newFacts(draft, understood) },
  };
}
