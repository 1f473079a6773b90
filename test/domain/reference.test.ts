import assert from 'node:assert/strict';
import { isIntakeError } from '../../src/domain/errors.ts';
import { findReference, formatReference } from '../../src/domain/reference.ts';
import { referenceSchema } from '../../src/domain/service-request.ts';

describe('formatReference', () => {
  for (const [openedAt, number, expected] of [
    ['2026-11-22T09:00:00.000Z', 1, 'SR-20261122-0001'],
    ['2026-11-22T16:00:00.000Z', 42, 'SR-20261123-0042'],
    ['2026-12-31T15:59:59.999Z', 123456, 'SR-20261231-123456'],
  ] as const) {
    it(expected, () => {
      assert.equal(formatReference(openedAt, number), expected);
      assert.equal(referenceSchema.parse(expected), expected);
    });
  }

  for (const [openedAt, number] of [
    ['2026-11-22T09:00:00.000Z', 0],
    ['2026-11-22T09:00:00.000Z', 1.5],
    ['never', 1],
  ] as const) {
    it(`refuses ${openedAt} ${number}`, () => {
      assert.throws(
        () => formatReference(openedAt, number),
        (error) => isIntakeError(error, 'InvalidInput'),
      );
    });
  }
});

describe('findReference', () => {
  for (const [text, expected] of [
    ['how is SR-20261122-0001 going?', 'SR-20261122-0001'],
    ['我的请求sr-20261122-0001怎么样了', 'SR-20261122-0001'],
    ['ＳＲ－20261122－0001', 'SR-20261122-0001'],
    ['SR 20261122 123456', 'SR-20261122-123456'],
    ['SR–20261122–0001', 'SR-20261122-0001'],
    ['SR-20261122', null],
    ['USR-20261122-0001', null],
    ['20261122-0001', null],
    ['', null],
  ] as const) {
    it(`${JSON.stringify(text)}: ${expected}`, () => assert.equal(findReference(text), expected));
  }
});
