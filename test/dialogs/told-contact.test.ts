import assert from 'node:assert/strict';
import { tellsContact, toldContact } from '../../dialogs/told-contact.ts';
import { takesAtMost } from '../support/time-bound.ts';

const MOBILE = '+86 138 0013 8000';
const US = '+1 206 555 0199';
const WANG = 'wang@contoso.example';

describe('how to reach the person, told in a message', () => {
  for (const [text, expected] of [
    ['全公司200人都收不到外部邮件，我的电话13800138000，邮箱 wang@contoso.example', { phone: MOBILE, email: WANG }],
    [
      'All 200 people get no external mail. My phone is +86 138 0013 8000, e-mail wang@contoso.example',
      { phone: MOBILE, email: WANG },
    ],
    ['回我电话 010-55550100', { phone: '+86 10 5555 0100', preferred: 'phone' }],
    ['Teams 打不开，有问题请打13800138000找我', { phone: MOBILE, preferred: 'phone' }],
    ['sharepoint down, reach me at wang@contoso.example', { email: WANG, preferred: 'email' }],
    ['If it cannot be solved today call me at 206 555 0199', { phone: US, preferred: 'phone' }],
    ['my number is 206 555 0199', { phone: US, preferred: 'phone' }],
    ['联系人李雷，电话13800138000', { name: '李雷', phone: MOBILE, preferred: 'phone' }],
    ['联系人：韩梅梅，邮箱 wang@contoso.example', { name: '韩梅梅', email: WANG, preferred: 'email' }],
    ['Reach Jane Doe at +1 206 555 0199', { name: 'Jane Doe', phone: US, preferred: 'phone' }],
    ['contact person: Jane Doe', { name: 'Jane Doe' }],
    ['reach me by email', { preferred: 'email' }],
    ['请用邮件联系我', { preferred: 'email' }],
    ['请在这里回复我', { preferred: 'chat' }],
    ["Don't call me, email me at wang@contoso.example", { email: WANG, preferred: 'email' }],
    ['别打电话，发邮件给我', { preferred: 'email' }],
  ] as const) {
    it(`is read from “${text}”`, () => {
      const { otherEmails, isAll, ...told } = toldContact(
        text,
        /\p{Script=Han}|\+86/u.test(text) ? '21vianet' : 'microsoft',
      );
      assert.deepEqual(told, expected);
      assert.deepEqual(otherEmails, []);
    });
  }

  for (const text of [
    'wang@contoso.example 收不到邮件',
    '我的邮箱 wang@contoso.example 收不到邮件',
    'The mailbox of wang@contoso.example is full',
    'my mailbox wang@contoso.example cannot receive mail',
    'customers cannot reach me at wang@contoso.example',
    'wang@contoso.example 发给我的邮件在垃圾邮件里',
    '给 wang@contoso.example 设置转发',
  ]) {
    it(`is no mailbox that the problem is about: “${text}”`, () => {
      const told = toldContact(text, '21vianet');
      assert.deepEqual([tellsContact(told), told.otherEmails], [false, [WANG]]);
    });
  }

  for (const text of [
    '用户无法删除联系人信息',
    '联系人列表同步不了',
    '联系人丢失',
    'Exchange contacts are missing',
    'Contact Support at 206 555 0199',
    '客户打我的电话 13800138000 打不通',
    'Nobody can call us on 206 555 0199',
    '发票号 13800138000 的金额不对',
    '今天是 2026-03-03，SR-20260303-0001 有进展吗',
  ]) {
    it(`is not told in “${text}”`, () => {
      assert.equal(tellsContact(toldContact(text, '21vianet')), false);
    });
  }

  it('is told apart from the mailbox concerned in the same message', () => {
    const told = toldContact('联系我 li@contoso.example，wang@contoso.example 收不到邮件', '21vianet');
    assert.deepEqual([told.email, told.otherEmails, told.isAll], ['li@contoso.example', [WANG], false]);
  });

  it('is read in no time, whatever is sent', async () => {
    for (const bad of ['联系我 1'.repeat(5000), 'a@'.repeat(10_000), '1 '.repeat(10_000), 'Reach A'.repeat(3000)]) {
      await takesAtMost(60, 'a message', () => toldContact(bad, '21vianet'));
    }
  });
});
