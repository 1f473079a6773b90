import assert from 'node:assert/strict';
import { normalisedContacts, readRegisteredPhone, registeredOf } from '../../src/identity/registered-contacts.ts';

describe('registered contacts', () => {
  for (const [text, operator, country, expected] of [
    ['010-5555-0100', '21vianet', null, '+86 10 5555 0100'],
    ['(425) 555-0100', 'microsoft', null, '+1 425 555 0100'],
    ['030 5550100', 'microsoft', 'DE', '+49 30 5550100'],
    ['+86 10 5555 0100', 'microsoft', 'DE', '+86 10 5555 0100'],
    ['＋86 10 5555 0100', 'microsoft', 'US', '+86 10 5555 0100'],
    ['(425) 555-0100', 'microsoft', 'ZZ', '+1 425 555 0100'],
    ['ask reception', '21vianet', 'CN', null],
    ['1'.repeat(41), '21vianet', 'CN', null],
  ] as const) {
    it(`reads ${text.slice(0, 20)} of ${operator}, ${country ?? 'no country'}, as ${expected}`, () => {
      assert.equal(readRegisteredPhone(text, { operator, country }), expected);
    });
  }

  it('keeps each once, leaves out what cannot be read, and no more than ten', () => {
    const home = { operator: '21vianet', country: 'CN' } as const;
    const emails = [
      'A@contoso.example',
      'a@contoso.example',
      'nobody',
      ...Array.from({ length: 20 }, (_, n) => `${n}@b.example`),
    ];
    const contacts = normalisedContacts({ phones: ['010 5555 0100', '+861055550100', '-'], emails }, home);
    assert.deepEqual(contacts.phones, ['+86 10 5555 0100']);
    assert.equal(contacts.emails.length, 10);
    assert.deepEqual(contacts.emails.slice(0, 2), ['a@contoso.example', '0@b.example']);
  });

  it('puts the first of each kind in front', () => {
    assert.deepEqual(registeredOf({ phones: ['+1 2', '+1 3'], emails: [] }), {
      phone: '+1 2',
      email: null,
      phones: ['+1 2', '+1 3'],
      emails: [],
    });
  });
});
