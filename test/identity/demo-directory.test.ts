import assert from 'node:assert/strict';
import { readPhone } from '../../src/domain/contact-point.ts';
import { createFileDirectory } from '../../src/identity/file-directory.ts';
import { DEMO_DIRECTORY_FILE } from '../../src/settings.ts';

const by = (userId: string) => ({ userId, aadObjectId: null, tenantId: null });

describe('the demo directory', () => {
  const expected = {
    'dl_contoso-admin': ['21vianet', 'direct', true, false, true],
    'dl_contoso-user': ['21vianet', 'direct', true, false, false],
    'dl_fabrikam-admin': ['21vianet', 'unknown', false, true, true],
    'dl_northwind-admin': ['microsoft', 'direct', false, false, true],
    'dl_northwind-user': ['microsoft', 'direct', false, false, false],
    'dl_adatum-admin': ['microsoft', 'partner', false, false, true],
    'dl_litware-admin': ['microsoft', 'partly-direct', false, false, true],
    'dl_proseware-admin': ['microsoft', 'unknown', false, false, true],
  };

  it('holds the people that the documentation names', async () => {
    const directory = await createFileDirectory(DEMO_DIRECTORY_FILE);
    for (const [id, row] of Object.entries(expected)) {
      const found = await directory.find(by(id));
      assert.ok(found, id);
      const { operator, purchase, premiumAgreement, trial } = found.tenant;
      assert.deepEqual([operator, purchase, premiumAgreement, trial, found.roles.length > 0], row, id);
    }
    const adatum = await directory.find(by('dl_adatum-admin'));
    assert.equal(adatum?.tenant.partner, 'Tailspin');
  });

  it('gives every admin a registered telephone number and address that the product itself accepts', async () => {
    const directory = await createFileDirectory(DEMO_DIRECTORY_FILE);
    for (const id of Object.keys(expected).filter((name) => name.endsWith('admin'))) {
      const found = await directory.find(by(id));
      const phone = found?.registered.phone ?? '';
      assert.equal(readPhone(phone, '21vianet'), phone, id);
      assert.match(found?.registered.email ?? '', /^admin@[a-z]+\.example$/);
    }
    const contoso = await directory.find(by('dl_contoso-admin'));
    assert.deepEqual(contoso?.registered, { phone: '+86 10 5555 0100', email: 'admin@contoso.example' });
  });
});
