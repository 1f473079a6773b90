import assert from 'node:assert/strict';
import fc from 'fast-check';
import { conversationStateSchema } from '../../dialogs/state.ts';
import { type Stage, setStage } from '../support/dialog-stage.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const NOW = '2026-03-03T02:30:00.000Z';
const WORDS = [
  '从今天早上开始，全公司都收不到外部邮件。',
  '联系支持',
  '同意',
  '否',
  '1',
  '2',
  '返回',
  '取消',
  'help',
  'switch to English',
  '修改',
  '确认',
  '跳过',
  '重新开始',
  'SR-20260303-0001',
  '公司的防火墙拦截了 Teams',
  '不是我们网络的问题',
  '要等多久',
  '滚',
  '再查一次',
  '',
];
const VERBS = [
  'intake.start',
  'intake.submit',
  'intake.confirm',
  'intake.edit',
  'intake.cancel',
  'selfhelp.solved',
  'health.follow',
  'health.other',
  'toString',
  '',
];

describe('converse', () => {
  let kept: TemporaryStore;
  let count = 0;
  before(async () => {
    kept = await openTemporaryStore();
  });
  after(() => kept.remove());

  /** A conversation of its own on the same store. */
  const stage = (person = 'dl_contoso-admin', cards = true): Promise<Stage> => {
    count += 1;
    const now = new Date(Date.parse(NOW) + count * 1000).toISOString();
    return setStage({ store: kept.store, person, now, cards });
  };

  const stateOf = async ({ conversationId }: Stage) => {
    const stored = await kept.store.loadConversation({ system: 'turn' }, conversationId);
    return conversationStateSchema.parse(stored?.state);
  };

  it('answers every input with something and keeps a state that can be read, whatever is sent in whatever order', async () => {
    const text = fc.oneof(fc.constantFrom(...WORDS), fc.string({ unit: 'binary', maxLength: 60 }));
    const value = fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.constant(null), fc.jsonValue());
    const action = fc.record({
      verb: fc.constantFrom(...VERBS),
      draftId: fc.oneof(fc.constant('current'), fc.uuid(), value),
      description: value,
      topic: value,
      contactPhone: value,
      consent: value,
      __proto__: value,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(text, action), { minLength: 1, maxLength: 8 }), async (inputs) => {
        const talk = await stage();
        for (const input of inputs) {
          const current = typeof input === 'object' && input.draftId === 'current';
          const draftId = current ? ((await stateOf(talk).catch(() => null))?.draft?.id ?? '') : undefined;
          const answers = await talk.send(current ? { ...input, draftId } : input);
          assert.ok(answers.length > 0, `no answer to ${JSON.stringify(input)}`);
          assert.ok(!answers.some(({ text: said }) => /没有生效|had no effect/.test(said ?? '')));
          await stateOf(talk);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('changes nothing for an unknown verb, a foreign draft or a missing one', async () => {
    const talk = await stage();
    await talk.send('从今天早上开始，全公司都收不到外部邮件。');
    await talk.send('联系支持');
    const before = await stateOf(talk);
    for (const value of [
      { verb: 'intake.delete', draftId: before.draft?.id },
      { verb: 'constructor', draftId: before.draft?.id },
      { verb: 'intake.confirm' },
      { verb: 'intake.confirm', draftId: '0190a0b0-0000-7000-8000-0000000000ff' },
      { verb: 'intake.submit', draftId: "' or 1=1 --" },
    ]) {
      const [first] = await talk.send(value);
      assert.match(first?.text ?? '', /什么都没有改动/);
      assert.deepEqual((await stateOf(talk)).draft, before.draft);
    }
  });

  it('shows neither form nor review to somebody without a role, whatever button is sent (rule R5)', async () => {
    const talk = await stage('dl_contoso-user');
    await talk.send('全公司都收不到外部邮件');
    const { draft } = await stateOf(talk);
    for (const verb of ['intake.start', 'intake.edit', 'intake.submit', 'intake.confirm']) {
      const answers = await talk.send({ verb, draftId: draft?.id, consent: 'true' });
      assert.match(answers[0]?.text ?? '', /只能由订阅组织的管理员提交/, verb);
      assert.ok(!JSON.stringify(answers).includes('intake.submit'), verb);
    }
  });

  it('files nothing that was changed since its review was shown', async () => {
    const talk = await stage();
    await talk.send('全公司都收不到外部邮件');
    const draftId = (await stateOf(talk)).draft?.id;
    await talk.send({ verb: 'intake.start', draftId });
    await talk.send({ verb: 'intake.submit', draftId, consent: 'true' });
    await talk.send({ verb: 'intake.submit', draftId, contactPhone: '12', consent: 'false' });
    const [answer] = await talk.send({ verb: 'intake.confirm', draftId });
    assert.doesNotMatch(answer?.text ?? '', /SR-/);
    assert.equal((await stateOf(talk)).draft?.consentAt, null);
  });

  it('keeps the form of somebody who went through many dialogs before it', async () => {
    const talk = await stage('dl_contoso-admin', false);
    for (const problem of ['共享邮箱打不开，市场部二十多人都受影响', 'SharePoint 站点打不开了，一个用户']) {
      for (const words of [problem, '联系支持', '同意', '否', '否', '跳过', '跳过', '确认']) await talk.send(words);
    }
    for (const words of ['催一下', '人工', '返回', '取消', '催一下', '人工', '怎么续费', '菜单']) {
      await talk.send(words);
      const { stack } = await stateOf(talk);
      assert.equal(new Set(stack.map(({ dialog }) => dialog)).size, stack.length);
    }
  });

  it('follows the language that somebody writes, until one is asked for', async () => {
    const talk = await stage('dl_contoso-admin');
    await talk.send('Nobody in the company can send mail today');
    assert.equal((await stateOf(talk)).locale, 'en-US');
    await talk.send('全公司都发不出邮件');
    assert.equal((await stateOf(talk)).locale, 'zh-CN');
    await talk.send('switch to English');
    await talk.send('全公司都发不出邮件');
    assert.equal((await stateOf(talk)).locale, 'en-US');
  });

  it('welcomes once, in the language of the person', async () => {
    const talk = await stage('dl_contoso-admin');
    assert.match((await talk.join())[0]?.text ?? '', /您好，Contoso/);
    assert.deepEqual(await talk.join(), []);
  });

  it('offers no request to somebody who may not file one', async () => {
    const talk = await stage('dl_contoso-user');
    const [hello] = await talk.join();
    assert.match(hello?.text ?? '', /请由贵组织的管理员联系支持/);
    assert.ok(!JSON.stringify(hello?.suggestedActions).includes('联系支持'));
  });

  it('follows the language picker of the page from the next message on', async () => {
    const talk = await stage();
    await talk.send('SharePoint 网站打不开', 'zh-CN');
    const [form] = await talk.send('1', 'en-US');
    assert.equal((await stateOf(talk)).locale, 'en-US');
    assert.match(form?.text ?? '', /Please fill in the form/);
  });

  it('takes a message of 20 000 characters whole', async () => {
    const talk = await stage();
    const long = `全公司都收不到外部邮件。${'日志 '.repeat(6660)}`;
    await talk.send(long);
    assert.equal((await stateOf(talk)).draft?.description, long.trim());
    const [form] = await talk.send('联系支持');
    assert.ok(Buffer.byteLength(JSON.stringify(form)) < 28_000);
  });

  it('goes on with a conversation of state version 1 where it was, draft and all', async () => {
    const talk = await stage('dl_contoso-admin', false);
    await talk.send('SharePoint 网站全公司都打不开');
    await talk.send('联系支持');
    const { stack: _stack, localeChosen: _chosen, modality: _modality, ...rest } = await stateOf(talk);
    await replaceState(talk, { ...rest, schemaVersion: 1, dialog: 'contact-support', step: 'consent' });
    const [answer] = await talk.send('同意');
    assert.match(answer?.text ?? '', /业务影响/);
    assert.equal((await stateOf(talk)).draft?.description, 'SharePoint 网站全公司都打不开');
  });

  it('restarts kindly from a state that nobody can read, and says so', async () => {
    const talk = await stage();
    await talk.send('SharePoint 网站全公司都打不开');
    await replaceState(talk, { schemaVersion: 77, locale: 'zh-CN', draft: { description: '网站打不开' } });
    const [notice, help] = await talk.send('帮助');
    assert.match(notice?.text ?? '', /没能恢复.*网站打不开/);
    assert.match(help?.text ?? '', /您可以这样使用/);
    const [form] = await talk.send('联系支持');
    assert.ok(JSON.stringify(form?.attachments).includes('网站打不开'));
  });

  async function replaceState({ conversationId }: Stage, state: unknown): Promise<void> {
    const scope = { system: 'turn' } as const;
    const stored = await kept.store.loadConversation(scope, conversationId);
    if (!stored) throw new Error('the conversation was not stored');
    await kept.store.commitTurn(scope, {
      conversation: { ...stored, state },
      activities: [],
      requests: [],
      deliveries: [],
    });
  }
});
