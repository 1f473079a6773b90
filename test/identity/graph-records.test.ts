import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GraphFailure } from '../../src/graph/graph-failure.ts';
import { readOrganisation, readRoles, readSubscriptions, readUser } from '../../src/identity/graph-records.ts';
import { graphOrganization, graphRole, graphSubscription } from '../support/graph-tenant.ts';

const TENANT = '84841066-274d-4ec0-a5c1-276be684bdd3';
const PARTNER = '98a3a91f-0000-4000-8000-00000000000a';
const isUnreadable = (error: unknown) => error instanceof GraphFailure && error.kind === 'unreadable';

describe('subscriptions of Microsoft Graph', () => {
  const own = graphSubscription();
  const ownNamed = graphSubscription({ ownerTenantId: TENANT.toUpperCase() });
  const foreign = graphSubscription({ ownerTenantId: PARTNER });
  const { ownerTenantId: _ownerTenantId, ...silent } = graphSubscription();
  for (const [what, rows, purchase] of [
    ['no rows', [], 'unknown'],
    ['one of the own', [own], 'direct'],
    ['one that names the own tenant', [ownNamed], 'direct'],
    ['all by a partner', [foreign, foreign], 'partner'],
    ['some by a partner', [foreign, own], 'partly-direct'],
    ['some by a partner, one that names the own tenant', [foreign, ownNamed], 'partly-direct'],
    ['one that does not tell', [silent], 'unknown'],
    ['one that does not tell beside a partner', [silent, foreign], 'unknown'],
    ['one that does not tell beside an own', [silent, own], 'direct'],
    ['deleted ones only', [graphSubscription({ status: 'Deleted' })], 'unknown'],
    ['an own that was deleted beside a partner', [graphSubscription({ status: 'deleted' }), foreign], 'partner'],
    ['a suspended own beside a partner', [graphSubscription({ status: 'Suspended' }), foreign], 'partly-direct'],
  ] as const) {
    it(`${what}: ${purchase} (R7)`, () => {
      assert.equal(readSubscriptions(rows, TENANT).purchase, purchase);
      assert.equal(readSubscriptions(rows.toReversed(), TENANT).purchase, purchase);
    });
  }

  for (const [what, rows, trial] of [
    ['no rows', [], false],
    ['a trial', [graphSubscription({ isTrial: true })], true],
    ['a trial beside a paid one', [graphSubscription({ isTrial: true }), own], false],
    [
      'a trial beside a paid one that was deleted',
      [graphSubscription({ isTrial: true }), graphSubscription({ status: 'Deleted' })],
      true,
    ],
    ['a row that does not tell', [graphSubscription({ isTrial: null })], false],
  ] as const) {
    it(`${what}: ${trial ? 'a trial' : 'no trial'} (R6)`, () => {
      assert.equal(readSubscriptions(rows, TENANT).trial, trial);
    });
  }
});

describe('roles of Microsoft Graph', () => {
  const admin = '62E90394-69F5-4237-9190-012177145E10';
  it('are template ids in lower case, each once', () => {
    const roles = readRoles([graphRole(admin, 'Global Administrator'), graphRole(admin.toLowerCase(), 'x')]);
    assert.deepEqual(roles, { templateIds: [admin.toLowerCase()], isPartial: false });
  });

  it('are partial when one comes without its template', () => {
    const { roleTemplateId: _roleTemplateId, ...limited } = graphRole(admin, 'Global Administrator');
    for (const row of [limited, { ...limited, roleTemplateId: null }]) {
      assert.deepEqual(readRoles([row]), { templateIds: [], isPartial: true });
    }
  });
});

describe('a user of Microsoft Graph', () => {
  it('has all ways of contact, the ones of the person first', () => {
    const user = readUser({
      displayName: '  Li Na ',
      mail: 'li.na@contoso.example',
      otherMails: ['li@elsewhere.example'],
      mobilePhone: '+86 138 0000 0000',
      businessPhones: ['010 5555 0100'],
      usageLocation: 'cn',
      preferredLanguage: null,
    });
    assert.deepEqual(user, {
      name: 'Li Na',
      isEnabled: true,
      phones: ['+86 138 0000 0000', '010 5555 0100'],
      emails: ['li.na@contoso.example', 'li@elsewhere.example'],
      usageLocation: 'CN',
      preferredLanguage: null,
    });
  });

  it('may be nearly empty, as for an application that may see little', () => {
    const user = readUser({ id: 'x', displayName: null, accountEnabled: null, usageLocation: '' });
    assert.deepEqual(user, {
      name: null,
      isEnabled: true,
      phones: [],
      emails: [],
      usageLocation: null,
      preferredLanguage: null,
    });
    assert.equal(readUser({ accountEnabled: false }).isEnabled, false);
  });

  it('has no name that is too long for a record', () => {
    assert.equal(readUser({ displayName: '名'.repeat(500) }).name?.length, 200);
  });
});

describe('the organisation of Microsoft Graph', () => {
  it('is read with its domains in the form in which they are compared', () => {
    const organisation = readOrganisation(
      [graphOrganization({ verifiedDomains: [{ name: 'Contoso.EXAMPLE' }, { name: 'not a domain' }] })],
      TENANT,
    );
    assert.deepEqual(organisation.domains, ['contoso.example']);
    assert.deepEqual([organisation.name, organisation.countryLetterCode], ['Contoso', 'CN']);
  });

  it('is refused when it is another tenant, none or several', () => {
    for (const rows of [[graphOrganization({ id: PARTNER })], [], [graphOrganization(), graphOrganization()]]) {
      assert.throws(() => readOrganisation(rows, TENANT), isUnreadable);
    }
  });
});

describe('what Microsoft Graph may send', () => {
  it('is read or called unreadable, whatever it is', () => {
    const reads = [
      readUser,
      readRoles,
      (content: unknown) => readOrganisation(content, TENANT),
      (content: unknown) => readSubscriptions(content, TENANT),
    ];
    const rows = fc.oneof(
      fc.jsonValue(),
      fc.array(fc.record({ roleTemplateId: fc.jsonValue(), ownerTenantId: fc.jsonValue(), status: fc.jsonValue() })),
      fc.record({ displayName: fc.jsonValue(), businessPhones: fc.jsonValue(), accountEnabled: fc.jsonValue() }),
    );
    fc.assert(
      fc.property(rows, fc.constantFrom(...reads), (content, read) => {
        try {
          assert.equal(typeof read(content), 'object');
        } catch (error) {
          assert.ok(isUnreadable(error), String(error));
        }
      }),
    );
  });
});
