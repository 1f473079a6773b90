import assert from 'node:assert/strict';
import { languageCommand, wishedLanguage } from '../../dialogs/chat-language.ts';

/** The command that a message is, and the language to answer it in. */
const CASES: readonly (readonly [string, 'chinese' | 'english' | null, string | null])[] = [
  ['Can we switch to Chinese', 'chinese', 'zh-CN'],
  ['hi, can we speak Chinese?', 'chinese', 'zh-CN'],
  ['help me in english please', 'english', 'en-US'],
  ['speak english pls', 'english', 'en-US'],
  ['could we do this in English?', 'english', 'en-US'],
  ['说中文', 'chinese', 'zh-CN'],
  ['能不能说中文', 'chinese', 'zh-CN'],
  ['可以换成中文吗', 'chinese', 'zh-CN'],
  ['请用英文回复', 'english', 'en-US'],
  ['mail is down, in English please', null, 'en-US'],
  ['please answer in English, my Chinese is bad', null, 'en-US'],
  ['邮件发不出去，请用英文回复', null, 'en-US'],
  ["I don't speak Chinese", null, null],
  ['the menu is in Chinese', null, null],
  ['Outlook speaks French, menus and folders, I want English', null, null],
  ['install the English language pack', null, null],
  ['不要用中文回复', null, null],
  ['英文界面', null, null],
  ['有英文支持吗', null, null],
  ['说中文吗', null, null],
  ['do you speak English?', null, null],
  ['Chinese, English', null, null],
  ['', null, null],
];

describe('the language that somebody wants to be answered in', () => {
  for (const [text, command, language] of CASES) {
    it(`${text || 'nothing'}: ${language}${command ? ', and nothing else is said' : ''}`, () => {
      assert.deepEqual([languageCommand(text), wishedLanguage(text)], [command, language]);
    });
  }
});
