import ts from 'typescript';
import { z } from 'zod';
import type { Rule } from './rule.ts';
import { parse } from './syntax.ts';

const coverageSchema = z.object({ exclude: z.array(z.string()) });

const isErased = (statement: ts.Statement): boolean =>
  ts.isInterfaceDeclaration(statement) ||
  ts.isTypeAliasDeclaration(statement) ||
  (ts.isImportDeclaration(statement) && statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);

/** Only what cannot run is left out of the coverage. */
export const uncoveredFiles: Rule = {
  name: 'uncovered-files',
  what: 'The files that .c8rc.json leaves out hold nothing but types.',
  why: 'Types vanish before the program runs, so such a file counts as never run; a file with code in it would hide untested lines.',
  fix: 'Take the file off the list, and test it.',
  async check(tree) {
    const { exclude } = coverageSchema.parse(JSON.parse(tree.read('.c8rc.json')));
    return exclude.flatMap((path) => {
      if (!tree.files.includes(path)) return [`.c8rc.json: ${path} is no file`];
      const code = parse(path, tree.read(path)).statements.find((statement) => !isErased(statement));
      return code ? [`${path}: ${code.getText().split('\n')[0]}`] : [];
    });
  },
};
