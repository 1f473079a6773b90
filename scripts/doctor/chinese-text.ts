import ts from 'typescript';
import type { Rule } from './rule.ts';
import { findNodes, parse } from './syntax.ts';
import { typescriptFiles } from './tree.ts';

/** Full-width punctuation may be matched in code: it has no words. */
const CHINESE = /\p{Script=Han}/u;
const QUOTED = 60;

/**
 * Where Chinese is read, not said: these patterns are words and grammar in one, and neither can be understood without
 * the other. A list of words alone is data, here as everywhere.
 */
const PATTERNS: readonly string[] = [
  'src/domain/redaction.ts',
  'src/domain/secret-patterns.ts',
  'src/knowledge/tokenizer.ts',
  'src/language/',
];

const isText = (node: ts.Node): boolean =>
  ts.isStringLiteralLike(node) ||
  ts.isTemplateHead(node) ||
  ts.isTemplateMiddle(node) ||
  ts.isTemplateTail(node) ||
  ts.isRegularExpressionLiteral(node);

/** What the program says or matches stands in data; a comment may quote an example. */
export const chineseText: Rule = {
  name: 'chinese-text',
  what: 'No Chinese in the strings, templates and patterns of src and dialogs.',
  why: 'Words in code escape the translators, the support lead who edits sentences, and the third language.',
  fix: 'Move the words to data: dialogs/locales for sentences, JSON or JSONL beside the code for words to recognise.',
  async check(tree) {
    const files = typescriptFiles(tree, 'src', 'dialogs');
    return files.flatMap((path) => {
      if (PATTERNS.some((place) => path.startsWith(place))) return [];
      const file = parse(path, tree.read(path));
      return findNodes(file, (node) => isText(node) && CHINESE.test(node.getText(file))).map(
        ({ line, node }) => `${path}:${line}: ${node.getText(file).slice(0, QUOTED)}`,
      );
    });
  },
};
