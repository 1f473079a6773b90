import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { z } from 'zod';
import { type AnswerCutter, startAnswerCutter } from '../support/answer-cutter.ts';
import type { ChatClient } from '../support/chat-client.ts';
import { asSent, checkAnswered, checkFiled, FILING } from '../support/filed-request.ts';
import { type InstancePair, startInstancePair } from '../support/instance-pair.ts';
import { describeOnPostgres } from '../support/store-engines.ts';
import { openStream, type StreamClient } from '../support/stream-client.ts';
import { until } from '../support/until.ts';
import { openWebChatLine } from '../support/web-chat-line.ts';

const LOCALE = 'zh-CN';
const STEPS = FILING[LOCALE];
/** So often an instance is killed, each time while so many people wait for an answer of it. */
const [KILLS, PEOPLE] = [3, 5];
/** The lease of an instance that ended is taken over at once: neither its 30 s nor the 12 s of a waiting turn may pass. */
const TAKEN_OVER_MS = 5_000;
const WHICH = [0, 1] as const;

/**
 * Repeats what failed because a connection was lost, or because an instance that shares its machine with this test was asked
 * for too much at once; any other answer that is an error stays one.
 */
function overLostConnections<Answer>(what: string, ask: () => Promise<Answer>) {
  return until(what, async () => {
    try {
      return { answer: await ask() };
    } catch (error) {
      if (error instanceof Error && /^fetch failed$|"code":"Busy"/.test(error.message)) return null;
      // Not to be repeated: handed out of the wait and thrown there.
      return { error };
    }
  }).then((result) => {
    if ('error' in result) throw result.error;
    return result.answer;
  });
}

describeOnPostgres('one of two instances behind a balancer', (server) => {
  let cutter: AnswerCutter;
  let pair: InstancePair;
  before(async function () {
    this.timeout(60_000);
    cutter = await startAnswerCutter(await server().createDatabase());
    // The queue of a worker commits now and then by itself, and would meet what is meant for a turn.
    pair = await startInstancePair(cutter.url, [{ ROLE: 'web' }, { ROLE: 'web' }]);
  });
  beforeEach(async function () {
    this.timeout(60_000);
    for (const which of WHICH) await pair.startAgain(which);
  });
  after(async () => {
    await pair?.stop();
    await cutter?.close();
  });

  const post = (chat: ChatClient, sent: Parameters<ChatClient['post']>[0], key: string) =>
    overLostConnections('the message is answered', () => chat.post(sent, key));
  const begin = () => pair.chat('dl_contoso-admin', LOCALE);

  /** Files a request up to one message, and gives what sends that message straight to an instance, and the rest. */
  async function fileUpTo(moment: number) {
    const chat = await begin();
    const reader = { history: () => overLostConnections('the history is read', chat.history) };
    const steps = STEPS.map((step, index) => ({ step, key: `message-${index}` }));
    const send = async ({ step, key }: { step: string; key: string }) =>
      post(chat, await asSent(reader, step, LOCALE), key);
    for (const one of steps.slice(0, moment)) await send(one);
    const { step = '', key = '' } = steps[moment] ?? {};
    const sent = await asSent(reader, step, LOCALE);
    return {
      cut: (which: 0 | 1) =>
        chat
          .at(pair.instance(which).url)
          .post(sent, key)
          .catch(() => null),
      again: () => post(chat, sent, key),
      finish: async (which: 0 | 1) => {
        for (const one of steps.slice(moment + 1)) await send(one);
        const survivor = pair.instance(which);
        const check = () => checkFiled(survivor, chat.at(survivor.url), STEPS.length);
        await overLostConnections('the request is looked at', check);
      },
    };
  }

  /**
   * Kills an instance to which several people have just sent a message, each the given milliseconds before.
   * @returns milliseconds until the other instance had answered each of them
   */
  async function killAmong(which: 0 | 1, people: readonly { moment: number; delay: number }[]): Promise<number[]> {
    const chats = await Promise.all(people.map(({ moment }) => fileUpTo(moment)));
    const longest = Math.max(...people.map(({ delay }) => delay));
    const cuts = chats.map(async ({ cut }, at) => {
      await pause(longest - (people[at]?.delay ?? 0));
      await cut(which);
    });
    await pause(longest);
    const killed = performance.now();
    await pair.instance(which).kill();
    await Promise.all(cuts);
    const took = await Promise.all(
      chats.map(async ({ again }) => {
        await again();
        return performance.now() - killed;
      }),
    );
    await Promise.all(chats.map(({ finish }) => finish(which === 0 ? 1 : 0)));
    return took;
  }

  it('is killed while people file requests: nothing is lost or done twice, and the other goes on at once', async function () {
    this.timeout(120_000);
    const moment = fc.record({ moment: fc.nat(STEPS.length - 1), delay: fc.nat(60) });
    const moments = fc.sample(fc.array(moment, { minLength: PEOPLE, maxLength: PEOPLE }), {
      numRuns: KILLS,
      seed: 20_260_304,
    });
    const took: number[] = [];
    for (const [at, people] of moments.entries()) {
      const which = at % 2 === 0 ? 0 : 1;
      await pair.startAgain(which === 0 ? 1 : 0);
      took.push(...(await killAmong(which, people)));
    }
    assert.ok(Math.max(...took) < TAKEN_OVER_MS, `milliseconds: ${took.map(Math.round)}`);
    const headers = { authorization: `Bearer ${pair.staffApiKey}` };
    const listed = await overLostConnections('the list is read', () =>
      fetch(`${pair.url}/api/staff/requests?limit=100`, { headers }),
    );
    const { requests } = z
      .object({ requests: z.array(z.looseObject({ draftId: z.string() })) })
      .parse(await listed.json());
    assert.equal(requests.length, KILLS * PEOPLE);
    assert.equal(new Set(requests.map(({ draftId }) => draftId)).size, KILLS * PEOPLE);
  });

  /** Somebody who reads the stream, opening it again from the watermark when it was closed, and remembers why it was. */
  async function follow(chat: ChatClient, codes: number[]) {
    const seen: StreamClient['activities'][number][] = [];
    let stream = await until('the stream opens', async () => openStream(await chat.streamUrl()));
    let isOver = false;
    let watermark = '';
    const following = (async () => {
      for (;;) {
        const code = await until(
          'the stream is closed or over',
          () => stream.closedWith() ?? (isOver ? 'over' : null),
          60_000,
        );
        watermark = stream.watermark() === '' ? watermark : stream.watermark();
        seen.push(...stream.activities);
        if (code === 'over') return stream.close();
        if (typeof code === 'number') codes.push(code);
        stream = await until('the stream opens again', async () => openStream(await chat.streamUrl(watermark)));
      }
    })();
    return {
      end: async () => {
        isOver = true;
        await following;
        return seen;
      },
      hears: (id: string) =>
        until(`an answer to ${id}`, () => [...seen, ...stream.activities].some(({ replyToId }) => replyToId === id)),
    };
  }

  it('is asked to end and starts again, then the other ends, while people chat: who comes again misses nothing', async function () {
    this.timeout(60_000);
    const chats = await Promise.all(Array.from({ length: 2 }, begin));
    const codes: number[] = [];
    let isOver = false;
    const talks = chats.map(async (chat) => {
      const reader = await follow(chat, codes);
      let messages = 0;
      for (; !isOver; messages += 1) {
        await reader.hears(await post(chat, '全公司都收不到外部邮件', `message-${messages}`));
      }
      return { chat, messages, seen: await reader.end() };
    });
    const line = openWebChatLine(pair.url, await pair.token('dl_contoso-admin'));
    const widget = (async () => {
      let messages = 0;
      for (; !isOver; messages += 1) await line.ask('全公司都收不到外部邮件', `message-${messages}`);
      line.end();
      return messages;
    })();
    assert.deepEqual(await pair.instance(0).stop(), { code: 0, signal: null });
    await pair.startAgain(0);
    assert.deepEqual(await pair.instance(1).stop(), { code: 0, signal: null });
    isOver = true;
    for (const { chat, messages, seen } of await Promise.all(talks)) {
      assert.ok(messages > 0);
      checkAnswered(seen);
      const history = (await overLostConnections('the history is read', chat.history)).map(({ id }) => id);
      const ids = seen.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length, 'nothing came twice');
      // The list gives a hundred at most.
      assert.deepEqual(ids.slice(0, history.length), history);
      assert.equal(seen.filter(({ from }) => from?.role !== 'bot').length, messages);
    }
    assert.ok((await widget) > 0);
    // A welcome, and then three for each message that the widget's own client sent.
    const numbers = line.ids.map((id) => Number(id.split('|')[1]));
    assert.deepEqual(
      numbers,
      numbers.map((_, at) => at + (numbers[0] ?? 0)),
      'the widget missed nothing',
    );
    assert.ok(codes.length >= chats.length && codes.every((code) => code === 1001), `${codes}`);
  });

  it('never hears that its commit was written: the message stands once, and is answered and shown once', async () => {
    const chat = await begin();
    const stream = await openStream(await chat.streamUrl());
    for (const [messages, which] of WHICH.entries()) {
      const before = cutter.cuts();
      cutter.cutCommits(1);
      const id = await chat.at(pair.instance(which).url).post('全公司都收不到外部邮件', `message-${which}`);
      assert.equal(cutter.cuts(), before + 1);
      await stream.answerTo(id);
      checkAnswered(stream.activities);
      assert.equal(stream.activities.filter(({ from }) => from?.role !== 'bot').length, messages + 1);
    }
    stream.close();
  });
});
