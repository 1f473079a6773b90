import { z } from 'zod';
import type { Rule } from './rule.ts';
import type { Tree } from './tree.ts';

const FOLDER = 'dialogs/locales/';
const PLACEHOLDER = /\{\{\s*([^},\s]+)[^}]*\}\}/g;
/** i18next's endings for numbers: languages differ in how many they have. */
const PLURAL = /_(zero|one|two|few|many|other)$/;

type Sentences = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Key path without plural ending, to the names of the variables in its sentences. A list is one entry: it holds words
 * that people answer with, and languages differ in how many they have. A variable may name the language of its file
 * (`nameZh` beside `nameEn`); the ending is taken off.
 */
function readSentences(tree: Tree, path: string): Sentences {
  const sentences = new Map<string, Set<string>>();
  const language = path.slice(FOLDER.length, FOLDER.length + 2);
  const ending = language.charAt(0).toUpperCase() + language.slice(1);
  const shared = (variable: string): string =>
    variable.endsWith(ending) ? variable.slice(0, -ending.length) : variable;
  const walk = (value: z.core.util.JSONType, key: string): void => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [name, inner] of Object.entries(value)) walk(inner, key ? `${key}.${name}` : name);
      return;
    }
    const name = key.replace(PLURAL, '');
    const variables = sentences.get(name) ?? new Set<string>();
    for (const [, variable = ''] of String(value).matchAll(PLACEHOLDER)) variables.add(shared(variable));
    sentences.set(name, variables);
  };
  walk(z.json().parse(JSON.parse(tree.read(path))), '');
  return sentences;
}

const listed = (variables: ReadonlySet<string>): string => [...variables].sort().join(', ') || 'none';

function differences(path: string, sentences: Sentences, other: string, expected: Sentences): readonly string[] {
  return [...expected].flatMap(([key, variables]) => {
    const own = sentences.get(key);
    if (!own) return [`${path}: ${key} is missing, ${other} has it`];
    const same = listed(own) === listed(variables);
    return same ? [] : [`${path}: ${key} uses the variables ${listed(own)}; ${other} uses ${listed(variables)}`];
  });
}

/** Every language says everything. */
export const localeKeys: Rule = {
  name: 'locale-keys',
  what: 'All files of dialogs/locales have the same keys, with the same variables in their sentences.',
  why: 'A key that one language lacks fails in the middle of a conversation, for some people only.',
  fix: 'Write the sentence in the language where it is missing, or remove it everywhere.',
  async check(tree) {
    const [first, ...others] = tree.files.filter((path) => path.startsWith(FOLDER) && path.endsWith('.json'));
    if (!first) return [`${FOLDER}: holds no language`];
    const expected = readSentences(tree, first);
    return others.flatMap((path) => {
      const sentences = readSentences(tree, path);
      const extra = [...sentences.keys()].filter((key) => !expected.has(key));
      return [
        ...differences(path, sentences, first, expected),
        ...extra.map((key) => `${first}: ${key} is missing, ${path} has it`),
      ];
    });
  },
};
