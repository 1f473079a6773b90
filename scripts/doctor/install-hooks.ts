import { readManifest } from './manifest.ts';
import type { Rule } from './rule.ts';

/** What npm runs by itself on install, pack, publish or version, beside the `pre` and `post` twins of any script. */
const LIFECYCLE = new Set([
  'install',
  'prepare',
  'prepublish',
  'prepublishOnly',
  'prepack',
  'postpack',
  'dependencies',
  'version',
]);

/** Nothing runs on its own, ours or a package's. */
export const installHooks: Rule = {
  name: 'install-hooks',
  what: 'No script runs by itself: no install hook of ours, none of a package.',
  why: 'Code that runs on install runs with the rights of whoever types npm ci, before anybody has read it; a pre or post script surprises whoever runs the one it is tied to.',
  fix: 'Call the step by name inside the script that needs it, and keep ignore-scripts=true in .npmrc.',
  async check(tree) {
    const names = Object.keys(readManifest(tree).scripts);
    const tied = (name: string): boolean =>
      ['pre', 'post'].some((prefix) => {
        const other = name.slice(prefix.length);
        return (
          name.startsWith(prefix) &&
          (names.includes(other) || ['install', 'start', 'test', 'stop', 'restart'].includes(other))
        );
      });
    const hooks = names
      .filter((name) => LIFECYCLE.has(name) || tied(name))
      .map((name) => `package.json: script "${name}"`);
    const settings = tree.has('.npmrc') ? tree.read('.npmrc').split(/\r?\n/) : [];
    const off = settings.some((line) => /^\s*ignore-scripts\s*=\s*true\s*$/.test(line));
    return off ? hooks : [...hooks, '.npmrc: ignore-scripts=true is missing'];
  },
};
