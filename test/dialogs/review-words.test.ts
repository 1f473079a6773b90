import assert from 'node:assert/strict';
import { changeTold, confirmsFiling, fieldNamed } from '../../dialogs/review-words.ts';
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
    ['问题是今晚就要发工资', { deadlineAtRisk: true }],
    ['users: 3', { affected: 'many-users' }],
    ['其实全公司都受影响', { affected: 'organization' }],
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

  const corrections: readonly (readonly [string, object])[] = [
    ['电话写错了，是 13800138000', { contactPhone: '+86 138 0013 8000' }],
    ['the phone number is wrong, it should be 425-555-0177', { contactPhone: '+1 425 555 0177' }],
    ['邮箱不对，应该是 li@contoso.example', { contactEmail: 'li@contoso.example' }],
  ];
  for (const [text, patch] of corrections) {
    it(`correct how to reach the person: ${text}`, async () => {
      assert.deepEqual((await told(text))?.patch, patch);
    });
  }

  it('tell a number of people that staff should read', async () => {
    const change = await told('actually 20 people are affected');
    assert.equal(change?.patch.details?.people, '20');
    assert.equal(change.patch.facts?.affected, 'many-users');
  });

  for (const [text, files] of [
    ['Yes, please submit.', true],
    ['looks good, go ahead', true],
    ['submit it please', true],
    ['确认无误，提交', true],
    ['没问题，提交吧', true],
    ["don't submit", false],
    ['先不提交', false],
    ['submit it tomorrow', false],
    ['可以提交但是要改电话', false],
    ['confirm that you got my screenshot', false],
  ] as const) {
    it(`${files ? 'file' : 'do not file'}: ${text}`, () => {
      assert.equal(confirmsFiling(text), files);
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
    'the problem is solved',
    'the description is correct',
    'text to speech is broken in Teams',
    'mail to bob@fabrikam.example bounces',
    '邮件是发给 bob@fabrikam.example 的',
    '联系人是对的',
    'the name is wrong',
    'name: wrong',
    'the workaround is correct',
    '影响人数：1',
    'I am the only one who can take calls',
    '语言是对的',
    'workaround is not acceptable',
    'not the whole company',
    '不是全公司',
    'deadline is not a problem',
    'if it is not fixed by noon the whole company will be affected',
    'product is not Teams',
    '产品是不是Teams',
    'deadline: not sure',
    '业务影响：无',
    'product should be Teams, and the error code is 0x80040115 in all of it',
    'description: it is solved',
  ]) {
    it(`change nothing: ${text}`, async () => {
      assert.equal(await told(text), null);
    });
  }

  const values: readonly (readonly [string, object])[] = [
    ['联系人改成李雷', { contactName: '李雷' }],
    ['contact person: Pat Example', { contactName: 'Pat Example' }],
    ['product should be Teams', { product: 'teams' }],
    ['产品应该是Teams', { product: 'teams' }],
    ['change the language to English', { contactLanguage: 'en-US' }],
    ['请把联系人改成李雷，谢谢', { contactName: '李雷' }],
    ['联系人改为：李雷', { contactName: '李雷' }],
    ['please change the contact person to Pat Example', { contactName: 'Pat Example' }],
    ['把首选联系方式改为电子邮件', { preferredContact: 'email' }],
  ];
  for (const [text, patch] of values) {
    it(`give a field its value: ${text}`, async () => {
      const change = await told(text);
      assert.deepEqual(change?.patch, patch);
      assert.equal(change.isStory, false);
    });
  }

  it('lower no fact', async () => {
    for (const text of [
      'I am the only one who can take calls',
      '只有我一个人在处理',
      'it is only slow now',
      '有替代办法',
    ]) {
      assert.equal(await changeTold(text, sampleDraft(), desk as SupportDesk), null, text);
    }
  });

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
