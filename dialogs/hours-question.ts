import type { NamedDay } from '../src/domain/named-day.ts';
import { type Severity, severitySchema } from '../src/domain/service-request.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import { REQUEST_KINDS, type RequestKind } from '../src/domain/topics.ts';
import type { Understanding } from '../src/domain/understanding.ts';
import { asks, mentions } from './choices.ts';
import { SURE_ENOUGH } from './confidence.ts';
import { readNamedDay } from './day-words.ts';

/** What can be asked about reaching support, in the order in which it is answered. */
const PARTS = ['hours', 'wait', 'phone', 'languages'] as const;
export type HoursPart = (typeof PARTS)[number];

/** A question about hours, waiting, phone and languages, as far as its words tell. */
export interface HoursQuestion {
  /** What is asked; hours and phone where the words do not tell. */
  readonly parts: readonly HoursPart[];
  /** The desk that is named. */
  readonly kind: RequestKind | null;
  readonly severity: Severity | null;
  readonly day: NamedDay | null;
  /** Waiting in the queue of a telephone line, of which no policy tells. */
  readonly onThePhone: boolean;
}

/** Reads which of hours, waiting time, phone and languages a message asks for, and for which desk, level and day. */
export function readHoursQuestion(text: string): HoursQuestion {
  const day = readNamedDay(text);
  const clear = PARTS.filter((part) => mentions(text, `hoursQuestion.${part}`));
  // "Call" asks for the phone only where nothing else is asked: "how quick do you call back" asks for the wait.
  const isCall = clear.length === 0 && mentions(text, 'hoursQuestion.phoneToo');
  const named: readonly HoursPart[] = isCall ? ['phone'] : clear;
  // "How long until somebody is there" asks for the wait; with a day beside it, for that day as well.
  const others = named.filter((part) => part !== 'hours');
  // "Are you open now, and how long do I wait?" asks for both.
  const isBoth = day !== null || mentions(text, 'hoursQuestion.openAsked');
  const parts: readonly HoursPart[] = isBoth ? ['hours', ...others] : named.includes('wait') ? others : named;
  const kinds = REQUEST_KINDS.filter(
    (kind) => mentions(text, `answers.kind.${kind}`) || mentions(text, `hoursQuestion.kind.${kind}`),
  );
  return {
    parts: parts.length > 0 ? parts : kinds.length > 0 ? ['hours'] : ['hours', 'phone'],
    kind: kinds.length === 1 ? (kinds[0] ?? null) : null,
    severity: severitySchema.options.find((level) => mentions(text, `hoursQuestion.severity.${level}`)) ?? null,
    day,
    onThePhone: mentions(text, 'hoursQuestion.calling'),
  };
}

/** A sentence that is longer tells a problem, in which such words may stand by chance. */
const LONGEST_QUESTION = 60;

/** Topics that short questions such as "are you open now?" are mistaken for. */
const MISTAKEN: readonly string[] = ['none', 'support.contact'];

/** The understanding of a message, where words that can mean nothing else ask for hours or waiting time. */
export function withHoursAsked(understood: Understanding, text: string): Understanding {
  const isMistaken = MISTAKEN.includes(understood.topic) || understood.topic === 'support.phone-and-hours';
  if (!isMistaken || text.length > LONGEST_QUESTION || !mentions(text, 'hoursQuestion.sure')) return understood;
  return {
    ...understood,
    topic: 'support.phone-and-hours',
    confidence: Math.max(understood.confidence, SURE_ENOUGH.toLeaveProblem),
  };
}

/**
 * Whether a message in the middle of a request asks for hours, phone or waiting time. A brief "how long does it take?" can
 * mean nothing else there.
 */
export async function asksHours(text: string, { understand }: Pick<SupportDesk, 'understand'>): Promise<boolean> {
  if (text.length <= LONGEST_QUESTION && asks(text) && mentions(text, 'hoursQuestion.wait')) return true;
  const { topic, confidence } = withHoursAsked(await understand(text), text);
  return topic === 'support.phone-and-hours' && confidence >= SURE_ENOUGH.toAnswerBetween;
}
