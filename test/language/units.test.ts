import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sentencesOf } from '../../src/language/units.ts';

/** The rule as patterns, which the reader follows without them. */
const SENTENCE_END = /[。！？!?；;\n]/;
const UNIT = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+/gu;

const written = (text: string): string[][] =>
  sentencesOf(text).map((units) => units.map(({ start, end }) => text.slice(start, end)));

describe('units', () => {
  it('are Han characters and words of other scripts', () => {
    assert.deepEqual(written("Teams的密码, can't 2fa"), [['Teams', '的', '密', '码', 'can', 't', '2fa']]);
    assert.deepEqual(
      sentencesOf('a邮').map((units) => units.map(({ han }) => han)),
      [[false, true]],
    );
  });

  it('end with their sentence, and a sentence without any is left out', () => {
    assert.deepEqual(written('收到？!\nok; go'), [['收', '到'], ['ok'], ['go']]);
    assert.deepEqual(written(' ,。 '), []);
  });

  it('follow the tables of Unicode in any text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.string({
        unit: fc.constantFrom('邮', 'a', '々', '\u{20000}', 'е', '\u0301', '９', ' ', '。', '\ud840', '-'),
        maxLength: 30,
      }),
    );
    fc.assert(
      fc.property(text, (one) => {
        const expected = one.split(SENTENCE_END).map((sentence) => sentence.match(UNIT) ?? []);
        assert.deepEqual(
          written(one),
          expected.filter((units) => units.length > 0).map((units) => [...units]),
        );
      }),
    );
  });
});
