import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FactName } from '../../../src/domain/facts.ts';
import { readLocally } from '../../../src/language/local-recogniser.ts';

/** The words that tell each fact which was read. */
function toldBy(text: string): Partial<Record<FactName, string>> {
  const { severityFacts, locate } = readLocally(text);
  const places = Object.entries(locate()).filter(([name]) => name in severityFacts);
  return Object.fromEntries(places.map(([name, { start, end }]) => [name, text.slice(start, end)]));
}

describe('places of the severity facts', () => {
  const TOLD: readonly (readonly [string, Partial<Record<FactName, string>>])[] = [
    [
      '全公司都收不到邮件,从早上九点开始,网页版也不行,今天下午五点前要交标书',
      {
        serviceState: '全公司都收不到邮件',
        affected: '全公司都收不到邮件',
        workaround: '网页版也不行',
        deadlineAtRisk: '今天下午五点前要交标书',
      },
    ],
    [
      'SharePoint 很慢，财务部的同事都在抱怨，不急，下周弄好就行',
      { serviceState: 'SharePoint 很慢', affected: '财务部的同事都在抱怨', deadlineAtRisk: '不急' },
    ],
    [
      '我一个人的Teams登不上,手机上能用',
      { serviceState: '我一个人的Teams登不上', affected: '我一个人的Teams登不上', workaround: '手机上能用' },
    ],
    [
      'Hope you are well! None of our 40 people can open Outlook. We have a tender due tonight at 6pm. Thanks',
      {
        serviceState: 'None of our 40 people can open Outlook',
        affected: 'None of our 40 people can open Outlook',
        deadlineAtRisk: 'We have a tender due tonight at 6pm',
      },
    ],
    ['30 people', { affected: '30 people' }],
    ['谢谢', {}],
  ];
  for (const [text, expected] of TOLD) {
    it(`are the clauses that tell them: "${text}"`, () => assert.deepEqual(toldBy(text), expected));
  }

  it('are those of the text as it was sent, whatever the model reads instead of it', () => {
    const text = '联系 admin@contoso.com，工单 SR-20260101-0012。全公司都收不到邮件，\u200b急';
    assert.equal(toldBy(text).serviceState, '全公司都收不到邮件');
    assert.equal(toldBy(`${'。'.repeat(3_000)}全公司都收不到邮件`).serviceState, '全公司都收不到邮件');
  });

  it('are none where the model reads other clauses than the text has', () => {
    const text = 'Nobody in the company can send mail, see https://contoso.com/log?id=7 please';
    const { severityFacts, locate } = readLocally(text);
    assert.equal(severityFacts.affected, 'organization');
    assert.equal(locate().affected, undefined);
  });

  it('lie in any text', () => {
    const part = fc.constantFrom(
      '全公司都收不到邮件',
      'nobody can log in',
      ',',
      '。',
      '?',
      ' https://a.cn/?b ',
      '\u200b',
      'é',
      '\ud83d',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const text = parts.join('');
        for (const { start, end } of Object.values(readLocally(text).locate())) {
          assert.ok(0 <= start && start < end && end <= text.length, `${start}-${end} of ${text.length}`);
        }
      }),
    );
  });
});
