import { cruise } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import type { Tree } from './tree.ts';

/** What dependency-cruiser saw of a tree. */
export interface Cruise {
  /** The project's own modules that it read. */
  readonly sources: readonly string[];
  readonly violations: readonly { readonly rule: string; readonly from: string; readonly to: string }[];
}

/**
 * Cruises folders of a tree, as `npm run boundaries` does.
 * @param config absolute path of the `.dependency-cruiser.json` to use
 * @param folders relative to the tree's root; those that are not there are left out
 */
export async function cruiseTree(tree: Tree, config: string, folders: readonly string[]): Promise<Cruise> {
  const options = await extractDepcruiseOptions(config);
  const present = folders.filter((folder) => tree.has(folder));
  const { output } = await cruise(present, { ...options, baseDir: tree.root });
  if (typeof output === 'string') throw new Error(`dependency-cruiser gave a report instead of a result: ${output}`);
  return {
    sources: output.modules.map((module) => module.source).filter((source) => !source.startsWith('node_modules/')),
    violations: output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}
