import assert from 'node:assert/strict';
import { type CodeBench, createCodeBench } from '../support/code-bench.ts';
import { FIRST_CODE } from '../support/code-double.ts';
import { contosoAdmin, MAIL_FLOW } from '../support/desk-parts.ts';
import { loggedTexts } from '../support/desk-turns.ts';
import { uuid } from '../support/store-samples.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const SYSTEM = { system: 'turn' } as const;
const MASK = '[•••••• one-time-code]';
const WRONG = '135797';

describe('verification by a code that something comes between', () => {
  let kept: TemporaryStore;
  let bench: CodeBench;
  beforeEach(async () => {
    kept = await openTemporaryStore();
    bench = createCodeBench(kept);
  });
  afterEach(() => kept.remove());

  const filed = async () => kept.store.requestByDraft(SYSTEM, uuid(900));

  /** Up to the question for the code. */
  async function askForCode(): Promise<void> {
    await bench.atReview();
    await bench.say('确认');
    await bench.say('1');
  }

  describe('while nobody can be looked up', () => {
    let isDown = false;
    beforeEach(async () => {
      isDown = false;
      const admin = contosoAdmin();
      const find = async () => {
        if (isDown) throw new Error('no directory');
        return admin;
      };
      bench = createCodeBench(kept, { directory: { find } });
      await bench.atReview();
      await bench.say('确认');
    });

    it('neither files nor refuses for a word in between, and goes on when the directory is back', async () => {
      isDown = true;
      for (const words of ['english', '帮助', '1', '3', '重发', '你好', 'Outlook 打不开']) {
        assert.doesNotMatch((await bench.say(words)).join(), /SR-20260302|再查一次|check again/i, words);
      }
      isDown = false;
      assert.equal(await filed(), null);
      assert.match((await bench.say('1')).join(), /a\*\*\*@contoso\.example/);
      await bench.say(FIRST_CODE);
      assert.equal((await filed())?.requester.verification, 'code');
    });

    it('takes no code for wrong', async () => {
      await bench.say('1');
      isDown = true;
      assert.match((await bench.say(FIRST_CODE)).join(), /过一分钟再试/);
      isDown = false;
      await bench.say(FIRST_CODE);
      assert.equal((await filed())?.requester.verification, 'code');
      assert.ok(!bench.onDisk().includes(FIRST_CODE));
    });
  });

  describe('while staff own the conversation', () => {
    async function handOver(): Promise<void> {
      const conversation = await kept.store.loadConversation(SYSTEM, 'directline/one');
      assert.ok(conversation);
      const owned = { ...conversation, owner: 'staff' as const };
      await kept.store.commitTurn(SYSTEM, { conversation: owned, activities: [], requests: [], deliveries: [] });
    }
    const lastText = async () => (await loggedTexts(kept.store)).at(-1);

    it('masks whatever may be the code that was awaited', async () => {
      await askForCode();
      await handOver();
      for (const words of [FIRST_CODE, `是 ${FIRST_CODE}`, `${WRONG} 还是 ${FIRST_CODE}？`]) {
        await bench.say(words);
        assert.equal(await lastText(), MASK);
      }
      await bench.say('没收到');
      assert.equal(await lastText(), '没收到');
      assert.ok(!bench.onDisk().includes(FIRST_CODE));
    });

    it('masks a bare code where none is awaited, and no other number', async () => {
      await bench.atReview();
      await handOver();
      await bench.say('246 801');
      assert.equal(await lastText(), MASK);
      for (const words of ['发票编号 20260301', '1688', '报错 50076', '+86 138 0013 8000', '20260301']) {
        await bench.say(words);
        assert.equal(await lastText(), words);
      }
    });
  });

  it('gives no digits to the recogniser while a code is awaited', async () => {
    const understood: string[] = [];
    const recognise = async (text: string) => {
      understood.push(text);
      return MAIL_FLOW;
    };
    bench = createCodeBench(kept, { desk: { recogniser: { recognise } } });
    await askForCode();
    for (const words of ['246801 还是 246802？', '是 ２４６８０１ 吗']) await bench.say(words);
    assert.ok(understood.length > 0);
    assert.doesNotMatch(understood.join(), /\p{Nd}/u);
  });
});
