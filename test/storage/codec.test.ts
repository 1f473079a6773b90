import assert from 'node:assert/strict';
import { bindable, fromJson, toInstant, toJson, unreadableRow } from '../../src/storage/codec.ts';

describe('codec', () => {
  it('lets text, finite numbers, bigints and null through', () => {
    assert.deepEqual(bindable(['您好', 1.5, 7n, null]), ['您好', 1.5, 7n, null]);
  });

  const refused: [string, unknown][] = [
    ['NaN', Number.NaN],
    ['an infinity', Number.POSITIVE_INFINITY],
    ['undefined', undefined],
    ['a boolean', true],
    ['a Date', new Date(0)],
    ['an object', { a: 1 }],
    ['a text with NUL', 'a\0b'],
  ];
  for (const [name, value] of refused) {
    it(`refuses ${name}`, () => {
      assert.throws(() => bindable(['fine', value]), { code: 'InvalidInput', message: /Value 2/ });
    });
  }

  it('writes JSON and reads it back', () => {
    const value = { text: 'a\0b \ud800 "<script>', list: [1, null, true] };
    assert.deepEqual(fromJson(toJson(value)), value);
  });

  it('refuses what JSON cannot hold', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    for (const value of [undefined, () => 1, 1n, cycle]) assert.throws(() => toJson(value), { code: 'InvalidInput' });
  });

  it('answers undefined for a text that is no JSON', () => {
    assert.equal(fromJson('{"a":'), undefined);
  });

  it('brings moments into the one form that sorts', () => {
    assert.equal(toInstant('2026-03-02T09:00:00+08:00'), '2026-03-02T01:00:00.000Z');
    assert.throws(() => toInstant('tomorrow'), { code: 'InvalidInput' });
  });

  it('names an unreadable row and keeps the cause', () => {
    const cause = new Error('inner');
    const error = unreadableRow('request SR-1', cause);
    assert.match(error.message, /request SR-1/);
    assert.equal(error.cause, cause);
  });
});
