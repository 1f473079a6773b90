import assert from 'node:assert/strict';
import { createNotionTable } from '../../src/language/notion-table.ts';
import { sentencesOf } from '../../src/language/units.ts';

describe('notion table', () => {
  const table = createNotionTable({ way: 'by hand, 手工, phone*', all: 'all, everyone, 大家' }, 3);
  const read = (text: string): string[] =>
    table.read(text, sentencesOf(text).flat()).map((notion) => table.names[notion] ?? '');

  it('numbers notions by their names', () => assert.deepEqual(table.names, ['all', 'way']));

  it('tells notions in the order in which their words begin, as often as they stand', () => {
    assert.deepEqual(read('phones for everyone, all by hand'), ['way', 'all', 'all', 'way']);
    assert.deepEqual(read('大家手工做'), ['all', 'way']);
  });

  it('takes whole words, but for stems', () => {
    assert.deepEqual(read('allow phoned handy'), ['way']);
  });
});
