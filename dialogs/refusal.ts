import type { Eligibility } from '../src/domain/eligibility.ts';
import type { Locale } from '../src/domain/locale.ts';
import { operatorSchema } from '../src/domain/person.ts';
import type { Reason } from '../src/domain/reason.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import { type Outcome, say, type Talk, withButtons, withoutFrames } from './dialog.ts';
import { doorText } from './other-operator.ts';
import { haveReadyText, phoneText } from './phone.ts';
import { hasPhrase, phrase, reasonText } from './phrases.ts';
import { buyingLines } from './presales.ts';
import { resourceLine } from './resources.ts';
import type { ConversationState } from './state.ts';

/** Tells why no request can be opened and who helps instead; the conversation goes on (rules R1-R7, R10, R28). */
export function refuse(talk: Talk, eligibility: Eligibility): Outcome {
  const { state, desk } = talk;
  if (eligibility.result === 'eligible') return { state, replies: [] };
  const { locale } = state;
  const { reason } = eligibility;
  const lockedOut = desk.recovery.isOffered ? [phrase(locale, 'refusal.lockedOut')] : [];
  const lines = [reasonText(reason, locale), ...wayOut(talk, reason), ...lockedOut];
  const replies = [{ text: lines.join('\n\n') }, say(locale, 'refusal.stillHelp')];
  return {
    state: afterRefusal(state, desk.person?.tenant.purchase),
    replies: withButtons(replies, locale, buttonsOf(reason, desk)),
  };
}

/** What the person answered about the purchase is asked again at the next try: a wrong answer must not lock anybody out. */
function afterRefusal(state: ConversationState, purchase: string | undefined): ConversationState {
  const draft = state.draft && purchase === 'unknown' ? { ...state.draft, boughtDirectly: null } : state.draft;
  return { ...withoutFrames(state), draft };
}

/** The buttons under a refusal. What the directory tells may be different a minute later: a role was just given, or it answers again. */
export function buttonsOf({ code }: Reason, { recovery }: Pick<SupportDesk, 'recovery'>): readonly string[] {
  const again = code.startsWith('R1.') ? ['checkAgain'] : [];
  const admin = code === 'R1.not-admin' ? ['whoIsMyAdmin'] : [];
  // An admin who cannot sign in is unknown like anybody else.
  const lockedOut = recovery.isOffered ? ['lockedOut'] : [];
  return [...lockedOut, ...again, ...admin, 'resources', 'menu'];
}

function wayOut(talk: Talk, reason: Reason): readonly string[] {
  const { state, desk } = talk;
  const { locale } = state;
  const phone = phoneText(desk.policy, locale);
  const key = `refusal.${reason.code}${reason.params?.partner ? '_named' : ''}`;
  const known = hasPhrase(locale, key) ? [phrase(locale, key, { links: linkLines(talk), phone })] : [];
  if (reason.code === 'R1.not-checked') return [...known, haveReadyText(desk.policy, locale)];
  // Rule R10: somebody without an account may be no customer yet.
  if (reason.code === 'R1.unknown-person') return [...known, prospectText(talk)];
  if (reason.code === 'R28.other-operator') return [...known, ...otherDoor(talk, reason)];
  return known;
}

function prospectText(talk: Talk): string {
  return [phrase(talk.state.locale, 'refusal.prospect'), buyingLines(talk).join('\n')].join('\n\n');
}

/** Rule R28: the portal and the phone of the operator who serves this tenant. */
function otherDoor({ state, desk }: Talk, { params }: Reason): readonly string[] {
  const operator = operatorSchema.safeParse(params?.operator);
  return operator.success ? [doorText(desk.policyOf(operator.data), state.locale)] : [];
}

/** Pages of the operator for people who may not open a request, as a list; empty where none is known. */
function linkLines({ state, desk }: Talk): string {
  const { locale } = state;
  const { links } = desk.policy;
  const page = (name: 'whoIsMyAdmin' | 'selfHelp' | 'generalSupport', at: Locale) => {
    const link = links[name];
    return link ? [`- [${phrase(at, `links.${name}`)}](${link[at]})`] : [];
  };
  const community = resourceLine('community', desk.policy, locale);
  return [
    ...page('whoIsMyAdmin', locale),
    ...page('generalSupport', locale),
    ...page('selfHelp', locale),
    ...(community ? [`- ${community}`] : []),
  ].join('\n');
}
