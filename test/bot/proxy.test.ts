import assert from 'node:assert/strict';
import { sdkProxyFor } from '../../src/bot/proxy.ts';

const KEYS = 'https://login.botframework.com/v1/keys';

describe('the proxy for the keys of channels', () => {
  it('is the one of their protocol', () => {
    const env = { HTTPS_PROXY: 'http://proxy.test:8080', HTTP_PROXY: 'http://other.test' };
    assert.deepEqual(sdkProxyFor(KEYS, env), { host: 'proxy.test', port: 8080 });
    assert.deepEqual(sdkProxyFor('http://keys.test/', env), { host: 'other.test', port: 80 });
  });

  it('is none where none is set', () => {
    assert.equal(sdkProxyFor(KEYS, {}), null);
    assert.equal(sdkProxyFor(KEYS, { HTTP_PROXY: 'http://other.test' }), null);
  });

  it('is told who asks', () => {
    const proxy = sdkProxyFor(KEYS, { HTTPS_PROXY: 'http://me:p%40ss@proxy.test:8080' });
    assert.deepEqual(proxy, { host: 'me:p%40ss@proxy.test', port: 8080 });
  });

  it('is none for what NO_PROXY names', () => {
    const under = (NO_PROXY: string) => sdkProxyFor(KEYS, { HTTPS_PROXY: 'http://proxy.test:8080', NO_PROXY });
    for (const spared of [
      '*',
      'a.test, Login.BotFramework.com',
      '.botframework.com',
      '*.com',
      'login.botframework.com:443',
    ])
      assert.equal(under(spared), null, spared);
    for (const other of ['botframework.com', 'login.botframework.com:8443', 'xlogin.botframework.com', ''])
      assert.notEqual(under(other), null, other);
  });
});
