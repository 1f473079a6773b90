import assert from 'node:assert/strict';
import { graphOrganization, graphRole, graphSubscription, rolesPath } from '../support/graph-tenant.ts';
import {
  ADMIN,
  type GraphStage,
  OTHER,
  overridden,
  startGraphStage,
  TENANT,
  teams,
  USER,
  web,
} from './graph-directory-stage.ts';

const MINUTE = 60_000;

describe('the directory of Microsoft Graph', () => {
  let on: GraphStage;
  beforeEach(async () => {
    on = await startGraphStage();
  });
  afterEach(() => on.double.close());
  const callsTo = (path: string) => on.double.calls.filter((call) => call.path.endsWith(path)).length;

  it('tells who somebody of Teams is, of the cloud in China', async () => {
    on.double.holdings.set(`/v1.0/users/${USER}`, {
      displayName: 'Li Na',
      mail: 'Li.Na@contoso.example',
      mobilePhone: '13800000000',
      businessPhones: ['010 5555 0100'],
      preferredLanguage: 'zh-Hans',
      usageLocation: 'CN',
      accountEnabled: true,
    });
    assert.deepEqual(await on.open().find(teams), {
      id: 'msteams:29:someone',
      name: 'Li Na',
      tenant: {
        id: TENANT,
        name: 'Contoso',
        operator: '21vianet',
        purchase: 'direct',
        partner: null,
        premiumAgreement: false,
        trial: false,
      },
      roles: [ADMIN],
      registered: {
        phone: '+86 138 0000 0000',
        email: 'li.na@contoso.example',
        phones: ['+86 138 0000 0000', '+86 10 5555 0100'],
        emails: ['li.na@contoso.example'],
      },
      timeZone: 'Asia/Shanghai',
      locale: 'zh-CN',
      country: 'CN',
    });
  });

  it('tells who somebody of the web is, of the worldwide cloud', async () => {
    on.double.holdings.set('/v1.0/organization', [
      graphOrganization({ countryLetterCode: 'DE', preferredLanguage: 'de', displayName: 'Northwind' }),
    ]);
    on.double.holdings.set(`/v1.0/users/${USER}`, { displayName: 'Erika', businessPhones: ['030 5550100'] });
    const person = await on.open('global').find(web);
    assert.deepEqual(person?.tenant, {
      id: TENANT,
      name: 'Northwind',
      operator: 'microsoft',
      purchase: 'direct',
      partner: null,
      premiumAgreement: false,
      trial: false,
    });
    assert.deepEqual(
      [person?.id, person?.locale, person?.timeZone, person?.country],
      [web.userId, 'en-US', 'UTC', 'DE'],
    );
    assert.equal(person?.registered.phone, '+49 30 5550100');
  });

  it('asks for roles as an advanced query, over all pages', async () => {
    on.double.pageSize = 1;
    on.double.holdings.set(rolesPath(USER), [graphRole(OTHER, 'Custom'), graphRole(ADMIN, 'Global Administrator')]);
    assert.deepEqual((await on.open().find(teams))?.roles, [OTHER, ADMIN]);
    const calls = on.double.calls.filter(({ path }) => path === rolesPath(USER));
    assert.equal(calls.length, 2);
    for (const { headers, query } of calls) {
      assert.deepEqual([headers.consistencylevel, query.get('$count')], ['eventual', 'true']);
      assert.match(query.get('$select') ?? '', /roleTemplateId/);
    }
  });

  it('knows nobody of another tenant, no visitor and nobody whom Graph does not know or has disabled', async () => {
    const directory = on.open();
    assert.equal(await directory.find({ ...teams, tenantId: OTHER }), null);
    assert.equal(await directory.find({ ...web, userId: `dl_${USER}@${OTHER}` }), null);
    assert.equal(await directory.find({ ...web, userId: `dl_visitor-${USER}` }), null);
    assert.equal(await directory.find({ ...web, userId: 'dl_contoso-admin' }), null);
    assert.equal(on.double.calls.length, 0);
    assert.equal(await directory.find({ ...teams, aadObjectId: OTHER }), null);
    on.double.holdings.set(`/v1.0/users/${USER}`, { displayName: 'Li Na', accountEnabled: false });
    assert.equal(await directory.find(teams), null);
    assert.equal(on.captured.lines.length, 0);
  });

  it('takes what somebody wrote down before what Graph tells', async () => {
    const override = overridden({
      name: 'Contoso (China)',
      purchase: 'partner',
      partner: 'Tailspin',
      premiumAgreement: true,
      trial: true,
      timeZone: 'Asia/Urumqi',
    });
    const person = await on.open('china', override).find(teams);
    assert.deepEqual(person?.tenant, {
      id: TENANT,
      name: 'Contoso (China)',
      operator: '21vianet',
      purchase: 'partner',
      partner: 'Tailspin',
      premiumAgreement: true,
      trial: true,
    });
    assert.equal(person?.timeZone, 'Asia/Urumqi');
  });

  it('remembers people for five minutes and the tenant for an hour', async () => {
    const directory = on.open();
    await Promise.all([directory.find(teams), directory.find(web)]);
    await directory.find(teams);
    assert.equal(on.double.calls.length, 4);
    on.double.holdings.set(rolesPath(USER), []);
    on.now = 5 * MINUTE;
    assert.deepEqual((await directory.find(teams))?.roles, []);
    assert.equal(on.double.calls.length, 6);
    on.now = 60 * MINUTE;
    await directory.find(teams);
    assert.deepEqual([callsTo('/organization'), callsTo('/directory/subscriptions')], [2, 2]);
  });

  it('looks again when it is asked to, at most every ten seconds', async () => {
    on.double.holdings.set(rolesPath(USER), []);
    const directory = on.open();
    await directory.find(teams);
    on.double.holdings.set(rolesPath(USER), [graphRole(ADMIN, 'Global Administrator')]);
    assert.deepEqual((await directory.find(teams, { fresh: true }))?.roles, []);
    on.now = 10_000;
    assert.deepEqual((await directory.find(teams))?.roles, []);
    assert.deepEqual((await directory.find(teams, { fresh: true }))?.roles, [ADMIN]);
    assert.equal(callsTo('/organization'), 1);
  });

  for (const [what, rows, purchase, trial] of [
    ['a partner', [graphSubscription({ ownerTenantId: OTHER })], 'partner', false],
    ['a partner in part', [graphSubscription({ ownerTenantId: OTHER }), graphSubscription()], 'partly-direct', false],
    ['a trial', [graphSubscription({ isTrial: true })], 'direct', true],
    ['nothing', [], 'unknown', false],
  ] as const) {
    it(`tells that the tenant has ${what}`, async () => {
      on.double.holdings.set('/v1.0/directory/subscriptions', rows);
      const person = await on.open('global').find(teams);
      assert.deepEqual([person?.tenant.purchase, person?.tenant.trial], [purchase, trial]);
    });
  }

  it('finds its tenant by a verified domain, and asks the same for every other', async () => {
    const directory = on.open();
    assert.equal(await directory.tenantByDomain('fabrikam.example'), null);
    assert.equal(await directory.tenantByDomain('no domain'), null);
    const asked = on.double.calls.length;
    const found = await directory.tenantByDomain('CONTOSO.example');
    assert.deepEqual(found?.registered, { phones: ['+86 10 5555 0100'], emails: ['admin@contoso.example'] });
    assert.deepEqual([found?.tenant.id, found?.locale], [TENANT, 'zh-CN']);
    assert.equal(on.double.calls.length, asked);
  });

  it('finds its tenant by a domain that somebody wrote down, with those contacts, also without Graph', async () => {
    on.double.trouble({ is: 'status', status: 500 });
    const override = overridden({ domains: ['Contoso.cn'], registered: { phones: [], emails: ['It@contoso.cn'] } });
    const directory = on.open('china', override);
    const found = await directory.tenantByDomain('contoso.cn');
    assert.deepEqual(found?.registered, { phones: [], emails: ['it@contoso.cn'] });
    assert.equal(await directory.tenantByDomain('contoso.example'), null);
  });
});
