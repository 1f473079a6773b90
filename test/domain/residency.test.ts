import assert from 'node:assert/strict';
import fc from 'fast-check';
import { POLICIES } from '../../src/domain/policy.ts';
import { keptFrom, mayReceive } from '../../src/domain/residency.ts';

const vianet = POLICIES['21vianet'];
const allowing = (...allowedHosts: string[]) => ({ privacy: { ...vianet.privacy, allowedHosts } });

describe('residency (rule R31)', () => {
  for (const address of [
    'https://intake.cognitiveservices.azure.cn',
    'https://INTAKE.cognitiveservices.Azure.CN./language',
    'https://microsoftgraph.chinacloudapi.cn/v1.0/users',
    'http://localhost:8080/hook',
    'smtp://127.0.0.1:2525',
    'http://[::1]:9000',
  ]) {
    it(`lets what belongs to a 21vianet tenant go to ${address}`, () => {
      assert.equal(mayReceive(vianet, address), true);
    });
  }

  for (const address of [
    'https://intake.cognitiveservices.azure.com',
    'https://graph.microsoft.com',
    'https://azure.cn.example.com',
    'https://evilazure.cn',
    'https://user@hooks.example/?azure.cn',
    'smtps://mail.example:465',
    'https://10.0.0.8',
    'https://127.0.0.1.example',
    'not an address',
    '',
    'mailto:somebody@azure.cn',
  ]) {
    it(`keeps it from ${address || 'nothing'}`, () => {
      assert.equal(mayReceive(vianet, address), false);
    });
  }

  it('does not restrict tenants of the other operator', () => {
    assert.equal(mayReceive(POLICIES.microsoft, 'https://hooks.example'), true);
    assert.deepEqual(keptFrom(POLICIES, 'https://hooks.example'), ['21vianet']);
    assert.deepEqual(keptFrom(POLICIES, 'https://x.azure.cn'), []);
  });

  it('allows a host that the table names, and no other that looks like it', () => {
    fc.assert(
      fc.property(fc.domain(), fc.domain(), (named, other) => {
        assert.equal(mayReceive(allowing(named), `https://${named}/x`), true);
        assert.equal(mayReceive(allowing(named), `https://a.${named}/x`), false);
        assert.equal(mayReceive(allowing(`.${named}`), `https://a.${named}/x`), true);
        if (named !== other) assert.equal(mayReceive(allowing(named), `https://${other}`), false);
        assert.equal(mayReceive(allowing(named), `https://${named}.${other}`), false);
      }),
    );
  });
});
