import assert from 'node:assert/strict';
import { createTemplates } from '../../dialogs/phrase-templates.ts';

const TEXTS: Readonly<Record<string, string>> = {
  plain: 'No value.',
  two: '{{a}} and {{b}}, again {{a}}',
  formatted: 'until {{day, date}}',
  nested: 'see $t(plain) {{a}}',
};
const templates = createTemplates((key) => TEXTS[key] ?? null);

describe('templates of sentences', () => {
  it('take values, as often as they are named', () => {
    assert.equal(templates.fill('two', { a: 'x', b: 2 }), 'x and 2, again x');
    assert.equal(templates.fill('plain', { a: 'unused' }), 'No value.');
  });

  it('never read a value as a template', () => {
    assert.equal(
      templates.fill('two', { a: '{{b}} $t(plain)', b: '$&' }),
      '{{b}} $t(plain) and $&, again {{b}} $t(plain)',
    );
  });

  it('leave to i18next what is more than that', () => {
    assert.equal(templates.fill('formatted', { day: 1 }), null);
    assert.equal(templates.fill('nested', { a: 1 }), null);
    assert.equal(templates.fill('two', { a: 'x', b: 'y', context: 'named' }), null);
    assert.equal(templates.fill('two', { a: 'x' }), null);
    assert.equal(templates.fill('two', { a: 'x', toString: 'y' }), null);
    assert.equal(templates.fill('none', {}), null);
  });
});
