import { writtenLanguage } from '../../dialogs/written-language.ts';
import type { Store } from '../../src/domain/ports.ts';
import type { RecognitionFilter } from '../../src/domain/recognition.ts';
import { alikeKnown, similarTexts } from '../similar-texts.ts';
import { createNameFinder, withParts } from './known-names.ts';
import { type KnownNames, maskText } from './masking.ts';
import { byWorth, isTrained, type Reason, type Worthwhile, worthOf } from './worth.ts';

/** A line for a training file, with what helps to label it. */
export interface ReviewLine {
  readonly text: string;
  /** What it seems to be about; the labeller decides. */
  readonly topic: string;
  readonly lang: string;
  readonly review: {
    readonly reason: Reason;
    /** What the recogniser took it for, and how sure it was. */
    readonly recognised: string;
    readonly confidence: number;
    readonly alternatives: Readonly<Record<string, number>>;
    readonly source: string;
    readonly outcome: string | null;
    /** How often the same was said. */
    readonly times: number;
    readonly day: string;
  };
}

/** What was found, and why some of it is not among the lines. */
export interface Review {
  readonly lines: readonly ReviewLine[];
  /** Recognised messages that were looked at. */
  readonly read: number;
  /** Worth a look, before the rest was left out. */
  readonly worthwhile: number;
  /** Of a topic that no training file holds. */
  readonly untrained: number;
  /** The same as a training text, or as one that measures. */
  readonly known: number;
}

/** Where to look, and for what. */
export interface ReviewParts {
  readonly store: Pick<Store, 'listRecognitions' | 'loadConversation' | 'newestRequests'>;
  /** The earliest moment; left out, all. */
  readonly since?: string;
  readonly most: number;
  /** Texts of the training files. */
  readonly trained: readonly string[];
  /** Texts that measure: one of them in a training file would spoil the measure. */
  readonly measured: readonly string[];
  /** Names to mask besides those that the database knows. */
  readonly names: KnownNames;
}

const PAGE = 1000;
/** UTF-16 units that are looked at, and that a training text may have. */
const [LONGEST_READ, LONGEST_LINE] = [20_000, 2000];
/** For one line so many messages are held, since many say the same. */
const HELD_FOR_EACH = 10;
const LEAST_HELD = 2000;

/** Looks through the recognised messages, and gives the lines of those that are worth labelling, what teaches most first. */
export async function reviewLines(parts: ReviewParts): Promise<Review> {
  const { found, read, worthwhile, untrained } = await collect(parts);
  const finder = createNameFinder(parts.store);
  const telling = withParts(parts.trained);
  const everywhere = { people: telling(parts.names.people), organisations: telling(parts.names.organisations) };
  const masked: (Worthwhile & { readonly text: string })[] = [];
  for (const one of found) {
    const names = await finder(one.message);
    const all = {
      people: [...everywhere.people, ...telling(names.people)],
      organisations: [...everywhere.organisations, ...telling(names.organisations)],
    };
    const text = maskText(one.message.text.slice(0, LONGEST_READ), all).slice(0, LONGEST_LINE).trim();
    // Of an emoji or a number alone nothing is learnt.
    if (/\p{L}{2}|\p{Script=Han}/u.test(text)) masked.push({ ...one, text });
  }
  const isKnown = alikeKnown(
    masked.map(({ text }) => text),
    [...parts.trained, ...parts.measured],
  );
  const fresh = masked.filter((_, place) => !isKnown.has(place));
  return { lines: once(fresh).slice(0, parts.most), read, worthwhile, untrained, known: isKnown.size };
}

/** All that is worth a look; of very many the best, so that a database of any size can be looked through. */
async function collect({ store, since, most }: ReviewParts) {
  const held = Math.max(LEAST_HELD, most * HELD_FOR_EACH);
  let found: Worthwhile[] = [];
  const counts = { read: 0, worthwhile: 0, untrained: 0 };
  let after: RecognitionFilter['after'] | null = null;
  do {
    const page = await store.listRecognitions(
      { system: 'review' },
      { limit: PAGE, ...(since && { since }), ...(after && { after }) },
    );
    const worth = page.messages.flatMap((message) => worthOf(message) ?? []);
    const trained = worth.filter(isTrained);
    counts.read += page.messages.length;
    counts.worthwhile += worth.length;
    counts.untrained += worth.length - trained.length;
    found.push(...trained);
    if (found.length > 2 * held) found = found.sort(byWorth).slice(0, held);
    after = page.next;
  } while (after);
  return { ...counts, found: found.sort(byWorth).slice(0, held) };
}

/** What nearly the same words say is one line, the best of them, with how often it was said. */
function once(found: readonly (Worthwhile & { readonly text: string })[]): ReviewLine[] {
  const times = found.map(() => 1);
  const repeated = new Set<number>();
  for (const { first, second } of similarTexts(found.map(({ text }) => text))) {
    if (repeated.has(second)) continue;
    repeated.add(second);
    times[first] = (times[first] ?? 1) + 1;
  }
  return found.flatMap((one, place) => (repeated.has(place) ? [] : [lineOf(one, times[place] ?? 1)]));
}

function lineOf({ message, reason, topic, text }: Worthwhile & { readonly text: string }, times: number): ReviewLine {
  const { locale, topic: recognised, confidence, alternatives, source, outcome, at } = message;
  return {
    text,
    topic,
    lang: writtenLanguage(text) ?? locale,
    review: {
      reason,
      recognised,
      confidence,
      alternatives: Object.fromEntries(alternatives.map((one) => [one.topic, one.confidence])),
      source,
      outcome,
      times,
      day: at.slice(0, 10),
    },
  };
}
