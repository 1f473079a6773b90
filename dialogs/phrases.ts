import { createInstance } from 'i18next';
import type { Locale } from '../src/domain/locale.ts';
import type { Reason } from '../src/domain/reason.ts';
import enUS from './locales/en-US.json' with { type: 'json' };
import zhCN from './locales/zh-CN.json' with { type: 'json' };
import { createTemplates, type PhraseValues } from './phrase-templates.ts';

/** Bounded, for a running product never empties it. */
const missing: string[] = [];
const MOST_MISSING = 100;
function note(what: string): void {
  if (missing.length < MOST_MISSING) missing.push(what);
}

const i18n = createInstance();
// Everything is at hand, so it is ready when this returns; a top-level await would keep CommonJS tools from loading it.
void i18n.init({
  initAsync: false,
  resources: { 'zh-CN': { translation: zhCN }, 'en-US': { translation: enUS } },
  fallbackLng: false,
  // Cards and Markdown are not HTML: escaping would show people `&amp;`.
  interpolation: { escapeValue: false },
  // A sentence may hold a colon, and i18next must not take what stands before it for a namespace.
  nsSeparator: false,
  saveMissing: true,
  missingKeyHandler: (_languages, _namespace, key) => note(key),
  missingInterpolationHandler: (text: string, match: RegExpExecArray) => {
    note(`${match[0]} in "${text}"`);
    return '';
  },
});

const translators: Record<Locale, ReturnType<typeof i18n.getFixedT>> = {
  'zh-CN': i18n.getFixedT('zh-CN'),
  'en-US': i18n.getFixedT('en-US'),
};

const textUnder = (locale: Locale) => (key: string) =>
  hasPhrase(locale, key) ? String(i18n.getResource(locale, 'translation', key)) : null;

const templates = { 'zh-CN': createTemplates(textUnder('zh-CN')), 'en-US': createTemplates(textUnder('en-US')) };

/** The sentence of `key` in a language; values are inserted as they are and never read as templates. */
export function phrase(locale: Locale, key: string, values?: PhraseValues): string {
  return templates[locale].fill(key, values ?? {}) ?? translators[locale](key, { ...values });
}

/** Whether a sentence exists under this key. */
export function hasPhrase(locale: Locale, key: string): boolean {
  // A key of people's making, such as `constructor` or half a path, names no sentence.
  return typeof i18n.getResource(locale, 'translation', key) === 'string';
}

/** The list of sentences or words under `key`. */
export function phraseList(locale: Locale, key: string): readonly string[] {
  const found: unknown = i18n.getResource(locale, 'translation', key);
  return Array.isArray(found) ? found.map(String) : [];
}

/** Keys and placeholders that were asked for and not found since the last call; tests prove it stays empty. */
export function takeMissingPhrases(): readonly string[] {
  return missing.splice(0);
}

/** The sentence for a reason code of the policy. Names inside the parameters (levels, kinds) are worded as well. */
export function reasonText(reason: Reason, locale: Locale): string {
  const values: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(reason.params ?? {})) {
    const key = `values.${name}.${value}`;
    values[name] = hasPhrase(locale, key) ? phrase(locale, key) : value;
  }
  // Reason codes hold a dot of their own, which i18next would read as nesting: the locale files nest them alike.
  // A partner may be known by name or not: i18next takes the sentence `..._named` where there is a name.
  return phrase(locale, `reasons.${reason.code}`, { ...values, ...('partner' in values && { context: 'named' }) });
}

/** What is said when a turn failed inside: honest, with a way on, and without inner words. */
export function failureText(locale: Locale): string {
  return phrase(locale, 'failure');
}

const CHOICE_FIELDS = new Set(['product', 'topic', 'serviceState', 'affected', 'preferredContact', 'contactLanguage']);
const YES_NO_FIELDS = new Set(['deadlineAtRisk', 'workaround', 'resourcesCommitted', 'consent']);

/**
 * One field of a card submission in words, for transcripts: label and value as the person saw them; `verb` is the
 * pressed button. What the form does not know stands as it was sent, for staff must see it all.
 */
export function fieldText(field: string, value: string | number | boolean, locale: Locale): string {
  if (field === 'verb') {
    const key = `verbs.${value}`;
    return `[${hasPhrase(locale, key) ? phrase(locale, key) : value}]`;
  }
  const key = `fields.${field}`;
  const label = hasPhrase(locale, key) ? phrase(locale, key) : field;
  return phrase(locale, 'labelled', { label, value: valueText(field, value, locale) });
}

function valueText(field: string, value: string | number | boolean, locale: Locale): string {
  if (YES_NO_FIELDS.has(field)) return phrase(locale, String(value) === 'true' ? 'yes' : 'no');
  const key = `values.${field}.${String(value)}`;
  const isChoice = CHOICE_FIELDS.has(field) || field.startsWith('detail.');
  if (isChoice && hasPhrase(locale, key)) return phrase(locale, key);
  return String(value);
}
