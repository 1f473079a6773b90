import { z } from 'zod';
import { inEngineRange } from './engine-range.ts';
import { readManifest } from './manifest.ts';
import type { Rule } from './rule.ts';
import type { Tree } from './tree.ts';

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      // Packages from before npm 1 list engines as strings, "node >=0.6.0".
      engines: z.union([z.record(z.string(), z.string()), z.array(z.string())]).optional(),
    }),
  ),
});

type Engines = z.infer<typeof lockSchema>['packages'][string]['engines'];

function nodeRange(engines: Engines): string {
  if (Array.isArray(engines)) return engines.find((text) => text.startsWith('node'))?.slice('node'.length) ?? '*';
  return engines?.node ?? '*';
}

/** The Node versions that people get from `package.json`, and the one that `.ci/run` runs the tests on once more. */
function runtimes(tree: Tree): readonly string[] {
  const pinned = Object.entries(readManifest(tree).optionalDependencies)
    .filter(([name]) => /^node-(bin-)?(linux|darwin|win)-/.test(name))
    .map(([, version]) => version);
  const next = /^next_node=([\d.]+)$/m.exec(tree.has('.ci/run') ? tree.read('.ci/run') : '')?.[1];
  return [...new Set([...pinned, ...(next ? [next] : [])])];
}

/** What is installed runs on the Node that runs it. */
export const engines: Rule = {
  name: 'engines',
  what: 'Every package of the lock file runs on the pinned Node versions and on the newer one that .ci/run tries.',
  why: 'npm only warns about a package that wants another Node; it fails later, at the line that needed it.',
  fix: 'Choose a version of the package whose engines fit, or move the pinned runtime on all platforms.',
  async check(tree) {
    const versions = runtimes(tree);
    if (versions.length < 2) return ['package.json and .ci/run name no two Node versions to check against'];
    const { packages } = lockSchema.parse(JSON.parse(tree.read('package-lock.json')));
    return Object.entries(packages).flatMap(([path, { engines: wanted }]) =>
      versions
        .filter((version) => !inEngineRange(version, nodeRange(wanted)))
        .map((version) => `${path || 'package.json'} wants Node ${nodeRange(wanted)}, which ${version} is not`),
    );
  },
};
