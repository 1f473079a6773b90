import type { ReferencePage } from '../reference-pages.ts';
import type { Rule } from './rule.ts';

/** What is written from the code was written from this code. */
export function createCurrentReference(pages: readonly ReferencePage[]): Rule {
  return {
    name: 'current-reference',
    what: 'The reference pages that are written from schemas are up to date.',
    why: 'Staff tools and operators build on these pages; a page that lies is worse than none.',
    fix: 'npm run reference',
    async check(tree) {
      return pages.flatMap(({ path, render }) => {
        if (!tree.has(path)) return [`${path}: is not there`];
        const current = tree.read(path);
        return render(current) === current ? [] : [`${path}: differs from the code`];
      });
    },
  };
}
