import assert from 'node:assert/strict';
import { personSchema, registeredContacts } from '../../src/domain/person.ts';

const stored = {
  id: 'dl_someone',
  name: 'Someone',
  tenant: {
    id: 'contoso',
    name: 'Contoso',
    operator: '21vianet',
    purchase: 'direct',
    partner: null,
    premiumAgreement: false,
    trial: false,
  },
  roles: [],
  registered: { phone: '+86 10 5555 0100', email: null },
  timeZone: 'Asia/Shanghai',
  locale: 'zh-CN',
};

describe('personSchema', () => {
  it('reads a person as they were written before contacts could be several', () => {
    assert.deepEqual(personSchema.parse(stored), stored);
  });

  it('refuses what is no country code', () => {
    for (const country of ['cn', 'CHN', '', '86']) {
      assert.equal(personSchema.safeParse({ ...stored, country }).success, false, country);
    }
    assert.equal(personSchema.parse({ ...stored, country: 'CN' }).country, 'CN');
  });
});

describe('registeredContacts', () => {
  for (const [what, registered, expected] of [
    ['none', { phone: null, email: null }, { phones: [], emails: [] }],
    ['one of each', { phone: '1', email: 'a@b.example' }, { phones: ['1'], emails: ['a@b.example'] }],
    [
      'several, of which one is preferred',
      { phone: '2', email: null, phones: ['1', '2', '3'], emails: ['a@b.example'] },
      { phones: ['2', '1', '3'], emails: ['a@b.example'] },
    ],
  ] as const) {
    it(`gives ${what}`, () => {
      const { phones, emails } = { phones: undefined, emails: undefined, ...registered };
      const { phone, email } = registered;
      const given = { phone, email, ...(phones && { phones: [...phones] }), ...(emails && { emails: [...emails] }) };
      assert.deepEqual(registeredContacts({ registered: given }), expected);
    });
  }
});
