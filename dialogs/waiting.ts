import type { Locale } from '../src/domain/locale.ts';
import { responseTarget } from '../src/domain/response-target.ts';
import type { ResponseTarget, Severity } from '../src/domain/service-request.ts';
import { severitySchema } from '../src/domain/service-request.ts';
import type { RequestKind } from '../src/domain/topics.ts';
import type { Talk } from './dialog.ts';
import { momentText } from './hours-lines.ts';
import type { HoursQuestion } from './hours-question.ts';
import { phrase, reasonText } from './phrases.ts';

/**
 * How long the first response takes: of the request just filed, of the draft as far as it can be rated, or by level,
 * counted from now (rules T1-T7).
 */
export async function waitText(talk: Talk, question: HoursQuestion, kind: RequestKind | null): Promise<string> {
  const { state, desk } = talk;
  const { locale } = state;
  const queue = question.onThePhone ? [phrase(locale, 'wait.onThePhone')] : [];
  const about = kind ?? 'technical';
  const known = question.severity === null ? ((await filedText(talk)) ?? draftText(talk)) : null;
  if (known) return [known, ...queue].join('\n\n');
  const levels = question.severity ? [question.severity] : levelsOf(talk, about);
  const targets = levels.map((severity) => ({
    severity,
    response: responseTarget({ policy: desk.policy, kind: about, severity, openedAt: desk.now }),
  }));
  const promised = targets.filter(({ response }) => response.dueAt !== null);
  if (promised.length === 0) {
    return [notPromised(talk), ...queue].join('\n\n');
  }
  const lines = promised.map(({ severity, response }) => levelLine(severity, response, about, talk)).join('\n');
  const lead = phrase(locale, 'wait.byLevel', { kind: phrase(locale, `values.kind.${about}`) });
  const others = kind === null ? [phrase(locale, 'wait.otherDesks')] : [];
  return [lead, lines, ...others, ...queue].join('\n\n');
}

/** Levels that this customer can get for a request of this kind (rules S1, S2). */
function levelsOf({ desk }: Talk, kind: RequestKind): readonly Severity[] {
  const all = severitySchema.options;
  const possible = all.slice(all.indexOf(desk.policy.severity.maxByKind[kind]));
  return desk.mayBeCritical() ? possible : possible.filter((level) => level !== 'A');
}

function notPromised({ state, desk }: Talk): string {
  return phrase(state.locale, 'wait.notPromised', { portal: desk.policy.portal.adminCenter });
}

/** When it is due, on the clock of the desk and on the person's own; null where nothing is promised (rules T5, T6, T7). */
function dueText({ dueAt, provisional }: ResponseTarget, kind: RequestKind, { state, desk }: Talk): string | null {
  if (dueAt === null) return null;
  const due = momentText(dueAt, kind, desk, state.locale);
  return provisional ? phrase(state.locale, 'due.provisional', { due }) : due;
}

function levelLine(severity: Severity, response: ResponseTarget, kind: RequestKind, talk: Talk): string {
  const { locale } = talk.state;
  const due = dueText(response, kind, talk) ?? notPromised(talk);
  const why = whyText(response, locale);
  return `- ${phrase(locale, 'wait.level', { level: phrase(locale, `values.severity.${severity}`), due, why })}`;
}

/** A draft whose kind and facts are known is rated as it will be at the review. */
function draftText(talk: Talk): string | null {
  const { state, desk } = talk;
  const { locale, draft } = state;
  if (!draft?.kind || draft.facts.serviceState === null || desk.openFacts(draft).length > 0) return null;
  const { severity, response } = desk.assess(draft);
  const level = phrase(locale, `values.severity.${severity.assigned}`);
  const due = dueText(response, draft.kind, talk);
  if (due === null) return notPromised(talk);
  return phrase(locale, 'wait.ofDraft', { level, due, why: whyText(response, locale) });
}

/** Somebody who has just filed asks about that request. */
async function filedText(talk: Talk): Promise<string | null> {
  const { state, desk } = talk;
  const { locale, draft, filed } = state;
  if (filed === null || draft?.description) return null;
  const request = await desk.submittedAs(filed);
  if (!request) return null;
  const due = dueText(request.response, request.kind, talk);
  return due === null ? notPromised(talk) : phrase(locale, 'wait.ofRequest', { reference: request.reference, due });
}

function whyText({ basis }: ResponseTarget, locale: Locale): string {
  return basis.map((reason) => reasonText(reason, locale)).join(phrase(locale, 'wait.join'));
}
