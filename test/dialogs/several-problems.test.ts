import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { problemsIn } from '../../dialogs/several-problems.ts';
import type { SupportDesk } from '../../src/domain/support-desk.ts';
import { createLocalRecogniser } from '../../src/language/local-recogniser.ts';
import { loadModel } from '../../src/language/model-file.ts';

describe('several problems in one message', () => {
  const recogniser = createLocalRecogniser(loadModel());
  const understand: SupportDesk['understand'] = (text) => recogniser.recognise(text, null);
  const topicsOf = async (text: string) => {
    const problems = await problemsIn(text, await understand(text), { understand });
    return problems.map(({ topic }) => topic);
  };

  const two: readonly (readonly [string, readonly string[]])[] = [
    ['1. Outlook 打不开 2. 发票抬头开错了', ['outlook.client-problem', 'billing.understand-bill']],
    ['两个问题：一是单点登录报 AADSTS50011，二是想加 10 个许可证', ['identity.single-sign-on', 'billing.licenses']],
    ['全公司收不到邮件。另一个问题是怎么给共享邮箱加权限', ['exchange.mail-flow', 'exchange.shared-mailbox']],
    [
      'Sync of AD fails since Monday. Also the invoice is wrong.',
      ['identity.directory-sync', 'billing.understand-bill'],
    ],
    [
      'We cannot receive any mail from outside and we need to cancel our subscription',
      ['exchange.mail-flow', 'billing.cancel'],
    ],
    ['邮箱迁移卡住了，还有三个人的license要加', ['exchange.mailbox-migration', 'billing.licenses']],
    [
      'our mailbox migration is stuck, plus we need to buy three more licenses',
      ['exchange.mailbox-migration', 'billing.licenses'],
    ],
  ];
  for (const [text, topics] of two) {
    it(`are found in: ${text}`, async () => {
      assert.deepEqual(await topicsOf(text), topics);
    });
  }

  const one = [
    '财务收不到外部邮件，还有两个同事也收不到',
    'mail from outside does not arrive, plus two colleagues do not get any either',
    '转发到另外一个邮箱怎么设置',
    'Outlook 打不开，报错 0x8004010F，另外重装过也没用',
    'Exchange admin center fails to save, by the way it works in PowerShell',
    'out of office but also pass the mail on to a colleague for two weeks',
  ];
  for (const text of one) {
    it(`are not seen in: ${text}`, async () => {
      assert.deepEqual(await topicsOf(text), []);
    });
  }

  it('are not seen in any message that was written about one', async () => {
    const lineSchema = z.object({ text: z.string() });
    const lines = readFileSync(new URL('../language/held-out.jsonl', import.meta.url), 'utf8')
      .split('\n')
      .filter(Boolean);
    const split: string[] = [];
    for (const line of lines) {
      const { text } = lineSchema.parse(JSON.parse(line));
      if ((await topicsOf(text)).length > 0) split.push(text);
    }
    assert.deepEqual(split, []);
  });

  for (const [name, text] of [
    ['a long list', `发票抬头开错了${'另外a'.repeat(600)}`],
    ['many sentences', `全公司收不到邮件，发票也错了。${'a。'.repeat(900)}`],
    ['a message of the greatest length', '另外a'.repeat(6600)],
  ] as const) {
    it(`cost few looks in ${name}, for each may be a call of a cloud service`, async () => {
      let looks = 0;
      const counting: SupportDesk['understand'] = (part) => {
        looks += 1;
        return understand(part);
      };
      const whole = await understand(text.slice(0, 100));
      const alternatives = [{ topic: 'billing.understand-bill' as const, confidence: 0.2 }];
      await problemsIn(text, { ...whole, topic: 'exchange.mail-flow', alternatives }, { understand: counting });
      assert.ok(looks <= 8, `${looks} looks`);
    });
  }
});
