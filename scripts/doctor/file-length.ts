import type { Rule } from './rule.ts';
import { typescriptFiles } from './tree.ts';

const MOST_LINES = 300;

/** A file can be read in one go. */
export const fileLength: Rule = {
  name: 'file-length',
  what: `No TypeScript file is longer than ${MOST_LINES} lines.`,
  why: 'A longer file does more than its name says, and changes to its parts collide.',
  fix: 'Give the part that has a name of its own a file of its own.',
  async check(tree) {
    return typescriptFiles(tree).flatMap((path) => {
      const lines = tree.read(path).replace(/\n$/, '').split('\n').length;
      return lines > MOST_LINES ? [`${path}: ${lines} lines`] : [];
    });
  },
};
