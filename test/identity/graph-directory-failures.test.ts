import assert from 'node:assert/strict';
import sinon from 'sinon';
import { checkEligibility } from '../../src/domain/eligibility.ts';
import { POLICIES } from '../../src/domain/policy.ts';
import { createGraphDirectory } from '../../src/identity/graph-directory.ts';
import { ORGANISATION_PATH, SUBSCRIPTIONS_PATH } from '../../src/identity/graph-records.ts';
import { captureLog } from '../support/captured-log.ts';
import type { GraphTrouble } from '../support/graph-double.ts';
import { graphOrganization, graphRole, graphSubscription, rolesPath } from '../support/graph-tenant.ts';
import { ADMIN, type GraphStage, OTHER, startGraphStage, TENANT, teams, USER } from './graph-directory-stage.ts';

const MINUTE = 60_000;

describe('the directory of a Microsoft Graph that fails', () => {
  let on: GraphStage;
  beforeEach(async () => {
    on = await startGraphStage();
  });
  afterEach(() => on.double.close());

  const troubles: [string, GraphTrouble][] = [
    ['401', { is: 'status', status: 401 }],
    ['403', { is: 'status', status: 403, code: 'Authorization_RequestDenied' }],
    ['429', { is: 'status', status: 429, headers: { 'retry-after': '3600' } }],
    ['500', { is: 'status', status: 500 }],
    ['503', { is: 'status', status: 503 }],
    ['half an answer', { is: 'half' }],
    ['no JSON', { is: 'not-json' }],
    ['another shape', { is: 'wrong-shape' }],
    ['a page elsewhere', { is: 'foreign-next' }],
    ['a redirect', { is: 'redirect', to: 'http://127.0.0.1:1/' }],
  ];
  for (const [name, trouble] of troubles) {
    it(`lets the person go on, marked, when Graph answers ${name}`, async () => {
      on.double.trouble(trouble);
      const person = await on.open().find(teams);
      assert.ok(person);
      assert.deepEqual([person.identity, person.roles, person.tenant.id], ['not-checked', [], TENANT]);
      assert.deepEqual([person.tenant.purchase, person.tenant.operator], ['unknown', '21vianet']);
      assert.equal(checkEligibility(POLICIES['21vianet'], person, null).result, 'eligible');
      assert.ok(on.captured.parsed().some(({ level, what }) => level === 'warn' && what === 'roles'));
      assert.doesNotMatch(on.captured.lines.join(''), /graph-token|secret of a proxy/);
    });
    it(`knows the person again after ${name}`, async () => {
      const directory = on.open();
      on.double.trouble(trouble);
      await directory.find(teams);
      on.double.recover();
      on.now = 3601_000;
      const person = await directory.find(teams);
      assert.deepEqual([person?.identity, person?.roles], [undefined, [ADMIN]]);
    });
  }

  for (const [path, expected] of [
    [
      '/transitiveMemberOf/',
      { identity: 'not-checked', roles: [], name: 'Li Na', purchase: 'direct', tenant: 'Contoso' },
    ],
    [`/users/${USER}`, { identity: 'not-checked', roles: [], name: '', purchase: 'direct', tenant: 'Contoso' }],
    ['/organization', { identity: undefined, roles: [ADMIN], name: 'Li Na', purchase: 'direct', tenant: TENANT }],
    ['/subscriptions', { identity: undefined, roles: [ADMIN], name: 'Li Na', purchase: 'unknown', tenant: 'Contoso' }],
  ] as const) {
    it(`does without ${path} alone when its permission is missing`, async () => {
      on.double.trouble({ is: 'status', status: 403 }, { path });
      const person = await on.open().find(teams);
      assert.ok(person);
      const { identity, roles, name, tenant } = person;
      assert.deepEqual({ identity, roles, name, purchase: tenant.purchase, tenant: tenant.name }, expected);
    });
  }

  it('does not call roles looked up that came without their template', async () => {
    const { roleTemplateId: _roleTemplateId, ...limited } = graphRole(ADMIN, 'Global Administrator');
    on.double.holdings.set(rolesPath(USER), [limited]);
    const person = await on.open().find(teams);
    assert.deepEqual([person?.identity, person?.roles], ['not-checked', []]);
  });

  it('never takes roles of before for roles of now', async () => {
    const directory = on.open();
    await directory.find(teams);
    on.double.trouble({ is: 'status', status: 500 });
    on.now = 5 * MINUTE;
    const person = await directory.find(teams);
    assert.deepEqual([person?.identity, person?.roles, person?.tenant.name], ['not-checked', [], 'Contoso']);
  });

  it('keeps the tenant for a day while Graph fails', async () => {
    const directory = on.open();
    await directory.find(teams);
    on.double.trouble({ is: 'status', status: 500 });
    on.now = 23 * 60 * MINUTE;
    assert.equal((await directory.find(teams))?.tenant.name, 'Contoso');
    on.now = 24 * 60 * MINUTE + 1;
    assert.equal((await directory.find(teams))?.tenant.name, TENANT);
  });

  it('leaves a Graph alone that failed a moment ago', async () => {
    const directory = on.open();
    on.double.trouble({ is: 'status', status: 500 });
    await directory.find(teams);
    const asked = on.double.calls.length;
    await directory.find({ ...teams, aadObjectId: OTHER });
    await directory.find(teams);
    assert.equal(on.double.calls.length, asked);
    on.now = 10_000;
    await directory.find(teams);
    assert.ok(on.double.calls.length > asked);
  });

  it('refuses a credential that reads another tenant', async () => {
    on.double.holdings.set('/v1.0/organization', [graphOrganization({ id: OTHER, displayName: 'Somebody else' })]);
    assert.equal((await on.open().find(teams))?.tenant.name, TENANT);
    assert.match(on.captured.lines.join(''), /GRAPH_TENANT_ID/);
  });
});

describe('a Microsoft Graph that never answers', () => {
  it('keeps a person waiting for two seconds, and counts when it answers after all', async () => {
    const timers = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const answers = new Map<string, (value: readonly unknown[]) => void>();
      const never = (path: string) =>
        new Promise<readonly unknown[]>((resolve) => {
          answers.set(path.replace(/\?.*$/, ''), resolve);
        });
      const get = async (path: string) => (await never(path))[0];
      const client = { get, list: never };
      const { log } = captureLog();
      const directory = createGraphDirectory({ tenantId: TENANT, cloud: 'china', client, log, nowMs: () => 0 });
      const waiting = directory.find(teams);
      await timers.tickAsync(1999);
      assert.equal(await Promise.race([waiting, Promise.resolve('waits')]), 'waits');
      await timers.tickAsync(1);
      assert.equal((await waiting)?.identity, 'not-checked');
      answers.get(`/v1.0/users/${USER}`)?.([{ displayName: 'Li Na' }]);
      answers.get(rolesPath(USER))?.([graphRole(ADMIN, 'Global Administrator')]);
      answers.get(ORGANISATION_PATH.replace(/\?.*$/, ''))?.([graphOrganization()]);
      answers.get(SUBSCRIPTIONS_PATH.replace(/\?.*$/, ''))?.([graphSubscription()]);
      const person = await directory.find(teams);
      assert.deepEqual([person?.name, person?.roles, person?.identity], ['Li Na', [ADMIN], undefined]);
    } finally {
      timers.restore();
    }
  });
});
