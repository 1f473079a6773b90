import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readTree, type Tree } from '../../scripts/doctor/tree.ts';

/** Runs `check` on a tree made of `files` (path to text) in a folder that is removed afterwards. */
export async function withTree<Result>(
  files: Readonly<Record<string, string>>,
  check: (tree: Tree) => Promise<Result>,
): Promise<Result> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'intake-tree-')));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return await check(readTree(root));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
