import type { Locale } from '../../src/domain/locale.ts';
import type { Operator } from '../../src/domain/person.ts';

/** A question and the article that answers it best. */
interface Judgement {
  readonly text: string;
  readonly locale: Locale;
  readonly operator: Operator;
  readonly id: string;
}

const zh = (operator: Operator, text: string, id: string): Judgement => ({ text, locale: 'zh-CN', operator, id });
const en = (operator: Operator, text: string, id: string): Judgement => ({ text, locale: 'en-US', operator, id });

/** Judged by hand before the search was measured on them; no topic is given, words alone must find the article. */
export const RELEVANCE: readonly Judgement[] = [
  zh('21vianet', '把 IMAP 邮箱迁移过来，CSV 怎么准备', 'exo-migration-imap'),
  zh('21vianet', '迁移批次卡住了，有几个用户失败', 'exo-migration-stuck'),
  zh('21vianet', '怎么让秘书以老板的名义发邮件，代理发送', 'exo-mailbox-permissions'),
  zh('21vianet', '转发到外部邮箱退信 5.7.520', 'exo-external-forwarding-blocked'),
  zh('21vianet', '新建共享邮箱要不要许可证', 'exo-shared-mailbox-create'),
  zh('21vianet', '离职员工的邮箱转成共享邮箱', 'exo-convert-shared'),
  zh('21vianet', '自动发现的 CNAME 应该指向哪里', 'exo-autodiscover'),
  zh('21vianet', 'Outlook 一直弹密码框', 'outlook-password-prompt'),
  zh('21vianet', '退信 550 5.1.1 是什么意思', 'exo-ndr'),
  zh('21vianet', '客户的邮件进了隔离区，怎么放行', 'exo-spam-verdict'),
  zh('21vianet', '发送按钮是乱码', 'outlook-send-button-garbled'),
  zh('21vianet', '通讯录里搜不到新同事', 'exo-address-lists'),
  zh('21vianet', 'SharePoint 站点打不开，503', 'spo-site-down'),
  zh('21vianet', 'Office 激活错误 0xC004F074', 'apps-activation'),
  zh('21vianet', '密码永不过期怎么设置', 'password-never-expires'),
  zh('21vianet', '用户换手机了，验证码收不到', 'mfa-reset'),
  zh('21vianet', '发票抬头开错了能重开吗', 'fapiao-21v'),
  zh('21vianet', '取消订阅之后数据保留多久', 'cancel-21v'),
  zh('microsoft', '试用到期想转成付费', 'trial-to-paid'),
  zh('microsoft', '查一下我们的经销商是谁', 'find-partner'),
  en('microsoft', 'move mailboxes from our on-premises Exchange, hybrid', 'exo-migration-hybrid'),
  en('microsoft', 'calendar permission for an assistant with PowerShell', 'exo-recipient-permissions'),
  en('microsoft', 'keep a copy when forwarding mail to a colleague', 'exo-forwarding'),
  en('microsoft', 'find who forwards mail outside after phishing', 'exo-find-forwarding'),
  en('microsoft', 'cannot send from the shared mailbox', 'exo-shared-mailbox-issues'),
  en('microsoft', 'message trace, mail is not received by anyone', 'exo-mailflow-outage'),
  en('microsoft', 'outlook crashes at start, safe mode', 'outlook-crash-or-slow'),
  en('microsoft', 'EAC gives an error but PowerShell works', 'exo-eac-fails-ps-works'),
  en('microsoft', 'guest cannot open the site, external user denied', 'spo-external-sharing-site'),
  en('microsoft', 'Office Deployment Tool configuration.xml', 'apps-deploy'),
  en('microsoft', 'AADSTS50107 sign-in loop', 'sso-sign-in-loop'),
  en('microsoft', 'duplicate attribute AttributeValueMustBeUnique', 'adsync-errors'),
  en('microsoft', 'reset a password for a locked user', 'password-reset-user'),
  en('microsoft', 'our only admin has left the company', 'admin-locked-out'),
  en('microsoft', 'turn off recurring billing', 'renew'),
  en('microsoft', 'reduce the number of seats', 'licences-buy-remove'),
  en('microsoft', 'assign license CountViolation', 'licences-assign'),
  en('21vianet', 'pay by Alipay or UnionPay', 'trial-signup-21v'),
  en('21vianet', 'which firewall endpoints for 21vianet', 'endpoints-21v'),
  en('21vianet', 'service health incident 21Vianet portal', 'service-health-21v'),
];
