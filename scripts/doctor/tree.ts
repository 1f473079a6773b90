import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The project's own files as the rules see them; paths are relative to the root, with forward slashes. */
export interface Tree {
  readonly root: string;
  /** Every file that is neither installed nor generated, in order of path. */
  readonly files: readonly string[];
  /** The text of one file. @throws when there is none */
  read(path: string): string;
  /** Whether a file or folder is there, generated ones included. */
  has(path: string): boolean;
}

/** Installed or generated, listed in `.gitignore` as well: nobody mends anything there. */
const NOT_OURS = new Set(['node_modules', '.git', 'data', 'coverage', 'web/vendor', 'bench/peers/node_modules']);

/** Reads the list of files under a root once; texts are read when a rule asks for them. */
export function readTree(root: string): Tree {
  const files: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name);
      if (NOT_OURS.has(path)) continue;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) files.push(path);
    }
  };
  walk('');
  return {
    root,
    files: files.sort(),
    read: (path) => readFileSync(join(root, path), 'utf8'),
    has: (path) => existsSync(join(root, path)),
  };
}

/** The TypeScript files of some folders, or of the whole tree when none is named. */
export function typescriptFiles(tree: Tree, ...folders: readonly string[]): readonly string[] {
  return tree.files.filter(
    (path) => path.endsWith('.ts') && (folders.length === 0 || folders.some((folder) => path.startsWith(`${folder}/`))),
  );
}
