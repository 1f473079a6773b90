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
  ];
  for (const [text, tokens] of cases) {
    it(`splits ${JSON.stringify(text)}`, () => {
      assert.deepEqual(tokenize(text, 'question'), tokens);
    });
  }

  it('never builds a bigram over a function character', () => {
    assert.ok(!tokenize('我的邮箱', 'question').some((token) => token.includes('的')));
  });

  it('adds single Han characters for articles only', () => {
    assert.deepEqual(tokenize('邮箱', 'article'), ['邮', '箱', '邮箱']);
    assert.deepEqual(tokenize('邮箱', 'question'), ['邮箱']);
  });

  it('reads the beginning and the end of a very long question', () => {
    const tokens = tokenize(`first ${'x '.repeat(30_000)} last`, 'question');
    assert.equal(tokens[0], 'first');
    assert.equal(tokens.at(-1), 'last');
    assert.ok(tokens.length < 4_000);
  });

  it('takes any string, also with lone surrogates, and gives well-formed tokens without spaces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), fc.boolean(), (text, article) => {
        for (const token of tokenize(`${text}\ud800`, article ? 'article' : 'question')) {
          assert.ok(token.length > 0 && token.isWellFormed() && !/\s/u.test(token), token);
        }
      }),
    );
  });
});
