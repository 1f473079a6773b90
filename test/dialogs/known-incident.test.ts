import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { conversationStateSchema } from '../../dialogs/state.ts';
import { MOST_FOLLOWS } from '../../src/domain/incident-follow.ts';
import { type Stage, setStage } from '../support/dialog-stage.ts';
import { sampleFollow, uuid } from '../support/store-samples.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const NOW = '2026-03-03T02:30:00.000Z';
const SYSTEM = { system: 'turn' } as const;
const INCIDENTS = fileURLToPath(new URL('transcripts/health/mail-incident.yaml', import.meta.url));
const MAIL = '从今天早上开始，全公司都收不到外部邮件。';

describe('a known incident (R11)', () => {
  let kept: TemporaryStore;
  let talk: Stage;
  beforeEach(async () => {
    kept = await openTemporaryStore();
    talk = await stage({});
  });
  afterEach(() => kept.remove());

  const stage = (changes: { person?: string; healthFile?: string; cards?: boolean }) =>
    setStage({ store: kept.store, person: 'dl_contoso-admin', now: NOW, healthFile: INCIDENTS, ...changes });
  const stateOf = async () => {
    const stored = await kept.store.loadConversation(SYSTEM, talk.conversationId);
    return conversationStateSchema.parse(stored?.state);
  };
  const follows = () => kept.store.listFollows(SYSTEM, talk.conversationId);
  const textsOf = async (input: Parameters<Stage['send']>[0]) =>
    (await talk.send(input)).map(({ text }) => text ?? '').join('\n');

  it('stands before the articles and before contact', async () => {
    const [first] = await talk.send(MAIL);
    assert.match(JSON.stringify(first), /EX900001/);
    assert.doesNotMatch(JSON.stringify(first), /selfhelp\.solved/);
  });

  it('is followed as the person who asked, in their language and zone, as it stands', async () => {
    await talk.send(MAIL);
    await talk.send({ verb: 'health.follow', incidentId: 'EX900001' });
    const [follow] = await follows();
    assert.deepEqual(
      { ...follow, id: '' },
      {
        id: '',
        conversationId: talk.conversationId,
        incidentId: 'EX900001',
        tenant: 'contoso-cn',
        operator: '21vianet',
        audience: 'admin',
        who: { userId: 'dl_contoso-admin', aadObjectId: null, tenantId: null },
        locale: 'zh-CN',
        zone: 'Asia/Shanghai',
        standing: { status: 'serviceDegradation', lastPostAt: '2026-03-03T01:40:00.000Z' },
        createdAt: NOW,
        nextLookAt: NOW,
      },
    );
  });

  it('is followed once, however often it is pressed', async () => {
    for (let press = 0; press < 3; press += 1) await talk.send({ verb: 'health.follow', incidentId: 'EX900001' });
    assert.equal((await follows()).length, 1);
  });

  it('that is made up, over, of the other operator, or no id at all is not followed', async () => {
    for (const incidentId of ['EX000000', 'TM900002', '', 'x'.repeat(61), 7, null, ['EX900001'], '__proto__']) {
      const [answer] = await talk.send({ verb: 'health.follow', incidentId });
      assert.ok((answer?.text ?? '').length > 0);
    }
    assert.deepEqual(await follows(), []);
  });

  it('is not followed when health cannot be looked at, and the person is told', async () => {
    talk = await stage({ person: 'dl_fabrikam-admin', healthFile: '' });
    assert.match(await textsOf({ verb: 'health.follow', incidentId: 'EX900001' }), /没能关注/);
    assert.deepEqual(await follows(), []);
  });

  it('is one too many after ten', async () => {
    await talk.send(MAIL);
    const stored = await kept.store.loadConversation(SYSTEM, talk.conversationId);
    assert.ok(stored);
    await kept.store.commitTurn(SYSTEM, {
      conversation: stored,
      activities: [],
      requests: [],
      deliveries: [],
      follows: Array.from({ length: MOST_FOLLOWS }, (_none, index) => ({
        type: 'began' as const,
        follow: sampleFollow({
          id: uuid(7000 + index),
          conversationId: talk.conversationId,
          incidentId: `X${index}`,
        }),
      })),
    });
    assert.match(await textsOf('关注进展'), /最多同时关注 10 个/);
    assert.equal((await follows()).length, MOST_FOLLOWS);
  });

  it('is followed beside the open form, which goes on', async () => {
    await talk.send(MAIL);
    const { draft } = await stateOf();
    await talk.send({ verb: 'intake.start', draftId: draft?.id });
    const answers = await talk.send({ verb: 'health.follow', incidentId: 'EX900001', draftId: draft?.id });
    assert.equal((await follows()).length, 1);
    assert.ok(
      answers.some(({ attachments }) => attachments?.length),
      'the form is shown again',
    );
    assert.equal((await stateOf()).draft?.id, draft?.id);
  });

  it('that is another problem is remembered with the draft and told to staff once', async () => {
    await talk.send(MAIL);
    const { draft } = await stateOf();
    for (let press = 0; press < 2; press += 1) await talk.send({ verb: 'health.other', draftId: draft?.id });
    const after = (await stateOf()).draft;
    assert.deepEqual(after?.otherThan, ['EX900001']);
    assert.equal(after?.remarks.length, 1);
    assert.equal(after?.health?.result, 'matched');
    const again = await textsOf('全公司还是收不到外部邮件，发送也失败');
    assert.doesNotMatch(again, /EX900001|部分用户/);
  });

  it('changes nothing by an old card of another draft', async () => {
    await talk.send(MAIL);
    const before = await stateOf();
    assert.match(await textsOf({ verb: 'health.other', draftId: uuid(5), incidentId: 'EX900001' }), /已经过期/);
    assert.deepEqual((await stateOf()).draft, before.draft);
  });

  it('keeps words that tell more of the problem', async () => {
    await talk.send(MAIL);
    await talk.send('昨天更换过邮件网关');
    assert.match((await stateOf()).draft?.description ?? '', /更换过邮件网关/);
  });
});
