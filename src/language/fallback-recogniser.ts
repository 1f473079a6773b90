import type { Operator } from '../domain/person.ts';
import type { Recogniser } from '../domain/ports.ts';
import type { Topic } from '../domain/topics.ts';

/** How two recognisers compare on a text: the same topic, two topics, or a topic that only one of them sees. */
export type Agreement = 'same' | 'other' | 'only-first' | 'only-second';

/** What the fallback is made of. */
export interface FallbackParts {
  /** May reject, for instance CLU. */
  readonly first: Recogniser;
  /** Must not reject, and answers at once: the local recogniser. */
  readonly second: Recogniser;
  /** Whether texts of an operator's tenants may go to the first one (rule R31). */
  readonly mayAsk: (operator: Operator | null) => boolean;
  /** Told every failure of the first one, for the log. */
  readonly onFailure: (failure: unknown) => void;
  /** Told of every text that both have answered. */
  readonly onAgreement: (agreement: Agreement) => void;
}

function agreementOf(first: Topic, second: Topic): Agreement {
  if (first === second) return 'same';
  if (second === 'none') return 'only-first';
  return first === 'none' ? 'only-second' : 'other';
}

/**
 * Asks the first recogniser and, when it fails in any way, answers what the second one says; the person never notices
 * more than the time that the first one took to fail. The second one is asked in every case, while the first is waited
 * for, so that the two can be compared.
 */
export function createFallbackRecogniser(parts: FallbackParts): Recogniser {
  const { first, second, mayAsk, onFailure, onAgreement } = parts;
  return {
    async recognise(text, locale, author) {
      // Before anything else, so that the memory of the first one neither learns such a text nor answers it.
      if (!mayAsk(author?.operator ?? null)) return second.recognise(text, locale, author);
      const asked = first.recognise(text, locale, author);
      const [theirs, own] = await Promise.allSettled([asked, second.recognise(text, locale, author)]);
      if (theirs.status === 'fulfilled') {
        if (own.status === 'fulfilled') onAgreement(agreementOf(theirs.value.topic, own.value.topic));
        return theirs.value;
      }
      onFailure(theirs.reason);
      if (own.status === 'rejected') throw own.reason;
      return own.value;
    },
  };
}
