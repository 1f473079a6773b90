import assert from 'node:assert/strict';
import { type ConversationState, reviveState } from '../../dialogs/state.ts';
import type { Locale } from '../../src/domain/locale.ts';
import { type Stage, setStage } from '../support/dialog-stage.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const LANGUAGES = {
  'zh-CN': {
    problem: '收不到外部邮件',
    facts: ['一共50个人', '三个部门', '9点', '只有财务部', '共享邮箱也收不到'],
    remarks: ['许可证已经分配好了', '发票已经付了', '他们有MFA'],
    matters: ['发票开错了', '他们的密码过期了'],
    code: '550 5.7.1',
    added: /已补充到问题描述里/,
    other: '发票抬头错了怎么改',
    term: ['EAC是什么', /Exchange 管理中心/],
    unknownTerm: '什么是XYZ',
    offTopic: '今天天气怎么样？',
    solved: ['已经恢复了', /很高兴问题解决了/],
    notSolved: ['没效果', /您同意吗/],
    acknowledged: ['好的，我试试', /您慢慢试/],
    another: '下一个',
    noMore: /没有别的自助文章/,
    noArticle: /没有合适的自助文章/,
    cancel: '取消',
    startOver: '重新开始',
    again: '外部邮件还是收不到',
  },
  'en-US': {
    problem: 'cant receive mail',
    facts: ['50 users', 'two departments', 'since 9am', 'only the finance department', 'the shared mailbox too'],
    remarks: ['they have MFA', 'could it be the license?', 'im the only admin', 'the invoice is already paid'],
    matters: ['My invoice is wrong', 'they forgot the password'],
    code: '550 5.7.1',
    added: /added that to the description/,
    other: 'My invoice is wrong',
    term: ['what is EAC?', /Exchange admin center/],
    unknownTerm: 'what is XYZ?',
    offTopic: "what's for dinner tomorrow?",
    solved: ['thanks that fixed it', /Good to hear/],
    notSolved: ['same error', /Do you agree/],
    acknowledged: ['great', /take your time/],
    another: 'next',
    noMore: /no other article/,
    noArticle: /no article that fits/,
    cancel: 'cancel',
    startOver: 'start over',
    again: 'mail still not arriving from outside',
  },
} as const;

for (const [locale, words] of Object.entries(LANGUAGES)) {
  describe(`after articles, in ${locale}`, () => {
    let kept: TemporaryStore;
    let talk: Stage;
    beforeEach(async () => {
      kept = await openTemporaryStore();
      const now = '2026-03-03T02:30:00.000Z';
      talk = await setStage({ store: kept.store, person: 'dl_contoso-admin', now, cards: false });
    });
    afterEach(() => kept.remove());

    const said = async (text: string): Promise<string> =>
      (await talk.send(text, locale as Locale)).map((one) => one.text).join('\n');
    const state = async (): Promise<ConversationState> => {
      const stored = await kept.store.loadConversation({ system: 'turn' }, talk.conversationId);
      const revived = reviveState(stored?.state);
      assert.ok(revived.kind === 'ready');
      return revived.state;
    };
    const shown = async (): Promise<readonly string[]> => {
      const frame = (await state()).stack.find(({ dialog }) => dialog === 'self-help');
      return frame?.dialog === 'self-help' ? frame.offered : [];
    };

    it('facts belong to the problem at hand', async () => {
      await said(words.problem);
      for (const fact of words.facts) assert.match(await said(fact), words.added, fact);
      await said(words.code);
      const { draft } = await state();
      assert.equal(draft?.topic, 'exchange.mail-flow');
      assert.equal(draft?.facts.affected, 'many-users');
      for (const told of [words.problem, ...words.facts, words.code])
        assert.ok(draft?.description?.includes(told), told);
    });

    it('so do remarks and guesses that sound like another topic, and what fails or is wanted does not', async () => {
      for (const remark of words.remarks) {
        await said(words.problem);
        await said(remark);
        const { draft } = await state();
        assert.equal(draft?.topic, 'exchange.mail-flow', remark);
        assert.ok(draft?.description?.includes(`${words.problem}\n${remark}`), remark);
        await said(words.startOver);
      }
      for (const matter of words.matters) {
        await said(words.problem);
        await said(matter);
        assert.ok(!(await state()).draft?.description?.includes(words.problem), matter);
        await said(words.startOver);
      }
    });

    it('another problem that is clearly told leaves it', async () => {
      await said(words.problem);
      await said(words.other);
      assert.equal((await state()).draft?.topic, 'billing.understand-bill');
    });

    it('a question about a word, or about nothing here, keeps the problem as it is', async () => {
      await said(words.problem);
      assert.match(await said(words.term[0]), words.term[1]);
      assert.match(await said(words.unknownTerm), /XYZ/i);
      await said(words.offTopic);
      assert.equal((await state()).draft?.description, words.problem);
      assert.match(await said(words.acknowledged[0]), words.acknowledged[1]);
      assert.ok((await shown()).length > 0);
    });

    it('that it helped ends it, and that it did not leads on', async () => {
      await said(words.problem);
      assert.match(await said(words.solved[0]), words.solved[1]);
      assert.equal((await state()).draft, null);
      await said(words.problem);
      assert.match(await said(words.notSolved[0]), words.notSolved[1]);
    });

    it('others come until none is left that fits, and none of them was tried', async () => {
      await said(words.problem);
      const seen = [...(await shown())];
      for (let page = 0; page < 4; page += 1) {
        if (words.noMore.test(await said(words.another))) break;
        seen.push(...(await shown()));
      }
      assert.match(await said(words.another), words.noMore);
      assert.equal(new Set(seen).size, seen.length);
      // Of about a hundred, few are about mail that does not come.
      assert.ok(seen.length <= 6, seen.join(', '));
      for (const { outcome } of (await state()).draft?.attempted ?? []) assert.equal(outcome, 'offered');
    });

    it('what did not help does not come again in the conversation', async () => {
      await said(words.problem);
      const rejected = await shown();
      for (const text of [words.notSolved[0], words.cancel, words.again]) await said(text);
      const fresh = await shown();
      assert.ok(fresh.length > 0);
      for (const id of rejected) assert.ok(!fresh.includes(id), id);
    });

    it('but it does a day later, for a problem of its own', async () => {
      await said(words.problem);
      const rejected = await shown();
      for (const text of [words.notSolved[0], words.cancel, words.startOver]) await said(text);
      talk.later(23 * 60);
      await said(words.problem);
      for (const id of rejected) assert.ok(!(await shown()).includes(id), id);
      await said(words.startOver);
      talk.later(2 * 60);
      await said(words.problem);
      assert.deepEqual(await shown(), rejected);
    });

    it('that nothing is left is said only of a problem for which something was shown', async () => {
      await said(words.problem);
      for (let page = 0; page < 5; page += 1) await said(words.another);
      assert.match(await said(words.another), words.noMore);
      await said(words.startOver);
      const none = await said(words.problem);
      assert.deepEqual(await shown(), []);
      assert.match(none, words.noArticle);
      assert.doesNotMatch(none, words.noMore);
      assert.doesNotMatch(await said(words.another), words.noMore);
    });
  });
}

describe('how sure the choice of articles is', () => {
  let kept: TemporaryStore;
  beforeEach(async () => {
    kept = await openTemporaryStore();
  });
  afterEach(() => kept.remove());

  const stage = (cards: boolean) =>
    setStage({
      store: kept.store,
      person: 'dl_contoso-admin',
      now: '2026-03-03T02:30:00.000Z',
      cards,
      locale: 'en-US',
    });
  const isOpen = (card: unknown) => /"isVisible":true/.test(JSON.stringify(card));
  const cardOf = async (talk: Stage, text: string) => (await talk.send(text)).at(-1)?.attachments?.[0]?.content;

  it('shows one with its steps where it is sure, else a list in which none stands open', async () => {
    const sure = await cardOf(await stage(true), 'Outlook keeps asking for the password');
    assert.ok(isOpen(sure));
    assert.equal(JSON.stringify(sure).match(/Action\.ToggleVisibility/g)?.length, 1);
    await kept.remove();
    kept = await openTemporaryStore();
    const unsure = await cardOf(await stage(true), 'How do I give a colleague access to a shared mailbox?');
    assert.ok(!isOpen(unsure));
    assert.equal(JSON.stringify(unsure).match(/Action\.ToggleVisibility/g)?.length, 3);
  });

  it('opens what is picked from a list in words, and only that was tried', async () => {
    const talk = await stage(false);
    const [list] = await talk.send('How do I give a colleague access to a shared mailbox?');
    const title = list?.text?.match(/B\. \[([^\]]+)\]/)?.[1] ?? assert.fail(list?.text ?? '');
    const [opened] = await talk.send('b');
    assert.ok(opened?.text?.startsWith(`**[${title}]`), opened?.text ?? '');
    for (const words of ['nope', 'yes', 'no', 'skip', 'confirm']) await talk.send(words);
    const request = await kept.store.requestByReference({ system: 'staff' }, 'SR-20260303-0001');
    assert.deepEqual(request?.attempted.map(({ outcome }) => outcome).toSorted(), ['not-solved', 'offered', 'offered']);
  });
});
