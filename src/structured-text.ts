import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import type { z } from 'zod';
import { IntakeError } from './domain/errors.ts';

/**
 * Text of a file that people write, JSON or YAML (1.2; JSON is tried first, because it is read a hundred times faster), as
 * the schema wants it.
 * @param what how sentences call the file, for instance `The directory /etc/directory.yaml`
 * @param setting the name of the setting that holds its path
 * @throws IntakeError `InvalidConfiguration` whose message lists every mistake with its path or, where the text is neither
 *   JSON nor YAML, its line; nothing of the text is repeated in it but what the schema itself says
 */
export function readStructuredText<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  { what, setting }: { readonly what: string; readonly setting: string },
): z.output<Schema> {
  const content = jsonOf(text) ?? yamlOf(text, what, setting);
  const { success, data, error } = schema.safeParse(content.value);
  if (success) return data;
  const lines = error.issues.map(({ path, message }) => `  - ${path.map(String).join('.') || 'the file'}: ${message}`);
  throw new IntakeError('InvalidConfiguration', `${what} has mistakes. Correct these:\n${lines.join('\n')}`);
}

const load = createRequire(import.meta.url);

/** Loaded with the first text that is no JSON: it takes a tenth of a second, and most deployments never need it. */
function loadYaml(): typeof Yaml {
  return load('yaml');
}

function jsonOf(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

function yamlOf(text: string, what: string, setting: string): { readonly value: unknown } {
  // The library's own words repeat what stands in the file, which may be somebody's telephone number: places and codes are told.
  const unreadable = (places: string) =>
    new IntakeError('InvalidConfiguration', `${what} cannot be read as JSON or YAML${places}. Check ${setting}.`);
  const { LineCounter, parseDocument } = loadYaml();
  const lineCounter = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter, prettyErrors: false, version: '1.2' });
    const problems = [...document.errors, ...document.warnings];
    if (problems.length === 0) return { value: document.toJS() };
    const places = problems.slice(0, 10).map(({ code, pos }) => {
      const { line, col } = lineCounter.linePos(pos[0]);
      return `line ${line}, column ${col}: ${code.toLowerCase().replaceAll('_', ' ')}`;
    });
    throw unreadable(` (${places.join('; ')})`);
  } catch (cause) {
    // Aliases that multiply without end, or lists nested so deep that the reader gives up.
    throw cause instanceof IntakeError ? cause : unreadable('');
  }
}
