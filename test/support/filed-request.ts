import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Locale } from '../../src/domain/locale.ts';
import { type ChatClient, cardsOf, type Sent } from './chat-client.ts';
import { press } from './transcript-play.ts';

const REFERENCE = /SR-\d{8}-\d{4,}/;

/** One request from the first sentence to the reference; a verb presses the button on the newest card. */
export const FILING: Readonly<Record<Locale, readonly string[]>> = {
  'zh-CN': ['从今天早上开始，全公司都收不到外部邮件。', 'intake.start', 'intake.submit', 'intake.confirm'],
  'en-US': [
    'Since this morning nobody in the company receives external mail.',
    'intake.start',
    'intake.submit',
    'intake.confirm',
  ],
};

const FORM: Readonly<Record<Locale, string>> = {
  'zh-CN': 'consent=true; impactStatement=每小时损失约 20 个订单; resourcesCommitted=true',
  'en-US': 'consent=true; impactStatement=We lose about 20 orders an hour; resourcesCommitted=true',
};

/** What a client sends for a step of {@link FILING}. */
export async function asSent(chat: Pick<ChatClient, 'history'>, step: string, locale: Locale): Promise<Sent> {
  if (!step.startsWith('intake.')) return step;
  return press(cardsOf(await chat.history()), step, step === 'intake.submit' ? FORM[locale] : '');
}

/** Checks that each message stands once and in order, and that its answers follow it at once. */
export function checkAnswered(history: readonly z.infer<typeof spokenSchema>[]): void {
  const numbers = history.map(({ id }) => Number(id.split('|')[1]));
  assert.deepEqual(
    numbers,
    numbers.toSorted((a, b) => a - b),
    'all stand in order',
  );
  assert.equal(new Set(numbers).size, numbers.length, 'nothing stands twice');
  let last: string | null = null;
  for (const { id, from, replyToId } of history) {
    if (from?.role !== 'bot') last = id;
    else if (last !== null) assert.equal(replyToId, last, 'answers follow what they answer');
  }
  for (const { id } of history.filter(({ from }) => from?.role !== 'bot')) {
    assert.ok(
      history.some(({ replyToId }) => replyToId === id),
      `${id} is answered`,
    );
  }
}

const spokenSchema = z.looseObject({
  id: z.string(),
  replyToId: z.string().nullish(),
  from: z.looseObject({ role: z.string().nullish() }).nullish(),
});

/** Checks that the conversation ended with one request, and gives its reference. */
export async function checkFiled(
  server: { readonly url: string; readonly staffApiKey: string },
  chat: ChatClient,
  messages: number,
): Promise<string> {
  const history = await chat.history();
  checkAnswered(history);
  const spoken = history.filter(({ from }) => from.role !== 'bot');
  assert.equal(spoken.length, messages, 'each message stands once');
  const references = history.map(({ text }) => text?.match(REFERENCE)?.[0]).filter((found) => found !== undefined);
  const [reference] = references;
  assert.ok(reference, 'the reference was shown');
  assert.equal(new Set(references).size, 1);
  const headers = { authorization: `Bearer ${server.staffApiKey}` };
  const answer = await fetch(`${server.url}/api/staff/requests/${reference}`, { headers });
  const record = z.looseObject({ conversationId: z.string() }).parse(await answer.json());
  assert.equal(record.conversationId, `directline/${chat.conversationId}`);
  return reference;
}
