import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_DIRECTORY_FILE } from '../../src/config.ts';
import { readPhone } from '../../src/domain/contact-point.ts';
import { isIntakeError } from '../../src/domain/errors.ts';
import { createFileDirectory } from '../../src/identity/file-directory.ts';

const GLOBAL_ADMIN = '62e90394-69f5-4237-9190-012177145e10';
const OBJECT_ID = '33333333-2222-4333-8444-555555555555';
const TENANT_ID = '44444444-2222-4333-8444-555555555555';

const tenant = {
  id: TENANT_ID,
  name: 'Contoso',
  operator: '21vianet',
  purchase: 'direct',
  partner: null,
  premiumAgreement: false,
  trial: false,
};
const person = {
  id: 'msteams:29:somebody',
  name: 'Contoso Admin',
  tenant: TENANT_ID,
  roles: [GLOBAL_ADMIN],
  registered: { phone: null, email: 'admin@contoso.example' },
  timeZone: 'Asia/Shanghai',
  locale: 'zh-CN',
};
const by = (userId: string, aadObjectId: string | null = null, tenantId: string | null = null) => ({
  userId,
  aadObjectId,
  tenantId,
});

describe('the directory of a file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'intake-directory-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function open(content: unknown) {
    const file = join(folder, 'directory.json');
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    return createFileDirectory(file);
  }
  async function mistakesOf(content: unknown): Promise<string> {
    const error = await open(content).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    assert.ok(isIntakeError(error, 'InvalidConfiguration'));
    return error.message;
  }

  it('finds a person by the id of the channel, with the tenant', async () => {
    const directory = await open({ tenants: [tenant], people: [person] });
    assert.deepEqual(await directory.find(by('msteams:29:somebody')), { ...person, tenant });
  });

  it('finds a person by Entra object id and tenant together, in any case of letters', async () => {
    const directory = await open({ tenants: [tenant], people: [{ ...person, aadObjectId: OBJECT_ID }] });
    assert.equal((await directory.find(by('msteams:29:x', OBJECT_ID.toUpperCase(), TENANT_ID)))?.id, person.id);
    assert.equal(await directory.find(by('msteams:29:x', OBJECT_ID, null)), null);
    assert.equal(await directory.find(by('msteams:29:x', OBJECT_ID, 'another-tenant')), null);
  });

  it('lists its people', async () => {
    const directory = await open({ tenants: [tenant], people: [{ ...person, aadObjectId: OBJECT_ID }] });
    assert.deepEqual(directory.people, [{ ...person, tenant }]);
  });

  it('knows nobody else', async () => {
    const directory = await open({ tenants: [tenant], people: [person] });
    assert.equal(await directory.find(by('')), null);
    assert.equal(await directory.find(by('MSTEAMS:29:SOMEBODY')), null);
    assert.equal(await directory.find(by('__proto__')), null);
  });

  it('names the place of every mistake', async () => {
    const message = await mistakesOf({
      tenants: [tenant, tenant],
      people: [person, { ...person }, { ...person, id: 'b', tenant: 'nowhere', timeZone: 'Mars/Olympus' }],
    });
    assert.match(message, /people\.2\.timeZone: is no IANA time zone/);
    const further = await mistakesOf({
      tenants: [tenant, tenant],
      people: [person, person, { ...person, id: 'b', tenant: 'nowhere' }],
    });
    assert.match(further, /tenants\.1\.id: names a tenant twice/);
    assert.match(further, /people\.1\.id: names a person twice/);
    assert.match(further, /people\.2\.tenant: is not among the tenants: nowhere/);
  });

  it('refuses one Entra object for two people', async () => {
    const people = [
      { ...person, aadObjectId: OBJECT_ID },
      { ...person, id: 'b', aadObjectId: OBJECT_ID },
    ];
    assert.match(await mistakesOf({ tenants: [tenant], people }), /people\.1\.aadObjectId: is another person already/);
  });

  it('refuses unknown fields, roles that are no ids and what is no JSON', async () => {
    assert.match(await mistakesOf({ tenants: [], people: [], extra: 1 }), /the file: /);
    assert.match(
      await mistakesOf({ tenants: [tenant], people: [{ ...person, roles: ['admin'] }] }),
      /people\.0\.roles\.0/,
    );
    assert.match(await mistakesOf('{'), /cannot be read as JSON/);
  });

  it('says so when there is no such file', async () => {
    await assert.rejects(createFileDirectory(join(folder, 'none.json')), /cannot be read.*DIRECTORY_FILE/);
  });
});

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
