import type { Draft } from '../src/domain/draft.ts';
import { affectedSchema, type FactName, serviceStateSchema } from '../src/domain/facts.ts';
import { LOCALES } from '../src/domain/locale.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import {
  PRODUCTS,
  productSchema,
  REQUEST_KINDS,
  REQUEST_TOPICS,
  requestKindOf,
  requestKindSchema,
  TOPICS,
} from '../src/domain/topics.ts';
import {
  asks,
  exactChoice,
  exactYesNo,
  isAnswer,
  isMadeOf,
  isUnsure,
  looseYesNo,
  namedChoice,
  skips,
} from './choices.ts';
import { SURE_ENOUGH } from './confidence.ts';
import { contactReach, preferredContact } from './contact-questions.ts';
import { detailsAreOpen, readDetailsAnswer } from './details.ts';
import { withMessage } from './drafting.ts';
import { CARD_TEXT_LIMIT } from './limits.ts';
import type { Answer, Question } from './question.ts';
import type { QuestionId } from './state.ts';
import { tellingWords } from './telling-words.ts';
import { toldWorkaround } from './told-workaround.ts';

const DECLINED = '';
const TAKEN_AS_NO = 'form.takenAsNo';

function patched(patch: Partial<Draft> | null): Answer {
  return patch ? { patch } : { problem: 'notUnderstood' };
}

/** A yes-or-no question whose answer goes into one field; where `mayBeUnsure`, who does not know it is taken for a no. */
function yesNo(
  id: QuestionId,
  open: Question['open'],
  patch: (yes: boolean, draft: Draft, desk: SupportDesk) => Answer,
  mayBeUnsure = false,
): Question {
  return {
    id,
    open,
    options: 'yes-no',
    read: async (text, draft, desk) => {
      if (mayBeUnsure && submits(text)) return { problem: 'answerFirst' };
      const yes = exactYesNo(text, id) ?? looseYesNo(text, id);
      if (yes !== null) return patch(yes, draft, desk);
      return mayBeUnsure && isUnsure(text)
        ? { ...patch(false, draft, desk), note: TAKEN_AS_NO }
        : { problem: 'yesOrNo' };
    },
  };
}

/** A fact of severity: picked, named, or stated in a sentence that the recogniser reads. */
function fact(id: FactName, options: readonly string[] | 'yes-no'): Question {
  return {
    id,
    options,
    open: (draft, desk) => desk.openFacts(draft).includes(id),
    read: async (text, draft, desk) => {
      if (submits(text)) return { problem: 'answerFirst' };
      const exact = options === 'yes-no' ? exactYesNo(text, id) : exactChoice(text, id, options);
      if (exact === null && isUnsure(text)) {
        if (options !== 'yes-no') return { problem: 'cannotSkip' };
        return { patch: { facts: { ...draft.facts, [id]: false } }, note: TAKEN_AS_NO };
      }
      // A stated fact goes before a name found in a sentence: "mail is not working" names "working".
      const loose = () => (options === 'yes-no' ? looseYesNo(text, id) : namedChoice(text, id, options));
      const named = id === 'workaround' ? (toldWorkaround(text).workaround ?? null) : null;
      const value = exact ?? named ?? (await statedFact(id, text, desk)) ?? loose();
      if (value === null) return { problem: options === 'yes-no' ? 'yesOrNo' : 'notUnderstood' };
      return { patch: { facts: { ...draft.facts, [id]: value } } };
    },
  };
}

/** "Ok submit it" answers no question about the problem, though it begins with a yes. */
function submits(text: string): boolean {
  return isMadeOf(text, ['answers.confirm.file'], ['answers.yes']);
}

/** A question such as "which number can I call?" states no fact of the problem, although it sounds like one that works. */
async function statedFact(id: FactName, text: string, desk: SupportDesk): Promise<Draft['facts'][FactName]> {
  if (asks(text)) return null;
  return (await desk.understand(text)).severityFacts[id] ?? null;
}

function freeText(text: string, least: number, patch: (words: string) => Partial<Draft>): Answer {
  const words = text.trim();
  if (words.length > CARD_TEXT_LIMIT) return { problem: 'tooLong' };
  const letters = words.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return letters < least ? { problem: 'tooShort' } : { patch: patch(words) };
}

/** Whether a description tells nothing but, for instance, how to reach the person. */
export function tooLittle(text: string, { policy }: Pick<SupportDesk, 'policy'>): boolean {
  return (tellingWords(text, policy.operator).match(/[\p{L}\p{N}]/gu)?.length ?? 0) < 4;
}

const description: Question = {
  id: 'description',
  options: [],
  open: (draft) => draft.description === null,
  read: async (text, draft, desk) => {
    const isEmpty = isUnsure(text) || tooLittle(text, desk);
    const answer = isEmpty ? { problem: 'tooShort' } : freeText(text, 4, (words) => ({ description: words }));
    if ('problem' in answer) return answer;
    // The words replace the description; what they tell besides is noted like that of any other message.
    return {
      patch: { ...withMessage(draft, text, await desk.understand(text), desk.policy.operator), ...answer.patch },
    };
  },
};

/** A kind is taken from a sentence only where its topic is beyond doubt: an order that is lost is no billing question. */
async function kindUnderstood(text: string, desk: SupportDesk): Promise<Draft['kind']> {
  const { topic: understood, confidence } = await desk.understand(text);
  return confidence >= SURE_ENOUGH.toTellKind ? requestKindOf(understood) : null;
}

const kind: Question = {
  id: 'kind',
  options: REQUEST_KINDS,
  open: (draft) => draft.kind === null,
  read: async (text, draft, desk) => {
    const picked = exactChoice(text, 'kind', REQUEST_KINDS) ?? namedChoice(text, 'kind', REQUEST_KINDS);
    if (!picked && isUnsure(text)) return { problem: 'pickNearest' };
    const value = picked ? requestKindSchema.parse(picked) : await kindUnderstood(text, desk);
    if (!value) return { problem: 'notUnderstood' };
    // A topic of another kind would contradict it in the record.
    const topic = draft.topic && requestKindOf(draft.topic) === value ? draft.topic : null;
    return { patch: { kind: value, topic, product: draft.product ?? (value === 'technical' ? null : 'subscription') } };
  },
};

/** Never open: the topic follows from the description, and this is for a person who knows better. */
const topic: Question = {
  id: 'topic',
  options: REQUEST_TOPICS,
  open: () => false,
  read: async (text) => {
    const picked = exactChoice(text, 'topic', REQUEST_TOPICS);
    const known = REQUEST_TOPICS.find((one) => one === picked);
    return patched(known ? { topic: known, kind: requestKindOf(known), product: TOPICS[known].product } : null);
  },
};

const product: Question = {
  id: 'product',
  options: PRODUCTS,
  open: (draft) => draft.product === null,
  read: async (text, _draft, desk) => {
    if (isUnsure(text)) return { problem: 'pickNearest' };
    const picked =
      exactChoice(text, 'product', PRODUCTS) ??
      (await desk.understand(text)).entities.product ??
      namedChoice(text, 'product', PRODUCTS);
    return patched(picked ? { product: productSchema.parse(picked) } : null);
  },
};

/** Whether somebody would rather go on without a business impact statement. */
export function declinesStatement(text: string): boolean {
  return skips(text) || isAnswer(text, 'decline');
}

const impactStatement: Question = {
  id: 'impactStatement',
  options: [],
  open: (draft, desk) => draft.impactStatement === null && desk.openCommitments(draft).includes('impactStatement'),
  read: async (text, _draft, desk) => {
    if (declinesStatement(text)) return { patch: { impactStatement: DECLINED } };
    // What is too little for the policy is asked again instead of lowering the level behind the person's back.
    if (isUnsure(text) || !desk.isSolidImpact(tellingWords(text, desk.policy.operator)))
      return { problem: 'impactTooShort' };
    return freeText(text, 1, (words) => ({ impactStatement: words }));
  },
};

/**
 * The intake's questions in the order in which they are asked. To add one: its id in `state.ts`, an entry here,
 * its words under `questions` in both locales; the form card takes the same field name.
 */
const QUESTIONS: readonly Question[] = [
  {
    id: 'boughtDirectly',
    options: ['direct', 'partner', 'unsure'],
    open: (draft, desk) => desk.eligibility(draft.boughtDirectly).result === 'ask-purchase',
    read: async (text) => {
      const options = ['direct', 'partner', 'unsure'];
      const answer = /^[12]$/.test(text.trim()) ? null : exactYesNo(text, 'boughtDirectly');
      if (answer !== null) return { patch: { boughtDirectly: answer } };
      const picked = exactChoice(text, 'boughtDirectly', options) ?? namedChoice(text, 'boughtDirectly', options);
      if (picked === 'unsure' || isUnsure(text)) return { problem: 'purchaseUnsure' };
      return patched(picked ? { boughtDirectly: picked === 'direct' } : null);
    },
  },
  yesNo(
    'consent',
    (draft) => draft.consentAt === null,
    (yes, _draft, desk) => (yes ? { patch: { consentAt: desk.now } } : { problem: 'consentNeeded' }),
  ),
  description,
  kind,
  topic,
  product,
  fact('serviceState', serviceStateSchema.options),
  fact('affected', affectedSchema.options),
  fact('deadlineAtRisk', 'yes-no'),
  fact('workaround', 'yes-no'),
  impactStatement,
  yesNo(
    'resourcesCommitted',
    (draft, desk) =>
      draft.resourcesCommitted === null &&
      draft.impactStatement !== DECLINED &&
      desk.openCommitments(draft).includes('resourcesCommitted'),
    (yes) => ({ patch: { resourcesCommitted: yes } }),
    true,
  ),
  { id: 'details', options: [], open: detailsAreOpen, read: readDetailsAnswer },
  {
    id: 'contactName',
    options: [],
    open: (draft) => draft.contactName === null,
    read: async (text) =>
      isUnsure(text) ? { problem: 'required' } : freeText(text.slice(0, 200), 1, (words) => ({ contactName: words })),
  },
  contactReach,
  preferredContact,
  {
    id: 'contactLanguage',
    options: LOCALES,
    open: (draft) => draft.contactLanguage === null,
    read: async (text) => {
      const named = exactChoice(text, 'contactLanguage', LOCALES) ?? namedChoice(text, 'contactLanguage', LOCALES);
      const picked = LOCALES.find((locale) => locale === named);
      return patched(picked ? { contactLanguage: picked } : null);
    },
  },
];

/** The question with this id. */
export function questionOf(id: QuestionId): Question {
  const question = QUESTIONS.find((one) => one.id === id);
  if (!question) throw new RangeError(`There is no question ${id}: add it to QUESTIONS.`);
  return question;
}

/** The first question whose answer the draft still needs, or null when it can be reviewed. */
export function nextQuestion(draft: Draft, desk: SupportDesk): QuestionId | null {
  return QUESTIONS.find((question) => question.open(draft, desk))?.id ?? null;
}
