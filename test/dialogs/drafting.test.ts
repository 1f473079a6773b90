import assert from 'node:assert/strict';
import { withMessage } from '../../dialogs/drafting.ts';
import type { Draft } from '../../src/domain/draft.ts';
import type { Understanding } from '../../src/domain/understanding.ts';
import { completeDraft, MAIL_FLOW } from '../support/desk-parts.ts';

const NOTHING = { serviceState: null, affected: null, deadlineAtRisk: null, workaround: null };
const blank = completeDraft({ facts: NOTHING, contactLanguage: 'zh-CN', details: {} });
const told = (changes: Partial<Understanding>): Understanding => ({
  ...MAIL_FLOW,
  entities: {},
  severityFacts: {},
  ...changes,
});

describe('what a message adds to a draft', () => {
  const stateAfter = (draft: Draft, understood: Understanding) =>
    withMessage(draft, 'words', understood, '21vianet').facts.serviceState;
  const ASKS = told({ severityFacts: { serviceState: 'working' } });

  it('is that nothing fails, when a problem is only asked about', () => {
    assert.equal(stateAfter(blank, ASKS), 'working');
  });

  it('is no end of a failure that was told before, when somebody asks', () => {
    for (const serviceState of ['unavailable', 'degraded'] as const) {
      assert.equal(stateAfter({ ...blank, facts: { ...NOTHING, serviceState } }, ASKS), serviceState);
    }
  });

  it('is a failure, whatever was asked before', () => {
    const fails = told({ severityFacts: { serviceState: 'degraded' } });
    assert.equal(stateAfter({ ...blank, facts: { ...NOTHING, serviceState: 'working' } }, fails), 'degraded');
  });

  it('is no state of the service, when the question is one to support', () => {
    assert.equal(stateAfter(blank, { ...ASKS, topic: 'support.phone-and-hours' }), null);
  });

  it('is the other facts all the same', () => {
    const asks = told({ severityFacts: { serviceState: 'working', deadlineAtRisk: true } });
    const failing = { ...blank, facts: { ...NOTHING, serviceState: 'unavailable' as const } };
    assert.deepEqual(withMessage(failing, 'words', asks, '21vianet').facts, {
      ...NOTHING,
      serviceState: 'unavailable',
      deadlineAtRisk: true,
    });
  });

  it('is the language that the person asks for, and a server by its name', () => {
    const wish = told({ entities: { language: 'en-US', server: 'EXCH01' } });
    const { contactLanguage, details } = withMessage(blank, 'words', wish, '21vianet');
    assert.equal(contactLanguage, 'en-US');
    assert.equal(details.server, 'EXCH01');
    assert.equal(withMessage(blank, 'words', told({}), '21vianet').contactLanguage, 'zh-CN');
  });

  it('is who is affected, where a number of people cannot work', () => {
    const affected = (userCount: number, serviceState: 'unavailable' | 'working') => {
      const understood = told({ entities: { userCount }, severityFacts: { serviceState } });
      return withMessage(blank, 'words', understood, '21vianet').facts.affected;
    };
    assert.deepEqual(
      [affected(25, 'unavailable'), affected(1, 'unavailable'), affected(25, 'working')],
      ['many-users', 'one-user', null],
    );
  });

  it('is a workaround by its name, whatever the recogniser made of it', () => {
    for (const [text, workaround] of [
      ['没有临时办法', false],
      ['workaround: emailing files', true],
    ] as const) {
      assert.equal(withMessage(blank, text, told({}), '21vianet').facts.workaround, workaround);
    }
  });

  it('is nothing but the contact, when a message tells how to reach the person and no more', () => {
    const sounds = told({ entities: { product: 'exchange-online' }, severityFacts: { workaround: false } });
    const nobody = { ...blank, description: null, product: null };
    const draft = withMessage(nobody, '请用邮件联系我 li@contoso.example', sounds, '21vianet');
    assert.deepEqual(draft, { ...nobody, contactEmail: 'li@contoso.example', preferredContact: 'email' });
  });

  it('is the problem as well as the contact, where something fails beside it', () => {
    const nobody = { ...blank, description: null };
    const fails = told({ severityFacts: { serviceState: 'unavailable' } });
    for (const text of ['全公司邮件瘫痪了请打13800138000找我', 'Mail went dark so call me at +1 206 555 0199']) {
      const draft = withMessage(nobody, text, fails, '21vianet');
      assert.deepEqual([draft.description, draft.facts.serviceState], [text, 'unavailable']);
      assert.notEqual(draft.contactPhone, nobody.contactPhone);
    }
  });

  it('is a contact that is not the mailbox concerned', () => {
    const text = '联系我 li@contoso.example，wang@contoso.example 收不到邮件';
    const draft = withMessage(blank, text, told({ entities: { email: 'li@contoso.example' } }), '21vianet');
    assert.deepEqual([draft.contactEmail, draft.details.address], ['li@contoso.example', 'wang@contoso.example']);
  });
});
