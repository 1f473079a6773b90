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
  ['有没有英文支持', 'en-US'],
  ['不要用中文回复，我看不懂', null],
  ['别用英文回复我', null],
  ['用英文可以登录，用中文不行', null],
  ['外国客户要求用英文回复的邮件全是乱码', null],
  ['The error message is in English, please help', null],
  ['The invoice is in Chinese, please send another', null],
  ['Our users speak English and the mail is garbled', null],
  ['Customers who write in Chinese see garbled mail', null],
  ['', null],
];

describe('the language that a person asks for', () => {
  for (const [text, expected] of WISHES) {
    it(`${text || 'nothing'}: ${expected}`, () => assert.equal(findLanguageWish(text)?.value ?? null, expected));
  }
});
