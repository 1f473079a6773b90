import assert from 'node:assert/strict';
import fc from 'fast-check';
import { titleOf } from '../../src/services/request-title.ts';

describe('titleOf', () => {
  const cases: [string, string, string][] = [
    ['a Chinese sentence', '从今天早上开始，收不到邮件。重启没有用。', '从今天早上开始，收不到邮件。'],
    ['an English sentence', 'Nobody can sign in. It began at 9.', 'Nobody can sign in.'],
    ['a version number inside', 'Outlook 16.0.1 crashes! Often.', 'Outlook 16.0.1 crashes!'],
    ['lines without an end', 'Mail is slow\nsince Monday', 'Mail is slow'],
    ['space around', '  \n Mail is slow  ', 'Mail is slow'],
    ['only signs first', '！！！邮件坏了', '！！！邮件坏了'],
  ];
  for (const [name, description, title] of cases) {
    it(`takes the first of ${name}`, () => assert.equal(titleOf(description), title));
  }

  it('cuts a long sentence without breaking a character', () => {
    const title = titleOf('😀'.repeat(200));
    assert.ok(title.isWellFormed());
    assert.ok(title.endsWith('…'));
    assert.ok(title.length <= 160);
  });

  it('is one line of 1 to 160 units for every text that says something', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 500 }), (text) => {
        fc.pre(text.trim() !== '');
        const title = titleOf(text);
        assert.ok(title.length >= 1 && title.length <= 160);
        assert.ok(title.isWellFormed());
        assert.doesNotMatch(title, /[\r\n]/);
      }),
    );
  });
});
