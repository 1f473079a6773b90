import assert from 'node:assert/strict';
import { readNamedDay } from '../../dialogs/day-words.ts';
import { asksHours, readHoursQuestion, withHoursAsked } from '../../dialogs/hours-question.ts';

describe('readHoursQuestion', () => {
  const questions: Readonly<Record<string, string>> = {
    几点上班: 'hours',
    'Are you open now and how long do I wait?': 'hours wait',
    '现在上班吗，要等多久': 'hours wait',
    现在有人吗: 'hours',
    要等多久: 'wait',
    要等多久才有人回复: 'wait',
    电话多少: 'phone',
    说中文吗: 'languages',
    国庆上班吗: 'hours',
    '电话多少，几点上班': 'hours phone',
    打电话要准备什么: 'phone',
    账单客服什么时间可以打: 'hours',
    支持电话和时间: 'hours phone',
    'how long do I wait': 'wait',
    'are you open now': 'hours',
    'phone number': 'phone',
    'which languages': 'languages',
    'are you open on 1 October': 'hours',
    'Phone and hours': 'hours phone',
    'is billing open on Saturday': 'hours',
    'what do I have ready when I call': 'phone',
    'how quick do you call back normally': 'wait',
    'can I ring at 10 pm': 'hours',
    'calling from abroad': 'phone',
    support: 'hours phone',
  };
  for (const [text, parts] of Object.entries(questions)) {
    it(`${text}: ${parts}`, () => assert.equal(readHoursQuestion(text).parts.join(' '), parts));
  }

  it('finds the desk and the level that are named', () => {
    assert.deepEqual(
      ['账单的问题明天能打电话吗', 'when can I call about billing', '售前什么时候上班', 'are you open'].map(
        (text) => readHoursQuestion(text).kind,
      ),
      ['billing', 'billing', 'presales', null],
    );
    assert.deepEqual(
      ['响应要多久，B 级的', 'response time for severity C', '要等多久'].map(
        (text) => readHoursQuestion(text).severity,
      ),
      ['B', 'C', null],
    );
  });
});

describe('readNamedDay', () => {
  const days: Readonly<Record<string, string>> = {
    明天上班吗: 'in-days 1',
    'the day after tomorrow': 'in-days 2',
    周六上班吗: 'weekday 6 0',
    下周六上班吗: 'weekday 6 1',
    'are you open Saturday and Sunday': 'weekend 0',
    周末有人吗: 'weekend 0',
    国庆节上班吗: 'holiday national-day',
    'Chinese New Year, are you working': 'holiday spring-festival',
    '10月1号上班吗': 'date 10 1',
    'are you open on 1 October': 'date 10 1',
    'on October 1st?': 'date 10 1',
    'on 2026-10-01': 'date 10 1 2026',
    '2027年10月1日上班吗': 'date 10 1 2027',
    '2027-10-01': 'date 10 1 2027',
    '1 October 2027': 'date 10 1 2027',
    'October 1, 2027?': 'date 10 1 2027',
    明年10月1日呢: 'date 10 1 next',
    明年国庆上班吗: 'holiday national-day next',
    '2027年国庆上班吗': 'holiday national-day 2027',
    '2月30日上班吗': 'date 2 30',
    下下周六上班吗: 'weekday 6 2',
    'the Saturday after next': 'weekday 6 2',
    'the week after next on Monday': 'weekday 1 2',
    大后天上班吗: 'in-days 3',
    调休那个星期六上不上班: 'make-up-day',
  };
  for (const [text, expected] of Object.entries(days)) {
    it(`${text}: ${expected}`, () => assert.equal(Object.values(readNamedDay(text) ?? {}).join(' '), expected));
  }

  const spans: Readonly<Record<string, string>> = {
    '10月1号到7号有人吗': '{"month":10,"day":7}',
    '10月1日至10月7日': '{"month":10,"day":7}',
    '9月28到10月3号': '{"month":10,"day":3}',
    '2027年1月1日到2027年1月3日': '{"month":1,"day":3,"year":2027}',
    '2026-10-01 to 2026-10-07': '{"month":10,"day":7,"year":2026}',
    'from 1 to 7 October': '{"month":10,"day":7}',
    'October 1-7': '{"month":10,"day":7}',
    '28 September until 3 October': '{"month":10,"day":3}',
  };
  for (const [text, to] of Object.entries(spans)) {
    it(`${text}: until ${to}`, () => {
      const named = readNamedDay(text);
      assert.equal(named?.kind === 'date' && JSON.stringify(named.to), to);
    });
  }

  for (const text of ['may I call you', '8点到9点有人吗', 'Monday to Friday', '10/1', '13月40号', '现在有人吗']) {
    it(`${text}: no day`, () => assert.equal(readNamedDay(text), null));
  }
});

describe('withHoursAsked', () => {
  const understood = {
    topic: 'none',
    confidence: 0.6,
    alternatives: [],
    entities: {},
    severityFacts: {},
    source: 'local',
  } as const;

  it('takes short questions that can mean nothing else for questions about hours', () => {
    for (const text of ['are you open now', 'how long do I wait', '现在有人吗']) {
      assert.equal(withHoursAsked(understood, text).topic, 'support.phone-and-hours', text);
    }
  });

  it('leaves a problem what it is', () => {
    const problem = { ...understood, topic: 'exchange.mail-flow' } as const;
    assert.equal(withHoursAsked(problem, '收邮件要等多久').topic, 'exchange.mail-flow');
    const long = 'We cannot open the shared mailbox since this morning, and nobody knows how long until it works';
    assert.equal(withHoursAsked(understood, long).topic, 'none');
  });
});

describe('a question for hours in the middle of a request', () => {
  const understand = async () => ({
    topic: 'none' as const,
    confidence: 0.9,
    alternatives: [],
    entities: {},
    severityFacts: {},
    source: 'local' as const,
  });

  for (const text of ['how long will it take?', '还要多久', '多久能回复我？', 'how soon will I hear from you?']) {
    it(`is ${text}`, async () => assert.equal(await asksHours(text, { understand }), true));
  }

  for (const text of ['we cannot wait any longer', '已经等了很久', 'how do I change the phone?', '3 people']) {
    it(`is not ${text}`, async () => assert.equal(await asksHours(text, { understand }), false));
  }
});
