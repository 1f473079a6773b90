import { z } from 'zod';
import type { Tree } from './tree.ts';

const versions = z.record(z.string(), z.string()).default({});

const manifestSchema = z.object({
  scripts: versions,
  dependencies: versions,
  optionalDependencies: versions,
  devDependencies: versions,
});

/** The parts of `package.json` that rules look at. */
export type Manifest = z.infer<typeof manifestSchema>;

/** Reads `package.json`. @throws when it is missing or is no package file */
export function readManifest(tree: Tree): Manifest {
  return manifestSchema.parse(JSON.parse(tree.read('package.json')));
}
