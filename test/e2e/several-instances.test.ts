import assert from 'node:assert/strict';
import { LOCALES } from '../../src/domain/locale.ts';
import { asSent, checkAnswered, checkFiled, FILING } from '../support/filed-request.ts';
import { type InstancePair, startInstancePair } from '../support/instance-pair.ts';
import { describeOnPostgres } from '../support/store-engines.ts';
import { openStream } from '../support/stream-client.ts';

describeOnPostgres('two instances behind a balancer that knows nothing', (server) => {
  let pair: InstancePair;
  before(async function () {
    this.timeout(60_000);
    pair = await startInstancePair(await server().createDatabase());
  });
  after(() => pair?.stop());

  /** How many turns an instance has answered. */
  async function turnsOf(which: 0 | 1): Promise<number> {
    const text = await (await fetch(`${pair.instance(which).url}/metrics`)).text();
    const counts = [...text.matchAll(/^turns_total\{[^}]*\} (\d+)$/gm)].map(([, count]) => Number(count));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  for (const locale of LOCALES) {
    it(`serve one conversation turn by turn, from the first sentence to the reference, in ${locale}`, async () => {
      const before = [await turnsOf(0), await turnsOf(1)];
      const chat = await pair.chat('dl_contoso-admin', locale);
      // Read beside the balancer, or each message would go to the same instance.
      const reader = chat.at(pair.instance(0).url);
      const steps = FILING[locale];
      for (const step of steps) await chat.post(await asSent(reader, step, locale));
      await checkFiled(pair, chat, steps.length);
      const after = [await turnsOf(0), await turnsOf(1)];
      const served = after.map((turns, which) => turns - (before[which] ?? 0));
      assert.deepEqual(served.toSorted(), [2, 3], 'with the welcome, each served every other turn');
    });
  }

  it('show on a stream at the one what the other answers, within a second, in order and once', async () => {
    const chat = await pair.chat('dl_contoso-admin');
    const [one, other] = [chat.at(pair.instance(0).url), chat.at(pair.instance(1).url)];
    const stream = await openStream(await one.streamUrl());
    const took: number[] = [];
    for (const where of [other, chat, other, one, chat, chat, other]) {
      const posted = performance.now();
      await stream.answerTo(await where.post('全公司都收不到外部邮件'));
      took.push(performance.now() - posted);
    }
    checkAnswered(stream.activities);
    const history = await chat.history();
    assert.deepEqual(
      stream.activities.map(({ id }) => id),
      history.map(({ id }) => id),
    );
    assert.ok(Math.max(...took) < 1_000, `milliseconds: ${took.map(Math.round)}`);
    stream.close();
  });

  it('bring streams at both the same', async () => {
    const chat = await pair.chat('dl_contoso-admin');
    const ends = [chat.at(pair.instance(0).url), chat.at(pair.instance(1).url)];
    const streams = await Promise.all(ends.map(async (end) => openStream(await end.streamUrl())));
    for (const text of ['您好', '全公司都收不到外部邮件', '谢谢']) {
      const id = await chat.post(text);
      await Promise.all(streams.map((stream) => stream.answerTo(id)));
    }
    const ids = (await chat.history()).map(({ id }) => id);
    for (const stream of streams) {
      assert.deepEqual(
        stream.activities.map(({ id }) => id),
        ids,
      );
      stream.close();
    }
  });

  it('answer messages of one conversation that come to both at once, one after the other', async () => {
    const chat = await pair.chat('dl_contoso-admin');
    const ends = [chat.at(pair.instance(0).url), chat.at(pair.instance(1).url)];
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(ends.map((end, at) => end.post(`第 ${round} 轮的第 ${at} 句话`)));
    }
    const history = await chat.history();
    checkAnswered(history);
    assert.equal(history.filter(({ from }) => from.role !== 'bot').length, 10);
  });

  it('answer a message that comes to both at once a single time', async () => {
    const chat = await pair.chat('dl_contoso-admin');
    const ends = [chat.at(pair.instance(0).url), chat.at(pair.instance(1).url)];
    for (const key of ['first', 'second', 'third']) {
      const ids = await Promise.all(ends.map((end) => end.post('全公司都收不到外部邮件', key)));
      assert.equal(ids[0], ids[1]);
    }
    const history = await chat.history();
    checkAnswered(history);
    assert.equal(history.filter(({ from }) => from.role !== 'bot').length, 3);
  });
});
