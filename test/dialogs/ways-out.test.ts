import assert from 'node:assert/strict';
import { conversationStateSchema } from '../../dialogs/state.ts';
import { POLICIES } from '../../src/domain/policy.ts';
import { type Stage, setStage } from '../support/dialog-stage.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const NOW = '2026-03-03T02:30:00.000Z';

describe('ways out', () => {
  let kept: TemporaryStore;
  let count = 0;
  before(async () => {
    kept = await openTemporaryStore();
  });
  after(() => kept.remove());

  /** A conversation of its own on the same store. */
  const stage = (person: string, cards = true): Promise<Stage> => {
    count += 1;
    const now = new Date(Date.parse(NOW) + count * 1000).toISOString();
    return setStage({ store: kept.store, person, now, cards });
  };
  const stateOf = async ({ conversationId }: Stage) => {
    const stored = await kept.store.loadConversation({ system: 'turn' }, conversationId);
    return conversationStateSchema.parse(stored?.state);
  };
  const said = async (talk: Stage, input: string | Record<string, unknown>) => JSON.stringify(await talk.send(input));

  describe('at the boundary (R26, R27)', () => {
    it('is told once: more of the same problem is noted without a lecture', async () => {
      const talk = await stage('dl_contoso-admin', false);
      assert.match(await said(talk, '公司的防火墙拦截了 Teams'), /不在支持范围内/);
      for (const more of ['换了手机热点也不行', '我们公司的代理服务器挡住了 Outlook']) {
        assert.doesNotMatch(await said(talk, more), /不在支持范围内/);
      }
      assert.match((await stateOf(talk)).draft?.description ?? '', /热点/);
    });

    for (const words of ['不是我们网络的问题', '我确定是 Microsoft 365 的问题', '联系支持', '没有解决']) {
      it(`goes on to the request after "${words}", with one remark for staff`, async () => {
        const talk = await stage('dl_contoso-admin', false);
        await talk.send('公司的防火墙拦截了 Teams');
        assert.match(await said(talk, words), /您同意吗/);
        await talk.send('返回');
        const { draft } = await stateOf(talk);
        assert.equal(draft?.remarks.length, 1);
        assert.match(draft?.remarks[0] ?? '', /自有网络/);
      });
    }

    it('leaves no topic of the boundary on what is filed all the same', async () => {
      const talk = await stage('dl_contoso-admin', false);
      await said(talk, '我们公司的防火墙拦截了 Teams，全公司都开不了会');
      await said(talk, '不是我们网络的问题');
      const { draft } = await stateOf(talk);
      assert.deepEqual([draft?.topic, draft?.kind, draft?.remarks.length], [null, 'technical', 1]);
    });

    it('does not take the opposite for insistence', async () => {
      const talk = await stage('dl_contoso-admin', false);
      await talk.send('公司的防火墙拦截了 Teams');
      for (const words of ['看来不是你们的问题', '是不是微软的问题还不清楚', 'so it is not your problem']) {
        assert.doesNotMatch(await said(talk, words), /您同意吗|Do you agree/, words);
      }
    });

    it('takes the button of an old card for nothing', async () => {
      const talk = await stage('dl_contoso-admin');
      await talk.send('公司的防火墙拦截了 Teams');
      const draftId = (await stateOf(talk)).draft?.id;
      await talk.send('重新开始');
      assert.match(await said(talk, { verb: 'boundary.insist', draftId }), /已经过期/);
    });

    it('offers nobody without a role to insist', async () => {
      const talk = await stage('dl_contoso-user');
      assert.doesNotMatch(await said(talk, '公司的防火墙拦截了 Teams'), /boundary\.insist|确认是 Microsoft 365/);
      const draftId = (await stateOf(talk)).draft?.id;
      assert.match(await said(talk, { verb: 'boundary.insist', draftId }), /只能由订阅组织的管理员提交/);
    });

    it('adds no remark to another problem that is told afterwards', async () => {
      const talk = await stage('dl_contoso-admin', false);
      await talk.send('公司的防火墙拦截了 Teams');
      await talk.send('另外，怎么给用户添加许可证');
      await talk.send('联系支持');
      assert.deepEqual((await stateOf(talk)).draft?.remarks, []);
    });

    it('is drawn by the table: Microsoft’s own does not put the customer network outside', async () => {
      assert.ok(!POLICIES.microsoft.boundary.outside.includes('R26.customer-network'));
      const talk = await stage('dl_litware-admin', false);
      assert.doesNotMatch(await said(talk, 'our firewall drops Teams traffic'), /outside support/);
    });
  });

  describe('check again (R1)', () => {
    it('asks the directory at most once a minute', async () => {
      const talk = await stage('dl_northwind-user', false);
      await talk.send('contact support');
      assert.match(await said(talk, 'check again'), /checked again, and nothing has changed/);
      assert.match(await said(talk, 'check again'), /try again in a minute/);
    });

    it('simply opens the form for somebody who may file', async () => {
      const talk = await stage('dl_northwind-admin', false);
      assert.match(await said(talk, 'check again'), /Do you agree/);
    });
  });

  it('never shows a video platform to people of 21Vianet (R18)', async () => {
    const talk = await stage('dl_contoso-admin', false);
    for (const words of ['YouTube 上有视频吗', '有培训视频吗', '自助资源']) {
      assert.doesNotMatch((await said(talk, words)).replaceAll('YouTube 上有视频吗', ''), /youtube/i);
    }
  });

  it('shows the door of the other operator, and hears the problem where a message holds one (R28)', async () => {
    const talk = await stage('dl_northwind-admin', false);
    assert.match(await said(talk, '我是世纪互联的用户'), /portal\.partner\.microsoftonline\.cn/);
    const problem =
      '我们公司用的是世纪互联的 Office 365，从今天早上八点开始所有人都收不到外部发来的邮件，内部邮件正常，重启也没有用，请尽快处理';
    assert.match(await said(talk, problem), /邮件收发/);
  });

  it('asks again how the subscriptions were bought when a wrong answer led to a refusal (R7)', async () => {
    const talk = await stage('dl_proseware-admin', false);
    await talk.send('contact support');
    assert.match(await said(talk, 'all through a partner'), /your partner provides support/);
    assert.match(await said(talk, 'contact support'), /how did your organization buy/);
  });

  it('answers a question about waiting at the review, and keeps it out of the remarks', async () => {
    const talk = await stage('dl_contoso-admin', false);
    for (const words of ['怎么给用户添加许可证', '联系支持', '同意', '否']) await talk.send(words);
    // The question about details is answered by any sentence, but not by a question.
    assert.match(await said(talk, '要等多久'), /首次响应.*为了更快处理/);
    await talk.send('跳过');
    assert.match(await said(talk, '要等多久'), /首次响应不晚于.*确认提交/);
    assert.deepEqual((await stateOf(talk)).draft?.remarks, []);
  });

  it('leads from the list of fields back to the review for whoever changes nothing after all, and files nothing', async () => {
    const talk = await stage('dl_contoso-admin', false);
    for (const words of ['怎么给用户添加许可证', '联系支持', '同意', '否', '跳过']) await talk.send(words);
    for (const words of ['确认', '没有', '跳过']) {
      assert.match(await said(talk, '修改'), /要修改哪一项/);
      assert.match(await said(talk, words), /请核对以下内容/);
    }
    assert.equal((await stateOf(talk)).filed, null);
  });

  it('tells whoever says inside the form that it is solved how to drop it, and drops nothing', async () => {
    const talk = await stage('dl_contoso-admin', false);
    for (const words of ['怎么给用户添加许可证', '联系支持']) await talk.send(words);
    assert.match(await said(talk, '已解决'), /回复“取消”.*您同意吗/s);
    assert.ok((await stateOf(talk)).draft);
  });

  describe('an insult', () => {
    it('is answered calmly once, and never in the way', async () => {
      const talk = await stage('dl_contoso-admin', false);
      assert.match(await said(talk, '你们这群废物'), /给您添麻烦了.*联系支持/);
      assert.doesNotMatch(await said(talk, '滚'), /给您添麻烦了/);
      assert.match(await said(talk, '他妈的邮件又收不到了'), /邮件收发/);
    });

    it('keeps the words of the problem as they were written', async () => {
      const talk = await stage('dl_contoso-admin', false);
      assert.match(await said(talk, '他妈的邮件又收不到了'), /给您添麻烦了.*邮件收发/);
      assert.equal((await stateOf(talk)).draft?.description, '他妈的邮件又收不到了');
    });

    it('leaves the open question of the form open', async () => {
      const talk = await stage('dl_contoso-admin', false);
      await talk.send('联系支持');
      assert.match(await said(talk, '滚'), /您同意吗/);
    });
  });
});
