import assert from 'node:assert/strict';
import { phrase } from '../../dialogs/phrases.ts';
import { LOCALES } from '../../src/domain/locale.ts';
import type { Topic } from '../../src/domain/topics.ts';
import type { Understanding } from '../../src/domain/understanding.ts';
import { createLocalRecogniser } from '../../src/language/local-recogniser.ts';
import { loadModel } from '../../src/language/model-file.ts';

/** The examples of the support page in its own words and in English (support policy sections 4 and 5). */
const SCOPE: readonly (readonly [Topic, string, string])[] = [
  ['exchange.mailbox-migration', 'Microsoft 365 邮箱迁移', 'Microsoft 365 mailbox migration'],
  ['exchange.mailbox-permissions', '收件人配置：邮箱权限', 'Recipient configuration: mailbox permissions'],
  ['exchange.mail-forwarding', '配置邮件转发', 'Configuring mail forwarding'],
  ['exchange.shared-mailbox', '配置共享邮箱', 'Configuring shared mailboxes'],
  ['exchange.autodiscover', '自动发现配置', 'Autodiscover configuration'],
  [
    'sharepoint.permissions-and-groups',
    'SharePoint Online 权限和用户组',
    'SharePoint Online permissions and user groups',
  ],
  ['sharepoint.external-users', 'SharePoint 外部用户的配置', 'Configuring external users in SharePoint Online'],
  [
    'skype.install-and-contacts',
    'Skype for Business Online 安装和创建联系人',
    'Installing Skype for Business Online and creating contacts',
  ],
  [
    'apps.install-and-setup',
    'Microsoft 365 企业应用版安装和设置',
    'Microsoft 365 Apps for enterprise installation and setup',
  ],
  ['identity.single-sign-on', '单一登录 (SSO)', 'Single sign-on (SSO)'],
  ['identity.directory-sync', 'Active Directory 同步', 'Active Directory synchronization'],
  ['billing.trial-or-purchase', '注册试用版或购买订阅', 'Signing up for a trial or purchasing a subscription'],
  ['billing.trial-to-paid', '从试用订阅转换为付费订阅', 'Converting from a trial subscription to a paid subscription'],
  ['billing.understand-bill', '了解帐单', 'Understanding the bill'],
  ['billing.renew', '续订订阅', 'Renewing a subscription'],
  ['billing.licenses', '添加或删除许可证', 'Adding or removing licenses'],
  ['billing.cancel', '取消付费订阅', 'Canceling a paid subscription'],
  ['presales.plans-and-pricing', '订阅功能和权益', 'Subscription features and benefits'],
  ['presales.plans-and-pricing', '计划比较', 'Plan comparison'],
  ['presales.plans-and-pricing', '定价和许可', 'Pricing and licensing'],
  [
    'presales.plans-and-pricing',
    '确定满足业务需求的正确解决方案',
    'Determining the right solution for our business needs',
  ],
  ['presales.find-partner', '寻找合作伙伴', 'Finding a partner'],
  ['billing.trial-or-purchase', '购买和注册试用版', 'Purchasing and signing up for a trial'],
];

type Facts = Understanding['severityFacts'];
const SEVERITY: readonly (readonly [Topic, Facts, string, string])[] = [
  [
    'exchange.mail-flow',
    { serviceState: 'unavailable', affected: 'organization' },
    '收发邮件普遍存在问题。',
    'Widespread problems sending or receiving mail.',
  ],
  [
    'sharepoint.site-unavailable',
    { serviceState: 'unavailable' },
    'SharePoint 网站停用。',
    'A SharePoint site is down.',
  ],
  [
    'skype.calls-and-meetings',
    { serviceState: 'unavailable', affected: 'organization' },
    '所有用户均无法发送即时消息、加入或安排 Skype for Business 会议或拨打 Skype for Business 电话。',
    'All users are unable to send instant messages, join or schedule Skype for Business meetings, or make Skype for Business calls.',
  ],
  [
    'outlook.client-problem',
    { serviceState: 'degraded' },
    'Outlook 中的“发送”按钮出现乱码。',
    'The Send button in Outlook is garbled.',
  ],
  [
    'admin.portal-problem',
    { serviceState: 'degraded', workaround: true },
    '无法从 EAC(Exchange 管理中心)进行设置，但可以在 Exchange Online PowerShell 中进行设置。',
    'Setting is impossible from the EAC (Exchange admin center) but possible in Exchange Online PowerShell.',
  ],
  [
    'identity.password-policy',
    { serviceState: 'working' },
    '如何设置永不过期的用户密码。',
    'How to set a user password that never expires.',
  ],
];

const recogniser = createLocalRecogniser(loadModel());

describe('the examples of the support page', () => {
  for (const [topic, zh, en] of SCOPE) {
    for (const text of [zh, en]) {
      it(`${text} -> ${topic}`, async () => assert.equal((await recogniser.recognise(text, null)).topic, topic));
    }
  }

  for (const [topic, facts, zh, en] of SEVERITY) {
    for (const text of [zh, en]) {
      it(`${text} -> ${topic} with its facts`, async () => {
        const understanding = await recogniser.recognise(text, null);
        assert.equal(understanding.topic, topic);
        assert.deepEqual(understanding.severityFacts, facts);
      });
    }
  }

  it('tells a user who cannot delete contacts as the contacts topic, partly impaired', async () => {
    const zh = await recogniser.recognise('用户不能在 Exchange Online 中删除联系人信息。', 'zh-CN');
    assert.equal(zh.topic, 'exchange.contacts');
    assert.deepEqual(zh.severityFacts, { serviceState: 'degraded' });
    const en = await recogniser.recognise('A user cannot delete contact information in Exchange Online.', 'en-US');
    assert.equal(en.topic, 'exchange.contacts');
    assert.deepEqual(en.severityFacts, { serviceState: 'degraded', affected: 'one-user' });
  });

  it('understands the first sentence of a company that receives no mail', async () => {
    const zh = await recogniser.recognise('从今天早上开始，全公司都收不到外部邮件。', 'zh-CN');
    assert.equal(zh.topic, 'exchange.mail-flow');
    assert.deepEqual(zh.severityFacts, { serviceState: 'unavailable', affected: 'organization' });
    assert.deepEqual(zh.entities, { product: 'exchange-online', since: '从今天早上' });
    const text = 'Since this morning nobody in the whole company can receive external mail.';
    const en = await recogniser.recognise(text, 'en-US');
    assert.equal(en.topic, 'exchange.mail-flow');
    assert.deepEqual(en.severityFacts, { serviceState: 'unavailable', affected: 'organization' });
    assert.deepEqual(en.entities, { product: 'exchange-online', since: 'Since this morning' });
  });

  it('are read from the examples that the bot itself gives in its welcome', async () => {
    for (const locale of LOCALES) {
      const text = phrase(locale, 'welcome.offer').match(/“([^”]+)”/)?.[1] ?? '';
      const { topic, severityFacts } = await recogniser.recognise(text, locale);
      assert.equal(topic, 'exchange.mail-flow', text);
      assert.deepEqual(severityFacts, { serviceState: 'unavailable', affected: 'organization' }, text);
    }
  });
});
