import assert from 'node:assert/strict';
import type { Store } from '../../src/domain/ports.ts';
import type { Speech } from '../../src/services/proactive.ts';
import { createTurnBench, directLineTurn, loggedTexts } from '../support/desk-turns.ts';
import { createIncidentBench, healthScene, type IncidentBench } from '../support/incident-bench.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const SCOPE = { system: 'turn' } as const;

describe('what is said without having been asked', () => {
  let kept: TemporaryStore;
  let store: Store;
  let bench: IncidentBench;
  beforeEach(async () => {
    kept = await openTemporaryStore();
    store = kept.store;
    bench = createIncidentBench(store, healthScene());
  });
  afterEach(() => kept.remove());

  const speech = (changes: Partial<Speech> = {}): Speech => ({
    conversationId: 'directline/one',
    key: 'news-1',
    locale: 'zh-CN',
    compose: async (locale) => ({ replies: [{ text: `news in ${locale}` }, { text: 'and more' }] }),
    ...changes,
  });

  it('follows the turns of the conversation in its log, and leaves its state alone', async () => {
    const { take } = createTurnBench(store);
    await take(directLineTurn('hello'));
    assert.equal(await bench.proactive.say(speech()), 'said');
    await take(directLineTurn('again'));
    assert.deepEqual(await loggedTexts(store), ['hello', '1: hello', 'news in zh-CN', 'and more', 'again', '2: again']);
    const rows = await store.listActivities(SCOPE, 'directline/one', 2, 2);
    assert.deepEqual(
      rows.map(({ seq, direction, activity }) => [seq, direction, activity.conversation?.id, activity.from?.role]),
      [
        [3, 'outgoing', 'one', 'bot'],
        [4, 'outgoing', 'one', 'bot'],
      ],
    );
    assert.equal(rows[0]?.activity.replyToId, undefined);
  });

  it('is said once for each key', async () => {
    await createTurnBench(store).take(directLineTurn('hello'));
    const results = [];
    for (const key of ['a', 'a', 'b']) results.push(await bench.proactive.say(speech({ key })));
    assert.deepEqual(results, ['said', 'said', 'said']);
    assert.equal((await loggedTexts(store)).length, 2 + 4);
  });

  it('is composed anew when a turn came in between', async () => {
    const { take } = createTurnBench(store);
    await take(directLineTurn('hello'));
    let composed = 0;
    await bench.proactive.say(
      speech({
        compose: async () => {
          composed += 1;
          if (composed === 1) await take(directLineTurn('again'));
          return { replies: [{ text: `news ${composed}` }] };
        },
      }),
    );
    assert.deepEqual((await loggedTexts(store)).slice(2), ['again', '2: again', 'news 2']);
  });

  it('gives up when turns keep winning, and has said nothing', async () => {
    const { take } = createTurnBench(store);
    await take(directLineTurn('hello'));
    let many = 0;
    const compose = async () => {
      many += 1;
      await take(directLineTurn(`again ${many}`));
      return { replies: [{ text: 'news' }] };
    };
    await assert.rejects(bench.proactive.say(speech({ compose })), { code: 'Conflict' });
    assert.ok(!(await loggedTexts(store)).includes('news'));
  });

  it('is dropped where there is nothing to say, or nobody to hear it', async () => {
    assert.equal(await bench.proactive.say(speech()), 'dropped');
    await createTurnBench(store).take(directLineTurn('hello'));
    assert.equal(await bench.proactive.say(speech({ compose: async () => null })), 'dropped');
    assert.equal(await bench.proactive.say(speech({ compose: async () => ({ replies: [] }) })), 'dropped');
    assert.deepEqual(await loggedTexts(store), ['hello', '1: hello']);
  });
});
