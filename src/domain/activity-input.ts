import { z } from 'zod';
import type { Activity, Input, TypedCode } from './activity.ts';
import { readCode } from './verification.ts';

const fieldsSchema = z.record(z.string(), z.unknown());
const withVerbSchema = z.looseObject({ verb: z.string() });
const withoutCardsSchema = z.looseObject({ supportsCards: z.literal(false) });

/**
 * What a person did, read from a channel's activity: a pressed card button, words, or that they came.
 * @param activity checked by the channel's adapter; `channelData.supportsCards: false` says that the channel shows no cards
 * @param code see {@link readTypedCode}; left out of the input where there is none
 * @returns null for what nobody has to answer: typing, events, the arrival of the bot itself
 */
export function readInput(activity: Activity, code: TypedCode = null): Input | null {
  const setting = {
    locale: activity.locale ?? null,
    cards: !withoutCardsSchema.safeParse(activity.channelData).success,
  };
  if (activity.type === 'conversationUpdate') return someoneJoined(activity) ? { type: 'joined', ...setting } : null;
  if (activity.type !== 'message') return null;
  const fields = actionFields(activity);
  const typed = code === null ? {} : { code };
  if (fields) return { type: 'action', ...fields, ...typed, ...setting };
  // A message without words, for instance a picture, is answered too: silence would look like a fault.
  return { type: 'text', text: activity.text ?? '', ...typed, ...setting };
}

/** The field of a card into which a one-time code is typed; by its name it is masked wherever it is kept. */
export const CODE_FIELD = 'verificationCode';
const codeFieldSchema = z.looseObject({ [CODE_FIELD]: z.union([z.string().max(100), z.int()]) });

/**
 * The digits that may be a one-time code, from the activity as it came: {@link readInput} is given one whose secrets are
 * masked already.
 */
export function readTypedCode(activity: Activity): TypedCode {
  const field = codeFieldSchema.safeParse(cardValue(activity.value));
  if (field.success) return readCode(String(field.data[CODE_FIELD]));
  return readCode(activity.text ?? '');
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
