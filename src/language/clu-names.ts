import { IntakeError } from '../domain/errors.ts';
import type { Locale } from '../domain/locale.ts';
import { type Topic, topicSchema } from '../domain/topics.ts';

/** The generally available version of prediction, authoring and project files; the client package's own default is gone. */
export const CLU_API_VERSION = '2023-04-01';

/** Language names of a CLU project. */
export const CLU_LANGUAGE: Readonly<Record<Locale, 'zh-hans' | 'en-us'>> = { 'zh-CN': 'zh-hans', 'en-US': 'en-us' };

/** The service refuses longer texts (CLU service limits: 1 to 1 000 characters). */
export const MOST_CLU_UNITS = 1_000;

/** The intent of texts of no topic, which every project has. */
const NO_INTENT = 'None';

/** The intent by which a topic goes in a project. */
export function intentOf(topic: Topic): string {
  return topic === 'none' ? NO_INTENT : topic;
}

/** The topic of an intent. @throws IntakeError `Unavailable` for an intent that is none of this release */
export function topicOfIntent(intent: string): Topic {
  const parsed = topicSchema.safeParse(intent === NO_INTENT ? 'none' : intent);
  if (parsed.success) return parsed.data;
  const message = `The CLU project answered the unknown intent "${intent.slice(0, 50)}": deploy the project of this release.`;
  throw new IntakeError('Unavailable', message);
}
