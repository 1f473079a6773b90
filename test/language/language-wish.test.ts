import assert from 'node:assert/strict';
import { findLanguageWish } from '../../src/language/language-wish.ts';

const WISHES: readonly (readonly [string, string | null])[] = [
  ['in English please', 'en-US'],
  ['English please', 'en-US'],
  ['Can you reply in Chinese?', 'zh-CN'],
  ['please answer in English, my Chinese is bad', 'en-US'],
  ['I would like an English-speaking engineer', 'en-US'],
  ['could we do this in Mandarin', 'zh-CN'],
  ['I prefer English', 'en-US'],
  ['能不能用中文', 'zh-CN'],
  ['能不能说中文', 'zh-CN'],
  ['请用英文回复', 'en-US'],
  ['有中文客服吗', 'zh-CN'],
  ['可以换成英语吗', 'en-US'],
  ['最好用普通话沟通', 'zh-CN'],
  ['Outlook 界面怎么换成中文', null],
  ['邮件里的中文是乱码', null],
  ['the menu is in Chinese', null],
  ['how do I display Word in English please', null],
  ["I don't speak Chinese", null],
  ['install the English language pack', null],
  ['English', 'en-US'],
  ['', null],
];

describe('the language that a person asks for', () => {
  for (const [text, expected] of WISHES) {
    it(`${text || 'nothing'}: ${expected}`, () => assert.equal(findLanguageWish(text)?.value ?? null, expected));
  }
});
