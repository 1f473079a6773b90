import assert from 'node:assert/strict';
import { isTrustedServiceUrl } from '../../src/bot/service-url.ts';

describe('a service address', () => {
  const channels = [
    'https://directline.botframework.com/',
    'https://webchat.botframework.com/',
    'https://directline.botframework.azure.cn/',
    'https://smba.trafficmanager.net/teams/',
    'https://smba.trafficmanager.net/emea/1234/',
    'https://frontend.botapi.msg.infra.teams.microsoftonline.cn',
  ];
  const strangers = [
    'http://smba.trafficmanager.net/teams/',
    'https://smba.trafficmanager.net:8443/',
    'https://user:secret@smba.trafficmanager.net/',
    'https://trafficmanager.net/',
    'https://other.trafficmanager.net/',
    'https://botframework.com.attacker.example/',
    'https://evilbotframework.com/',
    'https://attacker.example/?https://directline.botframework.com/',
    'https://attacker.example#.botframework.com',
    'https://127.0.0.1/',
    'http://localhost:3979',
    'ftp://directline.botframework.com/',
    'directline.botframework.com',
    '',
  ];
  for (const url of channels) it(`of a channel is trusted: ${url}`, () => assert.ok(isTrustedServiceUrl(url, true)));
  for (const url of strangers)
    it(`of anybody else is not: ${url || '(empty)'}`, () => assert.ok(!isTrustedServiceUrl(url, true)));

  it('is on this machine where callers are not verified', () => {
    for (const url of ['http://localhost:3979', 'http://127.0.0.1:1/', 'http://[::1]:5000/', 'https://localhost/']) {
      assert.ok(isTrustedServiceUrl(url, false), url);
    }
    for (const url of [
      ...channels,
      'http://localhost.attacker.example/',
      'http://169.254.169.254/',
      'http://127.0.0.1.nip.example/',
    ]) {
      assert.ok(!isTrustedServiceUrl(url, false), url);
    }
  });
});
