import type { Draft } from '../src/domain/draft.ts';
import { isHan } from '../src/domain/script.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import { asks, exactChoice, wordsOf } from './choices.ts';
import { plainWords } from './commands.ts';
import { isFailing } from './hearing.ts';
import { editable } from './intake-messages.ts';
import { questionOf } from './intake-questions.ts';
import type { QuestionId } from './state.ts';
import { toldWorkaround } from './told-workaround.ts';

/** What words at the review change in the draft, and which fields these are. */
export interface ToldChange {
  readonly patch: Partial<Draft>;
  readonly fields: readonly QuestionId[];
  /** Whether the words may tell more than the fields hold, and are kept for staff. */
  readonly isStory: boolean;
}

/** The field that a whole message names, by its place in the list or its name, with or without a lead such as "change the". */
export function fieldNamed(text: string, desk: SupportDesk): QuestionId | null {
  const fields = editable(desk);
  const named = exactChoice(text, 'editField', fields, 'fields') ?? fieldByName(text, fields);
  return fields.find((id) => id === named) ?? null;
}

function fieldByName(text: string, fields: readonly QuestionId[]): string | null {
  const words = plainWords(text);
  const lead = longestFirst('answers.editLead').find((one) => words.startsWith(one));
  return lead ? exactChoice(words.slice(lead.length).trim(), 'editField', fields, 'fields') : null;
}

function longestFirst(key: string): readonly string[] {
  return [...wordsOf(key)].filter(Boolean).sort((one, other) => other.length - one.length);
}

/**
 * What somebody tells at the review instead of choosing a field and answering its question: a field with its new value
 * (「联系人改成李雷」, "product: Teams"), or a fact of severity in a sentence ("the whole company is affected"). Null when the
 * draft stays as it is.
 */
export async function changeTold(text: string, draft: Draft, desk: SupportDesk): Promise<ToldChange | null> {
  if (asks(text) || text.length > LONGEST_CHANGE) return null;
  return (await valueTold(text, draft, desk)) ?? (await factsTold(text, draft, desk));
}

/** More is no correction. */
const LONGEST_CHANGE = 2000;
/** More is a story, and begins with no name of a field. */
const LONGEST_NAME = 40;

async function valueTold(text: string, draft: Draft, desk: SupportDesk): Promise<ToldChange | null> {
  const verbs = longestFirst('answers.setTo').map((verb) => (isHan(verb) ? verb : ` ${verb} `));
  for (const sign of [':', '：', '=', ...verbs]) {
    const at = text.toLowerCase().indexOf(sign);
    if (at < 1 || at > LONGEST_NAME) continue;
    const field = fieldNamed(text.slice(0, at), desk);
    const value = text.slice(at + sign.length).trim();
    if (!field || value === '' || /^\s*\d+\s*$/.test(text.slice(0, at))) continue;
    const answer = await questionOf(field).read(value, draft, desk);
    if ('patch' in answer) return { patch: answer.patch, fields: [field], isStory: false };
  }
  return null;
}

/**
 * The facts of severity that a sentence states and the draft has not. What is only missing in it, such as that nothing is
 * at risk, is no change: "thanks, nothing else" must not lower a level; a "no" is told by the field or in plain words.
 */
async function factsTold(text: string, { facts }: Draft, desk: SupportDesk): Promise<ToldChange | null> {
  const { severityFacts } = await desk.understand(text);
  const { serviceState, affected, deadlineAtRisk } = severityFacts;
  const workaround = toldWorkaround(text).workaround ?? (severityFacts.workaround === true ? true : undefined);
  const told: Partial<Draft['facts']> = {
    ...(isFailing(severityFacts) && { serviceState }),
    ...(affected && { affected }),
    ...(deadlineAtRisk === true && { deadlineAtRisk }),
    ...(workaround !== undefined && { workaround }),
  };
  const fields = (['serviceState', 'affected', 'deadlineAtRisk', 'workaround'] as const).filter(
    (name) => told[name] !== undefined && told[name] !== facts[name],
  );
  return fields.length === 0 ? null : { patch: { facts: { ...facts, ...told } }, fields, isStory: true };
}
