import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { createLocalRecogniser } from '../../src/language/local-recogniser.ts';
import { loadModel } from '../../src/language/model-file.ts';

const HELD_OUT = fileURLToPath(new URL('../../test/language/held-out.jsonl', import.meta.url));
const lineSchema = z.object({ text: z.string(), lang: z.enum(['zh-CN', 'en-US']), topic: z.string() });

/** A problem as somebody describes it, with the topic that people gave it. */
export type Problem = z.infer<typeof lineSchema>;

/** Below this the bot asks which topic is meant instead of searching; such a turn is not the full one. */
const SURE = 0.6;

/** Problems of the held-out texts, which the recogniser was not trained on; those out of scope are left out. */
export function readProblems(): readonly Problem[] {
  const lines = readFileSync(HELD_OUT, 'utf8').trim().split('\n');
  return lines.map((line) => lineSchema.parse(JSON.parse(line))).filter(({ topic }) => topic !== 'none');
}

const MINUTES_OF_DAY = 1440;

/** When it began, said as people say it. */
const SINCE = {
  'zh-CN': (time: string) => `，从今天 ${time} 开始`,
  'en-US': (time: string) => `, since ${time} today`,
} as const;

/** Makes a description of a problem from its number. */
export type Sentences = (number: number) => { readonly text: string; readonly locale: 'zh-CN' | 'en-US' };

/**
 * Descriptions of problems that are understood, and that never repeat within a hundred thousand: each gets a time of its
 * own, so that nothing that remembers texts can answer without work.
 */
export async function createSentences(): Promise<Sentences> {
  const recogniser = createLocalRecogniser(loadModel());
  const problems: Problem[] = [];
  for (const problem of readProblems()) {
    const { topic, confidence } = await recogniser.recognise(worded(problem, 0), problem.lang);
    if (topic === problem.topic && confidence >= SURE) problems.push(problem);
  }
  return (number) => {
    const problem = problems[number % problems.length];
    if (!problem) throw new Error('None of the held-out texts was understood.');
    return { text: worded(problem, Math.floor(number / problems.length)), locale: problem.lang };
  };
}

function worded({ text, lang }: Problem, variant: number): string {
  const minute = (9 * 60 + variant) % MINUTES_OF_DAY;
  return `${text}${SINCE[lang](`${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`)}`;
}

const PEOPLE = [
  'dl_contoso-admin',
  'dl_northwind-admin',
  'dl_fabrikam-admin',
  'dl_contoso-user',
  'dl_litware-admin',
  'dl_adatum-admin',
  'dl_proseware-admin',
] as const;

/** Who speaks: the people of the demo directory in turn, and every eighth time somebody whom it does not know. */
export function speaker(number: number): string {
  return PEOPLE[number % (PEOPLE.length + 1)] ?? `dl_guest-${number}`;
}
