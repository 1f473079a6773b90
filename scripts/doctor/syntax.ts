import ts from 'typescript';

/** A place in a file, ready for a message. */
export interface Place {
  readonly line: number;
  readonly node: ts.Node;
}

/** The syntax tree of one TypeScript or JavaScript text; types are not looked up. */
export function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2024, true);
}

/** Every node of a file for which `wanted` holds, with its line counted from 1. */
export function findNodes(file: ts.SourceFile, wanted: (node: ts.Node) => boolean): readonly Place[] {
  const places: Place[] = [];
  const visit = (node: ts.Node): void => {
    if (wanted(node)) places.push({ line: lineOf(file, node.getStart(file)), node });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return places;
}

/** Every comment of a file, with the line on which it starts. */
export function findComments(file: ts.SourceFile): readonly { readonly line: number; readonly text: string }[] {
  const found = new Map<number, string>();
  const collect = (ranges: readonly ts.CommentRange[] | undefined): void => {
    for (const range of ranges ?? []) found.set(range.pos, file.text.slice(range.pos, range.end));
  };
  const visit = (node: ts.Node): void => {
    collect(ts.getLeadingCommentRanges(file.text, node.getFullStart()));
    collect(ts.getTrailingCommentRanges(file.text, node.getEnd()));
    for (const child of node.getChildren(file)) visit(child);
  };
  visit(file);
  return [...found].map(([position, text]) => ({ line: lineOf(file, position), text }));
}

/** The line of a position, from 1. */
function lineOf(file: ts.SourceFile, position: number): number {
  return file.getLineAndCharacterOfPosition(position).line + 1;
}
