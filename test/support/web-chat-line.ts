import { DirectLine } from 'botframework-directlinejs';
import sinon from 'sinon';
import { FetchXmlHttpRequest } from '../directline/xml-http-request.ts';
import { until } from './until.ts';

/** The client that Web Chat uses, with what it received. */
export interface WebChatLine {
  readonly ids: readonly string[];
  /** Posts as a person does who presses "send again" for as long as it was not sent, and waits for the answer. */
  ask(text: string, key: string): Promise<void>;
  end(): void;
}

/** How long this client waits before it asks again where nobody answered, in milliseconds; 20 s by default. */
const TIMEOUT_MS = 1_000;

/**
 * Starts a conversation with the real client, which comes back at once when its stream is closed. It is written for browsers:
 * what it needs of one is there until `end`.
 */
export function openWebChatLine(url: string, token: string): WebChatLine {
  Object.assign(globalThis, { XMLHttpRequest: FetchXmlHttpRequest });
  // Its notes on the console are about choices of the test.
  const quiet = [sinon.stub(console, 'warn'), sinon.stub(console, 'log')];
  const line = new DirectLine({
    domain: `${url}/v3/directline`,
    token,
    timeout: TIMEOUT_MS,
    // The wait before it opens a stream again is 3 s plus this times 12 s: nothing in all.
    ...{ random: () => -0.25 },
  });
  const ids: string[] = [];
  const answered = new Set<string>();
  line.activity$.subscribe(
    (activity) => {
      ids.push(activity.id ?? '');
      if ('replyToId' in activity) answered.add(String(activity.replyToId));
    },
    () => undefined,
  );
  return {
    ids,
    ask: async (text, key) => {
      const message = { type: 'message', text, from: { id: 'me' }, channelData: { clientActivityID: key } } as const;
      const id = await until('the message is sent', async () => {
        const sent = await line.postActivity(message).toPromise();
        return sent === 'retry' ? null : sent;
      });
      await until(`an answer to ${id}`, () => answered.has(id));
    },
    end: () => {
      line.end();
      for (const stub of quiet) stub.restore();
      Reflect.deleteProperty(globalThis, 'XMLHttpRequest');
    },
  };
}
