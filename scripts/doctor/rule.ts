import type { Tree } from './tree.ts';

/** A promise that the tree keeps, checked by `npm run doctor`. */
export interface Rule {
  /** Kebab-case, unique; what people name in a discussion. */
  readonly name: string;
  /** What must be so, in one sentence. */
  readonly what: string;
  /** What breaks otherwise. */
  readonly why: string;
  /** What to do when it is not so. */
  readonly fix: string;
  /** One line for each place where the promise is broken, with path and line where there is one; empty when it is kept. */
  check(tree: Tree): Promise<readonly string[]>;
}
