import assert from 'node:assert/strict';
import { changeTold, fieldNamed } from '../../dialogs/review-words.ts';
import type { SupportDesk } from '../../src/domain/support-desk.ts';
import { createLocalRecogniser } from '../../src/language/local-recogniser.ts';
import { loadModel } from '../../src/language/model-file.ts';
import { sampleDraft } from '../support/draft-samples.ts';
import { useEnglishTexts } from '../support/english-texts.ts';

describe('words at the review', () => {
  const recogniser = createLocalRecogniser(loadModel());
  /** What these functions ask of the desk, with the recogniser that is shipped. */
  const desk: Pick<SupportDesk, 'understand' | 'mayBeCritical' | 'policy'> = {
    understand: (text) => recogniser.recognise(text, null),
    mayBeCritical: () => true,
    policy: { operator: '21vianet' } as SupportDesk['policy'],
  };
  const limited = sampleDraft({
    facts: { serviceState: 'degraded', affected: 'one-user', deadlineAtRisk: false, workaround: null },
  });
  const told = (text: string) => changeTold(text, limited, desk as SupportDesk);

  const facts: readonly (readonly [string, object])[] = [
    ['actually the whole company is affected', { affected: 'organization' }],
    ['其实全公司都受影响', { affected: 'organization' }],
    ['不是一个人，是整个财务部', { affected: 'many-users' }],
    ['邮件发不出去，现在完全不能用了', { serviceState: 'unavailable' }],
    ['this is blocking our payroll run tonight', { deadlineAtRisk: true }],
  ];
  for (const [text, changes] of facts) {
    it(`change the facts that they state, and are kept as a remark: ${text}`, async () => {
      const change = await told(text);
      assert.deepEqual(change?.patch.facts, { ...limited.facts, ...changes });
      assert.deepEqual(change.fields, Object.keys(changes));
      assert.equal(change.isStory, true);
    });
  }

  for (const text of [
    'thanks, nothing else',
    '请尽快处理，老板在催',
    'I disagree, this must be severity A',
    '我下午三点后有空',
    'only I have it',
    'is the whole company affected?',
    '别忘了抄送我的同事',
  ]) {
    it(`change nothing: ${text}`, async () => {
      assert.equal(await told(text), null);
    });
  }

  const values: readonly (readonly [string, object])[] = [
    ['联系人改成李雷', { contactName: '李雷' }],
    ['contact person: Pat Example', { contactName: 'Pat Example' }],
    ['product should be Teams', { product: 'teams' }],
    ['产品是Teams', { product: 'teams' }],
    ['change the language to Chinese', { contactLanguage: 'zh-CN' }],
    ['把首选联系方式改为电子邮件', { preferredContact: 'email' }],
  ];
  for (const [text, patch] of values) {
    it(`give a field its value: ${text}`, async () => {
      const change = await told(text);
      assert.deepEqual(change?.patch, patch);
      assert.equal(change.isStory, false);
    });
  }

  for (const [text, field] of [
    ['改联系电话', 'contactReach'],
    ['change the phone', 'contactReach'],
    ['联系电话', 'contactReach'],
    ['修改业务影响', 'impactStatement'],
    ['deadline', 'deadlineAtRisk'],
    ['change of plans', null],
    ['改天再说', null],
  ] as const) {
    it(`name ${field ?? 'no field'}: ${text}`, () => {
      assert.equal(fieldNamed(text, desk as SupportDesk), field);
    });
  }
});

describe('a fact that somebody does not know', () => {
  const { stage, said } = useEnglishTexts();

  it('is a no for now where it is yes or no, and is picked where it decides the level', async () => {
    const talk = await stage('dl_contoso-admin');
    for (const words of ['Outlook hangs every time I open it', 'contact support', 'yes']) await talk.send(words);
    assert.match(await said(talk, 'no idea'), /decides the severity.*How many people are affected/s);
    await talk.send('just me');
    assert.match(await said(talk, "I don't know"), /take that as “No” for now/);
  });
});
