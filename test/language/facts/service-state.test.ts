import assert from 'node:assert/strict';
import { clausesOf } from '../../../src/language/facts/clauses.ts';
import { readServiceState } from '../../../src/language/facts/service-state.ts';
import { normalise } from '../../../src/language/normalisation.ts';

const read = (text: string): string | null => readServiceState(clausesOf(normalise(text)));

const UNAVAILABLE = [
  '收不到邮件',
  '邮件发不出去',
  '今天一直发不了邮件',
  'Outlook 打不开',
  '用户无法登录',
  '无法登陆门户',
  'SharePoint 无法访问',
  'OneDrive 用不了了',
  '连不上 Exchange',
  '登不上去了',
  '进不去管理中心',
  '加入不了会议',
  '全公司都开不了会',
  '开不了 Teams 会议',
  '会议开不了',
  '大家都参加不了会议',
  '没法发邮件了',
  '不能收发邮件',
  '邮箱不能用了',
  '整个系统瘫痪了',
  'Exchange 宕机了',
  'Teams 崩了',
  '邮箱挂了',
  'SharePoint 网站停用',
  '网站已经停用',
  '登录失败',
  '账号被锁定',
  '邮件全部被退回',
  '没有收到任何邮件',
  '一打开就闪退',
  '收发邮件普遍存在问题',
  '怎么登不上了',
  '收不到邮件怎么办？',
  '如何解决收不到邮件的问题',
  '郵件收不到',
  "can't send mail",
  'we cannot receive external mail',
  'users can not sign in',
  'unable to open Outlook',
  'I am not able to join the meeting',
  'Outlook fails to start',
  "Outlook won't open",
  'cant log in to teams',
  'nobody can receive external mail',
  'no one in our office can log on',
  'no user can send IM, join or schedule meetings, or call',
  'none of our users can access SharePoint',
  'a SharePoint site is down',
  'Teams is down',
  'email went down this morning',
  'we have an outage',
  'the site is unreachable',
  'OneDrive is unavailable',
  'stopped receiving mail',
  'we are not receiving any mail',
  "mail isn't arriving",
  "can't sign in and it isn't fixed yet",
  'mails are not being delivered, nothing works',
  'I am locked out',
  'all mails bounce',
  'email is not working',
  'Outlook crashes on startup',
  'widespread trouble sending and receiving mail',
  'nothing comes in since 6am',
  'access denied on the project site',
  "how do I fix it, I can't sign in",
];

const DEGRADED = [
  'Outlook 很慢',
  '网页打开特别慢',
  'Teams 会议很卡',
  '卡得不行',
  '时好时坏',
  '按钮显示乱码',
  'Outlook 中的“发送”按钮出现乱码。',
  '偶尔收不到邮件',
  '有时候登录不了',
  '有些邮件收不到',
  '部分邮件发不出去',
  '邮件延迟半小时',
  '经常掉线',
  'Outlook 总是闪退',
  '无法从 EAC 进行设置',
  '不能删除联系人',
  '会议里声音断断续续',
  '给一个客户发信被退信',
  '搜索功能用不了',
  'Outlook is very slow',
  'calls are choppy',
  'mail is delayed by hours',
  'sometimes we cannot receive mail',
  'some emails are not delivered, the others can not be opened sometimes',
  "certain attachments can't be opened",
  'the Send button is garbled',
  'the connection is intermittent',
  'a user cannot delete contact information',
  "I can't change the setting in EAC",
  'setting impossible in EAC, possible in PowerShell',
  'Outlook keeps crashing',
  'Teams hangs all the time',
  'migration is stuck',
  'search is not working',
  'trouble signing in',
];

const WORKING = [
  '如何设置永不过期的用户密码。',
  '怎么创建共享邮箱',
  '怎样转发邮件？',
  '想咨询一下价格',
  '请问能不能退订',
  '在哪里下载 Office',
  'E3 和 E5 有什么区别',
  '怎么让离职员工无法登录邮箱',
  '如何防止用户收不到会议邀请',
  '怎么设置延迟发送',
  'how do I make a password never expire?',
  'How to create a shared mailbox',
  'can I cancel my subscription?',
  'what is the difference between E3 and E5',
  'How do I prevent users from sending mail outside?',
  'is there a way to forward mail',
  'we would like to know the price',
  'where can I see the invoice',
];

const NOT_STATED = [
  '',
  'URGENT!!!',
  '非常紧急！！请马上处理',
  '30 个人',
  'Exchange Online',
  'SharePoint 是不是宕机了？',
  'Teams 挂了吗',
  'Is SharePoint down?',
  'are there any outages?',
  'is Exchange down for others too',
  '昨天收不到邮件，今天已经恢复了',
  'Outlook could not open yesterday, it works again now',
  'it was down but it is back to normal',
  'it was down, it works again',
  '如果用户无法登录，谁来处理',
  'SharePoint is not down',
  '客服电话打不通',
  '收不到验证码短信',
  '一直收不到发票',
  '发票一直开不了',
  '我要投诉',
  'talk to a person',
  'what is going on',
  "You don't have permission to access this page",
  "I don't know how they open it",
];

describe('service state in a text', () => {
  for (const text of UNAVAILABLE) it(`is unavailable: ${text}`, () => assert.equal(read(text), 'unavailable'));
  for (const text of DEGRADED) it(`is degraded: ${text}`, () => assert.equal(read(text), 'degraded'));
  for (const text of WORKING) it(`is working: ${text}`, () => assert.equal(read(text), 'working'));
  for (const text of NOT_STATED) it(`is not stated: ${text || 'nothing'}`, () => assert.equal(read(text), null));

  it('takes the gravest of several states', () => {
    assert.equal(read('Outlook is slow, and since noon nobody can sign in'), 'unavailable');
    assert.equal(read('Teams 很慢，而且收不到邮件'), 'unavailable');
  });

  it('keeps a failure that is told after "fixed once before"', () => {
    assert.equal(read('上周的问题已经解决了，今天又登不上'), 'unavailable');
  });

  it('does not take "not yet restored" for restored', () => {
    assert.equal(read('收不到邮件，到现在还没恢复'), 'unavailable');
  });
});
