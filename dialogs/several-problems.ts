import type { Draft } from '../src/domain/draft.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import { requestKindOf } from '../src/domain/topics.ts';
import type { Understanding } from '../src/domain/understanding.ts';
import { exactChoice, labelsOf, numbered, wordsOf } from './choices.ts';
import { type Outcome, suggest, type Talk, withFrame, withoutFrames } from './dialog.ts';
import { emptyDraft, withMessage } from './drafting.ts';
import { excerpt } from './limits.ts';
import { phrase } from './phrases.ts';
import { plain } from './plain.ts';
import type { ConversationState, Problem, SeveralProblemsFrame } from './state.ts';

/** A part of a message is a problem of its own only when it is understood as clearly as a whole message. */
const SURE_OF_PART = 0.5;
/** Where nobody announced a second problem, a sentence has to be beyond doubt. */
const SURE_OF_SENTENCE = 0.8;
/** What else a message may be about counts from here on. */
const LIKELY = 0.05;
const MOST_PROBLEMS = 3;
const LONGEST = 2000;

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
  const announced = text.split(announcement());
  if (announced.length > 1) return several(await readParts(announced, desk));
  const kind = requestKindOf(understood.topic);
  const isOther = ({ topic, confidence }: Understanding['alternatives'][number]) =>
    confidence >= LIKELY && requestKindOf(topic) !== null && requestKindOf(topic) !== kind;
  if (kind === null || !understood.alternatives.some(isOther)) return [];
  const problems = several(
    await readParts(text.split(/[。；;！!\n]|\.\s|(?<!\p{L})and(?!\p{L})/iu), desk, SURE_OF_SENTENCE),
  );
  return new Set(problems.map(({ topic }) => requestKindOf(topic))).size > 1 ? problems : [];
}

let announcing: RegExp | undefined;

/** Words with which people begin another problem, and the numbers of a list. */
function announcement(): RegExp {
  if (announcing) return announcing;
  const figures = wordsOf('answers.anotherOne').join('|');
  const words = wordsOf('answers.anotherProblem').map((word) =>
    // What follows may take the announcement back: 「转发到另外一个邮箱」 and "but also" announce nothing.
    /\p{Script=Han}/u.test(word)
      ? `${word}(?!${figures})`
      : `(?<=^\\s*|[\\p{P}\\n]\\s*|\\band\\s+)${word.replaceAll(' ', '\\s+')}(?!\\p{L})`,
  );
  announcing = new RegExp(`${words.join('|')}|(?<![\\p{L}\\p{N}.])[2-3](?:[.、)）]|\\s*[:：])(?!\\d)`, 'iu');
  return announcing;
}

/** Each part with its topic; what says nothing of its own belongs to the part before, or opens the one after. */
async function readParts(
  parts: readonly string[],
  desk: Pick<SupportDesk, 'understand'>,
  sure = SURE_OF_PART,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  let lead = '';
  for (const part of parts.map(trimmed).filter(Boolean)) {
    const { topic, confidence } = await desk.understand(part);
    const last = problems.at(-1);
    const isClear = requestKindOf(topic) !== null && confidence >= sure;
    if (last && (!isClear || last.topic === topic || problems.length === MOST_PROBLEMS)) {
      problems[problems.length - 1] = { ...last, text: joined(last.text, part) };
    } else if (isClear) problems.push({ topic, text: joined(lead, part) });
    else lead = joined(lead, part);
  }
  return problems;
}

function trimmed(part: string): string {
  return part.replace(/^[\s\p{P}]+|[\s，,；;、：:]+$/gu, '').replace(/^1\s*[.、)）:：]\s*/u, '');
}

function joined(one: string, other: string): string {
  const separator = /\p{Script=Han}/u.test(one + other) ? '，' : ', ';
  return excerpt(one === '' ? other : `${one}${separator}${other}`, LONGEST);
}

function several(problems: readonly Problem[]): readonly Problem[] {
  return new Set(problems.map(({ topic }) => topic)).size > 1 ? problems : [];
}

const WAYS = ['separate', 'together'] as const;

/** Asks whether the problems become requests of their own, which are linked and share the contact. */
export function offerSeparation({ state }: Talk, text: string, problems: readonly Problem[]): Outcome {
  const { locale } = state;
  const lines = problems.map((problem) =>
    phrase(locale, 'severalProblems.line', {
      topic: phrase(locale, `values.topic.${problem.topic}`),
      words: plain(excerpt(problem.text.replaceAll('\n', ' '), 120)),
    }),
  );
  const question = phrase(locale, 'severalProblems.ask', { count: problems.length, list: numbered(lines) });
  const frame = { dialog: 'several-problems' as const, problems: [...problems], text };
  return {
    state: withFrame(withoutFrames(state), frame),
    replies: [suggest({ text: question }, labelsOf('severalProblems', WAYS, locale))],
  };
}

/** The answer to it: one by one, as one, or null for something else. */
export function readSeparation(text: string): (typeof WAYS)[number] | null {
  const picked = exactChoice(text, 'severalProblems', WAYS);
  return WAYS.find((way) => way === picked) ?? null;
}

/** A draft of the first problem; the others wait for their turn. */
export async function beginFirst(talk: Talk, { problems }: SeveralProblemsFrame): Promise<Talk> {
  const [first, ...others] = problems;
  const draft = emptyDraft(talk.desk, talk.state.locale);
  const state = { ...withoutFrames(talk.state), waiting: others };
  return first ? begin({ ...talk, state }, draft, first) : { ...talk, state };
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
  const draft: Draft = {
    ...emptyDraft(desk, state.locale),
    ...(done && {
      contactName: done.contactName,
      contactPhone: done.contactPhone,
      contactEmail: done.contactEmail,
      preferredContact: done.preferredContact,
      contactLanguage: done.contactLanguage,
      boughtDirectly: done.boughtDirectly,
    }),
    related: [...(done?.related ?? []), ...(filed ? [filed.reference] : [])],
  };
  return begin({ ...talk, state: { ...state, waiting: others } }, draft, next);
}

async function begin(talk: Talk, draft: Draft, { text, topic }: Problem): Promise<Talk> {
  const understood = await talk.desk.understand(text);
  return { ...talk, state: { ...talk.state, draft: withMessage(draft, text, { ...understood, topic }) } };
}
