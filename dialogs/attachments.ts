import {
  ATTACHMENT_LIMITS,
  type FileProblem,
  isKept,
  type KeptFile,
  type OfferedFile,
} from '../src/domain/attachment.ts';
import type { Draft } from '../src/domain/draft.ts';
import type { Locale } from '../src/domain/locale.ts';
import { mayFile, type Outcome, type Talk, topFrame, withButtons } from './dialog.ts';
import { emptyDraft } from './drafting.ts';
import { phrase } from './phrases.ts';
import { plain } from './plain.ts';
import type { ConversationState } from './state.ts';

/** Files of a message as they went into the draft. */
export interface TakenFiles {
  readonly state: ConversationState;
  /** What became of them, in words. */
  readonly told: string;
}

/**
 * Puts the files of a message into the draft, or into a new one, and keeps them with the conversation. Somebody who may
 * not file a request has nothing for which support would look at them, so theirs are not kept.
 */
export function takeFiles(talk: Talk, files: readonly OfferedFile[]): TakenFiles {
  const { state, desk } = talk;
  const { locale } = state;
  if (!mayFile(talk)) return { state, told: phrase(locale, 'attachments.problems.notWithoutRequest') };
  const before = state.draft ?? emptyDraft(desk, locale);
  const { draft, taken, over } = withFiles(before, files.filter(isKept));
  for (const file of taken) desk.keepFile(file);
  const refused = [...files.flatMap((file) => (isKept(file) ? [] : [file])), ...over];
  const kept = files.filter((file) => isKept(file) && !over.some(({ name }) => name === file.name));
  // Once for a request: with every file the same warning would not be read any more.
  const isFirst = before.attachments.length === 0;
  const told = [kept.length > 0 && keptText(kept, isFirst, locale), ...refusedTexts(refused, locale)];
  return { state: kept.length > 0 ? { ...state, draft } : state, told: told.filter(Boolean).join('\n\n') };
}

interface Refused {
  readonly name: string;
  readonly problem: FileProblem;
}

/** A file that the draft has already, by content, is not added a second time; a draft holds so many at most. */
function withFiles(draft: Draft, kept: readonly KeptFile[]): { draft: Draft; taken: KeptFile[]; over: Refused[] } {
  const attachments = [...draft.attachments];
  const over: Refused[] = [];
  for (const file of kept) {
    if (attachments.some(({ sha256 }) => sha256 === file.sha256)) continue;
    if (attachments.length >= ATTACHMENT_LIMITS.perDraft) over.push({ name: file.name, problem: 'tooMany' });
    else attachments.push(file);
  }
  return { draft: { ...draft, attachments }, taken: attachments.slice(draft.attachments.length), over };
}

function keptText(files: readonly OfferedFile[], isFirst: boolean, locale: Locale): string {
  return phrase(locale, isFirst ? 'attachments.kept' : 'attachments.keptMore', { names: namesOf(files, locale) });
}

/** One sentence for each reason, with all names that it is about. */
function refusedTexts(refused: readonly Refused[], locale: Locale): readonly string[] {
  const problems = [...new Set(refused.map(({ problem }) => problem))];
  return problems.map((problem) => {
    const names = namesOf(
      refused.filter((file) => file.problem === problem),
      locale,
    );
    const megabytes = ATTACHMENT_LIMITS.fileBytes / 1024 / 1024;
    const { perMessage, perDraft } = ATTACHMENT_LIMITS;
    return phrase(locale, `attachments.problems.${problem}`, { names, megabytes, perMessage, perDraft });
  });
}

/** Names as one line; what somebody wrote into a name is no Markdown of ours. */
function namesOf(files: readonly { readonly name: string }[], locale: Locale): string {
  return files.map(({ name }) => plain(name)).join(phrase(locale, 'listSeparator'));
}

/** The answer to a message that is nothing but files; with a problem known it says how to go on, else it asks for one. */
export function answerFiles(talk: Talk, told: string): Outcome {
  const { state } = talk;
  const { locale } = state;
  if (!mayFile(talk)) return { state, replies: [{ text: told }] };
  if (!state.draft || state.draft.attachments.length === 0) {
    return { state, replies: [{ text: [told, phrase(locale, 'attachments.describeInWords')].join('\n\n') }] };
  }
  if (topFrame(state)?.dialog === 'self-help' || state.draft.description !== null) {
    return { state, replies: withButtons([{ text: told }], locale, ['contactSupport', 'solved', 'notSolved']) };
  }
  return { state, replies: [{ text: [told, phrase(locale, 'attachments.whatHappened')].join('\n\n') }] };
}

/**
 * The outcome with the files where the words went: a message that begins another problem takes its files along, unless
 * the draft before was just filed with them.
 */
export function followingWords(outcome: Outcome, before: ConversationState, files: readonly OfferedFile[]): Outcome {
  const { draft, filed } = outcome.state;
  const old = before.draft;
  if (!draft || !old || draft.id === old.id || filed === old.id) return outcome;
  const sent = new Set(files.filter(isKept).map(({ id }) => id));
  const attachments = old.attachments.filter(({ id }) => sent.has(id));
  return { ...outcome, state: { ...outcome.state, draft: { ...draft, attachments } } };
}
