import assert from 'node:assert/strict';
import { readTone } from '../../dialogs/abuse.ts';

describe('readTone', () => {
  for (const [text, rest] of [
    ['他妈的邮件又收不到了', '邮件又收不到了'],
    ['WTF, nobody can send mail!', 'nobody can send mail'],
    ['your fucking Outlook keeps asking for the password', 'your outlook keeps asking for the password'],
  ] as const) {
    it(`hears the problem in "${text}"`, () => assert.deepEqual(readTone(text), { insults: true, rest }));
  }

  for (const text of [
    '你们这群废物',
    '滚',
    '滚！',
    'fuck you',
    'you idiots',
    'FUCK!!!',
    '垃圾',
    'useless',
    '去死吧你们',
  ]) {
    it(`hears nothing but an insult in "${text}"`, () => assert.deepEqual(readTone(text), { insults: true, rest: '' }));
  }

  for (const text of [
    '垃圾邮件太多了怎么办',
    '页面滚动条不见了',
    '废物利用公司的邮箱',
    '他妈妈的邮箱登不上',
    '尼玛同事的账户被锁',
    '怎么批量去死链',
    '正常邮件进了垃圾箱',
    'good mail goes to the junk and garbage folder',
    'The idiotproof setup fails',
    'Scunthorpe office has no mail',
    '这个功能没用',
    '太慢了，催了三次都没人理',
    '',
  ]) {
    it(`takes no offence at "${text}"`, () => assert.deepEqual(readTone(text), { insults: false, rest: text }));
  }
});
