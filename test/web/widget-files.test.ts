import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LOCALES } from '../../src/domain/locale.ts';

const WIDGET = fileURLToPath(new URL('../../web/widget', import.meta.url));

function read(name: string): string {
  return readFileSync(join(WIDGET, name), 'utf8');
}

function textsOf(locale: string): Record<string, string> {
  return JSON.parse(read(`locales/${locale}.json`));
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();
}

const files = readdirSync(WIDGET).filter((name) => /\.(?:js|html|css)$/.test(name));

describe('the widget’s files', () => {
  it('say the same things in every language, with the same values', () => {
    const [first, ...others] = LOCALES;
    const known = textsOf(first);
    for (const locale of others) {
      const texts = textsOf(locale);
      assert.deepEqual(Object.keys(texts).sort(), Object.keys(known).sort());
      for (const [key, text] of Object.entries(texts))
        assert.deepEqual(placeholders(text), placeholders(known[key] ?? ''), key);
    }
  });

  it('use every text and no other', () => {
    const all = files.map(read).join('\n');
    const used = [...all.matchAll(/data-(?:text|label)="(\w+)"/g)].map(([, key = '']) => key);
    const texts = textsOf('en-US');
    for (const key of used) assert.ok(key in texts, key);
    for (const key of Object.keys(texts)) assert.match(all, new RegExp(`["']${key}["']`), key);
  });

  it('ask nothing of a third party', () => {
    for (const name of files) assert.doesNotMatch(read(name), /https?:\/\/(?!OUR-ADDRESS)/, name);
  });

  it('never write markup from data or run text as code', () => {
    for (const name of files)
      assert.doesNotMatch(
        read(name),
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/,
        name,
      );
  });

  it('never speak to any window that happens to listen', () => {
    for (const name of files) assert.doesNotMatch(read(name), /postMessage\([^;]*['"]\*['"]/, name);
  });

  it('label every control', () => {
    for (const name of files.filter((file) => file.endsWith('.html'))) {
      const html = read(name);
      for (const [, id = ''] of html.matchAll(/<select id="([\w-]+)"/g))
        assert.match(html, new RegExp(`<label for="${id}"`));
      for (const [button] of html.matchAll(/<button[^>]*>/g)) assert.match(button, /data-(?:text|label)=/);
    }
  });
});
