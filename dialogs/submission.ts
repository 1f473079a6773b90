import type { Reply } from '../src/domain/activity.ts';
import type { Draft } from '../src/domain/draft.ts';
import type { Locale } from '../src/domain/locale.ts';
import { dutiesAt } from '../src/domain/policy.ts';
import type { ServiceRequest } from '../src/domain/service-request.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import { receiptCard } from './cards/receipt-card.ts';
import { type Outcome, say, speaksInCards, type Talk, withoutFrames } from './dialog.ts';
import { noteFiled } from './hindsight.ts';
import { phrase, reasonText } from './phrases.ts';
import { refuse } from './refusal.ts';
import { dueText, zoneOf } from './review.ts';

/** Files the draft with the turn's commit and shows the reference; the person may have lost the right to file meanwhile. */
export async function submitDraft({ state, desk }: Talk, draft: Draft): Promise<Outcome> {
  const submission = await desk.submit(draft, state.locale);
  if (submission.result === 'refused') return refuse({ state, desk }, submission.eligibility);
  const noted = noteFiled({ state: { ...state, draft }, desk });
  const next = { ...withoutFrames(noted), draft: null, filed: draft.id };
  return { state: next, replies: [receiptReply({ state: next, desk }, submission.request, 'receipt.message')] };
}

/** The receipt of a request, with what support does from now on (rule D7); `key` is the sentence before it. */
export function receiptReply({ state, desk }: Talk, request: ServiceRequest, key: string): Reply {
  const { locale } = state;
  // Somebody whom nobody knows is shown the reference and nothing else.
  if (request.accessRecovery) return say(locale, 'recovery.already', { reference: request.reference });
  const severity = phrase(locale, 'review.severity', {
    level: phrase(locale, `values.severity.${request.severity.assigned}`),
  });
  const due = dueText(request.response, zoneOf(desk), locale);
  const duties = dutiesAt(desk.policy, request.severity.assigned).map((duty) => reasonText(duty, locale));
  const bySupport = desk.policy.duties.afterFiling.map((code) => reasonText({ code }, locale));
  const next = phrase(locale, 'receipt.askStatus', { reference: request.reference });
  const text = phrase(locale, key, { reference: request.reference });
  const notice = unverifiedNotice(request, desk, locale);
  if (speaksInCards(state)) {
    return {
      text,
      card: receiptCard({ reference: request.reference, severity, due, duties, bySupport, notice, next }, locale),
    };
  }
  const list = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n');
  const facts = list([severity, phrase(locale, 'labelled', { label: phrase(locale, 'review.due'), value: due })]);
  const part = (title: string, lines: readonly string[]) =>
    lines.length > 0 ? [`**${phrase(locale, title)}**`, list(lines)] : [];
  const parts = [...part('review.duties', duties), ...part('receipt.bySupport', bySupport)];
  return { text: [text, facts, ...parts, ...notice, next].join('\n\n') };
}

/** Rule R25: whoever could not be verified is called back at a registered contact first. */
function unverifiedNotice({ requester }: ServiceRequest, { policy }: SupportDesk, locale: Locale): readonly string[] {
  const isUnverified = requester.verification === 'unverified' && policy.verification.required;
  return isUnverified ? [phrase(locale, 'receipt.unverified')] : [];
}
