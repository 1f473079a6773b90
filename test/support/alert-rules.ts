import { z } from 'zod';

const ruleSchema = z.strictObject({
  alert: z.string().min(1),
  expr: z.string().min(1),
  for: z.string().regex(/^\d+[smhd]$/),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({ summary: z.string().min(1), description: z.string().min(1) }),
});
const fileSchema = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string().min(1), rules: z.array(ruleSchema).min(1) })),
});

/** One alert rule. */
export type AlertRule = z.infer<typeof ruleSchema>;

/** A line of the file without its indentation, comments and blank lines left out. */
interface Line {
  readonly indent: number;
  readonly text: string;
  readonly number: number;
}

/**
 * Reads a file of alert rules.
 * @throws Error for YAML beyond what such a file needs: mappings, lists of mappings, plain words, blocks `|-` and `>-`
 * @throws ZodError for rules without one of their parts
 */
export function readAlertRules(yaml: string): readonly AlertRule[] {
  const lines = yaml.split('\n').flatMap((raw, index): Line[] => {
    const text = raw.trim();
    return text === '' || text.startsWith('#') ? [] : [{ indent: raw.search(/\S/), text, number: index + 1 }];
  });
  const value = readNode(lines, 0);
  if (lines.length > 0) throw problem(lines[0], 'is not indented like what stands before it');
  return fileSchema.parse(value).groups.flatMap(({ rules }) => rules);
}

function problem(line: Line | undefined, what: string): Error {
  return new Error(`line ${line?.number ?? 'after the end'} ${what}: ${line?.text ?? ''}`);
}

/** Takes the lines of one value from the front. */
function readNode(lines: Line[], indent: number): unknown {
  if (lines[0]?.indent !== indent) throw problem(lines[0], `has to be indented by ${indent}`);
  return lines[0].text.startsWith('- ') ? readList(lines, indent) : readMapping(lines, indent);
}

function readList(lines: Line[], indent: number): unknown[] {
  const items: unknown[] = [];
  while (lines[0]?.indent === indent && lines[0].text.startsWith('- ')) {
    const [first] = lines;
    lines[0] = { ...first, indent: indent + 2, text: first.text.slice(2) };
    items.push(readMapping(lines, indent + 2));
  }
  return items;
}

function readMapping(lines: Line[], indent: number): Record<string, unknown> {
  const mapping: Record<string, unknown> = {};
  while (lines[0]?.indent === indent && !lines[0].text.startsWith('- ')) {
    const line = lines.shift();
    const [, key = '', word = ''] = /^([A-Za-z]+):(?: (.+))?$/.exec(line?.text ?? '') ?? [];
    if (key === '' || key in mapping) throw problem(line, 'is no new key');
    mapping[key] = word === '' ? readNode(lines, lines[0]?.indent ?? 0) : readWord(lines, indent, line, word);
  }
  return mapping;
}

function readWord(lines: Line[], indent: number, line: Line | undefined, word: string): string {
  if (word === '|-' || word === '>-') {
    const block: string[] = [];
    while (lines[0] && lines[0].indent > indent) block.push(lines.shift()?.text ?? '');
    return block.join(word === '|-' ? '\n' : ' ');
  }
  // Anything that YAML would read as more than these words.
  if (/^[[\]{}&*!|>'"%@`?-]|: | #|:$/.test(word)) throw problem(line, 'needs a block');
  return word;
}
