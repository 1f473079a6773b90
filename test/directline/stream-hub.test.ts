import assert from 'node:assert/strict';
import { createStreamHub, type StreamHub, type StreamListener } from '../../src/directline/stream-hub.ts';
import type { LoggedActivity, Store } from '../../src/domain/ports.ts';
import { type CapturedLog, captureLog } from '../support/captured-log.ts';
import { sampleActivity, sampleConversation, sampleTurn } from '../support/store-samples.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';
import { until } from '../support/until.ts';

const SYSTEM = { system: 'turn' } as const;

/** Somebody who shows a conversation up to a row, and remembers what it was told. */
function createListener(
  position: number,
): StreamListener & { readonly told: (readonly LoggedActivity[] | 'behind')[] } {
  const told: (readonly LoggedActivity[] | 'behind')[] = [];
  return {
    told,
    accept: (rows) => void told.push(rows),
    catchUp: () => void told.push('behind'),
    position: () => position,
  };
}

describe('the stream hub', () => {
  let temporary: TemporaryStore;
  let captured: CapturedLog;
  let hub: StreamHub;
  /** The ids of each statement that compared conversations with the log. */
  let asked: (readonly string[])[];
  /** What each of these statements waits for before it looks, and after. */
  let gates: { readonly before?: Promise<void>; readonly after?: Promise<void> }[];

  before(async () => {
    temporary = await openTemporaryStore();
    for (const [id, lastSeq] of [
      ['directline/one', 3],
      ['directline/two', 5],
    ] as const) {
      await temporary.store.commitTurn(
        SYSTEM,
        sampleTurn({ conversation: sampleConversation({ id, lastSeq }), activities: [] }),
      );
    }
  });
  after(() => temporary.remove());
  beforeEach(() => {
    captured = captureLog();
    [asked, gates] = [[], []];
    const store: Pick<Store, 'lastSeqs'> = {
      lastSeqs: async (scope, ids) => {
        asked.push(ids);
        const gate = gates.shift();
        await gate?.before;
        const found = await temporary.store.lastSeqs(scope, ids);
        await gate?.after;
        return found;
      },
    };
    hub = createStreamHub({ store, log: captured.log });
  });

  it('hands rows that were just committed to everybody who shows the conversation, and to nobody else', () => {
    const [one, same, other] = [createListener(1), createListener(0), createListener(0)];
    hub.subscribe('directline/one', one);
    const end = hub.subscribe('directline/one', same);
    hub.subscribe('directline/two', other);
    const rows = [sampleActivity({ seq: 2 })];
    hub.publish('directline/one', rows);
    end();
    hub.publish('directline/one', rows);
    assert.deepEqual([one.told, same.told, other.told], [[rows, rows], [rows], []]);
  });

  it('lets the log be read when it was not told what was written, or by another instance', () => {
    const [one, other] = [createListener(1), createListener(1)];
    hub.subscribe('directline/one', one);
    hub.subscribe('directline/two', other);
    hub.publish('directline/one', []);
    hub.changedElsewhere('directline/one');
    hub.changedElsewhere('directline/nobody-shows-it');
    assert.deepEqual([one.told, other.told, asked], [['behind', 'behind'], [], []]);
  });

  it('wakes only those who are behind the log when nobody can tell what was written', async () => {
    const listeners = {
      behind: createListener(2),
      level: createListener(3),
      ahead: createListener(4),
      two: createListener(4),
    };
    for (const listener of [listeners.behind, listeners.level, listeners.ahead])
      hub.subscribe('directline/one', listener);
    hub.subscribe('directline/two', listeners.two);
    hub.subscribe('directline/unknown', createListener(0));
    hub.changedElsewhere(null);
    await until('it has looked', () => listeners.two.told.length > 0);
    assert.deepEqual(
      Object.values(listeners).map(({ told }) => told),
      [['behind'], [], [], ['behind']],
    );
    assert.deepEqual(asked, [['directline/one', 'directline/two', 'directline/unknown']]);
  });

  it('asks for nothing when nobody shows anything any more', async () => {
    hub.subscribe('directline/one', createListener(0))();
    hub.changedElsewhere(null);
    await new Promise(setImmediate);
    assert.deepEqual(asked, []);
  });

  it('compares five hundred conversations in one statement', async () => {
    for (let number = 0; number < 1_200; number += 1) hub.subscribe(`directline/${number}`, createListener(0));
    const last = createListener(0);
    hub.subscribe('directline/one', last);
    hub.changedElsewhere(null);
    await until('it has looked at all', () => last.told.length > 0);
    assert.deepEqual(
      asked.map(({ length }) => length),
      [500, 500, 201],
    );
  });

  it('looks once more when it is asked while it looks, and not as often as it is asked', async () => {
    const mayEnd = Promise.withResolvers<void>();
    gates.push({ after: mayEnd.promise });
    const one = createListener(2);
    hub.subscribe('directline/one', one);
    hub.changedElsewhere(null);
    for (let times = 0; times < 5; times += 1) hub.changedElsewhere(null);
    assert.equal(asked.length, 1);
    mayEnd.resolve();
    await until('it has looked twice', () => one.told.length === 2);
    hub.changedElsewhere(null);
    await until('it looks again when asked later', () => one.told.length === 3);
    assert.equal(asked.length, 3);
  });

  it('says that the log could not be compared, and looks again when it is asked', async () => {
    gates.push({ before: Promise.reject(new Error('gone')) });
    const one = createListener(2);
    hub.subscribe('directline/one', one);
    hub.changedElsewhere(null);
    await until('it is told', () => captured.lines.length > 0);
    assert.match(captured.single().msg ?? '', /could not be compared/);
    assert.deepEqual(one.told, []);
    hub.changedElsewhere(null);
    await until('it has looked', () => one.told.length > 0);
  });
});
