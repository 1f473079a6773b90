import { z } from 'zod';

/** The languages of every sentence, card and label; a third one is one more file in `dialogs/locales` and one entry here. */
export const LOCALES = ['zh-CN', 'en-US'] as const;

/** A language tag that the product speaks. */
export const localeSchema = z.enum(LOCALES);
export type Locale = z.infer<typeof localeSchema>;

/** An RFC 3339 moment in UTC with milliseconds, as `Date#toISOString` writes it: sorts as text and survives JSON. */
export type Instant = string;

/**
 * The product language for any BCP 47 tag: every Chinese variety reads zh-CN, everything else en-US.
 * @param tag a tag such as `zh-Hant-TW`, `en`, or undefined when the channel tells none
 */
export function localeFor(tag: string | undefined): Locale | null {
  if (!tag) return null;
  return /^zh\b/i.test(tag) ? 'zh-CN' : 'en-US';
}
