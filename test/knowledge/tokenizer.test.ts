import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tokenize } from '../../src/knowledge/tokenizer.ts';

describe('tokenizer', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['Teams的密码', ['team', '密码']],
    ['共享邮箱', ['共享', '享邮', '邮箱']],
    ['NDR 5.7.520', ['ndr', '5.7.520']],
    ['0x8004010F', ['0x8004010f']],
    ['AADSTS50053 又被锁', ['aadsts50053', '又被', '被锁']],
    ['Get-MailboxPermission', ['get-mailboxpermission', 'mailbox', 'mail', 'permiss']],
    ['forwarding forwarded forwards', ['forward', 'forward', 'forward']],
    ['licences license', ['licens', 'licens']],
    ['ＥＡＣ', ['eac', 'exchang', 'admin', 'center']],
    ['EXO S4B AAD', ['exchang', 'skyp', 'entra']],
    ['卡', ['卡']],
    ['帐单', ['账单']],
    ['почта', ['почта']],
    ['constructor', ['constructor']],
    ['', []],
    ['😀 \u{1F680} …', []],
    ['邮\0箱', ['邮', '箱']],
    ['\ud800邮箱\udc00', ['邮箱']],
    ['\u{20000}\u{20001}', ['\u{20000}\u{20001}']],
  ];
  for (const [text, tokens] of cases) {
    it(`splits ${JSON.stringify(text)}`, () => {
      assert.deepEqual(tokenize(text, 'question'), tokens);
    });
  }

  it('reads over characters that nobody sees', () => {
    const invisible = ['\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u202e'];
    for (const one of invisible) {
      assert.deepEqual(tokenize(`邮${one}箱 mail${one}box`, 'question'), ['邮箱', 'mailbox', 'mail']);
    }
  });

  it('never builds a bigram over a function character', () => {
    assert.ok(!tokenize('我的邮箱', 'question').some((token) => token.includes('的')));
  });

  it('adds single Han characters for names only', () => {
    assert.deepEqual(tokenize('邮箱', 'name'), ['邮', '箱', '邮箱']);
    assert.deepEqual(tokenize('邮箱', 'text'), ['邮箱']);
    assert.deepEqual(tokenize('邮箱', 'question'), ['邮箱']);
  });

  it('gives the same tokens with words that it knows from before', () => {
    const known = new Map<string, readonly string[]>();
    const text = 'Get-MailboxPermission 邮箱 forwarding constructor mailbox Mailbox 5.7.520';
    for (let time = 0; time < 2; time += 1) {
      assert.deepEqual(tokenize(text, 'text', known), tokenize(text, 'text'));
    }
    assert.deepEqual(known.get('forwarding'), ['forward']);
  });

  it('reads every step of a long article', () => {
    assert.ok(tokenize(`first ${'x '.repeat(3_000)} middle ${'x '.repeat(3_000)} last`, 'text').includes('middl'));
  });

  it('reads the beginning and the end of a very long question', () => {
    const tokens = tokenize(`first ${'x '.repeat(30_000)} last`, 'question');
    assert.equal(tokens[0], 'first');
    assert.equal(tokens.at(-1), 'last');
    assert.ok(tokens.length < 4_000);
  });

  const HOSTILE: readonly (readonly [string, string])[] = [
    ['one letter', 'a'.repeat(20_000)],
    ['one Han character', '邮'.repeat(20_000)],
    ['a nickname of four words', 'eac '.repeat(5_000)],
    ['hyphens', 'Ab-'.repeat(7_000)],
    ['capitals inside a word', `${'aB'.repeat(10_000)}-x`],
    ['a character that unfolds to eighteen', '\ufdfa'.repeat(20_000)],
    ['accents', `a${'\u0301'.repeat(20_000)}`],
    ['different Han characters', String.fromCodePoint(...Array.from({ length: 20_000 }, (_, at) => 0x4e00 + at))],
  ];
  for (const [what, text] of HOSTILE) {
    it(`gives no more tokens than a question may have: ${what}`, () => {
      assert.ok(tokenize(text, 'question').length <= 4_100);
    });
  }

  it('takes any string, also with lone surrogates, and gives well-formed tokens without spaces', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 500 }),
        fc.constantFrom('name', 'text', 'question'),
        (text, use) => {
          for (const token of tokenize(`${text}\ud800`, use)) {
            assert.ok(token.length > 0 && token.isWellFormed() && !/\s/u.test(token), token);
          }
        },
      ),
    );
  });
});
