import type { Rule } from './rule.ts';
import type { Tree } from './tree.ts';

/** A rule with what it found. */
export interface Finding {
  readonly rule: Rule;
  /** Empty when the promise is kept. */
  readonly problems: readonly string[];
}

/** Runs every rule, also after one has failed; a rule that throws has found that it cannot be checked. */
export async function examine(tree: Tree, rules: readonly Rule[]): Promise<readonly Finding[]> {
  return Promise.all(
    rules.map(async (rule) => {
      try {
        return { rule, problems: await rule.check(tree) };
      } catch (error) {
        return { rule, problems: [`cannot be checked: ${error instanceof Error ? error.message : String(error)}`] };
      }
    }),
  );
}

/** One line for a kept promise; what, where, why and what to do for a broken one. */
export function describeFinding({ rule, problems }: Finding): string {
  if (problems.length === 0) return `ok      ${rule.name}`;
  const places = problems.map((problem) => `        - ${problem}`);
  return [`BROKEN  ${rule.name}: ${rule.what}`, ...places, `        why: ${rule.why}`, `        fix: ${rule.fix}`].join(
    '\n',
  );
}
