import assert from 'node:assert/strict';
import { readCluTarget } from '../../../scripts/clu/clu-target.ts';
import { isIntakeError } from '../../../src/domain/errors.ts';

const KEY = 'a-key-that-nobody-may-see';
const ALL = ['CLU_ENDPOINT', 'CLU_KEY', 'CLU_PROJECT', 'CLU_DEPLOYMENT'] as const;
const good = {
  CLU_ENDPOINT: 'https://intake.cognitiveservices.azure.com/',
  CLU_KEY: KEY,
  CLU_PROJECT: 'Support_Intake-1.0',
  CLU_DEPLOYMENT: 'production',
};

describe('the target of npm run clu', () => {
  it('is what the environment names, without a slash at the end', () => {
    assert.deepEqual(readCluTarget(good, ALL), {
      endpoint: 'https://intake.cognitiveservices.azure.com',
      key: KEY,
      project: 'Support_Intake-1.0',
      deployment: 'production',
    });
  });

  it('may lie in China, and on this machine without https', () => {
    for (const CLU_ENDPOINT of ['https://intake.cognitiveservices.azure.cn', 'http://127.0.0.1:8080']) {
      assert.equal(readCluTarget({ ...good, CLU_ENDPOINT }, ALL).endpoint, CLU_ENDPOINT);
    }
  });

  it('needs only what the command needs', () => {
    const { CLU_DEPLOYMENT: _, ...rest } = good;
    assert.equal(readCluTarget(rest, ['CLU_ENDPOINT', 'CLU_KEY', 'CLU_PROJECT']).deployment, '');
    assert.throws(() => readCluTarget(rest, ALL), /CLU_DEPLOYMENT: is unset/);
  });

  const wrong: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    ['http', { CLU_ENDPOINT: 'http://intake.cognitiveservices.azure.com' }, /CLU_ENDPOINT: must be the https address/],
    ['a user in the address', { CLU_ENDPOINT: `https://${KEY}@x.example` }, /CLU_ENDPOINT/],
    ['a name alone', { CLU_ENDPOINT: 'intake' }, /CLU_ENDPOINT/],
    ['a key with a line break', { CLU_KEY: `${KEY}\nx` }, /CLU_KEY/],
    ['a project with a blank', { CLU_PROJECT: 'Support intake' }, /CLU_PROJECT: must be 1 to 50/],
    ['a deployment with a slash', { CLU_DEPLOYMENT: '../x' }, /CLU_DEPLOYMENT: must be 1 to 50/],
    ['several at once', { CLU_PROJECT: '', CLU_DEPLOYMENT: 'x'.repeat(51) }, /CLU_PROJECT.*CLU_DEPLOYMENT/s],
  ];
  for (const [what, change, words] of wrong) {
    it(`is refused with ${what}, and no value is repeated`, () => {
      assert.throws(
        () => readCluTarget({ ...good, ...change }, ALL),
        (error) =>
          isIntakeError(error, 'InvalidConfiguration') && words.test(error.message) && !error.message.includes(KEY),
      );
    });
  }
});
