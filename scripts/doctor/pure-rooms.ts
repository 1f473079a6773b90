import ts from 'typescript';
import type { Rule } from './rule.ts';
import { findNodes, parse } from './syntax.ts';
import { typescriptFiles } from './tree.ts';

/** Members that answer differently each time. */
const IMPURE_MEMBERS = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'crypto.randomUUID',
  'crypto.getRandomValues',
  'DateTime.now',
]);
const IMPURE_WITHOUT_ARGUMENTS = new Set(['DateTime.local', 'DateTime.utc']);
/** Services may wait for a port with a time limit; rules and conversations wait for nothing. */
const OUTSIDE_CALLS = new Set(['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']);

function asksClockOrChance(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return node.expression.getText() === 'Date' && !node.arguments?.length;
  if (ts.isPropertyAccessExpression(node)) {
    return IMPURE_MEMBERS.has(`${node.expression.getText()}.${node.name.text}`);
  }
  if (!ts.isCallExpression(node) || node.arguments.length > 0) return false;
  return IMPURE_WITHOUT_ARGUMENTS.has(node.expression.getText());
}

const goesOutside = (node: ts.Node): boolean =>
  ts.isCallExpression(node) && OUTSIDE_CALLS.has(node.expression.getText());

/** Time, chance and the world are handed in. */
export const pureRooms: Rule = {
  name: 'pure-rooms',
  what: 'domain, services and dialogs ask neither the clock nor chance; domain and dialogs start no timer and call nobody.',
  why: 'Due times and conversations are proven as tables of cases; a hidden clock makes each case true only on some days.',
  fix: 'Take the time as an argument, or ask the ports Clock, Ids and Hash of src/domain/ports.ts.',
  async check(tree) {
    return typescriptFiles(tree, 'src/domain', 'src/services', 'dialogs').flatMap((path) => {
      const file = parse(path, tree.read(path));
      const isService = path.startsWith('src/services/');
      const isImpure = (node: ts.Node): boolean => asksClockOrChance(node) || (!isService && goesOutside(node));
      return findNodes(file, isImpure).map(({ line, node }) => `${path}:${line}: ${node.getText(file)}`);
    });
  },
};
