import type { Rule } from './rule.ts';

/** Name to what `.env.example` says of it, as `SETTINGS` of src/settings.ts has it. */
export type DescribedSettings = Readonly<Record<string, { readonly description: string; readonly example: string }>>;

const FILE = '.env.example';
const VARIABLE = /^#?\s?([A-Za-z][A-Za-z0-9_]*)=(.*)$/;

/** `# what it is` above `NAME=example`; a variable that is commented out counts as well. */
function readExample(text: string): DescribedSettings {
  const settings: Record<string, { description: string; example: string }> = {};
  let comment: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const variable = VARIABLE.exec(line);
    if (variable) settings[variable[1] ?? ''] = { description: comment.join(' '), example: variable[2] ?? '' };
    comment = !variable && line.startsWith('#') ? [...comment, line.replace(/^#\s*/, '')] : [];
  }
  return settings;
}

/** `.env.example` and the settings that are read say the same. */
export function createEnvExample(settings: DescribedSettings): Rule {
  return {
    name: 'env-example',
    what: '.env.example has every setting of src/settings.ts, with its description and example, and no other.',
    why: 'An operator configures from this file: a setting that it does not name is never found, one that nobody reads is obeyed in vain.',
    fix: 'Write "# description" and "NAME=example" as src/settings.ts has them.',
    async check(tree) {
      if (!tree.has(FILE)) return [`${FILE}: is not there`];
      const shown = readExample(tree.read(FILE));
      const unread = Object.keys(shown).filter((name) => !(name in settings));
      const wrong = Object.entries(settings).flatMap(([name, { description, example }]) => {
        const entry = shown[name];
        if (!entry) return [`${FILE}: ${name} is missing`];
        if (entry.description !== description) return [`${FILE}: ${name} has another description than src/settings.ts`];
        return entry.example === example
          ? []
          : [`${FILE}: ${name} has the example "${entry.example}", not "${example}"`];
      });
      return [...wrong, ...unread.map((name) => `${FILE}: ${name} is read by nobody`)];
    },
  };
}
