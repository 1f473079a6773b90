import { z } from 'zod';
import type { OfferedFile } from './attachment.ts';

/**
 * An id as channels make them. One with control characters or half a surrogate pair could be neither stored as it is nor
 * put into the address that replies go to.
 */
export const channelIdSchema = z
  .string()
  .max(400)
  .refine((id) => id.isWellFormed() && !/\p{Cc}/u.test(id), 'holds characters that no id has');

/** Channel account of the Bot Framework activity schema. */
const accountSchema = z.looseObject({
  id: channelIdSchema,
  name: z.string().max(400).nullish(),
  aadObjectId: z.string().max(100).nullish(),
  role: z.string().max(40).nullish(),
});

/**
 * An activity as any channel hands it over: the fields that the product reads are checked, the rest passes through.
 * Source: Bot Framework activity schema (microsoft/botframework-sdk, specs/botframework-activity).
 */
export const activitySchema = z.looseObject({
  type: z.string().min(1).max(100),
  id: channelIdSchema.nullish(),
  timestamp: z.string().max(100).nullish(),
  channelId: z.string().max(100).nullish(),
  serviceUrl: z.string().max(2000).nullish(),
  from: accountSchema.nullish(),
  recipient: accountSchema.nullish(),
  conversation: z.looseObject({ id: channelIdSchema, tenantId: z.string().max(100).nullish() }).nullish(),
  text: z.string().nullish(),
  locale: z.string().max(40).nullish(),
  value: z.unknown().optional(),
  name: z.string().max(200).nullish(),
  replyToId: channelIdSchema.nullish(),
  membersAdded: z.array(accountSchema).max(100).nullish(),
  attachments: z
    .array(z.looseObject({ contentType: z.string().max(200).nullish() }))
    .max(50)
    .nullish(),
  entities: z
    .array(z.looseObject({ type: z.string().max(200).nullish() }))
    .max(100)
    .nullish(),
  channelData: z.unknown().optional(),
});
export type Activity = z.infer<typeof activitySchema>;

/**
 * Digits that may be a one-time code, as they were before secrets were masked; null where there are none. They must not be
 * kept anywhere: neither in the state nor in a reply.
 */
export type TypedCode = string | null;

/** What a person did, free of any channel. */
export type Input =
  | { readonly type: 'joined'; readonly locale: string | null; readonly cards: boolean }
  | {
      readonly type: 'text';
      readonly text: string;
      /** See {@link TypedCode}. */
      readonly code?: TypedCode;
      readonly locale: string | null;
      readonly cards: boolean;
      /** Files that came with the words, those that could not be kept as well. */
      readonly files?: readonly OfferedFile[];
    }
  | {
      readonly type: 'action';
      /** `data.verb` of the card action, not yet known to be a verb of ours. */
      readonly verb: string;
      readonly data: Readonly<Record<string, unknown>>;
      readonly code?: TypedCode;
      readonly locale: string | null;
      readonly cards: boolean;
      /** Files that came with the button, as some channels send them. */
      readonly files?: readonly OfferedFile[];
    };

/** A button under a message; pressing it sends `value` as the person's own text. */
export interface Suggestion {
  readonly title: string;
  readonly value: string;
}

/** One thing to say, free of any channel: Markdown text, and where it helps a card or buttons. */
export interface Reply {
  readonly text: string;
  /** Plain words for a screen reader when the text alone would not carry the card. */
  readonly speak?: string;
  /** Adaptive Card 1.5 as JSON. */
  readonly card?: Readonly<Record<string, unknown>>;
  readonly suggestions?: readonly Suggestion[];
}
