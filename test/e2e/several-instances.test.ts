import assert from 'node:assert/strict';
import { z } from 'zod';
import { LOCALES } from '../../src/domain/locale.ts';
import { asSent, checkAnswered, checkFiled, FILING } from '../support/filed-request.ts';
import { type InstancePair, startInstancePair } from '../support/instance-pair.ts';
import { describeOnPostgres } from '../support/store-engines.ts';
import { openStream } from '../support/stream-client.ts';
import { until } from '../support/until.ts';

const readinessSchema = z.object({ ready: z.boolean(), parts: z.record(z.string(), z.boolean()) });
const LOCALE = 'en-US';
const WHICH = [0, 1] as const;

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

  /** How often a turn ran in vain because another instance had the conversation as well: what leases are there to avoid. */
  function conflicts(): number {
    const told = WHICH.map((which) => pair.instance(which).output()).map(({ stdout, stderr }) => stdout + stderr);
    return told.join('').split('another turn was faster').length - 1;
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
      // The text of the metrics may be a second old.
      const served = await until('all turns are counted', async () => {
        const after = [await turnsOf(0), await turnsOf(1)];
        const counts = after.map((turns, which) => turns - (before[which] ?? 0));
        return counts.reduce((sum, count) => sum + count, 0) === steps.length + 1 && counts;
      });
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
    assert.equal(conflicts(), 0, 'each waits for the other, and none runs in vain');
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
    assert.equal(conflicts(), 0, 'the second one finds what the first one has written');
  });

  describe('when the database crashes and starts again', () => {
    before(function () {
      if (server().restart === null) this.skip();
    });

    async function restart(whileDown?: () => Promise<void>): Promise<void> {
      await server().restart?.(whileDown);
    }

    async function readinessOf(which: 0 | 1) {
      const answer = await fetch(`${pair.instance(which).url}/readyz`);
      return { status: answer.status, ...readinessSchema.parse(await answer.json()) };
    }

    /** Which parts are not ready. */
    async function missing(which: 0 | 1): Promise<readonly string[]> {
      const { parts } = await readinessOf(which);
      return Object.keys(parts).filter((name) => parts[name] === false);
    }

    it('is told by /readyz with the parts that it touches, and passes', async () => {
      const tellsOf = async (which: 0 | 1) => {
        await until('it says so', async () => (await missing(which)).join() === 'database,announcements');
        assert.equal((await readinessOf(which)).status, 503);
        assert.equal((await fetch(`${pair.instance(which).url}/healthz`)).status, 200);
      };
      await restart(async () => void (await Promise.all(WHICH.map(tellsOf))));
      for (const which of WHICH) await until('it is ready', async () => (await readinessOf(which)).status === 200);
    });

    it('makes a message wait that comes meanwhile, and refuses none', async () => {
      const chat = await pair.chat('dl_contoso-admin', LOCALE);
      const stream = await openStream(await chat.at(pair.instance(0).url).streamUrl());
      const posted: Promise<string>[] = [];
      await restart(async () => {
        const ends = WHICH.map((which) => chat.at(pair.instance(which).url));
        for (const [at, end] of ends.entries()) posted.push(end.post('nobody gets mail', `meanwhile-${at}`));
        for (const one of posted) one.catch(() => undefined);
        const says = (which: 0 | 1) => until('it says so', async () => (await missing(which)).includes('database'));
        await Promise.all(WHICH.map(says));
      });
      for (const id of await Promise.all(posted)) await stream.answerTo(id);
      checkAnswered(await chat.history());
      checkAnswered(stream.activities);
      assert.equal((await chat.history()).filter(({ from }) => from.role !== 'bot').length, 2);
      stream.close();
    });

    it('among messages loses none, answers none twice, and lets each person file one request', async function () {
      this.timeout(60_000);
      const steps = FILING[LOCALE];
      const chats = await Promise.all(Array.from({ length: 6 }, () => pair.chat('dl_contoso-admin', LOCALE)));
      const begun = chats.map(() => Promise.withResolvers<void>());
      const people = chats.map(async (chat, person) => {
        const reader = { history: () => until('the history is read', chat.history) };
        for (const [index, step] of steps.entries()) {
          // The crash comes at another step of each.
          if (index === person % steps.length) begun[person]?.resolve();
          const sent = await asSent(reader, step, LOCALE);
          await until('the message is answered', () => chat.post(sent, `message-${index}`));
        }
      });
      await Promise.race(begun.map(({ promise }) => promise));
      await restart();
      await Promise.all(people);
      const references = new Set<string>();
      for (const chat of chats) references.add(await checkFiled(pair, chat, steps.length));
      assert.equal(references.size, chats.length);
      for (const which of WHICH) await until('it is ready', async () => (await readinessOf(which)).status === 200);
    });

    it('leaves both instances hearing each other', async () => {
      const chat = await pair.chat('dl_contoso-admin', LOCALE);
      const [one, other] = [chat.at(pair.instance(0).url), chat.at(pair.instance(1).url)];
      await restart();
      for (const which of WHICH) await until('it is ready', async () => (await readinessOf(which)).status === 200);
      const streams = [await openStream(await one.streamUrl()), await openStream(await other.streamUrl())];
      for (const end of [one, other]) {
        const posted = performance.now();
        const id = await end.post('nobody gets mail');
        await Promise.all(streams.map((stream) => stream.answerTo(id)));
        assert.ok(performance.now() - posted < 2_000);
      }
      for (const stream of streams) stream.close();
    });
  });
});
