import assert from 'node:assert/strict';
import type { Locale } from '../../src/domain/locale.ts';
import type { Recogniser } from '../../src/domain/ports.ts';
import type { Topic } from '../../src/domain/topics.ts';
import { type Stage, setStage } from '../support/dialog-stage.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

type Words = Readonly<
  Record<'mail' | 'mailAgain' | 'licence' | 'doubtful' | 'vague' | 'more' | 'another' | 'person' | 'both', string>
>;

/** The same things said in both languages. */
const SAID: Readonly<Record<Locale, Words>> = {
  'zh-CN': {
    mail: '外部邮件收不到，从早上开始',
    mailAgain: '就是别的公司发来的邮件一封都没进来',
    licence: '买了的许可证不知道怎么分给新同事',
    doubtful: '共享邮箱那边好像权限有点不对',
    vague: '我这边好像有点怪怪的',
    more: '重启过了，没有用',
    another: '另外，许可证也不够分了',
    person: '帮我转一位工程师吧',
    both: '收不到外部邮件。另外，许可证也不够分了',
  },
  'en-US': {
    mail: 'External mail has not arrived since this morning',
    mailAgain: 'Messages that other companies send us never come in',
    licence: 'I cannot see how to give new colleagues the seats we bought',
    doubtful: 'Something about access to the shared mailbox looks odd',
    vague: 'Things look a bit strange over here',
    more: 'We restarted it all and nothing changed',
    another: 'Also, there are too few licences left',
    person: 'Could an engineer take over please',
    both: 'External mail does not arrive. Also, there are too few licences left',
  },
};
const ANSWERS = {
  'zh-CN': {
    solved: '已解决',
    notSolved: '没有解决',
    none: '都不是',
    cancel: '取消',
    yes: '是',
    skip: '跳过',
    edit: '修改',
  },
  'en-US': {
    solved: 'solved',
    notSolved: 'not solved',
    none: 'None of these',
    cancel: 'cancel',
    yes: 'yes',
    skip: 'skip',
    edit: 'edit',
  },
} as const;

/** Takes words of {@link SAID} for a topic that is chosen here, so that the facts hold whatever the shipped model says. */
const UNDERSTOOD: Readonly<Record<string, readonly [Topic, number]>> = {
  mail: ['exchange.mail-flow', 0.97],
  mailAgain: ['exchange.mail-flow', 0.95],
  licence: ['billing.licenses', 0.96],
  doubtful: ['exchange.shared-mailbox', 0.4],
  vague: ['none', 0.6],
  more: ['exchange.mailbox-migration', 0.3],
  another: ['billing.licenses', 0.95],
  person: ['support.contact', 0.99],
  both: ['exchange.mail-flow', 0.7],
};

/** A part of a message that tells several problems is taken by its one telling word. */
function understood(text: string): readonly [Topic, number] {
  const name = Object.values(SAID)
    .flatMap((words) => Object.entries(words))
    .find(([, words]) => words === text)?.[0];
  return UNDERSTOOD[name ?? (/licence|许可证/.test(text) ? 'licence' : 'mail')] ?? ['none', 0];
}

const recogniser: Recogniser = {
  recognise: async (text) => {
    const [topic, confidence] = understood(text);
    const alternatives =
      topic === 'exchange.shared-mailbox' ? [{ topic: 'exchange.mailbox-permissions' as const, confidence: 0.35 }] : [];
    return { topic, confidence, alternatives, entities: {}, severityFacts: {}, source: 'local' };
  },
};

for (const locale of ['zh-CN', 'en-US'] as const) {
  describe(`what is learnt from a conversation in ${locale}`, () => {
    const say = SAID[locale];
    const answer = ANSWERS[locale];
    let kept: TemporaryStore;
    let talk: Stage;
    beforeEach(async () => {
      kept = await openTemporaryStore();
      talk = await meet('dl_contoso-admin');
    });
    afterEach(() => kept.remove());

    const meet = (person: string, cards = false) =>
      setStage({ store: kept.store, person, now: '2026-03-03T02:30:00.000Z', cards, locale, recogniser });

    /** Says it all, and gives what was kept: the words, their topic, what happened next, and the topic then. */
    async function learnt(...messages: (string | Record<string, unknown>)[]) {
      for (const message of messages) await talk.send(message, locale);
      const { messages: seen } = await kept.store.listRecognitions({ system: 'review' }, { limit: 100 });
      return seen.map(({ text, topic, outcome, outcomeTopic }) => [text, topic, outcome, outcomeTopic]);
    }

    it('a message of which nothing more is heard stays open', async () => {
      assert.deepEqual(await learnt(say.mail), [[say.mail, 'exchange.mail-flow', null, null]]);
    });

    it('articles that helped had the right topic', async () => {
      assert.deepEqual(await learnt(say.mail, answer.solved), [
        [say.mail, 'exchange.mail-flow', 'solved', 'exchange.mail-flow'],
      ]);
    });

    it('articles that did not help say little of the topic', async () => {
      assert.deepEqual(await learnt(say.mail, answer.notSolved), [
        [say.mail, 'exchange.mail-flow', 'not-solved', 'exchange.mail-flow'],
      ]);
    });

    it('a topic that was picked where the bot asked is confirmed, corrected, or none of them', async () => {
      const [confirmed] = await learnt(say.doubtful, '1');
      assert.deepEqual(confirmed, [say.doubtful, 'exchange.shared-mailbox', 'confirmed', 'exchange.shared-mailbox']);
      talk = await meet('dl_northwind-admin');
      const [, corrected] = await learnt(say.doubtful, '2');
      assert.deepEqual(corrected, [
        say.doubtful,
        'exchange.shared-mailbox',
        'corrected',
        'exchange.mailbox-permissions',
      ]);
      talk = await meet('dl_proseware-admin');
      const [, , neither] = await learnt(say.doubtful, '3');
      assert.deepEqual(neither, [say.doubtful, 'exchange.shared-mailbox', 'corrected', null]);
    });

    it('other words for what was not understood tell what was meant', async () => {
      assert.deepEqual(await learnt(say.vague, say.doubtful, answer.none, say.mail), [
        [say.vague, 'none', 'rephrased', 'exchange.mail-flow'],
        [say.doubtful, 'exchange.shared-mailbox', 'rephrased', 'exchange.mail-flow'],
        [say.mail, 'exchange.mail-flow', null, null],
      ]);
    });

    it('a choice tells of what was said before as well, a refusal of all that was shown does not', async () => {
      assert.deepEqual(await learnt(say.vague, say.doubtful, answer.none), [
        [say.vague, 'none', null, null],
        [say.doubtful, 'exchange.shared-mailbox', 'corrected', null],
      ]);
      talk = await meet('dl_northwind-admin');
      assert.deepEqual((await learnt(say.vague, say.doubtful, '2')).slice(2), [
        [say.vague, 'none', 'rephrased', 'exchange.mailbox-permissions'],
        [say.doubtful, 'exchange.shared-mailbox', 'corrected', 'exchange.mailbox-permissions'],
      ]);
    });

    it('another problem while one is under discussion tells nothing of the first', async () => {
      assert.deepEqual((await learnt(say.licence, say.mail))[0], [say.licence, 'billing.licenses', null, null]);
    });

    it('the same topic in other words corrects nothing', async () => {
      assert.deepEqual(
        (await learnt(say.mail, say.mailAgain)).map(([, , outcome]) => outcome),
        [null, null],
      );
    });

    it('another problem that is announced, or comes much later, corrects nothing', async () => {
      assert.deepEqual((await learnt(say.mail, say.another))[0], [say.mail, 'exchange.mail-flow', null, null]);
      talk = await meet('dl_northwind-admin');
      await learnt(say.licence);
      talk.later(31);
      assert.deepEqual((await learnt(say.mail))[2], [say.licence, 'billing.licenses', null, null]);
    });

    it('what was chosen is not taken back by the next problem', async () => {
      assert.deepEqual((await learnt(say.doubtful, '2', say.licence))[0]?.slice(2), [
        'corrected',
        'exchange.mailbox-permissions',
      ]);
    });

    it('more of the problem under discussion is no example of its own topic', async () => {
      assert.deepEqual(
        (await learnt(say.mail, say.more, answer.solved)).map(([, , ...end]) => end),
        [
          ['solved', 'exchange.mail-flow'],
          ['added', null],
        ],
      );
    });

    it('several problems at once are no example of one topic', async () => {
      assert.deepEqual(await learnt(say.both), [[say.both, 'exchange.mail-flow', 'several', null]]);
    });

    it('a wish for a person is kept, and learns nothing from the form', async () => {
      assert.deepEqual(await learnt(say.person, answer.yes, say.mail, '1', '1', answer.skip), [
        [say.person, 'support.contact', null, null],
        [say.mail, 'exchange.mail-flow', null, null],
      ]);
    });

    it('a problem that is dropped stays open', async () => {
      assert.deepEqual((await learnt(say.mail, answer.notSolved, answer.cancel, say.licence))[0]?.slice(2), [
        'not-solved',
        'exchange.mail-flow',
      ]);
    });

    /** The form of the newest draft, as the card sends it. */
    async function submitted(fields: Record<string, unknown>): Promise<Record<string, unknown>> {
      const stored = await kept.store.loadConversation({ system: 'turn' }, talk.conversationId);
      const draft = JSON.stringify(stored?.state).match(/"draft":\{"id":"([^"]+)"/)?.[1];
      return {
        verb: 'intake.submit',
        draftId: draft,
        consent: 'true',
        serviceState: 'unavailable',
        affected: 'organization',
        workaround: 'false',
        deadlineAtRisk: 'false',
        ...fields,
      };
    }

    it('a request that is filed under the topic that was recognised confirms it', async () => {
      talk = await meet('dl_contoso-admin', true);
      await learnt(say.mail, answer.notSolved);
      const form = await submitted({});
      const [seen] = await learnt(form, { verb: 'intake.confirm', draftId: form.draftId });
      assert.deepEqual(seen, [say.mail, 'exchange.mail-flow', 'filed', 'exchange.mail-flow']);
    });

    it('another topic that is chosen in the form is a correction, and what is filed at the end', async () => {
      talk = await meet('dl_contoso-admin', true);
      await learnt(say.mail, answer.notSolved);
      const form = await submitted({ topic: 'exchange.mail-forwarding' });
      const [chosen] = await learnt(form);
      assert.deepEqual(chosen, [say.mail, 'exchange.mail-flow', 'corrected', 'exchange.mail-forwarding']);
      const [filed] = await learnt({ verb: 'intake.confirm', draftId: form.draftId });
      assert.deepEqual(filed, [say.mail, 'exchange.mail-flow', 'filed', 'exchange.mail-forwarding']);
    });

    it('another topic that is chosen in words is a correction too', async () => {
      const toReview = [answer.notSolved, answer.yes, '1', '1', answer.skip, answer.skip];
      const [chosen] = await learnt(say.mail, ...toReview, answer.edit, '2', '3');
      assert.deepEqual(chosen, [say.mail, 'exchange.mail-flow', 'corrected', 'exchange.mail-forwarding']);
    });

    it('what was not understood at all and filed all the same is filed with the topic of the form', async () => {
      talk = await meet('dl_contoso-admin', true);
      await learnt(say.vague, say.person);
      const form = await submitted({ topic: 'exchange.mail-flow', product: 'exchange-online', description: say.mail });
      const [filed] = await learnt(form, { verb: 'intake.confirm', draftId: form.draftId });
      assert.deepEqual(filed, [say.vague, 'none', 'filed', 'exchange.mail-flow']);
    });
  });
}
