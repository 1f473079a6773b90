import type { KnownIncident, Texts } from '../../src/health/known-incident.ts';

/** The same words in both languages. */
export function inBoth(text: string): Texts {
  return { 'zh-CN': text, 'en-US': text };
}

/** An incident of Exchange Online that began an hour before 2026-03-02T01:00:00Z and lasts; give what differs. */
export function knownIncident(differences: Partial<KnownIncident> = {}): KnownIncident {
  return {
    id: 'EX1',
    services: ['Exchange Online'],
    topics: [],
    title: inBoth('Users may be unable to send or receive email'),
    about: '',
    lastPost: null,
    status: 'serviceDegradation',
    classification: 'incident',
    since: '2026-03-02T00:00:00.000Z',
    endedAt: null,
    updatedAt: '2026-03-02T00:30:00.000Z',
    url: null,
    ...differences,
  };
}
