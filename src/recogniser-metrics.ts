import { Counter, type Registry } from 'prom-client';
import { RECOGNITION_OUTCOMES, type RecognitionEnd } from './domain/recognition.ts';

/** What becomes of a text that may go to the language service: who answered, or why the service did not. */
const OUTCOMES = [
  'answered',
  'remembered',
  'slow',
  'down',
  'throttled',
  'refused',
  'wrong',
  'paused',
  'budget',
] as const;
/** How the language service and the local recogniser compare on a text. */
const AGREEMENTS = ['same', 'other', 'only-clu', 'only-local'] as const;
/** How the topic that was recognised compares with the one that it turned out to be. */
const TOPICS = ['same', 'other', 'unknown'] as const;

/** The numbers of understanding. */
export interface RecogniserMetrics {
  /** Which recogniser answered and whether it found a topic. */
  recognised(source: 'local' | 'clu', decision: 'topic' | 'none'): void;
  /** What became of a text that may go to the language service. */
  languageService(outcome: (typeof OUTCOMES)[number]): void;
  /** A text that both recognisers answered. */
  languageServiceAgreed(agreement: (typeof AGREEMENTS)[number]): void;
  /** What happened next with a recognised message. */
  recognitionEnded(end: Pick<RecognitionEnd, 'outcome' | 'recognised' | 'topic'>): void;
}

/** Counters of the recognisers. */
export function recogniserMetrics(registers: Registry[]): RecogniserMetrics {
  const recognised = new Counter({
    name: 'recogniser_decisions_total',
    help: 'Texts by recogniser and decision',
    labelNames: ['source', 'decision'],
    registers,
  });
  const texts = new Counter({
    name: 'language_service_texts_total',
    help: 'Texts that may go to the language service, by what became of them',
    labelNames: ['outcome'],
    registers,
  });
  const agreements = new Counter({
    name: 'language_service_agreement_total',
    help: 'Texts that the language service and the local recogniser answered, by how the topics compare',
    labelNames: ['agreement'],
    registers,
  });
  const ends = new Counter({
    name: 'recognition_outcomes_total',
    help: 'What happened next with recognised messages, by whether the topic was the one recognised',
    labelNames: ['outcome', 'topic'],
    registers,
  });
  // A series that begins with its first event hides that event from every rate.
  for (const outcome of OUTCOMES) texts.inc({ outcome }, 0);
  for (const agreement of AGREEMENTS) agreements.inc({ agreement }, 0);
  for (const outcome of RECOGNITION_OUTCOMES) for (const topic of TOPICS) ends.inc({ outcome, topic }, 0);
  return {
    recognised: (source, decision) => recognised.inc({ source, decision }),
    languageService: (outcome) => texts.inc({ outcome }),
    languageServiceAgreed: (agreement) => agreements.inc({ agreement }),
    recognitionEnded: ({ outcome, recognised, topic }) =>
      ends.inc({ outcome, topic: topic === null ? 'unknown' : topic === recognised ? 'same' : 'other' }),
  };
}
