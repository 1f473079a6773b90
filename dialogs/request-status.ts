import type { Reply } from '../src/domain/activity.ts';
import type { Locale } from '../src/domain/locale.ts';
import type { ServiceRequest } from '../src/domain/service-request.ts';
import { mayFile, type Outcome, say, type Talk, withButtons } from './dialog.ts';
import { phrase } from './phrases.ts';
import { plain } from './plain.ts';
import { dueText, zoneOf } from './review.ts';

/** What became of one request, or of the latest ones; only requests of the person's own tenant are found (rule R9). */
export async function tellStatus({ state, desk }: Talk, reference: string | null): Promise<Outcome> {
  const { locale } = state;
  // Rule R9: without a right to file there is none to look; "none found" would be untrue.
  if (!mayFile({ state, desk })) return { state, replies: [await ofNobodyKnown({ state, desk })] };
  if (reference) {
    const request = await desk.request(reference);
    if (!request) return { state, replies: [say(locale, 'status.notFound', { reference })] };
    const text = `${statusText(request, { state, desk })}\n\n${phrase(locale, 'status.wishes')}`;
    return { state, replies: [{ text }] };
  }
  const requests = await desk.recentRequests();
  if (requests.length === 0) {
    return { state, replies: withButtons([say(locale, 'status.none')], locale, ['contactSupport', 'menu']) };
  }
  const lines = requests.map((request) => `- ${shortText(request, locale)}`).join('\n');
  return { state, replies: [{ text: `${phrase(locale, 'status.list')}\n\n${lines}` }] };
}

/** Whoever filed for access to be recovered may have no admin left to ask: the reference is theirs, and nothing else. */
async function ofNobodyKnown({ state, desk }: Talk): Promise<Reply> {
  const filed = state.filed ? await desk.submittedAs(state.filed) : null;
  return filed?.accessRecovery
    ? say(state.locale, 'recovery.already', { reference: filed.reference })
    : say(state.locale, 'status.adminsOnly');
}

function shortText({ reference, status, title }: ServiceRequest, locale: Locale): string {
  return phrase(locale, 'status.line', {
    reference,
    status: phrase(locale, `values.status.${status}`),
    title: plain(title),
  });
}

/** One request in words: where it stands, its level and when an answer is due. */
export function statusText(request: ServiceRequest, { state, desk }: Talk): string {
  const { locale } = state;
  const severity = phrase(locale, `values.severity.${request.severity.assigned}`);
  const due = dueText(request.response, zoneOf(desk), locale);
  const related = relatedTo(request);
  const told = phrase(locale, 'status.one', {
    reference: request.reference,
    status: phrase(locale, `values.status.${request.status}`),
    title: plain(request.title),
    severity,
    due,
  });
  return related.length === 0
    ? told
    : `${told}\n${phrase(locale, 'status.related', { references: related.join(', ') })}`;
}

/** Requests that were told in the same breath, from either side. */
function relatedTo({ related = [], events }: ServiceRequest): readonly string[] {
  const linked = events.flatMap(({ type, data }) =>
    type === 'linked' && typeof data.reference === 'string' ? [data.reference] : [],
  );
  return [...new Set([...related, ...linked])];
}
