import type { Activity, Input } from '../domain/activity.ts';
import {
  ATTACHMENT_LIMITS,
  blobOwner,
  type FileKeeper,
  isKept,
  type OfferedFile,
  type SentFile,
  type StoredAttachment,
} from '../domain/attachment.ts';
import type { IncomingTurn } from '../domain/incoming-turn.ts';
import type { Instant } from '../domain/locale.ts';
import type { Store } from '../domain/ports.ts';
import { redact } from '../domain/redaction.ts';
import type { SupportDesk } from '../domain/support-desk.ts';
import type { DeskOpening } from './desk-opening.ts';
import type { Caller } from './turn-caller.ts';
import { createUnit, type Unit } from './unit.ts';

/** `data:`, media type and parameters, a comma (RFC 2397). */
const DATA_URI = /^data:[^,]{0,300},/i;
const TEAMS_FILE = 'application/vnd.microsoft.teams.file.download.info';

/** An activity without its files, and these files. */
export interface SplitActivity {
  readonly activity: Activity;
  readonly sent: readonly SentFile[];
}

/**
 * Takes the files out of an activity, so that the log, streams and transcripts hold nothing of what is in them. A `data:`
 * URI gives its bytes; an address of another place is not fetched, because it may lead into our own network. Cards, and
 * the `text/html` that Teams adds to each message, are no files and stay.
 */
export function splitFiles({ activity, sentFiles = [] }: Pick<IncomingTurn, 'activity' | 'sentFiles'>): SplitActivity {
  const sent = sentFiles.map(withoutSecrets);
  const attachments = (activity.attachments ?? []).filter(({ contentType, contentUrl, name }) => {
    const isFile = typeof contentUrl === 'string' || contentType === TEAMS_FILE;
    const label = typeof name === 'string' && name !== '' ? name.slice(0, 400) : null;
    if (isFile) sent.push(withoutSecrets(fileAt(typeof contentUrl === 'string' ? contentUrl : '', label)));
    return !isFile;
  });
  if (attachments.length === (activity.attachments?.length ?? 0)) return { activity, sent };
  return { activity: { ...activity, attachments }, sent };
}

/** A name may hold a password like any other words; the bytes of a picture cannot be searched for one. */
function withoutSecrets(file: SentFile): SentFile {
  return { ...file, name: file.name === null ? null : redact(file.name).text };
}

function fileAt(address: string, name: string | null): SentFile {
  const head = address.match(DATA_URI)?.[0];
  if (head === undefined) return { name, problem: 'channel' };
  const data = address.slice(head.length);
  // Four characters of base64 are three bytes; what is longer need not be read at all.
  if (data.length > ATTACHMENT_LIMITS.fileBytes * 1.4) return { name, problem: 'tooLarge' };
  if (/;base64,$/i.test(head)) return { name, bytes: Buffer.from(data, 'base64') };
  return { name, bytes: Buffer.from(unescaped(data)) };
}

function unescaped(data: string): string {
  try {
    return decodeURIComponent(data);
  } catch {
    return data;
  }
}

/** What files of a turn are kept with. */
interface FileParts {
  readonly store: Pick<Store, 'loadConversation'>;
  readonly openDesk: (opening: DeskOpening) => Pick<SupportDesk, 'eligibility'>;
  /** None where the product keeps no files. */
  readonly files?: FileKeeper;
}

/**
 * Has the files of a turn kept; they belong to the tenant of the person, or to the conversation while nobody knows it. Of
 * whoever may not open a request (rule R1) only the names go on: strangers could fill the disk with files for nobody.
 */
export async function keepFiles(
  parts: FileParts,
  caller: Caller,
  { conversationId, sentFiles: sent = [] }: Pick<IncomingTurn, 'conversationId' | 'sentFiles'>,
): Promise<TurnFiles> {
  const owner = blobOwner(caller.person?.tenant.id ?? null, conversationId);
  if (sent.length === 0) return { owner, offered: [] };
  if (parts.files) {
    const isHeard = await mayBringFiles(parts, caller, conversationId);
    const named = ({ name }: SentFile): SentFile => ({ name, problem: 'notWithoutRequest' });
    return { owner, offered: await parts.files.keep(owner, isHeard ? sent : sent.map(named)) };
  }
  return { owner, offered: sent.map(({ name }) => ({ name: name ?? 'attachment', problem: 'channel' })) };
}

/** Whoever may open a request, by the rules that the dialogs go by; and everybody to whom staff are talking, who may have asked for a file. */
async function mayBringFiles(
  { openDesk, store }: FileParts,
  { person, asked }: Caller,
  conversationId: string,
): Promise<boolean> {
  const identity = asked ? 'checked' : 'not-checked';
  const desk = openDesk({ person, identity, locale: null, unit: createUnit(conversationId) });
  if (desk.eligibility(true).result !== 'refused') return true;
  return (await store.loadConversation({ system: 'turn' }, conversationId))?.owner === 'staff';
}

/** The files of a turn after the check. */
export interface TurnFiles {
  readonly owner: string;
  readonly offered: readonly OfferedFile[];
}

/** What the person did, with the files that came along. */
export function withFiles(input: Input, { offered }: TurnFiles): Input {
  return input.type !== 'joined' && offered.length > 0 ? { ...input, files: offered } : input;
}

/** The unit with every file of the turn, for a turn in which nobody but staff decides about them. */
export function keepingAll(unit: Unit, input: Input): Unit {
  if (input.type !== 'joined') input.files?.filter(isKept).forEach(unit.keepFile);
  return unit;
}

/** The activity as it is logged: files by name, and by the id under which they are kept. */
export function namingFiles(activity: Activity, { offered }: TurnFiles, unit: Unit): Activity {
  if (offered.length === 0) return activity;
  const named = offered.map((file) => {
    if (!isKept(file)) return { contentType: 'application/octet-stream', name: file.name };
    const { id, name, contentType } = file;
    return { contentType, name, ...(unit.files.some((kept) => kept.id === id) && { id }) };
  });
  return { ...activity, attachments: [...(activity.attachments ?? []), ...named] };
}

/** The rows of the files that the dialogs have taken. */
export function attachmentRows(unit: Unit, { owner }: TurnFiles, createdAt: Instant): readonly StoredAttachment[] {
  return unit.files.map((file) => ({ ...file, owner, conversationId: unit.conversationId, createdAt }));
}
