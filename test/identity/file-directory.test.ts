import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { isIntakeError } from '../../src/domain/errors.ts';
import { createFileDirectory } from '../../src/identity/file-directory.ts';
import { captureLog } from '../support/captured-log.ts';

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

const FIELDS = ['id', 'name', 'tenant', 'roles', 'registered', 'domains', 'country', 'locale', 'timeZone', '__proto__'];
const hostileName = fc.oneof(fc.constantFrom(...FIELDS), fc.string({ unit: 'binary' }));
const hostileValue = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    [],
    {},
    0,
    true,
    [null],
    { phones: [1] },
    { phones: ['+'] },
    ['contoso.cn'],
    'contoso.cn',
  ),
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: 'binary' }),
);

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

  it('reads YAML', async () => {
    const directory = await open(stringify({ tenants: [tenant], people: [person] }));
    assert.deepEqual(await directory.find(by('msteams:29:somebody')), { ...person, tenant });
  });

  it('finds a web user whose signed id names object and tenant', async () => {
    const directory = await open({ tenants: [tenant], people: [{ ...person, aadObjectId: OBJECT_ID }] });
    assert.equal((await directory.find(by(`dl_${OBJECT_ID}@${TENANT_ID}`)))?.id, person.id);
    assert.equal(await directory.find(by(`dl_${OBJECT_ID}`)), null);
  });

  it('takes several contacts, normalised, the single one first', async () => {
    const registered = {
      phone: '010-5555-0101',
      phones: ['+86 10 5555 0100', '01055550101'],
      emails: ['Admin@Contoso.example'],
    };
    const directory = await open({ tenants: [tenant], people: [{ ...person, registered }] });
    assert.deepEqual((await directory.find(by(person.id)))?.registered, {
      phone: '+86 10 5555 0101',
      email: 'admin@contoso.example',
      phones: ['+86 10 5555 0101', '+86 10 5555 0100'],
      emails: ['admin@contoso.example'],
    });
  });

  it('leaves a single number that nobody can call as it was written', async () => {
    const registered = { phone: 'extension 12', email: null };
    const directory = await open({ tenants: [tenant], people: [{ ...person, registered }] });
    assert.deepEqual((await directory.find(by(person.id)))?.registered, registered);
  });

  it('takes country, language and time zone from the tenant where the person names none', async () => {
    const { locale: _locale, timeZone: _timeZone, ...bare } = person;
    const home = { ...tenant, country: 'DE', locale: 'en-US', timeZone: 'Europe/Berlin' };
    const own = { ...person, id: 'b', country: 'CN' };
    const directory = await open({ tenants: [home], people: [bare, own] });
    const [first, second] = [await directory.find(by(person.id)), await directory.find(by('b'))];
    assert.deepEqual([first?.country, first?.locale, first?.timeZone], ['DE', 'en-US', 'Europe/Berlin']);
    assert.deepEqual([second?.country, second?.locale, second?.timeZone], ['CN', 'zh-CN', 'Asia/Shanghai']);
    assert.deepEqual(first?.tenant, tenant);
    const message = await mistakesOf({ tenants: [tenant], people: [bare] });
    assert.match(message, /people\.0\.locale: is given neither/);
    assert.match(message, /people\.0\.timeZone: is given neither/);
  });

  it('finds a tenant by its verified domains, with its contacts', async () => {
    const registered = { phones: ['010 5555 0100'], emails: ['IT@contoso.example'] };
    const directory = await open({
      tenants: [{ ...tenant, domains: ['Contoso.cn', '例子.中国'], registered }],
      people: [],
    });
    const expected = {
      tenant,
      registered: { phones: ['+86 10 5555 0100'], emails: ['it@contoso.example'] },
      locale: null,
    };
    assert.deepEqual(directory.tenantByDomain('CONTOSO.cn.'), expected);
    assert.deepEqual(directory.tenantByDomain('xn--fsqu00a.xn--fiqs8s'), expected);
    for (const domain of ['', 'cn', 'mail.contoso.cn', 'contoso.cn.evil.example', '__proto__', 'admin@contoso.cn']) {
      assert.equal(directory.tenantByDomain(domain), null, domain);
    }
  });

  it('tells what it knows of tenants that are read elsewhere', async () => {
    const override = { id: OBJECT_ID.toUpperCase(), premiumAgreement: true };
    const directory = await open({ tenants: [tenant], people: [], overrides: [override] });
    assert.equal(directory.override(OBJECT_ID)?.premiumAgreement, true);
    assert.equal(directory.override(TENANT_ID)?.name, 'Contoso');
    assert.equal(directory.override('nowhere'), null);
  });

  it('names the place of every mistake in what can be added', async () => {
    const second = { ...tenant, id: 'b', domains: ['b.example', 'CONTOSO.cn'] };
    const message = await mistakesOf({
      tenants: [{ ...tenant, domains: ['contoso.cn'], registered: { phones: ['reception'] } }, second],
      people: [{ ...person, registered: { phones: ['+86 10 5555 0100', 'none'] } }],
      overrides: [{ id: TENANT_ID }],
    });
    assert.match(message, /tenants\.0\.registered\.phones\.0: is no telephone number/);
    assert.match(message, /tenants\.1\.domains\.1: belongs to another tenant already/);
    assert.match(message, /people\.0\.registered\.phones\.1: is no telephone number/);
    assert.match(message, /overrides\.0\.id: names a tenant twice/);
    const shapes = await mistakesOf({
      tenants: [{ ...tenant, domains: ['no domain'], country: 'China' }],
      people: [{ ...person, identity: 'checked' }],
      overrides: [{ id: 'x', operator: 'microsoft' }],
    });
    assert.match(shapes, /tenants\.0\.domains\.0: is no domain/);
    assert.match(shapes, /tenants\.0\.country: is no country code/);
    assert.match(shapes, /people\.0: .*identity/);
    assert.match(shapes, /overrides\.0: .*operator/);
  });

  it('is read again when the file changes, and keeps its people when the change is broken', async () => {
    const captured = captureLog();
    const looking: (() => Promise<void>)[] = [];
    const path = join(folder, 'watched.yaml');
    const write = (people: unknown[]) => writeFile(path, stringify({ tenants: [tenant], people }));
    await write([person]);
    const every = (_milliseconds: number, look: () => Promise<void>) => {
      looking.push(look);
      return () => void looking.pop();
    };
    const directory = await createFileDirectory(path, { log: captured.log, every });
    const settle = async () => {
      await looking[0]?.();
      await looking[0]?.();
    };
    await write([person, { ...person, id: 'b' }]);
    await settle();
    assert.deepEqual(
      directory.people.map(({ id }) => id),
      [person.id, 'b'],
    );
    captured.lines.length = 0;
    await write([{ ...person, locale: 'fr-FR' }]);
    await settle();
    await settle();
    assert.ok(await directory.find(by('b')));
    assert.match(JSON.stringify(captured.single()), /people\.0\.locale/);
    assert.throws(() => directory.check(), /DIRECTORY_FILE.*people\.0\.locale/s);
    directory.close();
    assert.equal(looking.length, 0);
  });

  it('gives a directory or a sentence for any content', async () => {
    await fc.assert(
      fc.asyncProperty(
        hostileName,
        hostileValue,
        fc.constantFrom('tenants', 'people', 'overrides'),
        async (field, value, list) => {
          const entry = {
            ...(list === 'people' ? person : list === 'tenants' ? tenant : { id: 'x' }),
            [field]: value,
          };
          const content = JSON.stringify({ tenants: [tenant], people: [], overrides: [], [list]: [entry] });
          const opened = await open(content).catch((error: unknown) => error);
          if (isIntakeError(opened, 'InvalidConfiguration')) assert.match(opened.message, /The directory /);
          else assert.ok(opened !== null && typeof opened === 'object' && 'find' in opened, String(opened));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('says so when there is no such file', async () => {
    await assert.rejects(createFileDirectory(join(folder, 'none.json')), /cannot be read.*DIRECTORY_FILE/);
  });
});
