import assert from 'node:assert/strict';
import { clausesOf } from '../../../src/language/facts/clauses.ts';
import { readDeadlineAtRisk } from '../../../src/language/facts/deadline-at-risk.ts';
import { normalise } from '../../../src/language/normalisation.ts';

const read = (text: string): boolean | null => readDeadlineAtRisk(clausesOf(normalise(text)));

const AT_RISK = [
  '今天下班前必须发出去',
  '今天必须恢复',
  '明天就要上线',
  '马上要上线了',
  '下午要投标，文件打不开',
  '合同截止今天',
  '投标截止日期是明天',
  '影响生产',
  '已经影响到生产了',
  '生产线停了',
  '工厂停产',
  '业务全部中断',
  '每小时都在损失订单',
  '来不及发工资了，赶不上交付',
  '严重影响业务',
  '必须在今天 18:00 之前修好',
  'we have a deadline today',
  'this must be fixed by 5pm today',
  'need it working by end of day',
  'the payroll run is blocked',
  'payroll has to go out tonight',
  'we go live tomorrow',
  'production is down',
  'this is affecting production',
  'we are losing money every hour',
  'the tender closes today',
  'our month-end closing is due tomorrow',
];

const NOT_AT_RISK = [
  '不着急',
  '不急，有空再看',
  '不影响生产',
  '没有截止日期',
  '不影响业务',
  'no deadline',
  'there is no rush',
  'it does not affect production',
  'no impact on our business',
  'not urgent at all',
];

const NOT_STATED = [
  '',
  'URGENT',
  'urgent!!! please help asap',
  '非常急',
  '紧急！！！',
  '尽快处理',
  '收不到邮件',
  '截止目前还没有恢复',
  '取消订阅的截止日期是什么时候',
  'what is the deadline for cancelling',
  '今天收不到邮件',
  'since today nobody can sign in',
  'my trial expires tomorrow',
  'the production site collection',
  'I lost my contacts',
];

describe('a deadline in a text', () => {
  for (const text of AT_RISK) it(`is at risk: ${text}`, () => assert.equal(read(text), true));
  for (const text of NOT_AT_RISK) it(`is not at risk: ${text}`, () => assert.equal(read(text), false));
  for (const text of NOT_STATED) it(`is not stated: ${text || 'nothing'}`, () => assert.equal(read(text), null));
});
