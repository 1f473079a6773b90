import assert from 'node:assert/strict';
import { readOutcome, saysNotSolved } from '../../dialogs/help-words.ts';
import { askedTerm } from '../../dialogs/terms.ts';

const SAID = {
  solved: [
    'it worked',
    'solved it myself',
    'Thanks, that fixed it!',
    'works now',
    'that did it',
    'the problem is gone now',
    'mail is working again',
    'yes it works',
    '可以了谢谢',
    '已经恢复了',
    '问题没了',
    '没问题了，谢谢您',
    '我自己解决了',
    '第一个方法有用',
    'I can sign in again',
    'thanks, we can send now',
    'works for everyone now',
    '现在能发了',
    '终于又能收到邮件了',
    '大家都正常了',
    '麻烦您了，已经好了',
    '不用了，自己好了',
  ],
  'not-solved': [
    'nope',
    'same error',
    'Still not working for us',
    'it didnt help',
    'I tried everything, nothing works',
    '没效果',
    '试过了，没用',
    '没解决',
    '按步骤做了，还是不行',
    '都试过了，还是收不到邮件',
    '报错没变',
    'no luck, but thanks',
    '还是不行，但是谢谢',
    '所有方法都没用',
  ],
  'show-another': [
    'next',
    'more',
    'anything else?',
    'none of these apply to me',
    '下一个',
    '还有别的吗？',
    '不对',
    '这些都不相关',
    'more please',
    '更多',
    '其他的',
    '别的呢？',
  ],
  'not-solved-show-another': ['no luck, show me another one', '没用，换一个'],
  acknowledged: ['ok', 'great', 'ok, will try', '好的，我试试', '没有问题', 'no more', '没有别的了', '没有其他问题'],
} as const;

describe('words after help', () => {
  for (const [outcome, messages] of Object.entries(SAID)) {
    it(`are read as ${outcome}`, () => {
      for (const text of messages) assert.equal(readOutcome(text), outcome, text);
    });
  }

  it('say nothing where something of the message is left over, or is asked', () => {
    const others = [
      'it works, but only for me',
      'it worked yesterday',
      'it was working',
      'my mail is gone',
      'is it fixed?',
      'i need more licenses',
      '邮件没了',
      '解决了吗',
      '一共50个人',
      '还是收不到财务部的邮件',
      'x'.repeat(5000),
    ];
    for (const text of others) assert.equal(readOutcome(text), null, text);
  });

  it('say of an ability, a doubt or a wish that nothing is solved', () => {
    const others = [
      'but we can send',
      'I can send',
      'I can sign in',
      'it works for me',
      'it works but',
      'please get it working',
      '我们能发了',
      '能登录了',
      '可以了，但是',
      '解决',
      '请解决',
      '帮我解决这个问题',
      '解决一下',
      '麻烦解决一下',
    ];
    for (const text of others) assert.equal(readOutcome(text), null, text);
  });

  it('say of other users, other problems or everybody nothing about the articles', () => {
    const others = [
      'more users now',
      'same for everyone',
      'users still not working',
      'more problem',
      '其他用户也一样',
      '更多用户',
      '其他用户',
      '其他问题',
      '所有用户都不行',
      '大家都一样',
    ];
    for (const text of others) assert.equal(readOutcome(text), null, text);
  });

  it('tell of no success in one clause of a longer message', () => {
    assert.ok(saysNotSolved('试过了，没用，还是报错 550 5.7.1'));
    assert.ok(saysNotSolved('No luck. The error is 0x80070005'));
    assert.ok(!saysNotSolved('It began last night, a restart did not help'));
    assert.ok(!saysNotSolved('一个没用的邮箱，怎么删除'));
  });

  it('ask for a term, and for nothing else', () => {
    const asked: readonly (readonly [string, string | null])[] = [
      ['what is EAC?', 'eac'],
      ["What's an NDR", 'ndr'],
      ['what does NDR mean?', 'ndr'],
      ['EAC是什么', 'eac'],
      ['什么是租户？', '租户'],
      ['what is my bill', null],
      ['what is wrong with Outlook', null],
      ['原因是什么', null],
      ['EAC', null],
    ];
    for (const [text, term] of asked) assert.equal(askedTerm(text), term, text);
  });
});
