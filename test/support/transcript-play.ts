import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Activity } from '../../src/domain/activity.ts';
import type { SentFile } from '../../src/domain/attachment.ts';
import { cardText } from '../../src/domain/card-text.ts';
import { localeSchema } from '../../src/domain/locale.ts';
import type { Store } from '../../src/domain/ports.ts';
import { CODE_CHANNELS } from '../../src/domain/verification.ts';
import { setStage } from './dialog-stage.ts';
import { SAMPLE_FILES } from './sample-files.ts';

/**
 * A transcript file in Markdown:
 *
 *     # What the conversation shows
 *     - person: dl_contoso-admin
 *     - now: 2026-03-03T02:30:00.000Z
 *     - cards: yes
 *     - health: mail-incident.yaml
 *     - codes: email sms
 *
 *     > what the person writes
 *
 *     what the bot answers
 *
 *     > [intake.submit] consent=true; impactStatement=...
 *
 * `- rules: R1, R5` names the rules of the support policy that the conversation shows, or `none`, for
 * docs/reference/support-policy.md. `- directory: down` is a directory that does not answer.
 *
 * `codes` are the channels by which codes can be sent, `failing` in front of them when nothing is taken; the first code is
 * 246801, the next 246802. `> (11 minutes later)` lets time go by.
 *
 * `[files: a.png, b.exe]` at the end of a line sends files of these names with it, each with content of its ending.
 *
 * A line in brackets presses the button of that name on the newest card: fields that the card had filled in are sent
 * as they stood, those after the bracket replace them.
 */
const headSchema = z.object({
  person: z.string(),
  now: z.iso.datetime(),
  cards: z.enum(['yes', 'no']),
  locale: localeSchema.optional(),
  directory: z.literal('down').optional(),
  /** The name of a file of incidents in `transcripts/health`. */
  health: z.string().optional(),
  codes: z
    .string()
    .transform((words) => words.split(' '))
    .transform((words) => ({
      channels: CODE_CHANNELS.filter((channel) => words.includes(channel)),
      fail: words.includes('failing'),
    }))
    .optional(),
});

const HEALTH_FOLDER = new URL('../dialogs/transcripts/health/', import.meta.url);

const PAUSE = /^\((\d+) minutes later\)$/;
const FILES = /\[files: ([^\]]+)\]$/;
const BUTTON = /^\[([\w.]+)\]\s*(.*)$/;

/** Plays the person's lines of a transcript and gives the whole file back with what the bot says now. */
export async function playTranscript(text: string, store: Store): Promise<string> {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith('> '));
  const head = lines.slice(0, start).join('\n').trimEnd();
  const settings = headSchema.parse(
    Object.fromEntries([...head.matchAll(/^- (\w+): (.+)$/gm)].map(([, key, value]) => [key, value])),
  );
  const healthFile = settings.health && fileURLToPath(new URL(settings.health, HEALTH_FOLDER));
  const stage = await setStage({
    ...settings,
    store,
    cards: settings.cards === 'yes',
    ...(healthFile && { healthFile }),
  });
  const played = [head];
  const cards: unknown[] = [];
  for (const line of lines.slice(start).filter((one) => one.startsWith('> '))) {
    const words = line.slice(2);
    const pause = words.match(PAUSE);
    if (pause) {
      stage.later(Number(pause[1]));
      played.push(line);
      continue;
    }
    const sent = words.match(FILES);
    const button = sent ? null : words.match(BUTTON);
    const answers = sent
      ? await stage.send(words.slice(0, sent.index).trim(), undefined, filesNamed(sent[1] ?? ''))
      : await stage.send(button ? press(cards, button[1] ?? '', button[2] ?? '') : words);
    cards.push(...answers.flatMap(({ attachments }) => (attachments ?? []).map(({ content }) => content)));
    played.push(line, ...answers.map(inWords));
  }
  return `${played.join('\n\n')}\n`;
}

function filesNamed(names: string): readonly SentFile[] {
  const contents = new Map<string, Buffer>(Object.entries(SAMPLE_FILES));
  return names.split(', ').map((name) => {
    const bytes = contents.get(name.split('.').at(-1) ?? '') ?? Buffer.from(textOf(name));
    return { name, bytes };
  });
}

function textOf(name: string): string {
  if (name.startsWith('空')) return '';
  if (name.endsWith('.html')) return '<html></html>';
  return name.endsWith('.eml') ? 'From: postmaster@contoso.example\nSubject: Undeliverable' : `log of ${name}`;
}

/**
 * The data that a client sends for a button of the newest card that has it: the button's own, and every input of that
 * card as it stands.
 */
export function press(cards: readonly unknown[], verb: string, changes: string): Record<string, unknown> {
  const isButton = ({ type, data }: Record<string, unknown>) => type === 'Action.Submit' && verbOf(data) === verb;
  const nodes = cards.map(nodesOf).findLast((card) => card.some(isButton)) ?? [];
  const action = nodes.find(isButton);
  if (!action) throw new Error(`No card has a button ${verb}.`);
  const inputs =
    action.associatedInputs === 'none'
      ? []
      : nodes.filter(({ type }) => String(type).startsWith('Input.')).map(({ id, value }) => [String(id), value ?? '']);
  const changed = changes
    .split('; ')
    .filter(Boolean)
    .map((change) => change.split('=', 2));
  return { ...Object(action.data), ...Object.fromEntries(inputs), ...Object.fromEntries(changed) };
}

function verbOf(data: unknown): unknown {
  return z.object({ verb: z.string() }).safeParse(data).data?.verb;
}

function nodesOf(node: unknown): readonly Record<string, unknown>[] {
  if (Array.isArray(node)) return node.flatMap(nodesOf);
  if (typeof node !== 'object' || node === null) return [];
  return [Object(node), ...Object.values(node).flatMap(nodesOf)];
}

function inWords({ text, attachments, suggestedActions }: Activity): string {
  const card = (attachments ?? []).flatMap(({ content }) => cardText(content)).map((line) => `| ${line}`);
  const buttons = cardText(suggestedActions).join(' ');
  return [text ?? '', card.join('\n'), buttons].filter(Boolean).join('\n\n');
}
