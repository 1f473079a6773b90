import assert from 'node:assert/strict';
import { readAffected } from '../../../src/language/facts/affected.ts';
import { clausesOf } from '../../../src/language/facts/clauses.ts';
import { normalise } from '../../../src/language/normalisation.ts';

const read = (text: string): string | null => readAffected(clausesOf(normalise(text))).affected;
const count = (text: string): number | null => readAffected(clausesOf(normalise(text))).userCount;

const ORGANIZATION = [
  '全公司都收不到外部邮件',
  '整个公司都登不上',
  '全员无法登录',
  '公司上下都打不开',
  '所有人都收不到邮件',
  '所有用户均无法发送即时消息',
  '大家都登不上',
  '大家都发不了信',
  '每个用户都收不到',
  '没有人能登录',
  '没有一个人能收邮件',
  '一个人都收不到邮件',
  '谁都登不上去',
  '全体员工邮箱打不开',
  '全部用户受影响',
  '整个集团邮件中断',
  '收发邮件普遍存在问题',
  '所有員工都打不開',
  'all users cannot sign in',
  'all our users are affected',
  'all 300 users cannot sign in',
  "everyone can't open Outlook",
  'everybody is affected',
  'it is down for everyone',
  'the whole company cannot receive mail',
  'our entire organization is offline',
  'company-wide outage',
  'nobody can send mail',
  'no one is able to log in',
  'Since this morning nobody in the whole company can receive external mail.',
  'no user can send IM',
  'none of our users can join',
  'every employee is locked out',
  'widespread trouble sending and receiving mail',
];

const MANY = [
  'outlook 一直转圈 半数人用不了',
  '公司过半员工登不上',
  '很多用户收不到邮件',
  '几个同事打不开 Outlook',
  '好几个人都登不上',
  '一批人收不到',
  '部分用户无法登录',
  '整个财务部都打不开 SharePoint',
  '整个部门收不到邮件',
  '财务部都登不上',
  '上海分公司的同事都收不到邮件',
  '30 个人',
  '30 个用户收不到邮件',
  '三个人都登不上',
  '十二位同事受影响',
  '不止我一个人，收不到邮件',
  '不是所有人，有几个同事登不上',
  'several users cannot sign in',
  'many people are affected',
  'a few colleagues cannot join',
  '25 users cannot sign in',
  'two employees lost access',
  'the whole sales department cannot open SharePoint',
  'everyone in the Shanghai office is offline',
  'our entire team is blocked',
  'not just me, others have it as well',
  'users cannot sign in',
  'most of our users cannot connect',
];

const ONE = [
  '只有我收不到邮件',
  '就我一个人打不开',
  '我一个人登不上',
  '某个用户登录不了',
  '一位同事收不到邮件',
  '有个用户打不开 Outlook',
  '我的 Outlook 打不开',
  '我的邮箱满了',
  '老板的邮箱收不到邮件',
  '只有我一个人收不到，其他人都正常',
  '所有人都正常，只有我登不上',
  'only me',
  'it is just me',
  'only one user is affected',
  'one user cannot sign in',
  'a user cannot delete contact information',
  'a colleague cannot open Excel',
  'my Outlook crashes',
  'my mailbox is full',
  "our CEO's phone does not sync",
  'nobody else has this problem, mine is stuck',
  'everyone else is fine, my Teams is not',
];

const NOT_STATED = [
  '',
  'SharePoint 网站停用',
  'a SharePoint site is down',
  '收不到邮件',
  '我们收不到邮件',
  '我收不到邮件',
  '不是所有人都登不上',
  'not everyone is affected',
  'not all users are affected',
  "it isn't everyone",
  '是只有我这样还是大家都这样',
  '是不是大家都登不上',
  'is it just me or everyone?',
  'is anyone else having this',
  '大家好，帮忙看一下',
  '我们公司有 300 人',
  'we are a company of 40 people',
  '买 30 个用户许可',
  'buy 20 user licenses',
  '给所有用户发通知时按钮是灰的',
  'the link was sent to all users',
  '一直没人给我回电话',
  'nobody called me back',
  'no one from support answers',
];

describe('who is affected by a text', () => {
  for (const text of ORGANIZATION) it(`the organization: ${text}`, () => assert.equal(read(text), 'organization'));
  for (const text of MANY) it(`many users: ${text}`, () => assert.equal(read(text), 'many-users'));
  for (const text of ONE) it(`one user: ${text}`, () => assert.equal(read(text), 'one-user'));
  for (const text of NOT_STATED) it(`not stated: ${text || 'nothing'}`, () => assert.equal(read(text), null));
});

describe('number of people in a text', () => {
  const COUNTS: readonly (readonly [string, number | null])[] = [
    ['30 个用户收不到邮件', 30],
    ['大概30来个人', 30],
    ['1,200 users cannot sign in', 1200],
    ['all 300 users', 300],
    ['三个同事登不上', 3],
    ['十二位同事', 12],
    ['三十个人', 30],
    ['两百个用户', 200],
    ['一位同事登不上', 1],
    ['一个人都收不到', null],
    ['买 30 个用户许可', null],
    ['我们公司有 300 人', null],
    ['error 500 on page 3', null],
  ];
  for (const [text, expected] of COUNTS) it(`${text}: ${expected}`, () => assert.equal(count(text), expected));
});
