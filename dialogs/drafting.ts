import type { Draft } from '../src/domain/draft.ts';
import type { Locale } from '../src/domain/locale.ts';
import type { Operator } from '../src/domain/person.ts';
import { isHan } from '../src/domain/script.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import { requestKindOf, TOPICS, type Topic } from '../src/domain/topics.ts';
import type { Understanding } from '../src/domain/understanding.ts';
import { skips } from './choices.ts';
import { isFailing, tellsProblemBesides } from './hearing.ts';
import { CARD_TEXT_LIMIT } from './limits.ts';
import { toldContact, withToldContact } from './told-contact.ts';
import { withDetails } from './told-details.ts';
import { toldWorkaround } from './told-workaround.ts';

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

/**
 * The facts that a message adds. That somebody asks something does not mend what was told to fail before, and a question
 * of hours or of a person says nothing of the service at all.
 */
function newFacts({ facts }: Draft, { topic, severityFacts }: Understanding): Understanding['severityFacts'] {
  if (severityFacts.serviceState !== 'working') return severityFacts;
  const { serviceState: _onlyAsked, ...others } = severityFacts;
  return isFailing(facts) || requestKindOf(topic) === null ? others : severityFacts;
}

/** Whoever said how many people cannot work is not asked whether it is more than one. */
function withCount(facts: Draft['facts'], { entities }: Understanding): Draft['facts'] {
  const { userCount } = entities;
  if (facts.affected !== null || userCount === undefined || !isFailing(facts)) return facts;
  return { ...facts, affected: userCount > 1 ? 'many-users' : 'one-user' };
}

/**
 * The draft with what a message adds: words are appended, never replaced; facts told later win over earlier ones.
 * @param operator reads a telephone number without a country code as one of its country
 * @param isAtHand it is said of a problem under discussion, so that "50 users" and 「9点」 tell something
 */
export function withMessage(
  before: Draft,
  text: string,
  understood: Understanding,
  operator: Operator,
  isAtHand = false,
): Draft {
  const { topic, entities, severityFacts } = understood;
  const contact = toldContact(text, operator);
  const draft = withToldContact(before, contact);
  // What a message that tells nothing else sounds like, such as mail in "by e-mail", is no part of the problem.
  if (contact.isAll && !tellsProblemBesides(contact, understood)) {
    return { ...draft, contactLanguage: entities.language ?? draft.contactLanguage };
  }
  const kind = requestKindOf(topic);
  const words = text.trim();
  const isFact = isAtHand && /\d/.test(words) && /\p{L}|\d{2}/u.test(words);
  const meaningful = isFact || (words.match(/\p{L}/gu)?.length ?? 0) >= (isHan(words) ? 4 : MEANINGFUL_LETTERS);
  const tells = meaningful && !ASIDES.has(topic) && !skips(words);
  const joined = [draft.description, words].filter(Boolean).join('\n');
  // A description that grew for ever would be read and written anew with every message.
  const fits = joined.length <= CARD_TEXT_LIMIT;
  const addition = tells && fits && !(draft.description ?? '').includes(words);
  // A question before buying is about something that works or is not there yet (support policy, section 5: a wish).
  const asked = kind === 'presales' ? { serviceState: 'working' as const } : {};
  return {
    ...draft,
    description: addition ? joined : draft.description,
    topic: kind ? topic : (draft.topic ?? topic),
    // What fails is technical, even when nobody can tell yet what it is; a billing problem names money or licences.
    kind: kind ?? draft.kind ?? (isFailing(severityFacts) ? 'technical' : null),
    product: entities.product ?? (kind ? TOPICS[topic].product : null) ?? draft.product,
    details: withDetails(draft, text, understood, contact),
    contactLanguage: entities.language ?? draft.contactLanguage,
    facts: withCount({ ...draft.facts, ...asked, ...newFacts(draft, understood), ...toldWorkaround(text) }, understood),
  };
}
