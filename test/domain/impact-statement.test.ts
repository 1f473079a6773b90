import assert from 'node:assert/strict';
import { phraseList } from '../../dialogs/phrases.ts';
import { isSolidImpactStatement, SOLID_STATEMENT } from '../../src/domain/impact-statement.ts';
import { LOCALES } from '../../src/domain/locale.ts';
import { POLICIES } from '../../src/domain/policy.ts';
import { takesAtMost } from '../support/time-bound.ts';

const policy = POLICIES['21vianet'];

describe('a business impact statement (rule S3)', () => {
  for (const statement of [
    '全员停工',
    '生产线停了',
    'ERP停了',
    '每小时损失约 20 单',
    '客户订单都靠邮件，没有邮件就没法提交订单',
    '发不了标书，今天下班前要交',
    '业务影响很大',
    'Orders cannot be shipped',
    'Payroll stopped',
    'We cannot work',
    'We lose about 20 orders an hour',
    '200 people cannot work, call me at 13900139000',
    'No orders',
  ]) {
    it(`is “${statement}”`, () => {
      assert.equal(isSolidImpactStatement(policy, statement), true);
    });
  }

  for (const statement of [
    '',
    '停工',
    ' - - - - ',
    '13900139000',
    '+86 139 0013 9000',
    '我的电话 13900139000',
    'wang@contoso.example',
    'https://contoso.example/orders/stopped',
    'SR-20260304-0001',
    'AADSTS50076',
    '0x80070005',
    '错误代码 5.7.1',
    '123456',
    'submit',
    'please submit it now',
    '确认提交',
    '请提交吧',
    '联系支持',
    '跳过',
    '测试测试',
    '很急，请尽快处理',
    'urgent, asap!!!',
    '严重级别A',
    'severity A',
    '哈哈哈哈',
    'aaaa',
    'aaaa bbbb',
    'asdf',
    'asdfgh',
    'n/a',
    'see above',
    '如上',
  ]) {
    it(`is not “${statement}”`, () => {
      assert.equal(isSolidImpactStatement(policy, statement), false);
    });
  }

  for (const locale of LOCALES) {
    it(`is none of the short answers and commands of ${locale}`, () => {
      const keys = [
        'decline',
        'yes',
        'no',
        'confirm.yes',
        'confirm.file',
        'unsure',
        'giveUp',
        'reviewChoice.confirm',
        'reviewChoice.edit',
        'reviewChoice.cancel',
      ];
      const commands = ['menu', 'cancel', 'back', 'person', 'greeting', 'thanks', 'goodbye'];
      const words = [
        ...keys.flatMap((key) => phraseList(locale, `answers.${key}`)),
        ...commands.flatMap((command) => phraseList(locale, `commands.${command}`)),
      ];
      assert.deepEqual(
        words.filter((one) => isSolidImpactStatement(policy, one)),
        [],
      );
    });
  }

  it('that was judged elsewhere is solid under the strictest table', () => {
    const severity = { ...policy.severity, impactStatementMinLength: 1000 };
    assert.equal(isSolidImpactStatement({ ...policy, severity }, SOLID_STATEMENT), true);
  });

  it('is judged in no time, whatever is sent', async () => {
    for (const bad of [
      '没有'.repeat(10_000),
      'a1'.repeat(10_000),
      '1'.repeat(20_000),
      '请请请急'.repeat(14),
      'a.'.repeat(10_000),
    ]) {
      await takesAtMost(400, 'a statement', () => isSolidImpactStatement(policy, bad));
    }
  });
});
