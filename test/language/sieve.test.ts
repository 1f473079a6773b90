import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createSieve, firstMatch, fits, mayFit } from '../../src/language/sieve.ts';
import { takesAtMost } from '../support/time-bound.ts';

describe('a sieve of patterns', () => {
  const PATTERNS = [/收不到/, /[收发]不/, /\bmail(?:s|box)?\b/, /AADSTS\d+/i, /x+|y/, /.*/, /(?:down|宕机)了?/];
  const part = fc.constantFrom(
    '收',
    '发',
    '不',
    '到',
    'mail',
    'box',
    's',
    ' ',
    'AADsts',
    '5',
    'x',
    '宕机',
    '了',
    'Down',
  );
  const text = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));

  it('answers as the patterns do', () => {
    const sieve = createSieve();
    const sifted = PATTERNS.map(sieve.add);
    fc.assert(
      fc.property(text, (one) => {
        const read = sieve.sift(one);
        for (const [place, pattern] of PATTERNS.entries()) {
          const own = sifted[place];
          assert.ok(own);
          assert.equal(fits(own, read), pattern.test(one), `${pattern} on ${one}`);
          assert.deepEqual(firstMatch(own, read), pattern.exec(one));
        }
      }),
    );
  });

  it('holds back what has no chance, also beyond the first thirty patterns', () => {
    const sieve = createSieve();
    const sifted = Array.from({ length: 70 }, (_, number) => sieve.add(new RegExp(`<${number}>`)));
    const read = sieve.sift('a <0> b <29> c <30> d <69>');
    assert.deepEqual(
      sifted.flatMap((own, number) => (mayFit(own, read) ? [number] : [])),
      [0, 29, 30, 69],
    );
  });

  it('knows a pattern that is added after a text was read', () => {
    const sieve = createSieve();
    sieve.add(/mail/);
    sieve.sift('mail');
    const late = sieve.add(/box/);
    assert.ok(fits(late, sieve.sift('mailbox')));
    assert.ok(!fits(late, sieve.sift('mail')));
  });

  it('costs a bounded time', async () => {
    const sieve = createSieve();
    const own = sieve.add(/a{5}b|ab/);
    await takesAtMost(500, 'sifting', () => assert.ok(!fits(own, sieve.sift('a'.repeat(100_000)))));
  });

  it('tells the sources of its patterns, in whichever order they came', () => {
    const [forth, back] = [createSieve(), createSieve()];
    for (const pattern of [/b/, /a/]) forth.add(pattern);
    for (const pattern of [/a/, /b/]) back.add(pattern);
    assert.deepEqual(forth.sources(), ['a', 'b']);
    assert.deepEqual(back.sources(), forth.sources());
  });
});
