import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { outageTold, problemInHealthQuestion } from '../../dialogs/health-question.ts';
import type { Understanding } from '../../src/domain/understanding.ts';
import { type Stage, setStage } from '../support/dialog-stage.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const INCIDENTS = fileURLToPath(new URL('transcripts/health/mail-incident.yaml', import.meta.url));

describe('how a service is, asked in the middle of a problem (R11)', () => {
  let kept: TemporaryStore;
  beforeEach(async () => {
    kept = await openTemporaryStore();
  });
  afterEach(() => kept.remove());

  const stage = (locale: 'en-US' | 'zh-CN'): Promise<Stage> =>
    setStage({
      store: kept.store,
      person: 'dl_northwind-admin',
      now: '2026-03-03T02:30:00.000Z',
      cards: false,
      locale,
      healthFile: INCIDENTS,
    });
  const said = async (talk: Stage, words: string) => (await talk.send(words)).map(({ text }) => text).join('\n');

  for (const [problem, question, locale, answer] of [
    ['How do I share a SharePoint folder with people outside?', 'Is Teams down?', 'en-US', /TM900002.*restored/is],
    ['SharePoint 怎么给外部用户共享文件夹', 'Teams 挂了吗？', 'zh-CN', /TM900002.*已恢复/s],
  ] as const) {
    it(`is answered and no detail of it: ${question}`, async () => {
      const talk = await stage(locale);
      await talk.send(problem);
      assert.match(await said(talk, question), answer);
    });
  }

  it('is not asked by words that tell more of the problem', async () => {
    const talk = await stage('en-US');
    await talk.send('How do I share a SharePoint folder with people outside?');
    assert.match(await said(talk, 'it broke down after the update'), /I added that to the description/);
  });
});

describe('a problem told in a question for service health', () => {
  const HEALTH: Understanding = {
    topic: 'support.service-health',
    confidence: 0.9,
    alternatives: [{ topic: 'sharepoint.site-unavailable', confidence: 0.1 }],
    entities: { product: 'sharepoint-online' },
    severityFacts: {},
    source: 'local',
  };

  for (const text of [
    'sharepoint down',
    'SharePoint is down, is there an outage?',
    'SharePoint does not work. Any incidents?',
    'sharepoint挂了',
    'SharePoint打不开，是不是服务中断了？',
  ]) {
    it(`is kept: ${text}`, () => {
      const problem = problemInHealthQuestion(text, HEALTH);
      assert.equal(problem?.topic, 'sharepoint.site-unavailable');
      assert.equal(problem.severityFacts.serviceState, 'unavailable');
    });
  }

  for (const text of [
    'is sharepoint down',
    'Is SharePoint down?',
    'any outage of SharePoint',
    'can you check whether sharepoint is down',
    'sharepoint挂了吗',
    'SharePoint是不是挂了',
    '查一下SharePoint有没有宕机',
    'service health',
  ]) {
    it(`is not told by: ${text}`, () => {
      assert.equal(problemInHealthQuestion(text, HEALTH), null);
    });
  }

  it('has no topic of another product', () => {
    const other = problemInHealthQuestion('exchange down', { ...HEALTH, entities: { product: 'exchange-online' } });
    assert.equal(other?.topic, 'none');
  });
});

describe('an outage that is told', () => {
  const OUTAGE: Understanding = {
    topic: 'support.service-health',
    confidence: 0.9,
    alternatives: [{ topic: 'sharepoint.site-unavailable', confidence: 0.33 }],
    entities: { product: 'sharepoint-online' },
    severityFacts: { serviceState: 'unavailable', affected: 'organization' },
    source: 'local',
  };

  for (const text of ['SharePoint is down for everyone in our company', 'SharePoint 全公司都打不开，挂了']) {
    it(`is a problem: ${text}`, () => {
      assert.equal(outageTold(text, OUTAGE)?.topic, 'sharepoint.site-unavailable');
    });
  }

  for (const text of [
    'SharePoint is down for everyone, is there an outage?',
    'SharePoint 全公司都打不开，是不是服务中断了',
    'is sharepoint down for everyone',
  ]) {
    it(`is asked about: ${text}`, () => {
      assert.equal(outageTold(text, OUTAGE), null);
    });
  }

  it('is a question for health where its topic is a guess', () => {
    const alternatives = [{ topic: 'sharepoint.site-unavailable', confidence: 0.1 }] as const;
    assert.equal(outageTold('SharePoint is down for everyone', { ...OUTAGE, alternatives: [...alternatives] }), null);
  });

  it('is a question for health where nobody is said to be hit', () => {
    assert.equal(outageTold('sharepoint down', { ...OUTAGE, severityFacts: { serviceState: 'unavailable' } }), null);
  });
});
