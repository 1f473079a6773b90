import { isOver } from '../domain/health.ts';
import type { Instant } from '../domain/locale.ts';
import { requestKindOf, type Topic } from '../domain/topics.ts';
import type { KnownIncident } from './known-incident.ts';
import { conceptsIn, conceptsOf, normalised, SERVICES, type Service, serviceNamed } from './service-map.ts';

/** What somebody asks about, or has a problem with. */
export interface Problem {
  /** Null when it is not known. */
  readonly topic: Topic | null;
  readonly text: string;
}

/** What a message is about stands in its beginning; a pasted log is not searched for names of services. */
const MOST_TEXT = 4_000;
const HOUR_MS = 3_600_000;
/** What is over may still explain a problem of today. */
const RECENT_MS = 24 * HOUR_MS;
/** Who asks what has been wrong wants to hear of the last days. */
const ASKED_RECENT_MS = 7 * 24 * HOUR_MS;

/**
 * The incidents that may be the problem, those that last and weigh most first (rule R11).
 * - An incident matches by its service; an advisory, of which a tenant always has many, must also be about the same thing.
 * - Sign-in and the portal, which everybody needs, also match when nothing tells which service it is.
 * - Whoever asks for known incidents and names no service is told all of them.
 * - What is over matches for a day, for a question about the state of a service for a week.
 */
export function matchIncidents<Known extends KnownIncident>(
  incidents: readonly Known[],
  problem: Problem,
  now: Instant,
): readonly Known[] {
  const asked = readProblem(problem);
  return incidents
    .filter((incident) => isRecent(incident, asked, now) && isAbout(incident, asked))
    .map((incident) => ({ incident, weight: weightOf(incident, asked) }))
    .sort((left, right) => right.weight - left.weight || (left.incident.since < right.incident.since ? 1 : -1))
    .map(({ incident }) => incident);
}

interface Asked {
  readonly topic: Topic | null;
  readonly text: string;
  /** It is asked how a service is; no problem of one's own is told. */
  readonly isQuestion: boolean;
  /** Services whose incidents match. */
  readonly own: ReadonlySet<Service>;
  /** Services whose incidents match when they are about the same thing. */
  readonly near: ReadonlySet<Service>;
  readonly wantsAll: boolean;
  readonly concepts: ReadonlySet<string>;
}

function readProblem({ topic, text }: Problem): Asked {
  const words = normalised(text.slice(0, MOST_TEXT));
  const named = SERVICES.filter((service) => service.isNamed(words));
  const ofTopic = SERVICES.filter((service) => topic !== null && service.topics.has(topic));
  const kind = topic === null ? null : requestKindOf(topic);
  // Names only count where the problem is a technical one: "buy Exchange licences" is nothing that an outage explains.
  const own = kind === 'billing' || kind === 'presales' ? ofTopic : ownServices(named, ofTopic);
  const isQuestion = topic === null || topic === 'support.service-health';
  const nothingKnown = own.length === 0 && (isQuestion || topic === 'technical.other');
  const hinted = nothingKnown ? SERVICES.filter((service) => service.isHinted(words)) : [];
  const general = SERVICES.filter(({ isGeneral }) => isGeneral);
  const concepts = new Set([...conceptsIn(words), ...(topic === null ? [] : conceptsOf(topic))]);
  const fallback = hinted.length > 0 ? hinted : general;
  return {
    topic,
    text: words,
    isQuestion,
    own: new Set(nothingKnown ? fallback : own),
    near: new Set([
      ...SERVICES.filter((service) => topic !== null && service.nearTopics.has(topic)),
      ...(concepts.has('sign-in') ? general : []),
    ]),
    wantsAll: topic === 'support.service-health' && own.length === 0 && hinted.length === 0,
    concepts,
  };
}

/** "Teams" in a problem with meetings leaves out Skype; "SharePoint" in one with mail adds SharePoint. */
function ownServices(named: readonly Service[], ofTopic: readonly Service[]): readonly Service[] {
  const both = ofTopic.filter((service) => named.includes(service));
  return both.length > 0 ? named : [...ofTopic, ...named];
}

function isRecent(incident: KnownIncident, { isQuestion }: Asked, now: Instant): boolean {
  if (!isOver(incident)) return true;
  const passedMs = Date.parse(now) - Date.parse(incident.endedAt ?? incident.updatedAt);
  return passedMs <= (isQuestion ? ASKED_RECENT_MS : RECENT_MS);
}

function isAbout(incident: KnownIncident, asked: Asked): boolean {
  if (asked.topic !== null && incident.topics.includes(asked.topic)) return true;
  if (asked.wantsAll) return true;
  const services = servicesOf(incident);
  const isSame = sharesConcept(incident, asked);
  if (services.some((service) => asked.own.has(service))) {
    return asked.isQuestion || incident.classification !== 'advisory' || isSame;
  }
  if (services.some((service) => asked.near.has(service))) return isSame;
  return incident.services.some((name) => serviceNamed(name) === null && isCalled(name, asked.text));
}

function servicesOf({ services }: KnownIncident): readonly Service[] {
  return services.map(serviceNamed).filter((service) => service !== null);
}

function sharesConcept(incident: KnownIncident, { concepts }: Asked): boolean {
  const told = toldConcepts(incident);
  return [...concepts].some((concept) => told.has(concept));
}

/** Reading an incident costs tens of microseconds, a tenant has dozens of them, and each turn looks at all. */
const readIncidents = new WeakMap<KnownIncident, ReadonlySet<string>>();

function toldConcepts(incident: KnownIncident): ReadonlySet<string> {
  const { title, about } = incident;
  const told = readIncidents.get(incident) ?? conceptsIn([...Object.values(title), about].join('\n'));
  readIncidents.set(incident, told);
  return told;
}

/** A service of which we know nothing but its name: it matches when the text says that name. */
function isCalled(name: string, text: string): boolean {
  const short = normalised(name)
    .replace(/^microsoft (365 )?|\(.*\)|\b(online|for business|service)\b/g, '')
    .trim();
  return short.length > 2 && text.includes(short);
}

function weightOf(incident: KnownIncident, asked: Asked): number {
  return [
    !isOver(incident),
    incident.classification !== 'advisory',
    (asked.topic !== null && incident.topics.includes(asked.topic)) || sharesConcept(incident, asked),
    servicesOf(incident).some((service) => asked.own.has(service)),
  ].reduce((weight, holds) => weight * 2 + Number(holds), 0);
}
