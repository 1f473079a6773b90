import { contactPointsIn } from '../src/domain/contact-point.ts';
import type { Draft } from '../src/domain/draft.ts';
import { isHan } from '../src/domain/script.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import { detailsOf } from '../src/domain/topic-details.ts';
import type { Understanding } from '../src/domain/understanding.ts';
import { asks, exactChoice, exactYesNo, isMadeOf, isUnsure, longestFirst, mentions, negates } from './choices.ts';
import { plainWords } from './commands.ts';
import { editable } from './intake-messages.ts';
import { questionOf } from './intake-questions.ts';
import type { QuestionId } from './state.ts';
import { readName } from './told-name.ts';
import { toldWorkaround } from './told-workaround.ts';

/** What words at the review change in the draft, and which fields these are. */
export interface ToldChange {
  readonly patch: Partial<Draft>;
  readonly fields: readonly QuestionId[];
  /** Whether the words may tell more than the fields hold, and are kept for staff. */
  readonly isStory: boolean;
}

/**
 * Whether a message files what the review shows: whole messages and formulas only, such as "looks good, please submit". A
 * sentence that merely holds "confirm" must not.
 */
export function confirmsFiling(text: string): boolean {
  const isNumber = exactChoice(text, 'reviewChoice', ['confirm']) !== null;
  const lists = ['answers.yes', 'answers.confirm.yes', 'answers.confirm.file'];
  return isNumber || isMadeOf(text, lists);
}

/** The field that a whole message names, by its place in the list or its name, with or without a lead such as "change the". */
export function fieldNamed(text: string, desk: SupportDesk): QuestionId | null {
  const fields = editable(desk);
  const rest = withoutLead(text);
  const named =
    exactChoice(text, 'editField', fields, 'fields') ?? (rest && exactChoice(rest, 'editField', fields, 'fields'));
  return fields.find((id) => id === named) ?? null;
}

/** What follows "please change the" and 「把」; null without such a lead. */
function withoutLead(text: string): string | null {
  const words = plainWords(text);
  const lead = longestFirst('answers.editLead').find((one) => words.startsWith(isHan(one) ? one : `${one} `));
  return lead ? words.slice(lead.length).trim() : null;
}

/** More is no correction. */
const LONGEST_CHANGE = 2000;
/** More is a story, and begins with no name of a field. */
const LONGEST_NAME = 40;

/**
 * What somebody tells at the review instead of choosing a field and answering its question: a field with its new value
 * (「联系人改成李雷」, "product: Teams"), or a fact of severity in a sentence ("the whole company is affected"). Null when the
 * draft stays as it is; whatever is not beyond doubt is a remark, since a misreading would be filed.
 */
export async function changeTold(text: string, draft: Draft, desk: SupportDesk): Promise<ToldChange | null> {
  if (asks(text) || text.length > LONGEST_CHANGE) return null;
  return (
    contactCorrected(text, draft, desk) ??
    (await valueTold(text, draft, desk)) ??
    (await factsRaised(text, draft, desk))
  );
}

/** 「电话写错了，是 13800138000」: one number or address, beside what it is and that it is to be another one. */
function contactCorrected(text: string, draft: Draft, desk: SupportDesk): ToldChange | null {
  const [point, another] = contactPointsIn(text, desk.policy.operator);
  const corrects = mentions(text, 'answers.corrects') && mentions(text, 'toldContact.label');
  if (!point || another || !corrects || text.length > LONGEST_CORRECTION) return null;
  const patch = point.kind === 'phone' ? { contactPhone: point.value } : { contactEmail: point.value };
  return changes(patch, draft) ? { patch, fields: ['contactReach'], isStory: true } : null;
}

/** In characters; a longer message may tell of somebody else's number. */
const LONGEST_CORRECTION = 80;

/**
 * A field with its new value and nothing else: by a sign or a verb that sets, "is" and 「是」 describe. The value is an
 * option's own name, a yes or no, or a name of a person; what needs to be understood is asked by the field's question.
 */
export async function valueTold(text: string, draft: Draft, desk: SupportDesk): Promise<ToldChange | null> {
  for (const sign of settingSigns(text)) {
    const at = text.toLowerCase().indexOf(sign);
    if (at < 1 || at > LONGEST_NAME) continue;
    const name = text.slice(0, at);
    const field = /\p{L}/u.test(name) ? fieldNamed(name, desk) : null;
    const value = text.slice(at + sign.length).replace(/^[\s:：]+|[\s.。!！]+$/gu, '');
    const patch = field ? await exactValue(field, value, draft, desk) : null;
    if (field && patch && changes(patch, draft)) return { patch, fields: [field], isStory: false };
  }
  return null;
}

/** "To" sets only behind a verb: "change the product to Teams", but "mail to bob bounces". */
function settingSigns(text: string): readonly string[] {
  const verbs = longestFirst('answers.setTo').map((verb) => (isHan(verb) ? verb : ` ${verb} `));
  const afterLead = longestFirst('answers.setToAfterLead').map((verb) => ` ${verb} `);
  return [...verbs, ':', '：', '=', ...(withoutLead(text) === null ? [] : afterLead)];
}

function changes(patch: Partial<Draft>, draft: Draft): boolean {
  const keys = Object.keys(patch) as (keyof Draft)[];
  return keys.some((key) => JSON.stringify(patch[key]) !== JSON.stringify(draft[key]));
}

async function exactValue(
  field: QuestionId,
  value: string,
  draft: Draft,
  desk: SupportDesk,
): Promise<Partial<Draft> | null> {
  // A number is a place in a list that nobody has shown.
  if (value === '' || /^[\d\s]+$/.test(value) || isUnsure(value)) return null;
  if (field === 'contactName') {
    const contactName = readName(value);
    return contactName ? { contactName } : null;
  }
  const { options, read } = questionOf(field);
  const isExact =
    options === 'yes-no' ? exactYesNo(value, field) !== null : exactChoice(value, field, options) !== null;
  const answer = isExact ? await read(value, draft, desk) : null;
  return answer && 'patch' in answer ? answer.patch : null;
}

/** The values of a fact from the mildest to the gravest. */
const GRAVITY = {
  serviceState: ['working', 'degraded', 'unavailable'],
  affected: ['one-user', 'many-users', 'organization'],
};

/**
 * The facts of severity that a sentence states graver than the draft has them. A milder one is asked by its question:
 * "I am the only one who can take calls" must not lower a level. Neither do conditions and things that are not so state
 * a fact; that nothing works is said with a "not" itself.
 */
async function factsRaised(
  text: string,
  { facts, topic, details }: Draft,
  desk: SupportDesk,
): Promise<ToldChange | null> {
  if (mentions(text, 'answers.conditions')) return null;
  const read = await desk.understand(text);
  const isNegated = negates(plainWords(text));
  const count = isNegated ? 0 : (read.entities.userCount ?? 0);
  const told = graver(text, facts, read.severityFacts, { isNegated, count });
  const fields = (['serviceState', 'affected', 'deadlineAtRisk', 'workaround'] as const).filter((name) => name in told);
  // Staff should not read the old number beside the new words.
  const countsPeople = !detailsOf(topic).some(({ id }) => id === 'count');
  const isCounted = count > 1 && countsPeople && details.people !== String(count);
  if (fields.length === 0 && !isCounted) return null;
  return {
    patch: { facts: { ...facts, ...told }, ...(isCounted && { details: { ...details, people: String(count) } }) },
    fields: isCounted ? [...fields, 'details'] : fields,
    isStory: true,
  };
}

function graver(
  text: string,
  facts: Draft['facts'],
  { serviceState, affected = 'one-user', deadlineAtRisk }: Understanding['severityFacts'],
  { isNegated, count }: { readonly isNegated: boolean; readonly count: number },
): Partial<Draft['facts']> {
  const fails = serviceState === 'unavailable' && mentions(text, 'healthTold.failing');
  const hit = affected === 'one-user' && count > 1 ? 'many-users' : affected;
  return {
    ...(fails && isGraver('serviceState', serviceState, facts) && { serviceState }),
    ...(!isNegated && isGraver('affected', hit, facts) && { affected: hit }),
    ...(deadlineAtRisk === true && !isNegated && facts.deadlineAtRisk !== true && { deadlineAtRisk }),
    ...(toldWorkaround(text).workaround === false && facts.workaround === true && { workaround: false }),
  };
}

function isGraver(name: keyof typeof GRAVITY, value: string, facts: Draft['facts']): boolean {
  const [order, now] = [GRAVITY[name], facts[name]];
  return now !== null && order.indexOf(value) > order.indexOf(now);
}
