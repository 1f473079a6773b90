import { join } from 'node:path';
import { cruiseTree } from './cruise.ts';
import { readManifest } from './manifest.ts';
import type { Rule } from './rule.ts';
import { typescriptFiles } from './tree.ts';

/** The folders that `npm run boundaries` names, so that this rule looks at what that command looks at. */
function cruisedFolders(script: string): readonly string[] {
  const words = script.split(/\s+/);
  return words.filter((word, at) => at > 0 && !word.startsWith('-') && words[at - 1] !== '--config');
}

/**
 * Guards the guard: with a TypeScript that it cannot use (7, for instance) dependency-cruiser reads nothing and is
 * content with it.
 */
export const moduleCount: Rule = {
  name: 'module-count',
  what: 'The boundary check reads every TypeScript file of the project.',
  why: 'A file that is not read has no boundaries, and a check that reads nothing is green.',
  fix: 'Name the folder in the "boundaries" script and in tsconfig.json; when no file is read at all, dependency-cruiser does not support the installed TypeScript.',
  async check(tree) {
    const folders = cruisedFolders(readManifest(tree).scripts.boundaries ?? '');
    const { sources } = await cruiseTree(tree, join(tree.root, '.dependency-cruiser.json'), folders);
    const seen = new Set(sources);
    const files = typescriptFiles(tree);
    const missed = files.filter((path) => !seen.has(path));
    if (missed.length === 0) return [];
    return [`${files.length - missed.length} of ${files.length} files were read`, ...missed];
  },
};
