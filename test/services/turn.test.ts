import assert from 'node:assert/strict';
import type { SendResult } from '../../src/domain/outgoing.ts';
import type { LoggedActivity, Store } from '../../src/domain/ports.ts';
import type { Converse } from '../../src/domain/support-desk.ts';
import { contosoAdmin } from '../support/desk-parts.ts';
import { createTurnBench, directLineTurn, echo, loggedTexts } from '../support/desk-turns.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const SYSTEM = { system: 'turn' } as const;

describe('a turn', () => {
  let temporary: TemporaryStore;
  let store: Store;
  beforeEach(async () => {
    temporary = await openTemporaryStore();
    store = temporary.store;
  });
  afterEach(() => temporary.remove());

  it('writes what was said and answered, and publishes the same rows', async () => {
    const published: LoggedActivity[][] = [];
    const { take } = createTurnBench(store);
    const result = await take(directLineTurn('hello', {}, published));
    assert.deepEqual(result, { activityId: 'one|0000001', duplicate: false });
    const rows = await store.listActivities(SYSTEM, 'directline/one', 0, 10);
    assert.deepEqual(JSON.parse(JSON.stringify(published)), [JSON.parse(JSON.stringify(rows))]);
    const [incoming, outgoing] = rows;
    assert.deepEqual(
      [incoming?.direction, incoming?.activity.id, incoming?.activity.text],
      ['incoming', 'one|0000001', 'hello'],
    );
    assert.deepEqual(
      [outgoing?.direction, outgoing?.activity.id, outgoing?.activity.text],
      ['outgoing', 'one|0000002', '1: hello'],
    );
    assert.equal(outgoing?.activity.replyToId, 'one|0000001');
  });

  it('keeps state, person, tenant and reference with the conversation', async () => {
    const { take, clock } = createTurnBench(store);
    const reference = { serviceUrl: 'https://smba.example' };
    await take(directLineTurn('a', { reference }));
    clock.moveTo('2026-03-02T02:00:00.000Z');
    await take(directLineTurn('b'));
    assert.deepEqual(await store.loadConversation(SYSTEM, 'directline/one'), {
      id: 'directline/one',
      channel: 'directline',
      tenant: 'contoso-cn',
      personId: 'dl_contoso-admin',
      owner: 'bot',
      state: 2,
      reference,
      version: 2,
      lastSeq: 4,
      createdAt: '2026-03-02T01:00:00.000Z',
      updatedAt: '2026-03-02T02:00:00.000Z',
    });
  });

  it('answers messages that come at once in the order in which they came', async () => {
    const { take } = createTurnBench(store);
    const texts = Array.from({ length: 10 }, (_, n) => `m${n}`);
    await Promise.all(texts.map((text) => take(directLineTurn(text))));
    assert.deepEqual(
      await loggedTexts(store),
      texts.flatMap((text, n) => [text, `${n + 1}: ${text}`]),
    );
  });

  it('publishes before the next turn of the conversation begins', async () => {
    const order: string[] = [];
    const gate = Promise.withResolvers<void>();
    const converse: Converse = async (state, input, desk) => {
      order.push('converse');
      return echo(state, input, desk);
    };
    const { take } = createTurnBench(store, { converse });
    const publish = async (): Promise<SendResult> => {
      await gate.promise;
      order.push('published');
      return { result: 'sent' };
    };
    const turns = [take(directLineTurn('a', { publish })), take(directLineTurn('b'))];
    gate.resolve();
    await Promise.all(turns);
    assert.deepEqual(order, ['converse', 'published', 'converse']);
  });

  it('answers an activity that comes twice once', async () => {
    const published: LoggedActivity[][] = [];
    const { take } = createTurnBench(store);
    const turn = directLineTurn('hello', { dedupeKey: 'k1' }, published);
    const results = await Promise.all([take(turn), take(turn)]);
    assert.deepEqual(results, [
      { activityId: 'one|0000001', duplicate: false },
      { activityId: 'one|0000001', duplicate: true },
    ]);
    assert.deepEqual(await loggedTexts(store), ['hello', '1: hello']);
    // The second time without rows: a stream that has missed them reads the log.
    assert.deepEqual(
      published.map(({ length }) => length),
      [2, 0],
    );
  });

  it('takes the same key in another conversation as another activity', async () => {
    const { take } = createTurnBench(store);
    await take(directLineTurn('a', { dedupeKey: 'k1' }));
    const other = await take(directLineTurn('a', { dedupeKey: 'k1', conversationId: 'directline/two' }));
    assert.equal(other.duplicate, false);
  });

  it('keeps the id that a channel gave', async () => {
    const { take } = createTurnBench(store);
    const activity = { type: 'message', id: '1772413200000', text: 'a', conversation: { id: '19:x' } };
    const result = await take(directLineTurn('', { channel: 'msteams', conversationId: 'msteams/19:x', activity }));
    assert.equal(result.activityId, '1772413200000');
    const [, reply] = await store.listActivities(SYSTEM, 'msteams/19:x', 0, 10);
    assert.deepEqual([reply?.activity.replyToId, reply?.activity.channelId], ['1772413200000', 'msteams']);
  });

  it('neither stores nor understands a secret', async () => {
    const heard: unknown[] = [];
    const converse: Converse = async (state, input) => {
      heard.push(input);
      return { state, replies: [] };
    };
    const { take } = createTurnBench(store, { converse });
    await take(directLineTurn('我的密码是 Xk7#pQ9z2，还是登录不了'));
    const rows = await store.listActivities(SYSTEM, 'directline/one', 0, 10);
    assert.doesNotMatch(JSON.stringify([rows, heard]), /Xk7/);
    assert.match(rows[0]?.activity.text ?? '', /还是登录不了$/);
  });

  it('takes no turn for typing and events', async () => {
    const published: LoggedActivity[][] = [];
    const { take } = createTurnBench(store);
    for (const type of ['typing', 'event']) {
      const result = await take(directLineTurn('', { activity: { type } }, published));
      assert.equal(result.duplicate, false);
    }
    assert.equal(await store.loadConversation(SYSTEM, 'directline/one'), null);
    assert.equal(published.length, 0);
  });

  it('tells the language of the replies when the dialogs tell it', async () => {
    const converse: Converse = async (state) => ({ state, replies: [{ text: '您好' }], locale: 'zh-CN' });
    const { take } = createTurnBench(store, { converse });
    await take(directLineTurn('hello'));
    const [, reply] = await store.listActivities(SYSTEM, 'directline/one', 0, 10);
    assert.equal(reply?.activity.locale, 'zh-CN');
  });

  it('leaves the word to staff while they own the conversation', async () => {
    const { take } = createTurnBench(store);
    await take(directLineTurn('a'));
    const conversation = await store.loadConversation(SYSTEM, 'directline/one');
    assert.ok(conversation);
    const taken = {
      conversation: { ...conversation, owner: 'staff' as const },
      activities: [],
      requests: [],
      deliveries: [],
    };
    await store.commitTurn(SYSTEM, taken);
    const published: LoggedActivity[][] = [];
    await take(directLineTurn('b', {}, published));
    assert.deepEqual(await loggedTexts(store), ['a', '1: a', 'b']);
    assert.equal(published[0]?.length, 1);
  });

  describe('of another person', () => {
    const stranger = { userId: 'dl_contoso-user', aadObjectId: null, tenantId: null };

    it('is refused on Direct Line, where a conversation is one person’s', async () => {
      const { take } = createTurnBench(store);
      await take(directLineTurn('a'));
      await assert.rejects(take(directLineTurn('b', { who: stranger })), { code: 'PolicyViolation' });
      assert.deepEqual(await loggedTexts(store), ['a', '1: a']);
    });

    it('is fine in a group chat, and the conversation keeps the latest', async () => {
      const { take } = createTurnBench(store);
      const group = { channel: 'msteams', conversationId: 'msteams/19:x' };
      await take(directLineTurn('a', group));
      await take(directLineTurn('b', { ...group, who: stranger }));
      const conversation = await store.loadConversation(SYSTEM, 'msteams/19:x');
      assert.deepEqual([conversation?.personId, conversation?.tenant], ['dl_contoso-user', null]);
    });
  });

  it('finds the person and opens the desk for them', async () => {
    const names: (string | null)[] = [];
    const converse: Converse = async (state, _input, desk) => {
      names.push(desk.person?.name ?? null);
      return { state, replies: [] };
    };
    const { take } = createTurnBench(store, { converse });
    await take(directLineTurn('a'));
    const visitor = { userId: 'visitor:7', aadObjectId: null, tenantId: null };
    await take(directLineTurn('a', { conversationId: 'directline/two', who: visitor }));
    assert.deepEqual(names, [contosoAdmin().name, null]);
  });
});
