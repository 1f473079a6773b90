import { type CorpusLine, type CorpusName, draw, intentsOf } from './corpus.ts';

/** A text to learn from or to be asked about. */
export interface Sample {
  readonly text: string;
  readonly lang: 'en' | 'zh';
  /** Null is out of scope: background to learn from, or a text that belongs to no intent. */
  readonly intent: string | null;
}

/** The intents of samples, by name; background has none. */
export function labelsOf(samples: readonly Sample[]): readonly string[] {
  return [...new Set(samples.flatMap(({ intent }) => (intent === null ? [] : [intent])))].sort();
}

/** What is learned from and what is asked then; no text of one is in the other on purpose. */
export interface Trial {
  readonly train: readonly Sample[];
  readonly test: readonly Sample[];
}

/** One row of the comparison: the mean over its trials. */
export interface Task {
  readonly name: string;
  /** `intent` counts right intents, `scope` measures how well texts in and out of scope are told apart. */
  readonly kind: 'intent' | 'scope';
  readonly trials: readonly Trial[];
}

/** Reads a corpus by name. */
export type Corpora = (name: CorpusName) => readonly CorpusLine[];

const SEEDS = [1, 2, 3] as const;
const FEW = 20;
/** Every fifth intent by name makes thirty of 150; the five choices hold each intent once. */
const STEP = 5;
const CLINC_ROWS = 30;

const part = (lines: readonly CorpusLine[], split: CorpusLine['split']) => lines.filter((line) => line.split === split);

/** Lines as samples; the intent that is named, if any, is what is out of scope. */
function samples(lines: readonly CorpusLine[], outside: string | null = null): readonly Sample[] {
  return lines.map(({ text, lang, intent }) => ({ text, lang, intent: intent === outside ? null : intent }));
}

function whole(name: string, lines: readonly CorpusLine[]): Task {
  return {
    name,
    kind: 'intent',
    trials: [{ train: samples(part(lines, 'train')), test: samples(part(lines, 'test')) }],
  };
}

function few(name: string, lines: readonly CorpusLine[]): Task {
  const test = samples(part(lines, 'test'));
  const train = part(lines, 'train');
  return { name, kind: 'intent', trials: SEEDS.map((seed) => ({ train: samples(draw(train, FEW, seed)), test })) };
}

const OUTSIDE = 'oos';

function everyFifth(inside: readonly CorpusLine[]): readonly ReadonlySet<string>[] {
  const intents = intentsOf(inside);
  return Array.from({ length: STEP }, (_, from) => new Set(intents.filter((_intent, at) => at % STEP === from)));
}

function thirtyIntents(lines: readonly CorpusLine[]): Task {
  const inside = lines.filter(({ intent }) => intent !== OUTSIDE);
  const trials = everyFifth(inside).map((chosen) => {
    const own = inside.filter(({ intent }) => chosen.has(intent));
    return { train: samples(draw(part(own, 'train'), CLINC_ROWS, 1)), test: samples(part(own, 'test')) };
  });
  return { name: 'clinc 30 intents', kind: 'intent', trials };
}

function thirtyIntentsAndNone(lines: readonly CorpusLine[]): Task {
  const inside = lines.filter(({ intent }) => intent !== OUTSIDE);
  const outside = lines.filter(({ intent }) => intent === OUTSIDE);
  const trials = everyFifth(inside).map((chosen) => {
    const own = inside.filter(({ intent }) => chosen.has(intent));
    const train = [...draw(part(own, 'train'), CLINC_ROWS, 1), ...part(outside, 'train')];
    return { train: samples(train, OUTSIDE), test: samples([...part(own, 'test'), ...part(outside, 'test')], OUTSIDE) };
  });
  return { name: 'out of scope, clinc 30 intents', kind: 'scope', trials };
}

function smallTalk(lines: readonly CorpusLine[]): Task {
  return {
    name: 'out of scope, smp2017',
    kind: 'scope',
    trials: [{ train: samples(part(lines, 'train'), 'chat'), test: samples(part(lines, 'test'), 'chat') }],
  };
}

/**
 * The tasks of the comparison. All learn from `train` and are asked `test`, which nothing was chosen by.
 * Few is at most 20 texts an intent, the mean of three draws. Thirty intents of clinc150 are every fifth by name, 30
 * texts each, the mean of the five choices. Out of scope are `oos` of clinc150 and `chat` of smp2017; background to
 * learn from are the `train` texts of these, 100 and 455. Texts of other intents as background made it worse.
 */
export function tasksOf(corpora: Corpora): readonly Task[] {
  const [hwu, clinc, smp] = [corpora('hwu64'), corpora('clinc150'), corpora('smp2017')];
  const inside = clinc.filter(({ intent }) => intent !== OUTSIDE);
  return [
    whole('rasa-helpdesk', corpora('rasa-helpdesk')),
    thirtyIntents(clinc),
    few('hwu64 @20', hwu),
    whole('hwu64', hwu),
    few('clinc150 @20', inside),
    whole('clinc150', inside),
    whole('smp2017', smp),
    few('smp2017 @20', smp),
    whole('xsid, both languages', corpora('xsid')),
    thirtyIntentsAndNone(clinc),
    smallTalk(smp),
  ];
}
