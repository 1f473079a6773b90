import { z } from 'zod';
import type { Activity } from './activity.ts';
import { cardText } from './card-text.ts';
import { type Instant, type Locale, localeSchema } from './locale.ts';
import type { Hash, LoggedActivity } from './ports.ts';
import { type Redaction, redact, redactDeep, redactionsIn } from './redaction.ts';

/** One utterance as staff read it. */
export interface TranscriptEntry {
  readonly seq: number;
  readonly at: Instant;
  readonly from: 'person' | 'bot' | 'staff';
  readonly name: string | null;
  readonly text: string;
}

/** A conversation in order and in full, with secrets masked; version 1 of the contract with staff and backends. */
export interface Transcript {
  readonly schemaVersion: 1;
  readonly conversationId: string;
  readonly entries: readonly TranscriptEntry[];
  /** What was masked in the entries, whenever that happened. */
  readonly redactions: readonly Redaction[];
  /** Lower-case hex SHA-256 of `JSON.stringify(entries)`: two people can see that they hold the same text. */
  readonly sha256: string;
}

/** Words for a submitted card field; `verb` is handed in like a field. A field it does not know it gives as it stands. */
export type FieldWords = (field: string, value: string | number | boolean, locale: Locale) => string;

/** What a transcript is made from. */
export interface TranscriptInput {
  readonly conversationId: string;
  readonly rows: readonly LoggedActivity[];
  /** `external` leaves out what staff wrote for staff. */
  readonly view: 'internal' | 'external';
  readonly locale: Locale;
  readonly words: FieldWords;
  readonly hash: Hash;
}

/** A card submission has few fields; more are noise of a hostile client. */
const MAX_FIELDS = 60;
/** Fields that carry no words: ids that tie a card to its draft, and what Teams adds. */
const SILENT_FIELDS = new Set(['verb', 'draft', 'draftid', 'id', 'msteams']);

const staffNoteSchema = z.looseObject({ internal: z.literal(true) });
const submissionSchema = z.looseObject({ verb: z.string().min(1).max(200) });
/** Universal actions wrap the data: `value.action.data` (Bot Framework invoke `adaptiveCard/action`). */
const universalActionSchema = z.looseObject({ action: z.looseObject({ data: submissionSchema }) });

/**
 * The readable conversation. Typing, joins and other activities without words are left out.
 * An outgoing activity is the bot's unless its `from.role` is `staff`; a note of staff for staff has
 * `channelData.internal` true as well.
 */
export function createTranscript(input: TranscriptInput): Transcript {
  // A form is read in the language in which it was shown, not in the one that the conversation ended in.
  let { locale } = input;
  const entries = [...input.rows]
    .sort((one, other) => one.seq - other.seq)
    .filter((row) => input.view === 'internal' || !isStaffNote(row))
    .flatMap((row) => {
      const shown = row.direction === 'outgoing' ? localeSchema.safeParse(row.activity.locale) : null;
      if (shown?.success) locale = shown.data;
      return readRow(row, { ...input, locale });
    });
  return {
    schemaVersion: 1,
    conversationId: input.conversationId,
    entries,
    redactions: redactionsIn(...entries.map((entry) => entry.text)),
    sha256: input.hash.sha256(JSON.stringify(entries)),
  };
}

function readRow(row: LoggedActivity, { locale, words }: TranscriptInput): readonly TranscriptEntry[] {
  const { activity } = row;
  if (activity.type !== 'message' && activity.type !== 'invoke') return [];
  const lines = [...ownText(activity), ...submittedText(activity.value, locale, words), ...attachedText(activity)];
  if (lines.length === 0) return [];
  const text = redact(lines.join('\n')).text;
  return [{ seq: row.seq, at: row.createdAt, from: speakerOf(row), name: activity.from?.name ?? null, text }];
}

function ownText({ text }: Activity): readonly string[] {
  return text && text.trim() !== '' ? [text] : [];
}

/** A card submission as one line a field: `Affected: the whole organisation`. */
function submittedText(value: unknown, locale: Locale, words: FieldWords): readonly string[] {
  const universal = universalActionSchema.safeParse(value);
  const submission = submissionSchema.safeParse(universal.success ? universal.data.action.data : value);
  if (!submission.success) return [];
  const { verb } = submission.data;
  const fields = Object.entries(Object(redactDeep(submission.data).value)).slice(0, MAX_FIELDS);
  const lines = fields.flatMap(([field, part]) => {
    const scalar = scalarOf(part);
    if (scalar === null || field.length > 100 || SILENT_FIELDS.has(field.toLowerCase())) return [];
    return [words(field, scalar, locale)];
  });
  return [words('verb', verb, locale), ...lines];
}

function scalarOf(value: unknown): string | number | boolean | null {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  return null;
}

/** Cards as text, files by name, and the buttons under the message. */
function attachedText({ attachments, suggestedActions }: Activity): readonly string[] {
  const attached = (attachments ?? []).flatMap((attachment) => {
    const type = attachment.contentType ?? '';
    if (type.startsWith('application/vnd.microsoft.card.')) return cardText(attachment.content);
    const name = typeof attachment.name === 'string' ? attachment.name.slice(0, 200) : '';
    return [`[${[name, type].filter(Boolean).join(', ')}]`];
  });
  return [...attached, ...cardText(suggestedActions)];
}

function speakerOf(row: LoggedActivity): TranscriptEntry['from'] {
  if (row.direction === 'incoming') return 'person';
  return row.activity.from?.role === 'staff' ? 'staff' : 'bot';
}

/** Only an outgoing row can be a note of staff: what a person sends is never hidden, whatever it claims. */
function isStaffNote(row: LoggedActivity): boolean {
  return speakerOf(row) === 'staff' && staffNoteSchema.safeParse(row.activity.channelData).success;
}
