import assert from 'node:assert/strict';
import { createTokenChecks, TokenNotChecked } from '../../src/bot/token-checks.ts';

const never = () => new Promise<never>(() => undefined);
const fine = async () => 'fine';

describe('checks of callers', () => {
  it('answer and fail as they do', async () => {
    const checks = createTokenChecks();
    assert.equal(await checks(fine), 'fine');
    await assert.rejects(
      checks(() => Promise.reject(new TypeError('no'))),
      TypeError,
    );
  });

  it('have an end', async () => {
    await assert.rejects(createTokenChecks({ checkMs: 20 })(never), TokenNotChecked);
  });

  it('are so many at a time', async () => {
    const checks = createTokenChecks({ most: 2 });
    const first = Promise.withResolvers<string>();
    const running = [checks(() => first.promise), checks(() => first.promise)];
    await assert.rejects(checks(fine), TokenNotChecked);
    first.resolve('in the end');
    assert.deepEqual(await Promise.all(running), ['in the end', 'in the end']);
    assert.equal(await checks(fine), 'fine');
  });

  it('are tried one at a time after one had no end, until one has', async () => {
    const checks = createTokenChecks({ checkMs: 20 });
    await assert.rejects(checks(never));
    const begun: string[] = [];
    const begin = (name: string) =>
      checks(() => {
        begun.push(name);
        return never();
      });
    await Promise.allSettled([begin('first'), begin('second')]);
    assert.deepEqual(begun, ['first']);
    assert.equal(await checks(fine), 'fine');
    assert.deepEqual(await Promise.all([checks(fine), checks(fine)]), ['fine', 'fine']);
  });

  it('go on when one ends that nobody waits for any more', async () => {
    const checks = createTokenChecks({ checkMs: 20 });
    const late = Promise.withResolvers<void>();
    await assert.rejects(checks(() => late.promise));
    late.resolve();
    await late.promise;
    assert.deepEqual(await Promise.all([checks(fine), checks(fine)]), ['fine', 'fine']);
  });
});
