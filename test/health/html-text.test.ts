import assert from 'node:assert/strict';
import fc from 'fast-check';
import { htmlToText, plainText } from '../../src/health/html-text.ts';
import { takesAtMost } from '../support/time-bound.ts';

describe('HTML posts as text', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['paragraphs', '<p>One</p><p>Two</p>', 'One\n\nTwo'],
    ['line breaks', 'One<br/>Two<BR>Three', 'One\nTwo\nThree'],
    ['lists', '<ul><li>One</li><li>Two</li></ul>', '- One\n- Two'],
    ['tables', '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\n\nc'],
    ['emphasis', '<b>Status:</b> <i>fixed</i>', 'Status: fixed'],
    ['links as their words', '<a href="https://elsewhere.example/x">here</a>', 'here'],
    ['white space', '<div>\n   a   \n  b\t</div>', 'a b'],
    ['named references', 'A&nbsp;&amp;&nbsp;B &ldquo;C&rdquo; &lt;b&gt; &hellip;', 'A & B “C” <b> …'],
    ['numbers', '&#65;&#x4e2d;&#x1F600;', 'A中😀'],
    ['references that are decoded once', '&amp;lt;script&amp;gt;', '&lt;script&gt;'],
    ['references to nothing', '&#0;&#xD800;&#9999999;&#x110000;', ''],
    ['unknown references as they are', 'R&D; &unknownname; &', 'R&D; &unknownname; &'],
    ['plain text', 'a < b and b > a', 'a < b and b > a'],
    ['Chinese', '<p>部分用户无法收发邮件。</p>', '部分用户无法收发邮件。'],
    ['scripts', 'a<script>alert("x<b>y</b>")</script>b', 'ab'],
    ['scripts with comparisons', 'a<script>if(a<b){x=">"}</script>b', 'ab'],
    ['scripts in capitals and with attributes', 'a<SCRIPT src="x>y">evil()</ScRiPt >b', 'ab'],
    ['scripts without an end', 'a<script>evil()', 'a'],
    ['styles', 'a<style>p{color:red}</style>b', 'ab'],
    ['titles and frames', '<head><title>t</title></head>a<iframe>f</iframe>', 'a'],
    ['comments', 'a<!-- <script> --> b', 'a b'],
    ['comments without an end', 'a<!-- b', 'a'],
    ['conditional comments', 'a<![if !mso]>b<![endif]>', 'ab'],
    ['attributes that hold tags', '<img alt="<p>x</p>" onerror=\'evil(">")\'>b', 'b'],
    ['tags without an end', 'a<img src=x onerror="evil()', 'a'],
    ['tags in pieces', '<scr<script>x</script>ipt>alert(1)</script>', 'xipt>alert(1)'],
    ['control characters', 'a\u0000b\u0007c\u200b\u202ed\u2066e', 'abcde'],
    ['halves of characters', 'a\ud83db', 'a\ufffdb'],
    ['nothing', '', ''],
    ['tags only', '<p><br></p>', ''],
  ];
  for (const [name, html, text] of cases) it(name, () => assert.equal(htmlToText(html), text));

  it('is cut at a whole character', () => {
    const text = htmlToText(`<p>${'中'.repeat(1_998)}😀😀</p>`);
    assert.equal(text.length, 1_999);
    assert.ok(text.endsWith('中…'));
    assert.ok(text.isWellFormed());
  });

  it('leaves no element whatever the markup is', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<script>',
        '</script>',
        '<',
        '>',
        '<!--',
        '-->',
        '"',
        "'",
        '=',
        '&lt;',
        '&',
        '<p ',
        '</',
        '<style>',
      ),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = htmlToText(pieces.join('').replaceAll('&', ''));
        assert.doesNotMatch(text, /<script|<style|<p |<!--/i);
        assert.ok(text.length <= 2_000 && text.isWellFormed());
      }),
    );
  });

  it('costs no more than its length', async () => {
    for (const piece of ['<', '<!--', '<a "', '<script>', '&#', '<script></', '\n ', '<li>']) {
      await takesAtMost(1_000, piece, () => htmlToText(piece.repeat(200_000)));
    }
  });

  it('leaves plain text its lines', () => {
    assert.equal(plainText('  One\r\n\r\n\r\n\r\nTwo <b>\rThree '), 'One\n\nTwo <b>\nThree');
  });
});
