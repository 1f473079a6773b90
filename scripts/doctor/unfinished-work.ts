import ts from 'typescript';
import type { Rule } from './rule.ts';
import { findComments, findNodes, parse } from './syntax.ts';

const NOTE = /\b(?:TODO|FIXME|XXX|HACK)\b/;
const BLOCKS = new Set(['describe', 'context', 'suite', 'it', 'specify', 'test']);

/** `it.only`, `describe.skip`, `xit`; `this.skip()` inside a test is a report that something is not there, and stays. */
function isSwitchedOff(node: ts.Node): boolean {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    return node.expression.text.startsWith('x') && BLOCKS.has(node.expression.text.slice(1));
  }
  return (
    ts.isPropertyAccessExpression(node) &&
    ['only', 'skip'].includes(node.name.text) &&
    ts.isIdentifier(node.expression) &&
    BLOCKS.has(node.expression.text)
  );
}

/** Nothing waits in the tree for somebody to remember it. */
export const unfinishedWork: Rule = {
  name: 'unfinished-work',
  what: 'No note that work is left, and no test that is switched off or runs alone.',
  why: 'A note in the code is a task that nobody has; a switched-off test looks like a passing one.',
  fix: 'Do it, or file it where work is planned and say there why.',
  async check(tree) {
    const code = tree.files.filter((path) => /\.(ts|js|mjs|cjs)$/.test(path));
    return code.flatMap((path) => {
      const file = parse(path, tree.read(path));
      return [
        ...findComments(file).filter(({ text }) => NOTE.test(text)),
        ...findNodes(file, isSwitchedOff).map(({ line, node }) => ({ line, text: node.getText(file) })),
      ].map(({ line, text }) => `${path}:${line}: ${text.split('\n')[0]}`);
    });
  },
};
