import { z } from 'zod';
import type { Instant } from './locale.ts';

/** What files may weigh and how many there may be; `docs/reference/limits.md` has the reasons. */
export const ATTACHMENT_LIMITS = {
  /** Bytes of one file. */
  fileBytes: 10 * 1024 * 1024,
  /** Files of one message. */
  perMessage: 5,
  /** Files of one request. */
  perDraft: 10,
  /** UTF-16 units of a name. */
  nameLength: 120,
  /** UTF-16 units of a name as it is sent that are looked at; file systems know none that is longer. */
  sentNameLength: 400,
} as const;

/**
 * The types that are taken, told by content, each with the endings that its files may have; the first is given to a file
 * that has another. Pictures and logs are what support asks for, messages are what mail admins have. Archives and Office
 * files are not among them: nobody has looked into them when staff open them.
 */
export const ATTACHMENT_TYPES = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'image/bmp': ['bmp'],
  'application/pdf': ['pdf'],
  'text/plain': ['txt', 'log', 'csv', 'tsv', 'md', 'json'],
  'message/rfc822': ['eml'],
  'application/vnd.ms-outlook': ['msg'],
} as const;
export type AttachmentType = keyof typeof ATTACHMENT_TYPES;
export const attachmentTypeSchema = z.enum(Object.keys(ATTACHMENT_TYPES) as [AttachmentType, ...AttachmentType[]]);

/** A file that was checked and whose bytes are stored. */
export const keptFileSchema = z.strictObject({
  id: z.uuid(),
  /** Cleaned by {@link cleanFileName}; for people only, never a path. */
  name: z.string().min(1).max(ATTACHMENT_LIMITS.nameLength),
  contentType: attachmentTypeSchema,
  /** Bytes. */
  size: z.int().min(1),
  /** Lower-case hex SHA-256 of the bytes. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type KeptFile = z.infer<typeof keptFileSchema>;

/** Why a file was not kept: the keys under `attachments.problems` of the texts. */
export type FileProblem = 'empty' | 'tooLarge' | 'tooMany' | 'type' | 'channel' | 'notKept' | 'notWithoutRequest';

/** A file of a message after the check: kept, or by its cleaned name and why not. */
export type OfferedFile = KeptFile | { readonly name: string; readonly problem: FileProblem };

/** Whether a file of a message was kept. */
export function isKept(file: OfferedFile): file is KeptFile {
  return !('problem' in file);
}

/** A file as a channel hands it over, not yet looked at; what is too large or too many comes without its bytes. */
export type SentFile =
  | { readonly name: string | null; readonly bytes: Uint8Array }
  | { readonly name: string | null; readonly problem: FileProblem };

/** Whose bytes are stored once: a tenant's, or a single conversation's while its tenant is not known. */
export type BlobOwner = `tenant:${string}` | `conversation:${string}`;

/** The owner of what is sent in a conversation. */
export function blobOwner(tenant: string | null, conversationId: string): BlobOwner {
  return tenant === null ? `conversation:${conversationId}` : `tenant:${tenant}`;
}

/** A file of a conversation as it is stored: its name and where its bytes are. */
export interface StoredAttachment extends KeptFile {
  readonly conversationId: string;
  readonly owner: string;
  readonly createdAt: Instant;
}

/** Takes files that people send: looks at them and stores what is in those that may be kept. */
export interface FileKeeper {
  /** @returns as many as were sent, in the same order; never throws for a file */
  keep(owner: BlobOwner, sent: readonly SentFile[]): Promise<readonly OfferedFile[]>;
}

/** The bytes of a file as they are stored, once for an owner. */
export interface Blob {
  readonly owner: BlobOwner;
  /** Lower-case hex SHA-256 of the bytes. */
  readonly sha256: string;
  readonly bytes: Uint8Array;
  readonly keptAt: Instant;
}

/** What the store keeps of files; `Scope` is the one of its other methods. */
export interface AttachmentStore<Scope> {
  /**
   * Stores bytes once for their owner; harmless to repeat. Nothing may refer to them before this has resolved.
   * @throws IntakeError `Unavailable` when there is no room
   */
  keepBlob(scope: Scope, blob: Blob): Promise<void>;
  /** A file of a conversation by its id, or null. */
  attachmentById(scope: Scope, id: string): Promise<StoredAttachment | null>;
  /** The bytes of a file in pieces of at most 256 KiB, in order; null when they are not there. */
  readBlob(scope: Scope, owner: string, sha256: string): Promise<AsyncIterable<Uint8Array> | null>;
  /** Deletes bytes that no file refers to and that were stored before this moment; @returns how many files' */
  forgetBlobs(scope: Scope, before: Instant): Promise<number>;
}

/** Where staff fetch a file of a request (`docs/reference/staff-api.md`). */
export function attachmentUrl(reference: string, id: string): string {
  return `/api/staff/requests/${reference}/attachments/${id}`;
}

/** Device names of Windows: a file of that name cannot be saved there, whatever its ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?=\.|$)/i;
const NAMELESS = 'attachment';

/**
 * A name of somebody else's making as it may be shown and offered for saving: no path, nothing invisible, nothing that
 * turns the reading direction around (`gnp.exe` that reads as `exe.png`), no device name of Windows, and with an ending
 * of its type. Idempotent.
 */
export function cleanFileName(name: string | null, type: AttachmentType | null): string {
  // Cut before anything searches it: the patterns below take the square of its length.
  const sent = (name ?? '').slice(0, ATTACHMENT_LIMITS.sentNameLength);
  const last = sent.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const visible = last
    .replace(/[\p{C}\p{Zl}\p{Zp}\u{fffd}]/gu, '')
    .replace(/[<>:"|?*`]/g, '_')
    .replace(/\s+/g, ' ');
  const bare = trimEnds(visible);
  const named = bare === '' ? NAMELESS : RESERVED.test(bare) ? `_${bare}` : bare;
  const ending = endingOf(named);
  const fits = type === null || ATTACHMENT_TYPES[type].some((one) => one === ending);
  const most = ATTACHMENT_LIMITS.nameLength;
  if (!fits && type !== null) return `${cut(named, most - 5)}.${ATTACHMENT_TYPES[type][0]}`;
  if (named.length <= most) return named;
  return ending === ''
    ? cut(named, most)
    : `${cut(named.slice(0, -ending.length - 1), most - ending.length - 1)}.${named.slice(-ending.length)}`;
}

/** The ending of a name in lower case without its dot; empty where it has none. */
export function endingOf(name: string): string {
  return name.match(/\.([\p{L}\p{N}]{1,10})$/u)?.[1]?.toLowerCase() ?? '';
}

/** Windows drops dots and blanks at the end, other systems hide what begins with a dot. */
function trimEnds(name: string): string {
  return name.replace(/^[\s.]+|[\s.]+$/g, '');
}

function cut(name: string, most: number): string {
  const short = name.slice(0, most);
  return trimEnds(/[\uD800-\uDBFF]$/.test(short) ? short.slice(0, -1) : short) || NAMELESS;
}
