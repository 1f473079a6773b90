import assert from 'node:assert/strict';
import { judgeSoak, P99_LIMIT_MS, type Seen } from '../../bench/soak/criteria.ts';
import { createLedger } from '../../bench/soak/ledger.ts';
import { openLoop } from '../../bench/soak/open-loop.ts';

const MB = 1024 * 1024;

const good: Seen = {
  counts: {
    new: { accepted: 100, shed: 100, failed: 0 },
    running: { accepted: 900, shed: 100, failed: 0 },
    channel: { accepted: 900, shed: 100, failed: 0 },
  },
  seconds: 600,
  capacity: 200,
  offered: 400,
  p50Ms: 300,
  p99Ms: 2000,
  residentBytes: Array.from({ length: 100 }, () => 400 * MB),
  aloneMs: { before: 5, after: 6 },
  recoveredAfter: 0.2,
  leftOut: 0,
  audit: { stored: 1800, lost: 0, unanswered: 0, answeredTwice: 0, takenAlthoughShed: 0 },
};

const brokenBy = (changes: Partial<Seen>): readonly string[] =>
  judgeSoak({ ...good, ...changes }, { p99Ms: P99_LIMIT_MS })
    .filter(({ holds }) => !holds)
    .map(({ criterion }) => criterion);

describe('the criteria of the soak', () => {
  it('hold for a server that sheds, bounds, recovers and loses nothing', () => {
    assert.deepEqual(brokenBy({}), []);
  });

  const none = { accepted: 0, shed: 0, failed: 0 };
  const cases: readonly (readonly [string, Partial<Seen>, RegExp])[] = [
    [
      'nothing was shed',
      { counts: { ...good.counts, new: none, running: none, channel: { ...none, accepted: 9 } } },
      /shed/,
    ],
    ['requests broke', { counts: { ...good.counts, channel: { accepted: 900, shed: 100, failed: 9 } } }, /fails/],
    [
      'running conversations were shed first',
      { counts: { ...good.counts, new: { accepted: 199, shed: 1, failed: 0 } } },
      /before running ones/,
    ],
    [
      'all were shed alike',
      { counts: { ...good.counts, new: { accepted: 900, shed: 100, failed: 0 } } },
      /before running ones/,
    ],
    [
      'those of a channel were shed first',
      { counts: { ...good.counts, channel: { accepted: 100, shed: 900, failed: 0 } } },
      /before running ones/,
    ],
    ['answers took for ever', { p99Ms: P99_LIMIT_MS + 1 }, /p99/],
    ['memory grew', { residentBytes: Array.from({ length: 100 }, (_, index) => (300 + 2 * index) * MB) }, /memory/],
    ['it stayed slow', { recoveredAfter: null }, /alone/],
    ['it stayed slow for long', { recoveredAfter: 11 }, /alone/],
    ['the generator fell behind', { leftOut: 1 }, /generator/],
    ...(['lost', 'unanswered', 'answeredTwice', 'takenAlthoughShed'] as const).map(
      (part): readonly [string, Partial<Seen>, RegExp] => [
        `a message was ${part}`,
        { audit: { stored: 1, lost: 0, unanswered: 0, answeredTwice: 0, takenAlthoughShed: 0, [part]: 1 } },
        /exactly once/,
      ],
    ),
  ];
  for (const [what, changes, expected] of cases) {
    it(`break when ${what}`, () => {
      const broken = brokenBy(changes);
      assert.equal(broken.length, 1, broken.join('; '));
      assert.match(broken[0] ?? '', expected);
    });
  }

  it('let memory grow somewhat in a short time, in which everything warms up, and no more', () => {
    const grown = (by: number) => Array.from({ length: 100 }, (_, index) => (300 + by * index) * MB);
    assert.deepEqual(brokenBy({ seconds: 10, residentBytes: grown(1) }), []);
    assert.deepEqual(brokenBy({ seconds: 10, residentBytes: grown(3) }), ['memory grows no more than in warming up']);
  });

  it('say nothing of memory where the system does not, nor of a log that cannot be read', () => {
    assert.deepEqual(brokenBy({ residentBytes: [], audit: null }), []);
  });
});

describe('the books of the soak', () => {
  const answer = (status: number, retryAfter: string | null = null) => ({ status, text: '', retryAfter });

  it('take 429 and 503 for shedding when they say when to come back, and for failures when they do not', () => {
    const ledger = createLedger();
    const outcomes = [answer(200), answer(201), answer(503, '5'), answer(429, '1'), answer(503), answer(500, '5')].map(
      (one, index) => ledger.answered('running', `m${index}`, one),
    );
    assert.deepEqual(outcomes, ['accepted', 'accepted', 'shed', 'shed', 'failed', 'failed']);
    assert.deepEqual(ledger.counts().running, { accepted: 2, shed: 2, failed: 2 });
    assert.deepEqual([...ledger.accepted()], ['m0', 'm1']);
    // It may have been taken all the same: nobody knows.
    assert.equal(ledger.outcomeOf('m5'), null);
    assert.equal(ledger.outcomeOf('m6'), undefined);
  });

  it('count the replies to each message, and keep messages when the counts begin anew', () => {
    const ledger = createLedger();
    ledger.answered('channel', 'key', answer(200));
    ledger.replied('id');
    ledger.replied('id');
    ledger.took(5);
    ledger.startAnew();
    assert.equal(ledger.repliesTo('id'), 2);
    assert.equal(ledger.outcomeOf('key'), 'accepted');
    assert.deepEqual(ledger.counts().channel, { accepted: 0, shed: 0, failed: 0 });
    assert.deepEqual(ledger.latencies(), []);
  });
});

describe('an open loop', () => {
  it('lets all arrivals begin that are due, while the earlier ones still wait', async () => {
    const waiting: (() => void)[] = [];
    const arrive = () =>
      new Promise<void>((resolve) => {
        waiting.push(resolve);
        // All are let go once the last has come: one that waited for another would wait for ever.
        if (waiting.length === 20) for (const go of waiting) go();
      });
    const { begun, leftOut } = await openLoop(200, 0.1, arrive);
    assert.deepEqual({ begun, leftOut, waited: waiting.length }, { begun: 20, leftOut: 0, waited: 20 });
  });
});
