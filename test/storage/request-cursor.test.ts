import assert from 'node:assert/strict';
import { readCursor, writeCursor } from '../../src/storage/request-cursor.ts';
import { uuid } from '../support/store-samples.ts';

const encode = (text: string) => Buffer.from(text).toString('base64url');

describe('request cursor', () => {
  it('reads back what it wrote', () => {
    const position = { dueOrder: '9999-12-31T23:59:59.999Z', createdAt: '2026-03-02T01:00:00.000Z', id: uuid(7) };
    assert.deepEqual(readCursor(writeCursor(position)), position);
  });

  const forged: [string, string][] = [
    ['an empty text', ''],
    ['a text that is no base64url', '"; drop table requests'],
    ['no JSON', encode('x')],
    ['another shape', encode('["2026-03-02T01:00:00.000Z"]')],
    ['other types', encode(`[1,2,"${uuid(1)}"]`)],
    ['a text without end', 'A'.repeat(5000)],
  ];
  for (const [name, cursor] of forged) {
    it(`refuses ${name}`, () => {
      assert.throws(() => readCursor(cursor), { code: 'InvalidInput', message: /without a cursor/ });
    });
  }
});
