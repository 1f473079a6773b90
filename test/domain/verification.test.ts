import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readPhone } from '../../src/domain/contact-point.ts';
import { POLICIES } from '../../src/domain/policy.ts';
import {
  codeDestinations,
  codeOutcomeSchema,
  codeStanding,
  isBareCode,
  isRegisteredContact,
  maskEmail,
  maskPhone,
  mayHoldCode,
  readCode,
} from '../../src/domain/verification.ts';
import { contosoAdmin } from '../support/desk-parts.ts';

describe('the verification of a caller (rule R25)', () => {
  it('has the numbers of the rule in the tables of both operators', () => {
    for (const { verification } of Object.values(POLICIES)) {
      const numbers = { rules: ['R25'], required: true, digits: 6, minutes: 10, tries: 3, codesPerHour: 5 };
      assert.partialDeepStrictEqual(verification, numbers);
    }
  });

  it('knows a registered contact however it is written, and looks at the way that support will use', () => {
    const person = contosoAdmin({ registered: { phone: '+86 10 5555 0100', email: 'Admin@Contoso.example' } });
    const facts: readonly (readonly [Parameters<typeof isRegisteredContact>[0], boolean])[] = [
      [{ phone: '+861055550100', email: null, preferred: 'phone' }, true],
      [{ phone: '+86 10 5555 0101', email: 'admin@contoso.example', preferred: 'phone' }, false],
      [{ phone: '+86 10 5555 0101', email: 'ADMIN@contoso.example', preferred: 'email' }, true],
      [{ phone: null, email: 'admin@contoso.example.evil.example', preferred: 'email' }, false],
      [{ phone: '+86 10 5555 0101', email: 'admin@contoso.example', preferred: 'chat' }, true],
      [{ phone: null, email: null, preferred: 'chat' }, false],
      [{ phone: '', email: '', preferred: 'chat' }, false],
    ];
    for (const [contact, expected] of facts) assert.equal(isRegisteredContact(contact, person), expected);
  });

  it('never takes an unreadable contact for a registered one', () => {
    const person = contosoAdmin({ registered: { phone: 'ask Li', email: null } });
    assert.equal(isRegisteredContact({ phone: 'ask Li', email: null, preferred: 'phone' }, person), false);
  });

  it('offers what is registered and set up, e-mail first', () => {
    const registered = { phones: ['+86 10 5555 0100', 'ask Li'], emails: ['admin@contoso.example'] };
    assert.deepEqual(
      codeDestinations(registered, ['email', 'sms']).map(({ channel, masked }) => [channel, masked]),
      [
        ['email', 'a***@contoso.example'],
        ['sms', '+86 10 **** 0100'],
      ],
    );
    assert.deepEqual(codeDestinations(registered, []), []);
    assert.equal(codeDestinations({ phones: [], emails: Array(50).fill('a@b.example') }, ['email']).length, 6);
  });
});

describe('a masked contact', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['+86 10 5555 0100', '+86 10 **** 0100'],
    ['+86 138 0013 8000', '+86 138 **** 8000'],
    ['+1 206 555 0120', '+1 206 **** 0120'],
    ['+49 30 55550140', '+49 30 **** 0140'],
    ['+65 6555 0150', '+65 **** 0150'],
    ['no number', '****'],
  ];
  for (const [number, masked] of cases) it(`is ${masked} for ${number}`, () => assert.equal(maskPhone(number), masked));

  it('shows of an address the first letter and the domain', () => {
    assert.equal(maskEmail('admin@contoso.example'), 'a***@contoso.example');
    assert.equal(maskEmail('a@contoso.example'), '***@contoso.example');
    assert.equal(maskEmail('𝒜bc@contoso.example'), '𝒜***@contoso.example');
  });

  it('never tells the middle of an address', () => {
    const name = fc.stringMatching(/^[a-z0-9._-]{2,40}$/);
    fc.assert(
      fc.property(name, (local) => {
        assert.equal(maskEmail(`${local}@contoso.example`), `${local.slice(0, 1)}***@contoso.example`);
      }),
    );
  });

  it('hides at least three digits of every number, and says nothing of how many', () => {
    const digits = fc.stringMatching(/^[1-9]\d{6,11}$/);
    fc.assert(
      fc.property(fc.constantFrom('+86', '+1', '+49', '+65', '+44', '+852', '+7'), digits, (country, national) => {
        const number = readPhone(`${country}${national}`, 'microsoft');
        fc.pre(number !== null);
        const all = (number ?? '').replace(/\D/g, '');
        const masked = maskPhone(number ?? '');
        assert.match(masked, /^\+\d{1,3}(?: \d{1,3})? \*{4}(?: \d{4})?$|^\*{4}$/);
        const [before = '', after = ''] = masked.replace(/[+ ]/g, '').split('****');
        assert.ok(all.startsWith(before) && all.endsWith(after));
        assert.ok(all.length - before.length - after.length >= 3, masked);
      }),
    );
  });
});

describe('a code', () => {
  const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true });
  const state = fc.record({
    personId: fc.constantFrom('a', 'b'),
    conversationId: fc.constantFrom('one', 'two'),
    expiresAt: instant.map((date) => date.toISOString()),
    triesLeft: fc.integer({ min: 0, max: 3 }),
    outcome: fc.constantFrom(...codeOutcomeSchema.options),
  });
  const given = fc.record({
    personId: fc.constantFrom('a', 'b'),
    conversationId: fc.constantFrom('one', 'two'),
    now: instant.map((date) => date.toISOString()),
  });

  it('is good only in its conversation, for its person, in its time, unused and with tries left', () => {
    fc.assert(
      fc.property(state, given, (code, attempt) => {
        const isGood =
          code.personId === attempt.personId &&
          code.conversationId === attempt.conversationId &&
          attempt.now < code.expiresAt &&
          code.triesLeft > 0 &&
          code.outcome === 'open';
        assert.equal(codeStanding(code, attempt) === 'open', isGood);
      }),
    );
  });

  it('is over at the moment of its end', () => {
    const code = {
      personId: 'a',
      conversationId: 'one',
      expiresAt: '2026-03-02T01:10:00.000Z',
      triesLeft: 3,
      outcome: 'open',
    } as const;
    assert.equal(codeStanding(code, { ...code, now: '2026-03-02T01:09:59.999Z' }), 'open');
    assert.equal(codeStanding(code, { ...code, now: code.expiresAt }), 'expired');
  });

  const typed: readonly (readonly [string, string | null])[] = [
    ['123456', '123456'],
    [' 123 456 ', '123456'],
    ['12-34-56', '123456'],
    ['１２３４５６', '123456'],
    ['验证码是 123456。', '123456'],
    ['my code: 123456', '123456'],
    ['012345', '012345'],
    ['123', null],
    ['13800138000', null],
    ['123456 or 654321', null],
    ['no', null],
    [`123456 ${'x'.repeat(90)}`, null],
  ];
  for (const [text, code] of typed) {
    it(`is ${code ?? 'not'} in "${text.slice(0, 30)}"`, () => assert.equal(readCode(text), code));
  }

  it('is suspected wherever it may stand', () => {
    for (const text of ['123456 or 654321?', `so ${'x'.repeat(90)} 123456`, '1, 2, 3, 4, 5, 6', '１２３４５６']) {
      assert.equal(mayHoldCode(text), true, text);
    }
    for (const text of ['', 'option 3', '123', 'A1 B2 C3 D4']) assert.equal(mayHoldCode(text), false, text);
  });

  it('stands alone only without words', () => {
    assert.equal(isBareCode('123 456', 6), true);
    assert.equal(isBareCode('AADSTS50076', 5), false);
    // A sign-in error has as many digits as a code; the word beside it tells.
    for (const text of ['AADSTS 500121', '错误 500121', 'error: 500121']) assert.equal(isBareCode(text, 6), false);
    assert.equal(isBareCode('500121', 6), true);
    assert.equal(isBareCode('INV-123456', 6), false);
    assert.equal(isBareCode('12345', 6), false);
  });
});
