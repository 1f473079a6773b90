import { ConversationAnalysisClient } from '@azure/ai-language-conversations';
import { AzureKeyCredential } from '@azure/core-auth';
import { z } from 'zod';
import type { Locale } from '../domain/locale.ts';
import type { TopicScore, Understanding } from '../domain/understanding.ts';
import { cluFailureOf } from './clu-failure.ts';
import { CLU_API_VERSION, CLU_LANGUAGE, MOST_CLU_UNITS, topicOfIntent } from './clu-names.ts';
import { LEAST_ALTERNATIVE, MOST_ALTERNATIVES } from './thresholds.ts';

/** Where the project is deployed. */
export interface CluSettings {
  readonly endpoint: string;
  readonly key: string;
  readonly project: string;
  readonly deployment: string;
}

/** What the service says of a text. */
export type Classification = Pick<Understanding, 'topic' | 'confidence' | 'alternatives'>;

/**
 * Asks the service once, without retries: the caller knows a better second try.
 * @param text what {@link sentPart} gave, not empty
 * @throws CluFailure
 */
export type AskClu = (text: string, locale: Locale | null, signal: AbortSignal) => Promise<Classification>;

const intentSchema = z.object({ category: z.string(), confidence: z.number().min(0).max(1) });
const resultSchema = z.object({
  kind: z.literal('ConversationResult'),
  result: z.object({
    prediction: z.object({ topIntent: z.string(), intents: z.array(intentSchema).min(1) }),
  }),
});

/** The part of a text that is sent: no half of a surrogate pair at the cut, and no blank text, which is refused. */
export function sentPart(text: string): string {
  return text.slice(0, MOST_CLU_UNITS).toWellFormed().trim();
}

/** Topic, confidence and runners-up of a reply; the service puts `None` on top below the threshold of the project. */
function classified(reply: unknown): Classification {
  const { prediction } = resultSchema.parse(reply).result;
  const ranking: TopicScore[] = prediction.intents
    .map(({ category, confidence }) => ({ topic: topicOfIntent(category), confidence }))
    .sort((left, right) => right.confidence - left.confidence);
  const topic = topicOfIntent(prediction.topIntent);
  const confidence = ranking.find((score) => score.topic === topic)?.confidence ?? 0;
  const others = ranking.filter((score) => score.topic !== topic && score.topic !== 'none');
  const alternatives = others.filter((score) => score.confidence >= LEAST_ALTERNATIVE).slice(0, MOST_ALTERNATIVES);
  return { topic, confidence, alternatives };
}

/**
 * The client of one deployed project.
 * @param options.allowInsecureConnection permits http; only for this machine, the key would be readable on the way
 */
export function createCluClient(
  settings: CluSettings,
  options: { readonly allowInsecureConnection?: boolean } = {},
): AskClu {
  const client = new ConversationAnalysisClient(settings.endpoint, new AzureKeyCredential(settings.key), {
    apiVersion: CLU_API_VERSION,
    allowInsecureConnection: options.allowInsecureConnection ?? false,
    retryOptions: { maxRetries: 0 },
    // A redirection would take the key to another host.
    redirectOptions: { maxRetries: 0 },
  });
  const parameters = {
    projectName: settings.project,
    deploymentName: settings.deployment,
    stringIndexType: 'Utf16CodeUnit',
    verbose: true,
  };
  return async (text, locale, abortSignal) => {
    const language = locale === null ? {} : { language: CLU_LANGUAGE[locale] };
    const conversationItem = { id: '1', participantId: 'person', text, ...language };
    const task = { kind: 'Conversation' as const, analysisInput: { conversationItem }, parameters };
    try {
      return classified(await client.analyzeConversation(task, { abortSignal }));
    } catch (cause) {
      throw cluFailureOf(cause);
    }
  };
}
