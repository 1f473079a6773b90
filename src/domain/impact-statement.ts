import { z } from 'zod';
import table from './impact-statement.json' with { type: 'json' };
import type { Policy } from './policy.ts';
import { isHan } from './script.ts';

/** Words of which no number says anything of a business: commands, answers to questions, hurry, names of contact points. */
const { sayNothing } = z
  .strictObject({ sayNothing: z.strictObject({ han: z.array(z.string()), others: z.array(z.string()) }) })
  .parse(table);

/** Chinese words stand without blanks, so a run of characters is looked at as a whole. */
const EMPTY_RUN = new RegExp(`^(?:${[...sayNothing.han].sort((a, b) => b.length - a.length).join('|')})+$`, 'u');
const EMPTY_WORDS: ReadonlySet<string> = new Set(sayNothing.others);

/** A longer statement is not made of such words alone, and the look at it stays short. */
const LONGEST_EMPTY = 60;

/** Links, addresses, and whatever holds a digit: telephone numbers, codes, references, amounts. */
const BARE_DATA = /https?:\/\/\S{1,500}|[\w.+-]{1,64}@[\w.-]{1,200}|[a-z\d_.:/+#-]{0,60}\d[a-z\d_.:/+#-]{0,60}/giu;

/** A word tells about as much as two Chinese characters. */
const WORD_WEIGHT = 2;
/** Three different characters, or two different words; a key that was held down is neither. */
const LEAST_SAID = 3;

/**
 * Whether a business impact statement says something (rule S3). The one place that judges it, for the form, for words and
 * for staff alike. It must hold as many letters of any script as the policy asks for, in several different words; numbers,
 * telephones, addresses, codes and commands say nothing of a business. What it says is for a person to judge (rule R30).
 */
export function isSolidImpactStatement(policy: Policy, statement: string): boolean {
  const words = statement.normalize('NFKC').toLowerCase().replace(BARE_DATA, ' ');
  const tokens = words.match(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{M}])+/gu) ?? [];
  if (tokens.join('').length < policy.severity.impactStatementMinLength) return false;
  return !isEmptyTalk(tokens) && amountSaid(tokens) >= LEAST_SAID;
}

function isEmptyTalk(tokens: readonly string[]): boolean {
  if (tokens.join('').length > LONGEST_EMPTY) return false;
  return tokens.every((token) => (isHan(token) ? EMPTY_RUN.test(token) : EMPTY_WORDS.has(token)));
}

function amountSaid(tokens: readonly string[]): number {
  const characters = new Set(tokens.filter(isHan).join(''));
  const words = new Set(tokens.filter((token) => !isHan(token) && new Set(token).size > 1));
  return characters.size + WORD_WEIGHT * words.size;
}

/** A statement that is solid under any policy table, for whoever has judged it elsewhere or asks what it would lead to. */
export const SOLID_STATEMENT = 'production has stopped '.repeat(60);
