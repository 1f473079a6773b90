import assert from 'node:assert/strict';
import { isAnswer, readChoice, readYesNo } from '../../dialogs/choices.ts';
import { takeMissingPhrases } from '../../dialogs/phrases.ts';
import { affectedSchema, serviceStateSchema } from '../../src/domain/facts.ts';

const AFFECTED: readonly (readonly [string, string | null])[] = [
  ['1', 'organization'],
  ['第2个', 'many-users'],
  ['3.', 'one-user'],
  ['4', null],
  ['整个组织', 'organization'],
  ['全公司都这样', 'organization'],
  ['就我一个人', 'one-user'],
  ['everyone', 'organization'],
  ['only me', 'one-user'],
  ['it hits several users in Berlin', 'many-users'],
  ['One user', 'one-user'],
  ['不知道', null],
  ['', null],
];

describe('readChoice', () => {
  for (const [text, option] of AFFECTED) {
    it(`reads ${JSON.stringify(text)} as ${option}`, () => {
      assert.equal(readChoice(text, 'affected', affectedSchema.options), option);
    });
  }

  it('reads the label of the other language as well', () => {
    const label = '不能用：收发、打开、登录等核心功能失效';
    assert.equal(readChoice(label, 'serviceState', serviceStateSchema.options), 'unavailable');
  });

  it('guesses nothing when two options are named', () => {
    assert.equal(readChoice('一个部门还是全公司我也不清楚', 'affected', affectedSchema.options), null);
  });
});

describe('readYesNo', () => {
  const cases: readonly (readonly [string, string, boolean | null])[] = [
    ['是', 'deadlineAtRisk', true],
    ['是的，今天必须发工资', 'deadlineAtRisk', true],
    ['否', 'deadlineAtRisk', false],
    ['没问题', 'resourcesCommitted', true],
    ['没有', 'workaround', false],
    ['没有其他办法', 'workaround', false],
    ['有，可以用网页版', 'workaround', true],
    ['不同意', 'consent', false],
    ['同意', 'consent', true],
    ['Yes, two engineers', 'resourcesCommitted', true],
    ['No.', 'workaround', false],
    ['nobody knows', 'workaround', null],
    ['I do not agree', 'consent', false],
    ['1', 'consent', true],
    ['2', 'consent', false],
    ['我们已安排两位同事', 'resourcesCommitted', true],
    ['蓝色', 'consent', null],
  ];
  for (const [text, field, answer] of cases) {
    it(`reads ${JSON.stringify(text)} for ${field} as ${answer}`, () => assert.equal(readYesNo(text, field), answer));
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
