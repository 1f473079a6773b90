import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { POLICIES } from '../../src/domain/policy.ts';
import type { Store } from '../../src/domain/ports.ts';
import type { Understanding } from '../../src/domain/understanding.ts';
import { createStaffDesk, type StaffDesk } from '../../src/services/staff-desk.ts';
import type { UndeliveredPage } from '../../src/services/undelivered.ts';
import { MAIL_FLOW, standingClock } from '../support/desk-parts.ts';
import { createTurnBench, directLineTurn } from '../support/desk-turns.ts';
import { createOutgoingBench } from '../support/outgoing-bench.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

describe('staff desk', () => {
  let temporary: TemporaryStore;
  let store: Store;
  let desk: StaffDesk;
  let heard: [string, string | null][];
  let recognised: Understanding;
  beforeEach(async () => {
    temporary = await openTemporaryStore();
    store = temporary.store;
    heard = [];
    recognised = MAIL_FLOW;
    desk = createStaffDesk({
      store,
      policies: POLICIES,
      recogniser: {
        recognise: async (text, locale) => {
          heard.push([text, locale]);
          return recognised;
        },
      },
      hash: { sha256: (text) => createHash('sha256').update(text).digest('hex') },
      reasonText: ({ code }, locale) => `${code} in ${locale}`,
      fieldWords: (field, value) => `${field}: ${value}`,
    });
  });
  afterEach(() => temporary.remove());

  describe('with a request', () => {
    beforeEach(async () => {
      const { take } = createTurnBench(store);
      await take(directLineTurn('全公司都收不到邮件，密码是 Xk7#pQ9z2'));
      await take(directLineTurn('submit'));
    });

    it('lists it and shows the whole record with its deliveries', async () => {
      const { requests, unreadable, cursor } = await desk.list({ limit: 10 });
      assert.deepEqual(
        [requests.map(({ reference }) => reference), unreadable, cursor],
        [['SR-20260302-0001'], [], null],
      );
      const request = await desk.get('SR-20260302-0001');
      assert.equal(request.severity.assigned, 'A');
      assert.deepEqual(
        request.deliveries.map(({ backend, status }) => [backend, status]),
        [
          ['servicenow', 'pending'],
          ['webhook', 'pending'],
        ],
      );
    });

    it('shows the conversation in order, in both directions, with secrets masked', async () => {
      const { entries, redactions, sha256 } = await desk.transcript('SR-20260302-0001');
      assert.deepEqual(
        entries.map(({ from }) => from),
        ['person', 'bot', 'person', 'bot'],
      );
      assert.match(entries[0]?.text ?? '', /^全公司都收不到邮件，密码是 \[/);
      assert.deepEqual(redactions[0]?.class, 'password');
      assert.match(sha256, /^[0-9a-f]{64}$/);
    });

    it('shows a conversation of any length whole', async () => {
      const conversation = await store.loadConversation({ system: 'staff' }, 'directline/one');
      assert.ok(conversation);
      const activities = Array.from({ length: 2000 }, (_, n) => ({
        conversationId: 'directline/one',
        seq: conversation.lastSeq + 1 + n,
        direction: 'incoming' as const,
        dedupeKey: null,
        activity: { type: 'message', text: `m${n}` },
        createdAt: conversation.updatedAt,
      }));
      await store.commitTurn({ system: 'turn' }, { conversation, activities, requests: [], deliveries: [] });
      assert.equal((await desk.transcript('SR-20260302-0001')).entries.length, 2004);
    });
  });

  it('shows what people may not have seen, with its request and in one list', async () => {
    const { take } = createTurnBench(store, { outgoing: { settle: async () => undefined, wake: () => undefined } });
    const said = {
      channel: 'msteams',
      conversationId: 'msteams/one',
      reference: { serviceUrl: 'https://smba.example' },
    };
    await take(directLineTurn('submit', said));
    const expected = [
      {
        conversationId: 'msteams/one',
        status: 'sending',
        messages: 1,
        turns: 1,
        attempts: 0,
        nextAttemptAt: null,
        error: null,
        since: standingClock().now(),
      },
    ];
    assert.deepEqual(await desk.undelivered({ limit: 50 }), { undelivered: expected, cursor: null });
    assert.deepEqual((await desk.get('SR-20260302-0001')).undelivered, expected);
  });

  it('shows what waits now before all that was given up, in pages', async () => {
    const bench = createOutgoingBench(store);
    const { take } = bench.turns();
    for (let turn = 1; turn <= 7; turn += 1) {
      bench.move(1000);
      bench.answers.push(
        turn < 7
          ? { result: 'refused', sentSeq: 1, error: 'status-403' }
          : { result: 'later', sentSeq: 1, afterMs: null, error: 'status-429' },
      );
      await take(bench.teams('a', { conversationId: `msteams/${turn}` }));
    }
    const first = await desk.undelivered({ limit: 3 });
    const pages = [first];
    for (let last: UndeliveredPage | undefined = first; last?.cursor; last = pages.at(-1)) {
      pages.push(await desk.undelivered({ limit: 3, cursor: last.cursor }));
    }
    assert.deepEqual(
      pages.map(({ undelivered }) => undelivered.map(({ conversationId }) => conversationId)),
      [['msteams/7', 'msteams/6', 'msteams/5'], ['msteams/4', 'msteams/3', 'msteams/2'], ['msteams/1']],
    );
    const dead = await desk.undelivered({ status: 'dead', limit: 6 });
    assert.deepEqual([dead.undelivered.length, dead.cursor], [6, null]);
    for (const cursor of ['', 'abc', `${first.cursor}=`, Buffer.from('["dead",1,2]').toString('base64url')]) {
      await assert.rejects(desk.undelivered({ limit: 3, cursor }), { code: 'InvalidInput' });
    }
  });

  it('knows no request that there is not', async () => {
    await assert.rejects(desk.get('SR-20260302-0001'), { code: 'NotFound' });
    await assert.rejects(desk.transcript('SR-20260302-0001'), { code: 'NotFound' });
  });

  describe('assess', () => {
    const input = {
      operator: '21vianet',
      kind: 'technical',
      premiumAgreement: true,
      facts: { serviceState: 'unavailable', affected: 'organization', deadlineAtRisk: false, workaround: false },
      commitments: { impactStatement: 'Orders come by mail; production has stopped.', resources: true },
      openedAt: '2026-03-02T09:00:00+08:00',
    };

    it('takes a statement that was judged elsewhere, and none', async () => {
      const given = { ...input, commitments: { impactStatement: true, resources: true } };
      assert.equal((await desk.assess(given)).severity, 'A');
      const refused = { ...input, commitments: { impactStatement: false, resources: true } };
      const { severity, reasons } = await desk.assess(refused);
      assert.equal(severity, 'B');
      assert.ok(reasons.some(({ code }) => code === 'S3.no-impact-statement'));
    });

    it('tells level, reasons in both languages and the response target', async () => {
      assert.deepEqual(await desk.assess(input), {
        severity: 'A',
        computed: 'A',
        reasons: [
          {
            code: 'TABLE.many-unavailable',
            text: { en: 'TABLE.many-unavailable in en-US', zh: 'TABLE.many-unavailable in zh-CN' },
          },
        ],
        response: {
          dueAt: '2026-03-02T02:00:00.000Z',
          provisional: false,
          basis: [
            {
              code: 'T1.hour-around-the-clock',
              text: { en: 'T1.hour-around-the-clock in en-US', zh: 'T1.hour-around-the-clock in zh-CN' },
            },
          ],
        },
      });
    });

    it('tells why level A was not given', async () => {
      const { severity, computed, reasons } = await desk.assess({ ...input, premiumAgreement: false });
      assert.deepEqual([severity, computed], ['B', 'A']);
      assert.ok(reasons.some(({ code }) => code === 'S2.no-premium-agreement'));
      assert.equal((await desk.assess({ ...input, commitments: undefined })).severity, 'B');
    });

    it('promises nothing for the other operator', async () => {
      assert.equal((await desk.assess({ ...input, operator: 'microsoft' })).response.dueAt, null);
    });

    const wrong: [string, unknown, RegExp][] = [
      ['an unknown key', { ...input, severity: 'A' }, /severity/],
      ['an unknown key inside', { ...input, facts: { ...input.facts, level: 'A' } }, /facts.*level/],
      ['a missing fact', { ...input, facts: { ...input.facts, affected: undefined } }, /facts\.affected/],
      ['another operator', { ...input, operator: 'other' }, /operator/],
      ['a moment that is none', { ...input, openedAt: 'yesterday' }, /openedAt/],
      ['a moment far away', { ...input, openedAt: '9999-01-01T00:00:00Z' }, /2099/],
      ['no object', 'text', /body/],
      ['nothing', undefined, /body/],
    ];
    for (const [name, body, message] of wrong) {
      it(`refuses ${name}`, () => assert.rejects(desk.assess(body), { code: 'InvalidInput', message }));
    }
  });

  describe('understand', () => {
    it('tells what the bot would understand, in order, secrets masked first', async () => {
      const { results } = await desk.understand({ texts: ['mail', 'password: Xk7#pQ9z2'], locale: 'zh-TW' });
      const { source: _, ...expected } = MAIL_FLOW;
      assert.deepEqual(results, [expected, expected]);
      assert.doesNotMatch(JSON.stringify(heard), /Xk7/);
      assert.deepEqual(heard[0], ['mail', 'zh-CN']);
      await desk.understand({ texts: ['mail'] });
      assert.equal(heard.at(-1)?.[1], null);
    });

    it('tells where entities and facts stand, but not in a text that was masked', async () => {
      const text = 'Teams 挂了，密码是 Xk7#pQ9z2';
      const spans = { product: { start: 0, end: 5 }, serviceState: { start: 0, end: 8 } };
      recognised = { ...MAIL_FLOW, locate: () => spans };
      const { results } = await desk.understand({ texts: ['Teams 挂了', text] });
      assert.deepEqual(
        results.map((result) => result.spans),
        [spans, undefined],
      );
    });

    const wrong: [string, unknown][] = [
      ['no texts', { texts: [] }],
      ['too many texts', { texts: Array.from({ length: 101 }, () => 'a') }],
      ['a text without end', { texts: ['a'.repeat(20_001)] }],
      ['another type', { texts: 'mail' }],
      ['an unknown key', { texts: ['a'], model: 'x' }],
      ['null', null],
    ];
    for (const [name, body] of wrong) {
      it(`refuses ${name}`, () => assert.rejects(desk.understand(body), { code: 'InvalidInput' }));
    }
  });
});
