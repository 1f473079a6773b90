import assert from 'node:assert/strict';
import { soundOf } from '../../src/language/pinyin.ts';

describe('the sound of a word', () => {
  for (const [slip, word] of [
    ['右箱', '邮箱'],
    ['共想', '共享'],
    ['密马', '密码'],
    ['全限', '权限'],
    ['登路', '登录'],
    ['退定', '退订'],
    ['法票', '发票'],
    ['证数', '证书'],
    ['迁已', '迁移'],
    ['成员', '陈员'],
    ['内容', '累容'],
  ] as const) {
    it(`is the same for ${slip} and ${word}`, () => assert.equal(soundOf(slip), soundOf(word)));
  }

  it('differs for words that sound different', () => {
    const words = ['邮箱', '密码', '权限', '发票', '证书', '同步', '迁移', '订阅', '许可', '转发', '网站', '会议'];
    assert.equal(new Set(words.map(soundOf)).size, words.length);
  });

  it('is the character itself for what has no reading', () => {
    assert.equal(soundOf('a1'), soundOf('a1'));
    assert.notEqual(soundOf('𠮷'), soundOf('吉'));
    assert.equal(soundOf(''), '');
  });
});
