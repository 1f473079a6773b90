import type { Store } from '../../src/domain/ports.ts';
import type { Recognition, RecognitionEnd } from '../../src/domain/recognition.ts';
import { sampleActivity, sampleConversation, sampleRecognition, sampleTurn } from './store-samples.ts';

/** A conversation of one message that was recognised, and what happened next. */
export interface Told {
  readonly text: string;
  readonly recognised?: Partial<Recognition>;
  readonly end?: Pick<RecognitionEnd, 'outcome' | 'topic'>;
  readonly at?: string;
}

/** The person said that it is about something else. */
export const CORRECTED = { outcome: 'corrected', topic: 'billing.renew' } as const;

/** Writes such conversations: of Nawal Lindqvist, whom the channel calls by another name, of the tenant `lamna`. */
export async function tellRecognised(store: Store, ...all: Told[]): Promise<void> {
  for (const told of all) {
    const { text, recognised, end, at = '2026-03-02T01:00:00.000Z' } = told;
    const id = `directline/${all.indexOf(told)}`;
    const recognition = sampleRecognition(recognised);
    await store.commitTurn(
      { system: 'turn' },
      sampleTurn({
        conversation: sampleConversation({
          id,
          updatedAt: at,
          tenant: 'lamna',
          state: { draft: { contactName: 'Nawal Lindqvist' } },
        }),
        activities: [
          sampleActivity({
            conversationId: id,
            activity: { type: 'message', text, from: { id: 'x', name: '欧阳靖瑶' } },
          }),
        ],
        recognitions: [recognition],
        ...(end && { recognitionEnds: [{ ...end, seq: 1, recognised: recognition.topic }] }),
      }),
    );
  }
}
