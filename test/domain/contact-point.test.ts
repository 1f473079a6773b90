import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contactPointsIn, findContactPoints, readEmail, readPhone } from '../../src/domain/contact-point.ts';
import { takesAtMost } from '../support/time-bound.ts';

describe('readPhone', () => {
  const cases: readonly (readonly [string, '21vianet' | 'microsoft', string | null])[] = [
    ['+86 10 5555 0100', '21vianet', '+86 10 5555 0100'],
    ['010-55550100', '21vianet', '+86 10 5555 0100'],
    ['13800138000', '21vianet', '+86 138 0013 8000'],
    ['＋８６ 10 5555 0100', '21vianet', '+86 10 5555 0100'],
    ['(425) 555-0100', 'microsoft', '+1 425 555 0100'],
    // The form tells the country where the operator's would mislead: nobody would reach +86 425 555 0100.
    ['(425) 555-0100', '21vianet', '+1 425 555 0100'],
    ['425-555-0134', '21vianet', '+1 425 555 0134'],
    ['400-089-0365', '21vianet', '+86 400 089 0365'],
    ['(021) 8888-6666', '21vianet', '+86 21 8888 6666'],
    ['13800138000', 'microsoft', '+86 138 0013 8000'],
    ['138 0013 8000', 'microsoft', '+86 138 0013 8000'],
    ['14255550134', 'microsoft', '+1 425 555 0134'],
    ['1-425-555-0134', 'microsoft', '+1 425 555 0134'],
    ['1 (425) 555-0134', '21vianet', '+1 425 555 0134'],
    ['425\u2013555\u20130134', '21vianet', '+1 425 555 0134'],
    ['130 2234 5678', 'microsoft', '+86 130 2234 5678'],
    ['+44 20 7946 0958', '21vianet', '+44 20 7946 0958'],
    ['12', '21vianet', null],
    ['call me', 'microsoft', null],
    ['1'.repeat(60), 'microsoft', null],
  ];
  for (const [text, operator, phone] of cases) {
    it(`reads ${JSON.stringify(text)} for ${operator} as ${phone}`, () =>
      assert.equal(readPhone(text, operator), phone));
  }
});

describe('readEmail', () => {
  it('gives the address in lower case without surrounding space', () => {
    assert.equal(readEmail(' Admin@Contoso.example '), 'admin@contoso.example');
  });

  it('refuses what is no address', () => {
    for (const text of ['', 'admin', 'admin@', 'a b@c.example', `${'a'.repeat(300)}@b.example`]) {
      assert.equal(readEmail(text), null, text);
    }
  });
});

describe('contactPointsIn', () => {
  it('takes no version or address for a telephone number, in either language', () => {
    for (const text of ['版本 16.0.17328.20162，见 10.20.130.140', 'build 16.0.17328.20162 at 10.20.130.140']) {
      assert.deepEqual(contactPointsIn(text, '21vianet'), [], text);
    }
    assert.deepEqual(
      contactPointsIn('16.0.17328.20162，电话 010-55550100', '21vianet').map(({ value }) => value),
      ['+86 10 5555 0100'],
    );
  });

  for (const piece of ['1', '1.', '1.1', '12345678901234567890.']) {
    it(`reads the longest text of nothing but ${piece} within a moment`, async () => {
      const text = piece.repeat(Math.floor(20_000 / piece.length));
      await takesAtMost(400, piece, () => contactPointsIn(text, '21vianet'));
    });
  }
});

describe('findContactPoints', () => {
  it('takes the bracket of an area code along', () => {
    assert.equal(findContactPoints('(425) 555-0100', '21vianet').phone, '+1 425 555 0100');
  });

  it('finds both in a sentence of either language', () => {
    assert.deepEqual(findContactPoints('打 010-55550100 或发 it@contoso.example 都行', '21vianet'), {
      phone: '+86 10 5555 0100',
      email: 'it@contoso.example',
    });
    assert.deepEqual(findContactPoints('Call me at +1 425 555 0100.', 'microsoft'), {
      phone: '+1 425 555 0100',
      email: null,
    });
  });

  it('finds nothing where there is nothing, and never throws', () => {
    assert.deepEqual(findContactPoints('any time', 'microsoft'), { phone: null, email: null });
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void findContactPoints(text, '21vianet')));
  });
});
