import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { contentTypeOf } from '../../src/files/content-type.ts';
import { readPlainText } from '../../src/files/plain-text.ts';
import { OUTLOOK_MESSAGE, SAMPLE_FILES } from '../support/sample-files.ts';
import { takesAtMost } from '../support/time-bound.ts';

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding);
const { png, gif, pdf, zip, exe, elf, mp4 } = SAMPLE_FILES;

describe('the type of a file', () => {
  const taken: readonly (readonly [string, Buffer, string, string])[] = [
    ['a PNG under a wrong name', png, 'virus.exe', 'image/png'],
    ['a JPEG', SAMPLE_FILES.jpeg, 'a.jpg', 'image/jpeg'],
    ['a GIF', gif, 'a.gif', 'image/gif'],
    ['a WebP', SAMPLE_FILES.webp, 'a.webp', 'image/webp'],
    ['a BMP', SAMPLE_FILES.bmp, 'a.bmp', 'image/bmp'],
    ['a PDF', pdf, 'a.pdf', 'application/pdf'],
    ['a log', bytes('2026-03-02 09:00 [ERR] 550 5.7.1\r\n\u001b[31mred\u001b[0m'), 'a.log', 'text/plain'],
    ['a log without a name', bytes('x'), 'attachment', 'text/plain'],
    ['a log that begins like a picture', bytes('BM 12:00 started'), 'a.log', 'text/plain'],
    [
      'a Chinese log of Windows',
      Buffer.from('b4edcef3a3bacede7fa8'.replace('7fa8', 'b7a8'), 'hex'),
      '日志.log',
      'text/plain',
    ],
    [
      'UTF-16 of PowerShell',
      Buffer.concat([Buffer.from([0xff, 0xfe]), bytes('错误 a', 'utf16le')]),
      'a.txt',
      'text/plain',
    ],
    ['a table', bytes('name,error\r\na@contoso.example,5.1.1'), 'a.csv', 'text/plain'],
    ['a mail', bytes('Received: from a\r\nSubject: x\r\n\r\n<html>'), 'a.eml', 'message/rfc822'],
    ['a mail of Outlook', OUTLOOK_MESSAGE, 'a.msg', 'application/vnd.ms-outlook'],
  ];
  for (const [name, content, label, type] of taken) {
    it(`is told of ${name}`, async () => assert.equal(await contentTypeOf(content, label), type));
  }

  const refused: readonly (readonly [string, Buffer, string])[] = [
    ['an archive', zip, 'a.png'],
    [
      'an Office file, which is an archive',
      Buffer.concat([bytes('PK\u0003\u0004', 'latin1'), Buffer.alloc(60)]),
      'a.docx',
    ],
    ['a program', exe, 'a.txt'],
    ['a program of Linux', elf, 'a.log'],
    ['a film', mp4, 'a.mp4'],
    ['a web page', bytes('  <!-- x -->\n<HTML><script>alert(1)</script>'), 'a.txt'],
    ['a web page behind many comments', bytes(`${'<!-- x -->\n'.repeat(300)}<script>`), 'a.txt'],
    ['a web page behind a comment without an end', bytes(`<!--${'x'.repeat(5000)}--><script>`), 'a.txt'],
    ['a picture that runs scripts', bytes('<?xml version="1.0"?><svg onload="alert(1)"/>'), 'a.log'],
    ['SVG by its name', bytes('plain words'), 'a.svg'],
    ['a script by its name', bytes('Remove-Item -Recurse C:\\'), 'log.ps1'],
    ['a script by its beginning', bytes('#!/bin/sh\nrm -rf /'), 'a.log'],
    ['a picture that is a web page too', Buffer.concat([gif, bytes('<script>alert(1)</script>')]), 'a.gif'],
    ['a picture with an archive behind it', Buffer.concat([png, Buffer.alloc(40_000), zip]), 'a.png'],
    ['a picture with a document in it', Buffer.concat([png, pdf]), 'a.png'],
    ['an old Office file', Buffer.concat([OUTLOOK_MESSAGE.subarray(0, 512), Buffer.alloc(600)]), 'a.msg'],
    ['a mail of Outlook under another name', OUTLOOK_MESSAGE, 'a.doc'],
    ['text with NUL in it', bytes('abc\0def'), 'a.log'],
    ['half a UTF-16 text', Buffer.from([0xff, 0xfe, 0x00, 0xd8]), 'a.txt'],
    ['bytes of no kind', Buffer.from(Array.from({ length: 300 }, (_, at) => (at * 37) % 256)), 'a.bin'],
  ];
  for (const [name, content, label] of refused) {
    it(`is none for ${name}`, async () => assert.equal(await contentTypeOf(content, label), null));
  }

  it('is told of ten megabytes of blanks and angle brackets in no time', async () => {
    const content = Buffer.alloc(10 * 1024 * 1024, ' \n<!--');
    await takesAtMost(1_000, 'its type', () => contentTypeOf(content, 'a.log'));
  });

  it('of a text that is nothing but comments is told at once', async () => {
    const comments = bytes(`${'<!---->'.repeat(600)}x`);
    const short = bytes(`${'<!---->'.repeat(24)}x`);
    assert.equal(await contentTypeOf(bytes('<!-- a note -->\nwords'), 'a.md'), 'text/plain');
    await takesAtMost(40, 'looking at comments', async () => {
      assert.equal(await contentTypeOf(short, 'a.txt'), 'text/plain');
      await contentTypeOf(comments, 'a.txt');
    });
  });

  it('is that of the pictures of this product', async () => {
    const picture = readFileSync(new URL('../../docs/images/widget-zh-cn.png', import.meta.url));
    assert.equal(await contentTypeOf(picture, 'widget.png'), 'image/png');
  });
});

describe('plain text', () => {
  it('is read in the encodings of Windows and of the web', () => {
    assert.equal(readPlainText(Buffer.from('b4edcef3', 'hex')), '错误');
    assert.equal(readPlainText(bytes('错误 ✅')), '错误 ✅');
    assert.equal(readPlainText(Buffer.concat([Buffer.from([0xfe, 0xff]), bytes('错', 'utf16le').swap16()])), '错');
  });
});
