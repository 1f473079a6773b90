import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IncomingTurn } from '../src/domain/incoming-turn.ts';
import type { Recogniser, Store } from '../src/domain/ports.ts';
import { meteredRecogniser, meteredStore, meteredTurn } from '../src/metered-parts.ts';
import { createMetrics } from '../src/metrics.ts';
import { captureLog } from './support/captured-log.ts';
import { openStore } from './support/store-temporary.ts';

const incoming: IncomingTurn = {
  channel: 'directline',
  conversationId: 'directline/1',
  activity: { type: 'message', value: undefined, channelData: undefined },
  who: { userId: 'dl_somebody', aadObjectId: null, tenantId: null },
  dedupeKey: null,
  reference: null,
  publish: async () => ({ result: 'sent' }),
};

describe('metered parts', () => {
  it('count answered, repeated, apologised and failed turns and change nothing about them', async () => {
    const metrics = createMetrics();
    const { log, parsed } = captureLog();
    const answered = { activityId: '1', duplicate: false };
    assert.equal(await meteredTurn(async () => answered, metrics, log)(incoming), answered);
    await meteredTurn(async () => ({ activityId: '1', duplicate: true }), metrics, log)(incoming);
    await meteredTurn(async () => ({ activityId: '2', duplicate: false, apologised: true }), metrics, log)(incoming);
    await assert.rejects(meteredTurn(() => Promise.reject(new Error('down')), metrics, log)(incoming), /down/);
    const text = await metrics.text();
    for (const result of ['answered', 'duplicate', 'apologised', 'failed']) {
      assert.match(text, new RegExp(`^turns_total\\{channel="directline",result="${result}"\\} 1$`, 'm'));
    }
    assert.deepEqual(
      parsed().map(({ msg, conversationId, result, activityId }) => ({ msg, conversationId, result, activityId })),
      [
        { msg: 'turn', conversationId: 'directline/1', result: 'answered', activityId: '1' },
        { msg: 'turn', conversationId: 'directline/1', result: 'duplicate', activityId: '1' },
        { msg: 'turn', conversationId: 'directline/1', result: 'apologised', activityId: '2' },
        { msg: 'turn', conversationId: 'directline/1', result: 'failed', activityId: null },
      ],
    );
  });

  it('time a commit, also one that fails, and count what is learnt by the other', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'intake-metered-'));
    const metrics = createMetrics();
    const store: Store = meteredStore(await openStore(`file:${join(folder, 'intake.db')}`), metrics);
    const conversation = {
      id: 'directline/1',
      channel: 'directline',
      tenant: null,
      personId: null,
      owner: 'bot' as const,
      state: null,
      reference: null,
      version: 0,
      lastSeq: 0,
      createdAt: '2026-03-02T01:00:00.000Z',
      updatedAt: '2026-03-02T01:00:00.000Z',
    };
    const end = { seq: 1, outcome: 'filed', recognised: 'none', topic: 'billing.renew' } as const;
    const turn = { conversation, activities: [], requests: [], deliveries: [], recognitionEnds: [end] };
    await store.commitTurn({ system: 'turn' }, turn);
    await assert.rejects(store.commitTurn({ system: 'turn' }, turn));
    const text = await metrics.text();
    assert.match(text, /^commit_seconds_count 2$/m);
    assert.match(text, /^recognition_outcomes_total\{outcome="filed",topic="other"\} 1$/m, 'only what was written');
    await store.close();
    await rm(folder, { recursive: true });
  });

  it('count what the recognisers decided', async () => {
    const metrics = createMetrics();
    const recogniser: Recogniser = {
      recognise: async () => ({
        topic: 'none',
        confidence: 1,
        alternatives: [],
        entities: {},
        severityFacts: {},
        source: 'clu',
      }),
    };
    await meteredRecogniser(recogniser, metrics).recognise('hello', null);
    assert.match(await metrics.text(), /^recogniser_decisions_total\{source="clu",decision="none"\} 1$/m);
  });
});
