import assert from 'node:assert/strict';
import { entraUserOf } from '../../src/identity/entra-user.ts';

const USER = '5bde3e51-d13b-4db1-9948-fe4b109d11a7';
const HOME = '84841066-274d-4ec0-a5c1-276be684bdd3';
const OTHER = '11111111-2222-4333-8444-555555555555';

describe('entraUserOf', () => {
  const cases: [string, Partial<Parameters<typeof entraUserOf>[0]>, string | null][] = [
    ['the pair of Teams', { aadObjectId: USER, tenantId: OTHER }, OTHER],
    ['the pair of Teams in capitals', { aadObjectId: USER.toUpperCase(), tenantId: OTHER.toUpperCase() }, OTHER],
    ['a web user of the only tenant', { userId: `dl_${USER}` }, HOME],
    ['a web user who names the tenant', { userId: `dl_${USER.toUpperCase()}@${OTHER}` }, OTHER],
    ['Teams before the web', { userId: `dl_${OTHER}`, aadObjectId: USER, tenantId: HOME }, HOME],
    ['no visitor', { userId: `dl_visitor-${USER}` }, null],
    ['no id that nobody vouches for', { userId: `visitor:dl_${USER}` }, null],
    ['no other name', { userId: 'dl_contoso-admin' }, null],
    ['nothing behind the id', { userId: `dl_${USER}@${HOME}/../x` }, null],
    ['no id with a line end', { userId: `dl_${USER}\n` }, null],
    ['no object that is no GUID', { aadObjectId: `${USER}/memberOf`, tenantId: HOME }, null],
    ['no tenant that is no GUID', { aadObjectId: USER, tenantId: 'contoso' }, null],
  ];
  for (const [what, who, tenantId] of cases) {
    it(`takes ${what}`, () => {
      const user = entraUserOf({ userId: '29:x', aadObjectId: null, tenantId: null, ...who }, HOME);
      assert.deepEqual(user, tenantId && { objectId: USER, tenantId });
    });
  }

  it('needs the tenant of a web user from somewhere', () => {
    assert.equal(entraUserOf({ userId: `dl_${USER}`, aadObjectId: null, tenantId: null }, null), null);
  });
});
