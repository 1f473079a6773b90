import assert from 'node:assert/strict';
import fc from 'fast-check';
import { requiredWords } from '../../src/language/required-words.ts';

describe('words that a pattern requires', () => {
  const cases: readonly (readonly [RegExp, readonly string[] | null])[] = [
    [/mail/, ['mail']],
    [/收|发/, ['收', '发']],
    [/[收发]不(?:了|到)/, ['收不', '发不']],
    [/colou?r/, ['colour', 'color']],
    [/\bmails?\b/, ['mails', 'mail']],
    [/(?:很|太)?慢/, ['很慢', '太慢', '慢']],
    [/.{0,9}(?:宕机)+/, ['宕机']],
    [/(?:全部|都).{0,8}(?:退信)/, ['退信']],
    [/(?<!不)(?=x)(?!y)急/, ['急']],
    [/SR-[a-z]{2}/i, ['sr-']],
    [/^down$/, ['down']],
    [/a\.m\./, ['a.m.']],
    [/\u90ae/, ['邮']],
    [/(?:ab){2}/, ['ab']],
    [/\d/, [...'0123456789']],
    [/[\d]x/, [...'0123456789'].map((digit) => `${digit}x`)],
    [/\w+/, null],
    [/[^a]/, null],
    [/[a-z]/, null],
    [/\p{L}/u, null],
    [/(?:mail)?/, null],
    [/(?:mail)*/, null],
    [/(?:mail){0,2}/, null],
    [/mail|.*/, null],
    [/é/i, null],
  ];
  for (const [pattern, words] of cases) {
    it(`of ${pattern}`, () => {
      const found = requiredWords(pattern);
      assert.deepEqual(found && [...found].sort(), words && [...words].sort());
    });
  }

  it('are in every text that fits', () => {
    const patterns = [
      /(?:can ?not|can't|fail(?:s|ed|ing)? to)(?: [\w'-]{1,20}){0,3}? (?:send|receive|log(?:ging)? in)/,
      /(?:无法|不能|没法).{0,12}?(?:收发|登录|打开)|(?:收|发|登)不(?:了|到|上)/,
      /(?:\d{1,2}|[一二三四五六七八九十]{1,3}) ?(?:多)?(?:个)?(?:小时|天|周)(?:了|没|都)/,
      /[\w.+-]{1,64}@(?:[a-z\d-]{1,9}\.){1,5}[a-z]{2,24}/,
      /(?:a|b|c|d|e)(?:f|g|h|i|j)(?:k|l|m|n|o)+p?/,
    ];
    for (const pattern of patterns) {
      const words = requiredWords(pattern);
      assert.ok(words, String(pattern));
      fc.assert(
        fc.property(fc.stringMatching(pattern), (text) => words.some((word) => text.includes(word))),
        { numRuns: 50 },
      );
    }
  });
});
