import type { Input, Reply } from '../src/domain/activity.ts';
import { type Locale, localeFor } from '../src/domain/locale.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import { wishedLanguage } from './chat-language.ts';
import { inForm, say } from './dialog.ts';
import { emptyDraft } from './drafting.ts';
import { excerpt } from './limits.ts';
import { plain } from './plain.ts';
import { type ConversationState, reviveState, STATE_VERSION } from './state.ts';
import { isOtherLanguage, writtenLanguage } from './written-language.ts';

/** The stored state as the dialogs can use it, and what has to be said about it: an unreadable one restarts kindly with the words kept. */
export function revive(
  stored: unknown,
  input: Input,
  desk: SupportDesk,
): { state: ConversationState; notice: readonly Reply[] } {
  const revived = reviveState(stored);
  if (revived.kind === 'ready') return { state: revived.state, notice: [] };
  const told = revived.kind === 'unreadable' && typeof revived.locale === 'string' ? revived.locale : undefined;
  const locale = localeFor(told) ?? localeFor(input.locale ?? undefined) ?? desk.person?.locale ?? 'zh-CN';
  const fresh = freshState(locale);
  if (revived.kind === 'new') return { state: fresh, notice: [] };
  const draft = revived.description ? { ...emptyDraft(desk, locale), description: revived.description } : null;
  const key = draft ? 'restarted.withWords' : 'restarted.empty';
  return {
    state: { ...fresh, draft },
    notice: [say(locale, key, draft ? { words: plain(excerpt(revived.description ?? '')) } : {})],
  };
}

/** A state in which nothing was said yet. */
export function freshState(locale: Locale): ConversationState {
  return {
    schemaVersion: STATE_VERSION,
    locale,
    localeChosen: false,
    channelLocale: null,
    modality: 'cards',
    welcomed: false,
    tenant: null,
    misunderstood: 0,
    calmed: false,
    checkedAgainAt: null,
    draft: null,
    waiting: [],
    filed: null,
    stack: [],
  };
}

/**
 * The language follows what people write, until they ask for one, alone or beside a problem; inside the form it stays, for pasted errors are
 * English. A channel that tells another language than before, such as the page's picker, was told so by the person.
 */
export function follow(state: ConversationState, input: Input): ConversationState {
  const modality = input.cards ? state.modality : 'text';
  const told = localeFor(input.locale ?? undefined);
  const picked = told !== null && state.channelLocale !== null && told !== state.channelLocale;
  const next = { ...state, modality, channelLocale: told ?? state.channelLocale };
  if (picked) return { ...next, locale: told, localeChosen: false };
  if (input.type !== 'text' || inForm(state)) return next;
  const wished = wishedLanguage(input.text);
  if (wished) return { ...next, locale: wished, localeChosen: true };
  return state.localeChosen ? next : { ...next, locale: languageFor(input.text) ?? state.locale };
}

/** Whoever writes in a language that the bot does not speak is answered in English. */
function languageFor(text: string): Locale | null {
  return isOtherLanguage(text) ? 'en-US' : writtenLanguage(text);
}

/** Somebody who signs in with the account of another organization takes nothing along that was written for the one before. */
export function ofTenant(
  state: ConversationState,
  { person }: SupportDesk,
): { state: ConversationState; notice: readonly Reply[] } {
  // Who cannot be looked up at the moment is still the same person.
  if (!person || person.tenant.id === state.tenant) return { state, notice: [] };
  const { locale, localeChosen, channelLocale, modality, welcomed } = state;
  const own = { ...freshState(locale), localeChosen, channelLocale, modality, welcomed, tenant: person.tenant.id };
  if (state.tenant === null) return { state: { ...state, tenant: person.tenant.id }, notice: [] };
  const key = state.draft ? 'otherTenant.draft' : 'otherTenant.plain';
  return { state: own, notice: [say(locale, key, { tenant: plain(person.tenant.name) })] };
}
