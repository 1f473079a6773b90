import type { Operator } from '../src/domain/person.ts';
import { isHan } from '../src/domain/script.ts';
import { withoutWords } from './choices.ts';
import { clausesOf } from './clauses.ts';
import { plainWords } from './commands.ts';
import { withoutContact } from './told-contact.ts';
import { toldWorkaround } from './told-workaround.ts';

/**
 * What a text tells of a problem or of what it means for a business: without how to reach the person, since when it
 * lasts, and whether there is a workaround, where these stand by themselves.
 */
export function tellingWords(text: string, operator: Operator): string {
  const clauses = clausesOf(withoutContact(text, operator));
  return clauses
    .filter((clause) => !isTime(clause) && !tellsWorkaround(clause))
    .join('\n')
    .trim();
}

function tellsWorkaround(clause: string): boolean {
  if (toldWorkaround(clause).workaround === undefined) return false;
  // "There is no workaround for the 200 people in the plant" says more.
  const rest = withoutWords(plainWords(clause), ['toldWorkaround.none', 'toldWorkaround.label']);
  return /[:：]/.test(clause) || [...rest.replaceAll(' ', '')].length <= (isHan(rest) ? 4 : 12);
}

/** 「从今早九点」, "since 9 am": nothing but numbers and words of time. */
function isTime(clause: string): boolean {
  const words = plainWords(clause);
  if (words === '') return false;
  return withoutWords(words, ['timeWords', 'afterHelp.figures']).replace(/[\d\s]/g, '') === '';
}
