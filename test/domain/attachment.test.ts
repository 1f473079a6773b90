import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  ATTACHMENT_LIMITS,
  ATTACHMENT_TYPES,
  type AttachmentType,
  attachmentTypeSchema,
  cleanFileName,
} from '../../src/domain/attachment.ts';
import { takesAtMost } from '../support/time-bound.ts';

describe('the name of a file', () => {
  const cases: readonly (readonly [string | null, AttachmentType | null, string])[] = [
    ['错误截图.png', 'image/png', '错误截图.png'],
    ['../../etc/passwd', 'text/plain', 'passwd.txt'],
    ['C:\\fakepath\\screen.PNG', 'image/png', 'screen.PNG'],
    ['invoice\u202egnp.exe', 'image/png', 'invoicegnp.exe.png'],
    ['a\0b\r\nc.log', 'text/plain', 'abc.log'],
    ['..', 'image/png', 'attachment.png'],
    [null, 'application/pdf', 'attachment.pdf'],
    ['', null, 'attachment'],
    ['CON', 'text/plain', '_CON.txt'],
    ['aux.log', 'text/plain', '_aux.log'],
    ['console.log', 'text/plain', 'console.log'],
    ['.bashrc', 'text/plain', 'bashrc.txt'],
    ['a.png. . .', 'image/png', 'a.png'],
    ['<img src=x>|"?*.jpg', 'image/jpeg', '_img src=x_____.jpg'],
    ['family 👩‍👩‍👧.gif', 'image/gif', 'family 👩👩👧.gif'],
    ['half \ud800 pair.gif', 'image/gif', 'half pair.gif'],
    ['page.html', 'text/plain', 'page.html.txt'],
  ];
  for (const [name, type, clean] of cases) {
    it(`${JSON.stringify(name)} becomes ${JSON.stringify(clean)}`, () => {
      assert.equal(cleanFileName(name, type), clean);
    });
  }

  it('is short, keeps the ending of its type, and is cut between characters', () => {
    const clean = cleanFileName(`${'😀'.repeat(100)}.png`, 'image/png');
    assert.ok(clean.length <= 120 && clean.endsWith('😀.png') && clean.isWellFormed());
  });

  it('costs no more where it is very long', async () => {
    cleanFileName('x..x', null);
    await takesAtMost(40, 'cleaning a long name', () => cleanFileName(`x${'.'.repeat(50_000)}x`, null));
  });

  it('is harmless whatever was sent, and stays as it is when it is cleaned again', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: fc.constantFrom(...'./\\ CONaux:\u202e\0😀.') }),
    );
    fc.assert(
      fc.property(name, fc.constantFrom(null, ...attachmentTypeSchema.options), (given, type) => {
        const clean = cleanFileName(given, type);
        assert.ok(clean.length > 0 && clean.length <= ATTACHMENT_LIMITS.nameLength, clean);
        assert.doesNotMatch(clean, /[/\\\p{C}<>:"|?*]|^[.\s]|[.\s]$/u);
        assert.doesNotMatch(clean, /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
        if (type)
          assert.ok(
            ATTACHMENT_TYPES[type].some((one) => clean.toLowerCase().endsWith(`.${one}`)),
            clean,
          );
        assert.equal(cleanFileName(clean, type), clean);
      }),
    );
  });
});
