import assert from 'node:assert/strict';
import { tellsContact, toldContact } from '../../dialogs/told-contact.ts';
import { registeredContacts } from '../../src/domain/person.ts';
import { isRegisteredContact } from '../../src/domain/verification.ts';
import { contosoAdmin } from '../support/desk-parts.ts';
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
      const { otherEmails, isAll, isBare, ...told } = toldContact(
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

  for (const text of [
    'sign in by phone fails for all users',
    '用电话联系我们的客户都打不通 Teams',
    'Nobody can send invoices by email',
    'Quarantine notifications via email stopped arriving for all users',
    'People who email me get a bounce',
    'Customers who call me get voicemail in Teams',
    'Everybody who emails us via email us form gets nothing',
    '通过邮件联系就报错的用户有20个',
    '钓鱼邮件里说：请致电 400-820-8820',
    '垃圾邮件里说，请致电 400-820-8820',
    'MFA prompts go to my phone 206 555 0100 which is broken',
    '请把我的手机 13800138000 改成 13900139000',
    'Please change my number 206 555 0199 to 206 555 0198',
    'Customers who call me at 206 555 0199 hear nothing',
    'Spam mails say contact us at refund@evil.com',
    '请联系 support@vendor.com 没反应',
    '联系人 john@x.com 同步不到手机',
    '联系人：同步失败',
    '联系人华为手机同步不了',
    '联系人：全部丢失',
    '联系人王芳的邮箱打不开',
    'We tried to contact John by Teams',
    'My name is Wrong in Teams',
    '请找高手',
  ]) {
    it(`is no problem and no other contact: “${text}”`, () => {
      const told = toldContact(text, /\p{Script=Han}/u.test(text) ? '21vianet' : 'microsoft');
      assert.deepEqual([tellsContact(told), told.isAll], [false, false]);
    });
  }

  for (const [text, expected] of [
    ['我的电话是 010-55550101', '+86 10 5555 0101'],
    ['我的电话换成 010-55550101', '+86 10 5555 0101'],
    ['电话改成13700137000', '+86 137 0013 7000'],
    ['修改电话 13700137000', '+86 137 0013 7000'],
    ['my phone number is now 206 555 0199', US],
    ['my number is 206 555 0198', '+1 206 555 0198'],
    ['Change my phone to 206 555 0199', US],
  ] as const) {
    it(`is a number told anew: “${text}”`, () => {
      const told = toldContact(text, /\p{Script=Han}/u.test(text) ? '21vianet' : 'microsoft');
      assert.deepEqual([told.phone, told.isAll, told.isBare], [expected, true, true]);
    });
  }

  it('is told apart from the mailbox concerned in the same message', () => {
    const told = toldContact('联系我 li@contoso.example，wang@contoso.example 收不到邮件', '21vianet');
    assert.deepEqual([told.email, told.otherEmails, told.isAll], ['li@contoso.example', [WANG], false]);
  });

  it('vouches for nobody: a told contact is registered only where the profile has it (rule R25)', () => {
    const person = contosoAdmin();
    const [registered] = registeredContacts(person).phones;
    const judged = (text: string) => isRegisteredContact(toldContact(text, '21vianet'), person);
    assert.equal(judged('我的电话13800138000'), false);
    assert.equal(judged('my number is +86 138 0013 8000'), false);
    assert.equal(judged(`我的电话 ${registered}`), true);
    assert.equal(judged('reach me at wang@contoso.example'), false);
  });

  it('is read in no time, whatever is sent', async () => {
    for (const bad of ['联系我 1'.repeat(5000), 'a@'.repeat(10_000), '1 '.repeat(10_000), 'Reach A'.repeat(3000)]) {
      await takesAtMost(400, 'a message', () => toldContact(bad, '21vianet'));
    }
  });
});
