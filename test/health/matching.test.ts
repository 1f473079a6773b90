import assert from 'node:assert/strict';
import type { Topic } from '../../src/domain/topics.ts';
import { matchIncidents } from '../../src/health/matching.ts';
import { inBoth, knownIncident } from '../support/known-incident.ts';
import { takesAtMost } from '../support/time-bound.ts';

const NOW = '2026-03-02T01:00:00.000Z';

/** One incident of each kind, by a short name. */
const INCIDENTS = {
  exchange: knownIncident({ id: 'exchange' }),
  search: knownIncident({
    id: 'search',
    services: ['Exchange'],
    classification: 'advisory',
    title: inBoth('Search in Outlook on the web gives no results'),
  }),
  sharepoint: knownIncident({ id: 'sharepoint', services: ['SharePoint Online'], title: inBoth('Sites do not open') }),
  onedrive: knownIncident({ id: 'onedrive', services: ['OneDrive for Business'], title: inBoth('Files do not open') }),
  teams: knownIncident({ id: 'teams', services: ['Microsoft Teams'], title: inBoth('Meetings cannot be joined') }),
  skype: knownIncident({ id: 'skype', services: ['Lync'], title: inBoth('Calls fail') }),
  apps: knownIncident({ id: 'apps', services: ['Microsoft 365 apps'], title: inBoth('Word crashes on start') }),
  identity: knownIncident({ id: 'identity', services: ['OrgLiveID'], title: inBoth('Users cannot sign in') }),
  suite: knownIncident({ id: 'suite', services: ['Microsoft 365 suite'], title: inBoth('The portal does not load') }),
  bookings: knownIncident({ id: 'bookings', services: ['Microsoft Bookings'], title: inBoth('Pages do not load') }),
};
type Name = keyof typeof INCIDENTS;

function matched(topic: Topic | null, text: string, incidents = Object.values(INCIDENTS)): readonly string[] {
  return matchIncidents(incidents, { topic, text }, NOW).map(({ id }) => id);
}

describe('incidents that may be the problem', () => {
  const cases: readonly (readonly [Topic | null, string, readonly Name[]])[] = [
    // Is it down? Nothing but a product is named.
    [null, 'Is Exchange down?', ['exchange', 'search']],
    [null, 'exchange挂了吗?', ['exchange', 'search']],
    [null, 'Exchange Online 是不是宕机了', ['exchange', 'search']],
    [null, 'is SharePoint down', ['sharepoint']],
    [null, 'Ｔｅａｍｓ 今天出故障了吗', ['teams']],
    [null, 'OneDrive打不开', ['onedrive']],
    [null, 'Skype for Business outage?', ['skype']],
    [null, 'is mail down?', ['exchange', 'search']],
    [null, '邮件系统是不是坏了', ['exchange', 'search']],
    [null, 'Outlook down?', ['exchange', 'apps', 'search']],
    [null, 'Bookings is not loading', ['bookings', 'identity', 'suite']],
    ['support.service-health', 'Is Teams down today?', ['teams']],
    ['support.service-health', 'SharePoint 服务正常吗', ['sharepoint']],
    ['support.service-health', '邮箱服务有故障吗', ['exchange', 'search']],
    // Nothing is known: what everybody needs.
    [null, 'nothing works any more', ['identity', 'suite']],
    [null, '什么都打不开了', ['identity', 'suite']],
    ['technical.other', 'it does not work', ['identity', 'suite']],
    // A problem by its topic.
    ['exchange.mail-flow', 'nobody can send mail', ['exchange']],
    ['exchange.mail-flow', '全公司都收不到邮件', ['exchange']],
    ['exchange.mailbox-migration', '迁移批次卡住了', ['exchange']],
    ['sharepoint.site-unavailable', '我们的站点打不开', ['sharepoint', 'onedrive']],
    ['sharepoint.site-unavailable', 'OneDrive shows an error', ['onedrive']],
    ['skype.calls-and-meetings', 'nobody can join meetings', ['teams', 'skype']],
    ['skype.calls-and-meetings', 'Teams 会议进不去', ['teams']],
    ['skype.calls-and-meetings', 'Skype for Business calls fail', ['skype']],
    ['apps.install-and-setup', 'Office 激活失败', ['apps']],
    ['identity.single-sign-on', 'SSO sign-in loops', ['identity']],
    ['identity.password-policy', '密码过期策略怎么设', ['identity']],
    ['admin.portal-problem', '管理中心页面打不开', ['suite']],
    // The words add a service, or what everybody needs.
    ['exchange.mail-flow', 'SharePoint alert mails do not arrive', ['exchange', 'sharepoint']],
    ['skype.install-and-contacts', 'Teams 登录不了', ['teams', 'identity']],
    ['exchange.mail-flow', 'users cannot log in to their mail', ['exchange', 'identity']],
    // An advisory only for the same thing.
    ['exchange.mail-flow', 'search finds no mail', ['exchange', 'search']],
    ['exchange.contacts', '联系人删不掉', ['exchange']],
    // Near: only when it is about the same.
    ['outlook.client-problem', 'the Send button is garbled', []],
    ['outlook.client-problem', '按钮显示乱码', []],
    ['outlook.client-problem', 'Outlook crashes', ['apps']],
    ['billing.licenses', 'buy Exchange licences', []],
    ['presales.plans-and-pricing', 'does E3 contain Teams', []],
    ['none', 'hello', []],
    ['none', 'Exchange 怎么了', ['exchange']],
    ['community.self-service', '哪里有培训', []],
    // Words that only look like names.
    [null, 'exchanges teamster shareable', ['identity', 'suite']],
  ];
  for (const [topic, text, expected] of cases) {
    it(`${topic ?? 'no topic'}: ${text}`, () => {
      assert.deepEqual([...matched(topic, text)].sort(), [...expected].sort());
    });
  }

  it('are all known ones for whoever asks what is wrong', () => {
    for (const text of ['Are there any known incidents?', '现在有什么已知的故障吗?']) {
      assert.equal(matched('support.service-health', text).length, Object.keys(INCIDENTS).length);
    }
  });

  it('match by the topics that staff wrote, whatever the service is', () => {
    const written = knownIncident({ services: [], topics: ['billing.renew'] });
    assert.deepEqual(matched('billing.renew', 'renew', [written]), ['EX1']);
    assert.deepEqual(matched('billing.cancel', 'cancel', [written]), []);
  });

  it('are recent where they are over', () => {
    const over = (endedAt: string) => knownIncident({ status: 'serviceRestored', endedAt });
    const yesterday = over('2026-03-01T02:00:00.000Z');
    const lastWeek = over('2026-02-24T02:00:00.000Z');
    const before = over('2026-02-20T02:00:00.000Z');
    const counts = (topic: Topic | null, text: string) =>
      [yesterday, lastWeek, before].map((incident) => matched(topic, text, [incident]).length);
    assert.deepEqual(counts('exchange.mail-flow', 'no mail'), [1, 0, 0]);
    assert.deepEqual(counts(null, 'was Exchange down?'), [1, 1, 0]);
    assert.deepEqual(counts('support.service-health', 'what was wrong?'), [1, 1, 0]);
  });

  it('last for as long as their status is unknown', () => {
    const odd = knownIncident({ status: 'somethingNew', since: '2026-01-01T00:00:00.000Z' });
    assert.deepEqual(matched('exchange.mail-flow', 'no mail', [odd]), ['EX1']);
  });

  it('stand in the order of their weight', () => {
    const incidents = [
      knownIncident({ id: 'over', status: 'serviceRestored', endedAt: '2026-03-02T00:50:00.000Z' }),
      knownIncident({ id: 'advisory', classification: 'advisory' }),
      knownIncident({ id: 'other', title: inBoth('Calendars are empty') }),
      knownIncident({ id: 'older', since: '2026-03-01T00:00:00.000Z' }),
      knownIncident({ id: 'newer' }),
    ];
    const order = ['newer', 'older', 'other', 'advisory', 'over'];
    assert.deepEqual(matched('exchange.mail-flow', 'no mail', incidents), order);
    assert.deepEqual(matched('exchange.mail-flow', 'no mail', incidents.toReversed()), order);
  });

  it('are found in long hostile texts at once', async () => {
    for (const piece of ['exchange ', 'sign ', '邮', 'aad-', ' ']) {
      await takesAtMost(500, piece, () => matched(null, piece.repeat(20_000)));
    }
  });
});
