import assert from 'node:assert/strict';
import { converse } from '../../dialogs/conversation.ts';
import { IntakeError } from '../../src/domain/errors.ts';
import type { Store } from '../../src/domain/ports.ts';
import { type CodeBench, createCodeBench, policiesWith } from '../support/code-bench.ts';
import { FIRST_CODE } from '../support/code-double.ts';
import { loggedTexts } from '../support/desk-turns.ts';
import { uuid } from '../support/store-samples.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const SYSTEM = { system: 'turn' } as const;
const MASK = '[•••••• one-time-code]';
const WRONG = '135797';

describe('verification by a code', () => {
  let kept: TemporaryStore;
  let bench: CodeBench;
  beforeEach(async () => {
    kept = await openTemporaryStore();
    bench = createCodeBench(kept);
  });
  afterEach(() => kept.remove());

  const filed = async (draft = 900) => kept.store.requestByDraft(SYSTEM, uuid(draft));

  /** Up to the question for the code. */
  async function askForCode(conversationId?: string): Promise<void> {
    await bench.atReview(conversationId);
    await bench.say('确认', conversationId ? { conversationId } : {});
    await bench.say('1', conversationId ? { conversationId } : {});
  }

  it('files a request whose code was right as verified, and says how', async () => {
    await askForCode();
    assert.deepEqual(
      bench.codes.sent.map(({ channel, to, code }) => [channel, to, code]),
      [['email', 'admin@contoso.example', FIRST_CODE]],
    );
    await bench.say(FIRST_CODE);
    assert.partialDeepStrictEqual(await filed(), { requester: { verifiedContact: true, verification: 'code' } });
    assert.deepEqual(
      bench.events.map(({ event }) => event),
      ['issued', 'sent', 'right'],
    );
  });

  it('files a registered contact without a question, and one without a code as unverified', async () => {
    await bench.atReview('directline/one', { contactPhone: '+86 10 5555 0100' });
    await bench.say('确认');
    assert.partialDeepStrictEqual(await filed(), { requester: { verifiedContact: true, verification: 'registered' } });
    await bench.atReview('directline/two', { id: uuid(901) });
    await bench.say('确认', { conversationId: 'directline/two' });
    await bench.say('不验证', { conversationId: 'directline/two' });
    assert.partialDeepStrictEqual(await filed(901), {
      requester: { verifiedContact: false, verification: 'unverified' },
    });
    assert.deepEqual(bench.codes.sent, []);
  });

  it('asks nothing where the operator has switched it off', async () => {
    bench = createCodeBench(kept, { desk: { policies: policiesWith({ required: false }) } });
    await bench.atReview();
    await bench.say('确认');
    assert.partialDeepStrictEqual(await filed(), { requester: { verification: 'unverified' } });
  });

  it('writes a typed code nowhere: neither the right one nor a wrong one, however it is written', async () => {
    await askForCode();
    const wrong = [WRONG, `验证码是 ${WRONG}`, '1 3 5 7 9 7 9', `${WRONG.slice(0, 3)} ${WRONG.slice(3)}`];
    for (const words of wrong.slice(0, 3)) {
      await bench.say({ text: words, attachments: [{ contentType: 'text/html', content: `<p>${words}</p>` }] });
    }
    await bench.say(`是 ${WRONG} 还是 ${WRONG.replace('9', '8')}？`);
    await bench.say({
      text: FIRST_CODE,
      channelData: { supportsCards: false, typed: FIRST_CODE },
      summary: FIRST_CODE,
    });
    await bench.say(FIRST_CODE);
    assert.equal((await filed())?.requester.verification, 'code');
    const rows = await loggedTexts(kept.store);
    assert.equal(rows.filter((text) => text === MASK).length, 6);
    assert.ok(bench.onDisk().includes('one-time-code'), 'the disk can be read at all');
    for (const code of [FIRST_CODE, WRONG, '1357979']) assert.ok(!bench.onDisk().includes(code), code);
  });

  it('masks a code that is typed on a card, and keeps what the button was', async () => {
    await askForCode();
    const value = { verb: 'verification.check', draftId: uuid(900), verificationCode: FIRST_CODE };
    await bench.say({ value });
    assert.equal((await filed())?.requester.verification, 'code');
    const rows = await kept.store.listActivities(SYSTEM, 'directline/one', 0, 100);
    assert.ok(rows.some(({ activity }) => JSON.stringify(activity.value) === '{"verb":"verification.check"}'));
    assert.ok(!bench.onDisk().includes(FIRST_CODE));
  });

  it('masks a code also when the dialogs fail over it', async () => {
    const talk: typeof converse = async (state, input, desk) => {
      if (input.type === 'text' && input.text === FIRST_CODE) throw new Error('on purpose');
      return converse(state, input, desk);
    };
    bench = createCodeBench(kept, { talk });
    await askForCode();
    await bench.say(FIRST_CODE);
    assert.ok((await loggedTexts(kept.store)).includes(MASK));
    assert.ok(!bench.onDisk().includes(FIRST_CODE));
  });

  it('is worth nothing in another conversation, nor for another person', async () => {
    await askForCode();
    await askForCodeOf('directline/two', 901);
    await bench.say(FIRST_CODE, { conversationId: 'directline/two' });
    assert.equal(await filed(901), null);
    await bench.say(FIRST_CODE, { conversationId: 'directline/three', user: 'dl_mallory' });
    await bench.say(FIRST_CODE);
    await bench.say(FIRST_CODE, { conversationId: 'directline/two' });
    assert.equal(await filed(901), null);
    assert.equal((await filed())?.requester.verification, 'code');
    assert.ok(!bench.onDisk().includes(FIRST_CODE));
  });

  async function askForCodeOf(conversationId: string, draft: number): Promise<void> {
    await bench.atReview(conversationId, { id: uuid(draft) });
    await bench.say('确认', { conversationId });
    await bench.say('2', { conversationId });
  }

  it('is for the draft for which it was sent', async () => {
    await askForCode();
    await bench.say(FIRST_CODE);
    await bench.atReview('directline/two', { id: uuid(901) });
    const [question = ''] = await bench.say('确认', { conversationId: 'directline/two' });
    assert.match(question, /a\*\*\*@contoso\.example/);
  });

  it('stops after five codes in an hour, and files without one', async () => {
    await bench.atReview();
    await bench.say('确认');
    for (const _ of [1, 2, 3, 4, 5]) {
      await bench.say('1');
      await bench.say('重发');
    }
    const [told = ''] = await bench.say('1');
    assert.match(told, /次数太多/);
    assert.equal(bench.codes.sent.length, 5);
    bench.clock.moveTo('2026-03-02T02:00:00.001Z');
    await bench.say('邮件');
    assert.equal(bench.codes.sent.length, 6);
  });

  it('tells that nothing could be sent, and keeps the way on', async () => {
    bench = createCodeBench(kept, { fail: true });
    await bench.atReview();
    await bench.say('确认');
    const [told = ''] = await bench.say('1');
    assert.match(told, /没能发出去.*\n\n1\. /s);
    await bench.say(FIRST_CODE);
    assert.equal(await filed(), null, 'a code that was not sent cannot be guessed');
    await bench.say('跳过');
    assert.partialDeepStrictEqual(await filed(), { requester: { verification: 'unverified' } });
  });

  describe('whose turn is not written at once', () => {
    /** A store that loses the next commits to another turn. */
    function losing(store: Store): { readonly store: Store; lose(times: number): void } {
      let left = 0;
      return {
        store: {
          ...store,
          commitTurn: async (scope, turn) => {
            if (left <= 0) return store.commitTurn(scope, turn);
            left -= 1;
            throw new IntakeError('Conflict', 'another turn was faster');
          },
        },
        lose: (times) => {
          left = times;
        },
      };
    }

    it('sends one code and takes one try for one message', async () => {
      const lossy = losing(kept.store);
      bench = createCodeBench(kept, { store: lossy.store });
      await bench.atReview();
      await bench.say('确认');
      lossy.lose(2);
      await bench.say('1');
      assert.equal(bench.codes.sent.length, 1);
      lossy.lose(2);
      const [told = ''] = await bench.say(WRONG);
      assert.match(told, /再试 2 次/);
      lossy.lose(2);
      await bench.say(FIRST_CODE);
      assert.equal((await filed())?.requester.verification, 'code');
    });

    it('knows the right code also on a channel that repeats nothing, and files for no other word', async () => {
      const lossy = losing(kept.store);
      bench = createCodeBench(kept, { store: lossy.store });
      await askForCode();
      lossy.lose(99);
      await assert.rejects(bench.say(FIRST_CODE), { code: 'Unavailable' });
      lossy.lose(0);
      for (const words of ['帮助', '重发', 'english', '帮助']) await bench.say(words);
      assert.equal(await filed(), null);
      await bench.say('确认');
      assert.equal((await filed())?.requester.verification, 'code');
      await bench.atReview('directline/two', { id: uuid(901) });
      const two = { conversationId: 'directline/two' };
      for (const words of ['确认', '1']) await bench.say(words, two);
      lossy.lose(99);
      await assert.rejects(bench.say('246802', two), { code: 'Unavailable' });
      lossy.lose(0);
      await bench.say('246802', two);
      assert.equal((await filed(901))?.requester.verification, 'code');
    });

    it('gives no try back for a crash, and knows the right code when the message comes again', async () => {
      const lossy = losing(kept.store);
      bench = createCodeBench(kept, { store: lossy.store });
      await bench.atReview();
      await bench.say('确认');
      await bench.say('1');
      for (const key of ['a', 'b']) {
        lossy.lose(99);
        await assert.rejects(bench.say(WRONG, { key }), { code: 'Unavailable' });
      }
      lossy.lose(99);
      await assert.rejects(bench.say(FIRST_CODE, { key: 'c' }), { code: 'Unavailable' });
      assert.equal(await filed(), null);
      lossy.lose(0);
      await bench.say(FIRST_CODE, { key: 'c' });
      assert.equal((await filed())?.requester.verification, 'code');
    });
  });
});
