const STORED = 'support-intake:language';

/**
 * The language to begin with: the one chosen here before, else the browser's.
 * @param {readonly string[]} locales the languages of the product
 */
export function firstLocale(locales) {
  const stored = readStored();
  if (locales.includes(stored)) return stored;
  const [wanted = ''] = navigator.languages ?? [navigator.language];
  return /^zh\b/i.test(wanted) ? 'zh-CN' : 'en-US';
}

function readStored() {
  try {
    return localStorage.getItem(STORED) ?? '';
  } catch {
    return '';
  }
}

/** Remembers a choice; a browser that keeps nothing simply forgets it. */
export function rememberLocale(locale) {
  try {
    localStorage.setItem(STORED, locale);
  } catch {
    // Private windows of some browsers refuse; the choice then lasts as long as the page.
  }
}

/**
 * The page's own sentences in one language.
 * @param {string} url address of the JSON file
 * @returns {Promise<(key: string, values?: Record<string, string>) => string>} a text with its values filled in
 */
export async function loadTexts(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`texts: ${response.status}`);
  const texts = await response.json();
  return (key, values = {}) => (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Writes the texts into everything that is marked with `data-text` or `data-label`, and tells the page's language. */
export function showTexts(locale, text) {
  document.documentElement.lang = locale;
  document.title = text('title');
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = text(element.dataset.text);
  for (const element of document.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', text(element.dataset.label));
  }
}
