import ts from 'typescript';
import type { Rule } from './rule.ts';
import { findNodes, parse } from './syntax.ts';
import { typescriptFiles } from './tree.ts';

const waits = (node: ts.Node): boolean =>
  node.kind === ts.SyntaxKind.AsyncKeyword ||
  ts.isAwaitExpression(node) ||
  (ts.isNewExpression(node) && node.expression.getText() === 'Promise');

/** Rules answer at once. */
export const synchronousDomain: Rule = {
  name: 'synchronous-domain',
  what: 'No function of src/domain waits; ports may name promises.',
  why: 'A rule that waits depends on something outside, and two turns can come between its steps.',
  fix: 'Fetch what is needed in a service and hand it to the rule.',
  async check(tree) {
    return typescriptFiles(tree, 'src/domain').flatMap((path) => {
      const file = parse(path, tree.read(path));
      return findNodes(file, waits).map(
        ({ line, node }) => `${path}:${line}: ${node.parent.getText(file).split('\n')[0]}`,
      );
    });
  },
};
