import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REFERENCE_PAGES } from './reference-pages.ts';

const root = join(import.meta.dirname, '..');

for (const { path, render } of REFERENCE_PAGES) {
  const file = join(root, path);
  const current = existsSync(file) ? readFileSync(file, 'utf8') : null;
  const text = render(current);
  if (text !== current) writeFileSync(file, text);
  console.log(`${path}: ${text === current ? 'is current' : 'written'}`);
}
