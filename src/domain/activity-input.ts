import { z } from 'zod';
import type { Activity, Input } from './activity.ts';

const fieldsSchema = z.record(z.string(), z.unknown());
const withVerbSchema = z.looseObject({ verb: z.string() });
const withoutCardsSchema = z.looseObject({ supportsCards: z.literal(false) });

/**
 * What a person did, read from a channel's activity: a pressed card button, words, or that they came.
 * @param activity checked by the channel's adapter; `channelData.supportsCards: false` says that the channel shows no cards
 * @returns null for what nobody has to answer: typing, events, the arrival of the bot itself
 */
export function readInput(activity: Activity): Input | null {
  const setting = {
    locale: activity.locale ?? null,
    cards: !withoutCardsSchema.safeParse(activity.channelData).success,
  };
  if (activity.type === 'conversationUpdate') return someoneJoined(activity) ? { type: 'joined', ...setting } : null;
  if (activity.type !== 'message') return null;
  const fields = actionFields(activity);
  if (fields) return { type: 'action', ...fields, ...setting };
  // A message without words, for instance a picture, is answered too: silence would look like a fault.
  return { type: 'text', text: activity.text ?? '', ...setting };
}

/**
 * `value` as the fields of a card: some channels hand it on as JSON text, everything else is given back as it is.
 * Source: Bot Framework activity schema, "Value"; Adaptive Cards `Action.Submit`.
 */
export function cardValue(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    const parsed = fieldsSchema.safeParse(JSON.parse(value));
    return parsed.success ? parsed.data : value;
  } catch {
    return value;
  }
}

/** A card action has fields and a verb; fields without one are an action only where there are no words to answer instead. */
function actionFields(activity: Activity): { verb: string; data: Record<string, unknown> } | null {
  const fields = fieldsSchema.safeParse(cardValue(activity.value));
  if (!fields.success) return null;
  const named = withVerbSchema.safeParse(fields.data);
  if (named.success) return { verb: named.data.verb, data: fields.data };
  return activity.text?.trim() ? null : { verb: '', data: fields.data };
}

function someoneJoined({ membersAdded, recipient }: Activity): boolean {
  return (membersAdded ?? []).some(({ id }) => id !== recipient?.id);
}
