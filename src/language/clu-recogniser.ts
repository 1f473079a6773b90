import { ConversationAnalysisClient } from '@azure/ai-language-conversations';
import { AzureKeyCredential } from '@azure/core-auth';
import { ConsecutiveBreaker, circuitBreaker, handleAll, TimeoutStrategy, timeout, wrap } from 'cockatiel';
import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';
import type { Locale } from '../domain/locale.ts';
import type { Recogniser } from '../domain/ports.ts';
import { type Topic, topicSchema } from '../domain/topics.ts';
import type { TopicScore, Understanding } from '../domain/understanding.ts';
import { readLocally } from './local-recogniser.ts';
import { LEAST_ALTERNATIVE, MOST_ALTERNATIVES } from './thresholds.ts';

/** The generally available version; the package's own default is a preview that is gone. */
const API_VERSION = '2023-04-01';
/** The service refuses longer texts (CLU service limits). */
const MOST_UNITS = 1_000;
/** Language names of a CLU project. */
const CLU_LANGUAGE: Readonly<Record<Locale, string>> = { 'zh-CN': 'zh-hans', 'en-US': 'en-us' };
/** A person waits for this answer, so a slow one is worth less than the local one. */
const PATIENCE_MS = 1_500;
/** So many failures in a row stop the calls, so that an outage costs nobody the patience of every turn. */
const FAILURES_TO_BREAK = 5;
const PAUSE_MS = 30_000;

/** Where the project is deployed. */
export interface CluSettings {
  readonly endpoint: string;
  readonly key: string;
  readonly project: string;
  readonly deployment: string;
}

/** For tests against a local double. */
export interface CluOptions {
  /** Permits http; never set in production, the key would be readable on the way. */
  readonly allowInsecureConnection?: boolean;
  readonly patienceMs?: number;
  readonly pauseMs?: number;
}

const intentSchema = z.object({ category: z.string(), confidence: z.number().min(0).max(1) });
const resultSchema = z.object({
  kind: z.literal('ConversationResult'),
  result: z.object({
    prediction: z.object({ topIntent: z.string(), intents: z.array(intentSchema).min(1) }),
  }),
});

/** The intent `None` always exists in a project; every other one must be a topic. */
function topicOf(intent: string): Topic {
  const parsed = topicSchema.safeParse(intent === 'None' ? 'none' : intent);
  if (parsed.success) return parsed.data;
  const message = `The CLU project answered the unknown intent "${intent}": deploy the project of this release.`;
  throw new IntakeError('Unavailable', message);
}

/** Topic, confidence and runners-up of a reply; the service puts `None` on top below its own threshold. */
function classified(reply: unknown): Pick<Understanding, 'topic' | 'confidence' | 'alternatives'> {
  const { prediction } = resultSchema.parse(reply).result;
  const ranking: TopicScore[] = prediction.intents
    .map(({ category, confidence }) => ({ topic: topicOf(category), confidence }))
    .sort((left, right) => right.confidence - left.confidence);
  const topic = topicOf(prediction.topIntent);
  const confidence = ranking.find((score) => score.topic === topic)?.confidence ?? 0;
  const others = ranking.filter((score) => score.topic !== topic && score.topic !== 'none');
  const alternatives = others.filter((score) => score.confidence >= LEAST_ALTERNATIVE).slice(0, MOST_ALTERNATIVES);
  return { topic, confidence, alternatives };
}

/** The part of a text that is sent: no half of a surrogate pair at the cut, and no blank text, which is refused. */
function sentPart(text: string): string {
  return text.slice(0, MOST_UNITS).toWellFormed().trim();
}

/**
 * Conversational language understanding of Azure behind the port. The topic is the service's; entities and severity
 * facts are read here, so that they are the same whoever names the topic. One attempt a text, without retries: the
 * local recogniser is the better second try.
 * @returns a recogniser that rejects with IntakeError `Unavailable` when the service is slow, down, or answers something
 * that is no topic; give it to `createFallbackRecogniser`
 */
export function createCluRecogniser(settings: CluSettings, options: CluOptions = {}): Recogniser {
  const client = new ConversationAnalysisClient(settings.endpoint, new AzureKeyCredential(settings.key), {
    apiVersion: API_VERSION,
    allowInsecureConnection: options.allowInsecureConnection ?? false,
    retryOptions: { maxRetries: 0 },
  });
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: options.pauseMs ?? PAUSE_MS,
    breaker: new ConsecutiveBreaker(FAILURES_TO_BREAK),
  });
  const guarded = wrap(breaker, timeout(options.patienceMs ?? PATIENCE_MS, TimeoutStrategy.Aggressive));
  const parameters = {
    projectName: settings.project,
    deploymentName: settings.deployment,
    stringIndexType: 'Utf16CodeUnit',
    verbose: true,
  };
  const ask = (text: string, locale: Locale | null, signal: AbortSignal): Promise<unknown> => {
    const language = locale === null ? {} : { language: CLU_LANGUAGE[locale] };
    const conversationItem = { id: '1', participantId: 'person', text, ...language };
    const task = { kind: 'Conversation' as const, analysisInput: { conversationItem }, parameters };
    return client.analyzeConversation(task, { abortSignal: signal });
  };
  return {
    async recognise(text, locale) {
      const sent = sentPart(text);
      if (sent === '') return { topic: 'none', confidence: 1, alternatives: [], ...readLocally(text), source: 'clu' };
      try {
        const named = await guarded.execute(async ({ signal }) => classified(await ask(sent, locale, signal)));
        return { ...named, ...readLocally(text), source: 'clu' };
      } catch (cause) {
        throw new IntakeError(
          'Unavailable',
          'The CLU service gave no usable answer: check its status and CLU_* settings.',
          {
            cause,
          },
        );
      }
    },
  };
}
