import { fileTypeFromBuffer } from 'file-type';
import { type AttachmentType, attachmentTypeSchema, endingOf } from '../domain/attachment.ts';
import { readPlainText } from './plain-text.ts';

/** Where types are told: longer than any of their signatures, so that a hostile file costs no more than a small one. */
const HEAD_BYTES = 4100;
/** Where an archive has its directory (APPNOTE.TXT of PKWARE, 4.3.16): at most this far from the end. */
const TAIL_BYTES = 66 * 1024;

/** Endings under which systems run a text, so that it is none for us. */
const PROGRAMS = new Set(
  'bat cmd com cpl hta html htm inf js jse lnk mht mhtml msc ps1 psm1 py reg scf sct sh svg swf url vb vbe vbs ws wsf xhtml xht xml xsl'.split(
    ' ',
  ),
);
/** What a web page, a drawing or a script begins with; looked for at one place of a text only. */
const MARKUP = /(?:<(?:!doctype|html|head|body|script|svg|\?xml|\?php|iframe|meta|style|img|a\s)|#!)/iuy;
const BLANK = /[\s\u{feff}]*/uy;
const HIDDEN_MARKUP = /<(?:script|html|!doctype|\?php|iframe)/i;
const MESSAGE_HEADER =
  /^(?:received|return-path|from|to|subject|date|message-id|mime-version|delivered-to|x-[\w-]+): /im;

/**
 * The type of a file by what is in it; the type that its sender claims counts for nothing, and its name only tells apart
 * what is text anyway. Nothing is ever unpacked.
 * @returns null for everything that is not taken: programs, archives, web pages, files that are two things at once
 */
export async function contentTypeOf(bytes: Uint8Array, name: string): Promise<AttachmentType | null> {
  const head = bytes.subarray(0, HEAD_BYTES);
  // Before the library sees it: to tell Office files from archives it would begin to unpack them.
  if (startsWith(head, 'PK')) return null;
  // Text first, or a log that begins with "BM" would be taken for a picture.
  const text = startsWith(head, '%PDF') ? null : readPlainText(bytes);
  return text === null ? binaryType(bytes, head, name) : textType(text.slice(0, HEAD_BYTES), endingOf(name));
}

function textType(beginning: string, ending: string): AttachmentType | null {
  if (PROGRAMS.has(ending) || beginsWithMarkup(beginning)) return null;
  return ending === 'eml' && MESSAGE_HEADER.test(beginning) ? 'message/rfc822' : 'text/plain';
}

/** By hand: a pattern that skips comments tries every way to divide them, which takes a hostile file minutes. */
function beginsWithMarkup(text: string): boolean {
  let at = endOf(BLANK, text, 0);
  while (text.startsWith('<!--', at)) {
    const end = text.indexOf('-->', at + 4);
    // A browser shows nothing of it and goes on behind it, where we do not look.
    if (end < 0) return true;
    at = endOf(BLANK, text, end + 3);
  }
  return endOf(MARKUP, text, at) > at;
}

/** Where a sticky pattern that begins here ends; here itself when it does not fit. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

async function binaryType(bytes: Uint8Array, head: Uint8Array, name: string): Promise<AttachmentType | null> {
  // What the library stumbles over is none of the types that are taken.
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  if (found?.mime === 'application/x-cfb') return isOutlookMessage(bytes, name) ? 'application/vnd.ms-outlook' : null;
  const type = attachmentTypeSchema.safeParse(found?.mime);
  return type.success && !isTwoThings(bytes, head) ? type.data : null;
}

/** A picture that is a web page or an archive as well: whoever opens it by another program gets the other thing. */
function isTwoThings(bytes: Uint8Array, head: Uint8Array): boolean {
  const latin1 = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 1024)).toString('latin1');
  const isDocument = latin1.indexOf('%PDF-');
  const tail = bytes.subarray(-TAIL_BYTES);
  const archive = Buffer.from(tail.buffer, tail.byteOffset, tail.length).includes('PK\x05\x06', 0, 'latin1');
  return archive || isDocument > 0 || HIDDEN_MARKUP.test(latin1);
}

/** A compound file is a message where its directory names the streams of one (MS-OXMSG, 2.1); others are Office files and installers. */
function isOutlookMessage(bytes: Uint8Array, name: string): boolean {
  if (endingOf(name) !== 'msg') return false;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('__properties_version1.0', 0, 'utf16le');
}

function startsWith(bytes: Uint8Array, signature: string): boolean {
  return [...signature].every((character, at) => bytes[at] === character.charCodeAt(0));
}
