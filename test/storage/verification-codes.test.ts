import assert from 'node:assert/strict';
import type { CodeAttempt, CodeLimits, NewCode } from '../../src/domain/contact-codes.ts';
import type { Store } from '../../src/domain/ports.ts';
import { describeOnEveryEngine, type TestDatabase } from '../support/store-engines.ts';
import { sampleCode, uuid } from '../support/store-samples.ts';

const SYSTEM = { system: 'turn' } as const;
const NOW = '2026-03-02T01:01:00.000Z';
const AN_HOUR_AGO = '2026-03-02T00:01:00.000Z';
const QUERY = {
  purpose: 'contact',
  conversationId: 'directline/one',
  personId: 'dl_contoso-admin',
  draftId: uuid(900),
} as const;

const limits = (changes: Partial<CodeLimits> = {}): CodeLimits => ({
  since: AN_HOUR_AGO,
  perPerson: 5,
  perConversation: null,
  perDomain: null,
  ...changes,
});

/** A guess; the seal stands for the right answer here. */
const guess = (key: string, answer: string, changes: Partial<CodeAttempt> = {}): CodeAttempt => ({
  ...QUERY,
  key,
  now: NOW,
  isRight: (seal) => seal === answer,
  ...changes,
});

describeOnEveryEngine('codes', (engine) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await engine.createDatabase();
    ({ store } = await database.open());
  });
  afterEach(() => database.remove());

  const issue = (code: NewCode = sampleCode(), most = limits()) => store.issueCode(SYSTEM, code, most);

  it('are kept sealed, with a masked destination, and read back', async () => {
    await issue();
    const { issueKey: _step, ...kept } = sampleCode();
    assert.deepEqual(await store.newestCode(SYSTEM, QUERY), { ...kept, outcome: 'open', sentAt: null, usedAt: null });
    await store.settleCode(SYSTEM, sampleCode().id, NOW);
    assert.equal((await store.newestCode(SYSTEM, QUERY))?.sentAt, NOW);
  });

  it('are used once, and stay right for the same person and draft, whose turn may have been lost', async () => {
    await issue();
    assert.deepEqual(await store.tryCode(SYSTEM, guess('1', 'sealed')), { result: 'right' });
    const used = await store.newestCode(SYSTEM, { ...QUERY, outcome: 'right' });
    const later = { now: '2026-03-02T02:30:00.000Z' };
    assert.deepEqual(await store.tryCode(SYSTEM, guess('2', 'sealed', later)), { result: 'right' });
    assert.deepEqual(await store.tryCode(SYSTEM, guess('3', 'no')), { result: 'over', why: 'none' });
    for (const foreign of [{ personId: 'dl_mallory' }, { conversationId: 'directline/two' }, { draftId: uuid(901) }]) {
      const trial = await store.tryCode(SYSTEM, guess('4', 'sealed', foreign));
      assert.deepEqual(trial, { result: 'over', why: 'none' });
    }
    assert.deepEqual(await store.newestCode(SYSTEM, QUERY), used);
    assert.equal(used?.usedAt, NOW);
  });

  it('are dead after three wrong tries, also for the right one', async () => {
    await issue();
    assert.deepEqual(await store.tryCode(SYSTEM, guess('1', 'no')), { result: 'wrong', triesLeft: 2 });
    assert.deepEqual(await store.tryCode(SYSTEM, guess('2', 'no')), { result: 'wrong', triesLeft: 1 });
    assert.deepEqual(await store.tryCode(SYSTEM, guess('3', 'no')), { result: 'over', why: 'spent' });
    assert.deepEqual(await store.tryCode(SYSTEM, guess('4', 'sealed')), { result: 'over', why: 'spent' });
  });

  it('answer a repeated message as before, and take no second try', async () => {
    await issue();
    for (const _ of [1, 2, 3]) {
      assert.deepEqual(await store.tryCode(SYSTEM, guess('1', 'no')), { result: 'wrong', triesLeft: 2 });
    }
    for (const _ of [1, 2]) assert.deepEqual(await store.tryCode(SYSTEM, guess('2', 'sealed')), { result: 'right' });
  });

  it('are over when their time is', async () => {
    await issue();
    const late = { now: '2026-03-02T01:10:00.000Z' };
    assert.deepEqual(await store.tryCode(SYSTEM, guess('1', 'sealed', late)), { result: 'over', why: 'expired' });
    assert.equal((await store.newestCode(SYSTEM, QUERY))?.outcome, 'open');
  });

  it('are good for nobody else, in no other conversation, for no other draft or purpose', async () => {
    await issue();
    const foreign: readonly Partial<CodeAttempt>[] = [
      { personId: 'dl_mallory' },
      { conversationId: 'directline/two' },
      { draftId: uuid(901) },
      { purpose: 'recovery' },
    ];
    for (const [at, changes] of foreign.entries()) {
      const trial = await store.tryCode(SYSTEM, guess(`${at}`, 'sealed', changes));
      assert.deepEqual(trial, { result: 'over', why: 'none' }, JSON.stringify(changes));
    }
    assert.equal((await store.newestCode(SYSTEM, QUERY))?.triesLeft, 3);
  });

  it('give no more tries to guesses that come at once', async () => {
    await issue();
    const guesses = Array.from({ length: 12 }, (_, at) => store.tryCode(SYSTEM, guess(`${at}`, 'no')));
    const trials = await Promise.all(guesses);
    assert.deepEqual(trials.flatMap((trial) => (trial.result === 'wrong' ? [trial.triesLeft] : [])).toSorted(), [1, 2]);
    assert.deepEqual(await store.tryCode(SYSTEM, guess('late', 'sealed')), { result: 'over', why: 'spent' });
  });

  it('cost one try when the right one comes several times at once', async () => {
    await issue();
    const trials = await Promise.all(['1', '2', '3'].map((key) => store.tryCode(SYSTEM, guess(key, 'sealed'))));
    assert.deepEqual(new Set(trials.map(({ result }) => result)), new Set(['right']));
    assert.partialDeepStrictEqual(await store.newestCode(SYSTEM, QUERY), { outcome: 'right', triesLeft: 2 });
  });

  it('are counted for the person, also when they are asked for at once', async () => {
    const numbers = Array.from({ length: 9 }, (_, at) => at + 1);
    const issues = await Promise.all(
      numbers.map((number) => issue(sampleCode(number, { conversationId: `directline/${number}` }))),
    );
    assert.equal(issues.filter(({ result }) => result === 'issued').length, 5);
    assert.equal(issues.filter(({ result }) => result === 'too-many').length, 4);
    const later = limits({ since: '2026-03-02T01:00:00.000Z' });
    assert.equal((await issue(sampleCode(99), later)).result, 'issued', 'codes of an hour ago do not count');
  });

  it('are counted for the conversation and the domain, whoever asks', async () => {
    const recovery = (number: number, conversationId: string, domain: string) =>
      sampleCode(number, { purpose: 'recovery', personId: `visitor-${number}`, conversationId, domain });
    const few = limits({ perConversation: 2, perDomain: 3 });
    const results = [];
    for (const [at, [conversation, domain]] of [
      ['one', 'd1'],
      ['one', 'd2'],
      ['one', 'd3'],
      ['two', 'd1'],
      ['three', 'd1'],
      ['four', 'd1'],
    ].entries()) {
      results.push((await issue(recovery(at, `directline/${conversation}`, domain ?? ''), few)).result);
    }
    assert.deepEqual(results, ['issued', 'issued', 'too-many', 'issued', 'issued', 'too-many']);
  });

  it('of one organisation are counted whatever domain was named; beyond that a row for nobody is written', async () => {
    const recovery = (number: number, changes: Partial<NewCode> = {}) =>
      sampleCode(number, {
        purpose: 'recovery',
        personId: `visitor-${number}`,
        conversationId: `directline/${number}`,
        domain: `d${number}`,
        decoySeal: 'fits nothing',
        ...changes,
      });
    const few = limits({ perConversation: 2, perDomain: 3, perTenant: 2 });
    await issue(sampleCode(20, { conversationId: 'directline/known' }));
    const results = [];
    for (const number of [1, 2, 3, 4]) results.push((await issue(recovery(number), few)).result);
    for (const number of [5, 6, 7]) results.push((await issue(recovery(number, { tenant: null }), few)).result);
    results.push((await issue(recovery(8, { tenant: 'fabrikam' }), few)).result);
    const expected = ['issued', 'issued', 'withheld', 'withheld', 'issued', 'issued', 'issued', 'issued'];
    assert.deepEqual(results, expected);
    const whose = { purpose: 'recovery', conversationId: 'directline/3', personId: 'visitor-3' } as const;
    assert.partialDeepStrictEqual(await store.newestCode(SYSTEM, whose), {
      tenant: null,
      channel: null,
      destination: '',
      seal: 'fits nothing',
      outcome: 'open',
    });
    const later = { ...few, since: '2026-03-02T01:00:00.000Z' };
    assert.equal((await issue(recovery(9), later)).result, 'issued', 'codes of an hour ago do not count');
  });

  it('are made once for the same step', async () => {
    await issue();
    const again = await issue(sampleCode(2, { issueKey: sampleCode().issueKey, seal: 'another' }));
    assert.equal(again.result, 'repeated');
    assert.equal(again.result === 'repeated' && again.code.id, sampleCode().id);
  });

  it('are replaced by a newer one of the same conversation', async () => {
    await issue();
    await issue(sampleCode(2, { seal: 'newer' }));
    assert.deepEqual(await store.tryCode(SYSTEM, guess('1', 'sealed')), { result: 'wrong', triesLeft: 2 });
    assert.deepEqual(await store.tryCode(SYSTEM, guess('2', 'newer')), { result: 'right' });
  });

  it('cannot be given back when they were not sent', async () => {
    await issue();
    await store.settleCode(SYSTEM, sampleCode().id, null);
    assert.deepEqual(await store.tryCode(SYSTEM, guess('1', 'sealed')), { result: 'over', why: 'spent' });
  });

  if (engine.servesSeveral) {
    it('agree on tries over two instances', async () => {
      const { store: other } = await database.open();
      await issue();
      const trials = await Promise.all(
        Array.from({ length: 8 }, (_, at) => (at % 2 ? other : store).tryCode(SYSTEM, guess(`${at}`, 'no'))),
      );
      assert.equal(trials.filter(({ result }) => result === 'wrong').length, 2);
      const issues = await Promise.all(
        Array.from({ length: 8 }, (_, at) => (at % 2 ? other : store).issueCode(SYSTEM, sampleCode(10 + at), limits())),
      );
      assert.equal(issues.filter(({ result }) => result === 'issued').length, 4);
    });
  }

  it('name a row that cannot be read, and nothing of what is in it', async () => {
    await issue();
    await database.change(`update verification_codes set outcome = 'perhaps'`);
    await assert.rejects(store.newestCode(SYSTEM, QUERY), { code: 'Unavailable', message: /code 0190/ });
  });
});
