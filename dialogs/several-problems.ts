import type { Reply } from '../src/domain/activity.ts';
import type { Draft } from '../src/domain/draft.ts';
import { isHan } from '../src/domain/script.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import { requestKindOf } from '../src/domain/topics.ts';
import type { Understanding } from '../src/domain/understanding.ts';
import { exactChoice, labelsOf, namedChoice, numbered, wordsOf } from './choices.ts';
import { SURE_ENOUGH } from './confidence.ts';
import { type Outcome, say, suggest, type Talk, withFrame, withoutFrames } from './dialog.ts';
import { emptyDraft, withMessage } from './drafting.ts';
import { noteNoExample } from './hindsight.ts';
import { excerpt } from './limits.ts';
import { phrase } from './phrases.ts';
import { plain } from './plain.ts';
import {
  type ConversationState,
  MOST_WAITING,
  type Problem,
  type SeveralProblemsFrame,
  type WaitingProblem,
} from './state.ts';

const MOST_PROBLEMS = 3;
const LONGEST = 2000;
/** Who writes more tells one long story; and each part costs a look, perhaps by a cloud service. */
const MOST_READ = 2000;
const MOST_PARTS = 8;

/**
 * The problems that a message tells, in its order; empty when it is one. People announce a second problem (另外, "also"),
 * and without such a word only what is of another kind, such as a fault and an invoice, is taken for two: the symptoms
 * of one problem often sound like two.
 */
export async function problemsIn(
  text: string,
  understood: Understanding,
  desk: Pick<SupportDesk, 'understand'>,
): Promise<readonly Problem[]> {
  if (text.length > MOST_READ) return [];
  const announced = text.split(announcement());
  if (announced.length > 1) return several(await readParts(announced, desk));
  const kind = requestKindOf(understood.topic);
  const isOther = ({ topic, confidence }: Understanding['alternatives'][number]) =>
    confidence >= SURE_ENOUGH.toBeConsidered && requestKindOf(topic) !== null && requestKindOf(topic) !== kind;
  if (kind === null || !understood.alternatives.some(isOther)) return [];
  const problems = several(await readParts(text.split(sentenceEnd()), desk, SURE_ENOUGH.toSplitSentence));
  return new Set(problems.map(({ topic }) => requestKindOf(topic))).size > 1 ? problems : [];
}

/** Whether a message announces another problem, before anybody has looked at its parts. */
export function announcesSeveral(text: string): boolean {
  return text.length <= MOST_READ && announcement().test(text);
}

let announcing: RegExp | undefined;

/** Words with which people begin another problem, and the numbers of a list. */
function announcement(): RegExp {
  if (announcing) return announcing;
  const figures = wordsOf('answers.anotherOne').join('|');
  const words = wordsOf('answers.anotherProblem').map((word) =>
    // What follows may take the announcement back: 「转发到另外一个邮箱」 and "but also" announce nothing.
    isHan(word)
      ? `${word}(?!${figures})`
      : `(?<=^\\s*|[\\p{P}\\n]\\s*|\\band\\s+)${word.replaceAll(' ', '\\s+')}(?!\\p{L})`,
  );
  announcing = new RegExp(`${words.join('|')}|(?<![\\p{L}\\p{N}.])[2-3](?:[.、)）]|\\s*[:：])(?!\\d)`, 'iu');
  return announcing;
}

let ending: RegExp | undefined;

/** Ends of sentences, "and", and words such as 「，还有」 and ", plus" that go on with something else behind a comma. */
function sentenceEnd(): RegExp {
  if (ending) return ending;
  const words = wordsOf('answers.goesOn').map((word) => (isHan(word) ? word : `${word}(?!\\p{L})`));
  ending = new RegExp(`[。；;！!\\n]|\\.\\s|(?<!\\p{L})and(?!\\p{L})|[,，、]\\s*(?:${words.join('|')})`, 'iu');
  return ending;
}

/** Each part with its topic; what says nothing of its own belongs to the part before, or opens the one after. */
async function readParts(
  parts: readonly string[],
  desk: Pick<SupportDesk, 'understand'>,
  sure: number = SURE_ENOUGH.toSplitAnnounced,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  let lead = '';
  const read = inParts(parts.map(trimmed).filter(Boolean));
  const understood = await Promise.all(read.map((part) => desk.understand(part)));
  for (const [index, part] of read.entries()) {
    const { topic, confidence } = understood[index] ?? { topic: 'none' as const, confidence: 0 };
    const last = problems.at(-1);
    const isClear = requestKindOf(topic) !== null && confidence >= sure;
    if (last && (!isClear || last.topic === topic || problems.length === MOST_PROBLEMS)) {
      problems[problems.length - 1] = { ...last, text: joined(last.text, part) };
    } else if (isClear) problems.push({ topic, text: joined(lead, part) });
    else lead = joined(lead, part);
  }
  return problems;
}

/** What comes after the last part that is looked at belongs to it. */
function inParts(parts: readonly string[]): readonly string[] {
  if (parts.length <= MOST_PARTS) return parts;
  return [...parts.slice(0, MOST_PARTS - 1), parts.slice(MOST_PARTS - 1).join(' ')];
}

function trimmed(part: string): string {
  return part.replace(/^[\s\p{P}]+|[\s，,；;、：:]+$/gu, '').replace(/^1\s*[.、)）:：]\s*/u, '');
}

function joined(one: string, other: string): string {
  const separator = isHan(one + other) ? '，' : ', ';
  return excerpt(one === '' ? other : `${one}${separator}${other}`, LONGEST);
}

function several(problems: readonly Problem[]): readonly Problem[] {
  return new Set(problems.map(({ topic }) => topic)).size > 1 ? problems : [];
}

const WAYS = ['separate', 'together'] as const;

/**
 * Asks whether the problems become requests of their own, which are linked and share the contact. What was written is in
 * a draft whatever the answer; a problem that was under discussion waits behind these.
 */
export function offerSeparation(
  talk: Talk,
  text: string,
  understood: Understanding,
  problems: readonly Problem[],
): Outcome {
  const { locale } = talk.state;
  const lines = problems.map((problem) =>
    phrase(locale, 'severalProblems.line', {
      topic: phrase(locale, `values.topic.${problem.topic}`),
      words: shortly(problem.text, 120),
    }),
  );
  const question = phrase(locale, 'severalProblems.ask', { count: problems.length, list: numbered(lines) });
  const { state: noted, notice } = noteApart({ ...talk, state: noteNoExample(talk, 'several') }, text, understood);
  const frame = { dialog: 'several-problems' as const, problems: [...problems], text };
  return {
    state: withFrame(withoutFrames(noted), frame),
    replies: [...notice, suggest({ text: question }, labelsOf('severalProblems', WAYS, locale))],
  };
}

/**
 * A message whose topic is still to be asked for, in a draft: a problem that was under discussion waits behind it.
 * `notice` tells of one for which there is no more room.
 */
export function noteApart(
  { state, desk }: Talk,
  text: string,
  understood: Understanding,
): { state: ConversationState; notice: readonly Reply[] } {
  const { locale } = state;
  const { waiting, left } = putAside(state);
  const base = isProblem(state.draft) ? withContactOf(state.draft, emptyDraft(desk, locale)) : state.draft;
  const draft = withMessage(
    base ?? emptyDraft(desk, locale),
    text,
    { ...understood, topic: 'none' },
    desk.policy.operator,
  );
  const notice = left === null ? [] : [say(locale, 'selfHelp.otherProblem', { words: shortly(left.text, 80) })];
  return { state: { ...state, draft, waiting }, notice };
}

function shortly(text: string, most: number): string {
  return plain(excerpt(text.replaceAll('\n', ' '), most));
}

function isProblem(draft: Draft | null): draft is Draft {
  return draft?.topic != null && requestKindOf(draft.topic) !== null && draft.description !== null;
}

/** The problem under discussion behind those that wait; `left` where there is no more room for it. */
function putAside({ draft, waiting }: ConversationState): { waiting: WaitingProblem[]; left: WaitingProblem | null } {
  if (!isProblem(draft)) return { waiting, left: null };
  const problem = { text: excerpt(draft.description ?? '', LONGEST), topic: draft.topic ?? 'none', draft };
  return waiting.length < MOST_WAITING ? { waiting: [...waiting, problem], left: null } : { waiting, left: problem };
}

/** The answer to it: one by one, as one, or null for something else. */
export function readSeparation(text: string): (typeof WAYS)[number] | null {
  const picked = exactChoice(text, 'severalProblems', WAYS) ?? namedChoice(text, 'severalProblems', WAYS);
  return WAYS.find((way) => way === picked) ?? null;
}

/** A draft of the first problem, with the files that came along; the others wait for their turn. */
export async function beginFirst(talk: Talk, { problems }: SeveralProblemsFrame): Promise<Talk> {
  const { desk, state } = talk;
  const [first, ...others] = problems;
  const noted = state.draft ?? emptyDraft(desk, state.locale);
  const { description: _, topic: _1, kind: _2, product: _3, facts: _4, details: _5, ...kept } = noted;
  const { description, topic, kind, product, facts, details } = emptyDraft(desk, state.locale);
  const draft = { ...kept, description, topic, kind, product, facts, details };
  const waiting = [...others.map((problem) => ({ ...problem, draft: null })), ...state.waiting].slice(0, MOST_WAITING);
  const next = { ...withoutFrames(state), waiting };
  return first ? begin({ ...talk, state: next }, draft, first) : { ...talk, state: next };
}

/** Whether the problem under way is done with, by whatever end, and another one waits. */
export function isNextDue(before: ConversationState, after: ConversationState): boolean {
  return before.waiting.length > 0 && after.waiting.length > 0 && after.draft === null && after.stack.length === 0;
}

/**
 * The next waiting problem as a draft that shares the contact with the one before; where that one was filed, the two
 * requests name each other.
 */
export async function beginNext(talk: Talk, before: ConversationState): Promise<Talk> {
  const { state, desk } = talk;
  const [next, ...others] = state.waiting;
  if (!next) return talk;
  const filed = state.filed !== null && state.filed !== before.filed ? await desk.submittedAs(state.filed) : null;
  const done = before.draft;
  const fresh = next.draft ?? emptyDraft(desk, state.locale);
  const draft: Draft = {
    ...(done && next.draft === null ? withContactOf(done, fresh) : fresh),
    related: [...new Set([...fresh.related, ...(done?.related ?? []), ...(filed ? [filed.reference] : [])])].slice(-5),
  };
  const rest = { ...talk, state: { ...state, waiting: others } };
  return next.draft ? { ...rest, state: { ...rest.state, draft } } : begin(rest, draft, next);
}

/** A draft of the same person, who is reached in the same way. */
export function withContactOf(done: Draft, draft: Draft): Draft {
  const { contactName, contactPhone, contactEmail, preferredContact, contactLanguage, boughtDirectly } = done;
  return { ...draft, contactName, contactPhone, contactEmail, preferredContact, contactLanguage, boughtDirectly };
}

async function begin(talk: Talk, draft: Draft, { text, topic }: Problem): Promise<Talk> {
  const understood = await talk.desk.understand(text);
  const { operator } = talk.desk.policy;
  return { ...talk, state: { ...talk.state, draft: withMessage(draft, text, { ...understood, topic }, operator) } };
}
