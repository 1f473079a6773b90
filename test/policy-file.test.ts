import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { POLICIES } from '../src/domain/policy.ts';
import { readPolicies } from '../src/policy-file.ts';
import { createTemporaryFolder, type TemporaryFolder } from './support/store-temporary.ts';

describe('the policy file', () => {
  let folder: TemporaryFolder;
  let file: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
    file = folder.file('policy.yaml');
  });
  afterEach(() => folder.remove());
  const vianet = POLICIES['21vianet'];
  const refused = async (content: unknown, ...sentences: readonly RegExp[]) => {
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    for (const sentence of sentences) {
      await assert.rejects(readPolicies(file), { code: 'InvalidConfiguration', message: sentence });
    }
  };

  it('is not needed', async () => assert.equal(await readPolicies(null), POLICIES));

  it('replaces the table of one operator and leaves the other one', async () => {
    writeFileSync(file, stringify({ ...vianet, version: 'own', phone: { ...vianet.phone, display: '400-1' } }));
    const read = await readPolicies(file);
    assert.deepEqual([read['21vianet'].version, read['21vianet'].phone.display], ['own', '400-1']);
    assert.equal(read.microsoft.version, POLICIES.microsoft.version);
  });

  it('may hold both tables', async () => {
    writeFileSync(file, JSON.stringify(Object.values(POLICIES).map((table) => ({ ...table, version: 'own' }))));
    const { microsoft, '21vianet': china } = await readPolicies(file);
    assert.deepEqual([microsoft.version, china.version], ['own', 'own']);
  });

  it('is refused with the path of every wrong field', () =>
    refused(
      { ...vianet, phone: { ...vianet.phone, number: '400' }, desks: { ...vianet.desks, billing: {} }, more: 1 },
      /policy\.yaml has mistakes/,
      / {2}- 0\.phone\.number: /,
      / {2}- 0\.desks\.billing\.hours: /,
      / {2}- 0: Unrecognized key: "more"/,
    ));

  it('is refused when it mixes tables of one operator', () => refused([vianet, vianet], /two tables of one operator/));

  it('is refused when it is missing, empty or no table at all', async () => {
    await assert.rejects(readPolicies(folder.file('none.json')), { message: /cannot be read\. Check POLICY_FILE\./ });
    await refused('', /has mistakes/);
    await refused('[]', /has mistakes/);
    await refused('a: [', /cannot be read as JSON or YAML/);
  });
});
