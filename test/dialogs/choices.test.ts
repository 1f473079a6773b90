import assert from 'node:assert/strict';
import { exactChoice, exactYesNo, isAnswer, looseYesNo, namedChoice } from '../../dialogs/choices.ts';
import { takeMissingPhrases } from '../../dialogs/phrases.ts';
import { affectedSchema, serviceStateSchema } from '../../src/domain/facts.ts';

describe('exactChoice', () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ['1', 'organization'],
    ['第2个', 'many-users'],
    ['选 2', 'many-users'],
    ['option 3', 'one-user'],
    ['3.', 'one-user'],
    ['4', null],
    ['3个', null],
    ['1个人', null],
    ['整个组织', 'organization'],
    ['only me', 'one-user'],
    ['One user', 'one-user'],
    ['it hits several users', null],
    ['', null],
  ];
  for (const [text, option] of cases) {
    it(`reads ${JSON.stringify(text)} as ${option}`, () => {
      assert.equal(exactChoice(text, 'affected', affectedSchema.options), option);
    });
  }

  it('reads the label of the other language as well', () => {
    const label = '无法使用（收发、打开、登录等核心功能失效）';
    assert.equal(exactChoice(label, 'serviceState', serviceStateSchema.options), 'unavailable');
  });

  it('reads a label without its explanation', () => {
    for (const label of ['能用但不正常', 'Usable with problems'])
      assert.equal(exactChoice(label, 'serviceState', serviceStateSchema.options), 'degraded', label);
  });

  it('takes no sentence at the review that merely holds one of its words', () => {
    for (const text of ['不要提交', '先不确认', 'please do not submit yet', '请不要取消', '不能修改', '可以评成A吗']) {
      assert.equal(exactChoice(text, 'reviewChoice', ['confirm', 'edit', 'cancel']), null, text);
    }
  });
});

describe('namedChoice', () => {
  const cases: readonly (readonly [string, string, readonly string[], string | null])[] = [
    ['全公司都这样', 'affected', affectedSchema.options, 'organization'],
    ['it hits several users in Berlin', 'affected', affectedSchema.options, 'many-users'],
    ['一个部门还是全公司我也不清楚', 'affected', affectedSchema.options, null],
    ['不是所有人', 'affected', affectedSchema.options, null],
    ['not only me', 'affected', affectedSchema.options, null],
    ['nothing works', 'serviceState', serviceStateSchema.options, null],
    ['不正常', 'serviceState', serviceStateSchema.options, null],
    ['都用不了', 'serviceState', serviceStateSchema.options, 'unavailable'],
  ];
  for (const [text, field, options, option] of cases) {
    it(`reads ${JSON.stringify(text)} as ${option}`, () => assert.equal(namedChoice(text, field, options), option));
  }
});

describe('yes and no', () => {
  const read = (text: string, field: string) => exactYesNo(text, field) ?? looseYesNo(text, field);
  const cases: readonly (readonly [string, string, boolean | null])[] = [
    ['是', 'deadlineAtRisk', true],
    ['是的，今天必须发工资', 'deadlineAtRisk', true],
    ['否', 'deadlineAtRisk', false],
    ['没问题', 'resourcesCommitted', true],
    ['没有问题', 'resourcesCommitted', true],
    ['可以吧', 'resourcesCommitted', true],
    ['sorry, no', 'resourcesCommitted', false],
    ['还没有', 'workaround', false],
    ['我不知道', 'workaround', null],
    ['没有', 'workaround', false],
    ['没有其他办法', 'workaround', false],
    ['暂时没有', 'workaround', false],
    ['有，可以用网页版', 'workaround', true],
    ['不同意', 'consent', false],
    ['我不同意', 'consent', false],
    ['拒绝', 'consent', false],
    ['同意', 'consent', true],
    ['没有关系，同意', 'consent', true],
    ['Yes, two engineers', 'resourcesCommitted', true],
    ['yes two engineers', 'resourcesCommitted', true],
    ['No.', 'workaround', false],
    ['I do not agree', 'consent', false],
    ['1', 'consent', true],
    ['2', 'consent', false],
    ['我们已安排两位同事', 'resourcesCommitted', true],
    ['nobody knows', 'workaround', null],
    ['蓝色', 'consent', null],
    ['好慢啊', 'consent', null],
    ['行业软件也受影响吗', 'consent', null],
    ['同意才怪', 'consent', null],
    ['能不能不同意', 'consent', null],
    ['可以吗', 'resourcesCommitted', null],
    ['of course not', 'consent', null],
    ['sure, but no', 'consent', null],
    ['we can not', 'resourcesCommitted', false],
    ['对业务没有影响', 'deadlineAtRisk', false],
    ['right now nobody can work', 'workaround', null],
    ['we have no workaround', 'workaround', false],
    ['we have no deadline', 'deadlineAtRisk', false],
  ];
  for (const [text, field, answer] of cases) {
    it(`reads ${JSON.stringify(text)} for ${field} as ${answer}`, () => assert.equal(read(text, field), answer));
  }
});

describe('isAnswer', () => {
  it('takes a whole word and not a sentence that begins with it', () => {
    assert.ok(isAnswer('跳过', 'decline'));
    assert.ok(isAnswer('No', 'decline'));
    assert.ok(!isAnswer('No one can work and production stands still', 'decline'));
  });
});

after(() => assert.deepEqual(takeMissingPhrases(), []));
