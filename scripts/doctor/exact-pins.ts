import { readManifest } from './manifest.ts';
import type { Rule } from './rule.ts';

/** `1.2.3`, with a pre-release where a package has nothing else. */
const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** Every dependency has one version. */
export const exactPins: Rule = {
  name: 'exact-pins',
  what: 'Every dependency in package.json names one exact version.',
  why: 'With a range, an install on another Node or another day silently picks other majors than the ones that were tested.',
  fix: 'Write the version without ^, ~, x or a tag: npm install --save-exact NAME@VERSION.',
  async check(tree) {
    const { dependencies, optionalDependencies, devDependencies } = readManifest(tree);
    return Object.entries({ dependencies, optionalDependencies, devDependencies }).flatMap(([kind, versions]) =>
      Object.entries(versions)
        .filter(([, version]) => !EXACT.test(version))
        .map(([name, version]) => `package.json: ${kind} has ${name} "${version}"`),
    );
  },
};
