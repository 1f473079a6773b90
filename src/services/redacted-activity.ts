import { z } from 'zod';
import { type Activity, activitySchema } from '../domain/activity.ts';
import { cardValue } from '../domain/activity-input.ts';
import { IntakeError } from '../domain/errors.ts';
import { redact, redactDeep } from '../domain/redaction.ts';
import { withoutEmbeddedData } from './embedded-data.ts';

/** Addresses and ids, which machines compare: a mask in them would send the answer nowhere. Everything else may be words. */
const KEPT = new Set([
  'type',
  'id',
  'timestamp',
  'localTimestamp',
  'localTimezone',
  'channelId',
  'serviceUrl',
  'from',
  'recipient',
  'conversation',
  'replyToId',
  'locale',
  'membersAdded',
  'membersRemoved',
]);

/** UTF-16 units of the longest address that is taken; a longer string is none that anybody compares. */
const LONGEST_ID = 2000;
/** By this id Web Chat recognises the echo of what it sent. */
const echoSchema = z.looseObject({ clientActivityID: z.string().regex(/^[\w.-]{1,100}$/) });
const fieldsSchema = z.record(z.string(), z.unknown());

/**
 * The activity as it may be stored and understood: secrets in words, card fields and channel data are masked, and
 * files that are written into strings are cut.
 * @throws IntakeError `InvalidInput` when nothing sensible is left of it
 */
export function redactActivity(activity: Activity): Activity {
  const kept: Record<string, unknown> = {};
  const words: Record<string, unknown> = {};
  for (const [field, content] of Object.entries({ ...activity, value: cardValue(activity.value) })) {
    if (content === undefined) continue;
    if (KEPT.has(field)) kept[field] = withoutEmbeddedData(content, LONGEST_ID);
    else words[field] = withoutEmbeddedData(content);
  }
  const masked = fieldsSchema.parse(redactDeep(words).value);
  const echo = echoSchema.safeParse(activity.channelData);
  const channelData = fieldsSchema.safeParse(masked.channelData);
  if (echo.success && channelData.success) {
    masked.channelData = { ...channelData.data, clientActivityID: echo.data.clientActivityID };
  }
  const redacted = activitySchema.safeParse({ ...kept, ...masked });
  if (redacted.success) return redacted.data;
  throw new IntakeError(
    'InvalidInput',
    'The message cannot be taken, because its fields do not fit; send it again as plain text.',
    {
      cause: redacted.error,
    },
  );
}

/** What stands in the place of a message that was a one-time code. */
const SECRET_TEXT = redact('verification code: 123456').text.replace(/^[^[]*/, '');
const buttonSchema = z.looseObject({ verb: z.string().max(100) });

/**
 * An activity that was a one-time code, as it may be stored: who sent it, when and by which button. All words are dropped,
 * for channels repeat them elsewhere (Teams in an attachment of HTML), and a mask stands for them.
 * @param activity after {@link redactActivity}
 */
export function withoutSecret(activity: Activity): Activity {
  const kept = Object.fromEntries(Object.entries(activity).filter(([field]) => KEPT.has(field)));
  const echo = echoSchema.safeParse(activity.channelData);
  const button = buttonSchema.safeParse(activity.value);
  return activitySchema.parse({
    ...kept,
    text: SECRET_TEXT,
    ...(button.success && { value: { verb: button.data.verb } }),
    ...(echo.success && { channelData: { clientActivityID: echo.data.clientActivityID } }),
  });
}
