import assert from 'node:assert/strict';
import type { Store, TurnCommit } from '../../src/domain/ports.ts';
import { describeOnEveryEngine, type TestDatabase } from '../support/store-engines.ts';
import { sampleActivity, sampleConversation, sampleRecognition, sampleTurn } from '../support/store-samples.ts';

const SCOPE = { system: 'review' } as const;
const MOMENT = '2026-03-02T01:00:00.000Z';
const at = (minutes: number) => new Date(Date.parse(MOMENT) + minutes * 60_000).toISOString();
const END = { seq: 1, outcome: 'corrected', recognised: 'exchange.mail-flow', topic: 'billing.renew' } as const;

describeOnEveryEngine('what messages were taken for', (engine) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await engine.createDatabase();
    ({ store } = await database.open());
  });
  afterEach(() => database.remove());

  /** A turn of the conversation with this number of turns before it, each of one message. */
  function commit(turnsBefore: number, changes: Partial<TurnCommit> = {}, id = 'directline/one'): Promise<unknown> {
    const seq = turnsBefore + 1;
    return store.commitTurn(
      SCOPE,
      sampleTurn({
        conversation: sampleConversation({ id, version: turnsBefore, lastSeq: seq, updatedAt: at(turnsBefore) }),
        activities: [sampleActivity({ conversationId: id, seq })],
        recognitions: [sampleRecognition({ seq })],
        ...changes,
      }),
    );
  }
  const list = async (filter = {}) => (await store.listRecognitions(SCOPE, { limit: 100, ...filter })).messages;

  it('is given back with the words of the message', async () => {
    await commit(0, {
      activities: [
        sampleActivity({ activity: { type: 'message', text: '收不到邮件', from: { id: 'a', name: 'Li Na' } } }),
      ],
    });
    assert.deepEqual(await list(), [
      {
        ...sampleRecognition(),
        conversationId: 'directline/one',
        tenant: 'contoso',
        text: '收不到邮件',
        author: 'Li Na',
        at: MOMENT,
        outcome: null,
        outcomeTopic: null,
      },
    ]);
  });

  it('keeps the newest of what happened next, in later turns and in its own', async () => {
    await commit(0, { recognitionEnds: [{ ...END, outcome: 'added', topic: null }] });
    assert.deepEqual(
      (await list()).map(({ outcome, outcomeTopic }) => [outcome, outcomeTopic]),
      [['added', null]],
    );
    await commit(1, { recognitions: [], recognitionEnds: [END] });
    assert.deepEqual(
      (await list()).map(({ topic, outcome, outcomeTopic }) => [topic, outcome, outcomeTopic]),
      [['exchange.mail-flow', 'corrected', 'billing.renew']],
    );
  });

  it('is nothing for a message that nobody recognised, and of no other conversation', async () => {
    await commit(0);
    await commit(0, { recognitions: [], recognitionEnds: [END] }, 'directline/two');
    assert.deepEqual(
      (await list()).map(({ outcome }) => outcome),
      [null],
    );
  });

  it('is not written without its message', async () => {
    await assert.rejects(commit(0, { recognitions: [sampleRecognition({ seq: 7 })] }));
    assert.equal(await store.loadConversation(SCOPE, 'directline/one'), null);
  });

  it('is read page by page, and from a moment on', async () => {
    for (const id of ['directline/b', 'directline/a']) for (const turn of [0, 1, 2]) await commit(turn, {}, id);
    const seen: string[] = [];
    let after: { conversationId: string; seq: number } | undefined;
    for (;;) {
      const { messages, next } = await store.listRecognitions(SCOPE, { limit: 2, ...(after && { after }) });
      seen.push(...messages.map(({ conversationId, seq }) => `${conversationId} ${seq}`));
      if (!next) break;
      after = next;
    }
    assert.deepEqual(
      seen,
      ['a', 'b'].flatMap((name) => [1, 2, 3].map((seq) => `directline/${name} ${seq}`)),
    );
    assert.deepEqual(
      (await list({ since: at(2) })).map(({ seq }) => seq),
      [3, 3],
    );
  });

  it('goes with the message', async () => {
    await commit(0);
    await commit(1);
    await database.change(
      `${engine.servesSeveral ? '' : 'pragma foreign_keys = on;'} delete from activities where seq = 1`,
    );
    assert.deepEqual(
      (await list()).map(({ seq }) => seq),
      [2],
    );
  });

  it('is passed over where this version cannot read it', async () => {
    await commit(0);
    await commit(1);
    await database.change(`update recognitions set topic = 'exchange.of-tomorrow' where seq = 1`);
    assert.deepEqual(
      (await list()).map(({ seq }) => seq),
      [2],
    );
  });
});
