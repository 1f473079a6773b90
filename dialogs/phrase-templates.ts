/** Values for the placeholders of a sentence. */
export type PhraseValues = Readonly<Record<string, string | number>>;

/** Puts values into sentences, a dozen times as fast as i18next, which looks at every sentence anew; a turn says dozens. */
export interface Templates {
  /** @returns null where the sentence is more than text and placeholders, lacks a value or does not exist: i18next knows what to do */
  fill(key: string, values: PhraseValues): string | null;
}

type Template = readonly { readonly before: string; readonly name: string | null }[];

/** By these values i18next chooses between several sentences of a key. */
const CHOOSING = ['count', 'context', 'ordinal'];

/**
 * The sentences of one language, each cut at its placeholders once.
 * @param textOf the sentence under a key as it stands in the locale; null without one
 */
export function createTemplates(textOf: (key: string) => string | null): Templates {
  const known = new Map<string, Template | null>();

  function templateOf(key: string): Template | null {
    const kept = known.get(key);
    if (kept !== undefined) return kept;
    const text = textOf(key);
    // A key that was made of somebody's words must not fill the memory.
    if (text === null) return null;
    const template = cut(text);
    known.set(key, template);
    return template;
  }

  return {
    fill: (key, values) => {
      const template = templateOf(key);
      if (template === null || CHOOSING.some((name) => name in values)) return null;
      let filled = '';
      for (const { before, name } of template) {
        filled += before;
        if (name === null) continue;
        if (!Object.hasOwn(values, name)) return null;
        filled += values[name];
      }
      return filled;
    },
  };
}

/** Null where i18next would read more than names between braces, or one sentence inside another. */
function cut(text: string): Template | null {
  const parts = text.split(/\{\{(\w+)\}\}/);
  if (parts.some((part) => part.includes('{{') || part.includes('$t('))) return null;
  return parts.flatMap((before, at) => (at % 2 === 0 ? [{ before, name: parts[at + 1] ?? null }] : []));
}
