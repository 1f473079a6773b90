import assert from 'node:assert/strict';
import type { Person, TenantContacts } from '../../src/domain/person.ts';
import { createDirectory } from '../../src/identity/combined-directory.ts';
import { createTenantLookup } from '../../src/identity/tenant-lookup.ts';
import { contosoAdmin, northwindAdmin } from '../support/desk-parts.ts';

const who = { userId: 'dl_x', aadObjectId: null, tenantId: null };
const file = (person: Person | null) => ({ find: async () => person });

describe('a file and Microsoft Graph as one directory', () => {
  const [written, read] = [contosoAdmin(), northwindAdmin()];
  const graph = file(read);
  const nobody = file(null);
  for (const [what, directory, expected] of [
    ['whoever stands in the file', createDirectory({ file: file(written), graphs: [graph] }), written],
    ['everybody else as Graph tells', createDirectory({ file: nobody, graphs: [nobody, graph] }), read],
    ['people of the file alone', createDirectory({ file: file(written), graphs: [] }), written],
    ['people of Graph alone', createDirectory({ file: null, graphs: [graph] }), read],
    ['nobody else', createDirectory({ file: nobody, graphs: [nobody] }), null],
    ['nobody without a directory', createDirectory({ file: null, graphs: [] }), null],
  ] as const) {
    it(`knows ${what}`, async () => assert.equal(await directory.find(who), expected));
  }

  it('passes on that somebody wants it fresh', async () => {
    const asked: unknown[] = [];
    const find = async (_who: unknown, options?: { readonly fresh?: boolean }) => {
      asked.push(options);
      return read;
    };
    await createDirectory({ file: null, graphs: [{ find }] }).find(who, { fresh: true });
    assert.deepEqual(asked, [{ fresh: true }]);
  });
});

describe('the tenant of a domain', () => {
  const contacts = (name: string): TenantContacts => ({
    tenant: { ...contosoAdmin().tenant, name },
    registered: { phones: [], emails: [`admin@${name}.example`] },
    locale: null,
  });
  const [written, read] = [contacts('written'), contacts('read')];
  for (const [what, ofFile, ofGraphs, expected] of [
    ['is the one of the file', written, [read], written],
    ['is the one of Graph where the file knows none', null, [null, read], read],
    ['is nobody where none knows it', null, [null], null],
    ['is nobody without directories', null, [], null],
  ] as const) {
    it(what, async () => {
      const asked: string[] = [];
      const graphs = ofGraphs.map((answer) => ({
        tenantByDomain: async (domain: string) => {
          asked.push(domain);
          return answer;
        },
      }));
      const find = createTenantLookup({ file: { tenantByDomain: () => ofFile }, graphs });
      assert.equal(await find('contoso.example'), expected);
      // A directory that is left out when another one knows the domain would tell so by the time of the answer.
      assert.equal(asked.length, ofGraphs.length);
    });
  }
});
