import assert from 'node:assert/strict';
import { prototype } from '../../../bench/corpora/prototype.ts';
import type { Sample } from '../../../bench/corpora/tasks.ts';

describe('the prototype that the learner is compared with', () => {
  const texts: Readonly<Record<string, readonly string[]>> = {
    mail: [
      'mail does not arrive',
      '收不到外部邮件',
      'no mail since monday',
      '邮件发不出去',
      'mail is bounced',
      '邮件都被退回',
    ],
    bill: [
      'the invoice is wrong',
      '发票开错了',
      'charged twice on the bill',
      '账单多扣了钱',
      'explain my bill',
      '账单看不懂',
    ],
  };
  const samples = (intent: string | null, own: readonly string[]): readonly Sample[] =>
    own.map((text) => ({ text, lang: /\p{Script=Han}/u.test(text) ? 'zh' : 'en', intent }));
  const none = ['good morning', '今天天气不错', 'play some music', '讲个笑话', 'what is for lunch', '几点了'];

  it('answers both languages by one model, and ranks small talk below', async () => {
    const ask = await prototype.learn([
      ...Object.entries(texts).flatMap(([intent, own]) => samples(intent, own)),
      ...samples(null, none),
    ]);
    const mail = await ask({ text: 'mail from outside does not arrive', lang: 'en' });
    const bill = await ask({ text: '这张账单我看不懂', lang: 'zh' });
    const talk = await ask({ text: 'good morning, what is for lunch', lang: 'en' });
    assert.deepEqual([mail.intent, bill.intent, talk.intent], ['mail', 'bill', null]);
    assert.ok(talk.inScope < Math.min(mail.inScope, bill.inScope));
  });
});
