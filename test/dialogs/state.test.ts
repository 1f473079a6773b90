import assert from 'node:assert/strict';
import fc from 'fast-check';
import { conversationStateSchema, reviveState, STATE_VERSION } from '../../dialogs/state.ts';

const DRAFT_OF_VERSION_1 = {
  id: '0190a0b0-0000-7000-8000-000000000001',
  description: '全公司都收不到外部邮件',
  topic: 'exchange.mail-flow',
  kind: 'technical',
  product: 'exchange-online',
  facts: { serviceState: 'unavailable', affected: 'organization', deadlineAtRisk: null, workaround: null },
  impactStatement: null,
  resourcesCommitted: null,
  contactName: 'Contoso 管理员',
  contactPhone: '+86 10 5555 0100',
  contactEmail: 'admin@contoso.example',
  preferredContact: 'phone',
  consentAt: '2026-03-03T02:30:00.000Z',
  attempted: [],
  health: null,
};

describe('reviveState', () => {
  it('takes nothing stored for a new conversation', () => {
    assert.deepEqual(reviveState(null), { kind: 'new' });
    assert.deepEqual(reviveState(undefined), { kind: 'new' });
  });

  it('carries the form and its draft from version 1 to the version of today', () => {
    const revived = reviveState({
      schemaVersion: 1,
      locale: 'zh-CN',
      welcomed: true,
      dialog: 'contact-support',
      step: 'impactStatement',
      draft: DRAFT_OF_VERSION_1,
    });
    assert.equal(revived.kind, 'ready');
    if (revived.kind !== 'ready') return;
    assert.equal(revived.state.schemaVersion, STATE_VERSION);
    assert.deepEqual(revived.state.stack, [{ dialog: 'contact-support', step: 'impactStatement', answered: [] }]);
    assert.equal(revived.state.draft?.description, DRAFT_OF_VERSION_1.description);
    assert.equal(revived.state.draft?.consentAt, DRAFT_OF_VERSION_1.consentAt);
    assert.deepEqual(revived.state.draft?.remarks, []);
  });

  it('carries self-help and an idle conversation from version 1', () => {
    const base = { schemaVersion: 1, locale: 'en-US', welcomed: true, draft: null };
    const helping = reviveState({ ...base, dialog: 'self-help', topic: 'exchange.mail-flow', offered: ['a'] });
    assert.deepEqual(helping.kind === 'ready' && helping.state.stack, [
      { dialog: 'self-help', topic: 'exchange.mail-flow', offered: ['a'] },
    ]);
    const idle = reviveState({ ...base, dialog: null });
    assert.deepEqual(idle.kind === 'ready' && idle.state.stack, []);
  });

  it('forgets rejected articles that were stored without a time, and nothing else', () => {
    const state = {
      schemaVersion: STATE_VERSION,
      locale: 'en-US',
      localeChosen: true,
      channelLocale: null,
      modality: 'text',
      welcomed: true,
      draft: null,
      filed: null,
      stack: [],
    };
    const older = reviveState({ ...state, rejected: ['a', 'b'] });
    assert.ok(older.kind === 'ready');
    assert.equal(older.state.rejected, undefined);
    assert.equal(older.state.welcomed, true);
    const rejected = [{ id: 'a', at: '2026-03-03T02:30:00.000Z' }];
    const read = reviveState({ ...state, rejected });
    assert.deepEqual(read.kind === 'ready' && read.state.rejected, rejected);
  });

  it('saves the words of a state that it cannot read', () => {
    const stored = { schemaVersion: 99, locale: 'en-US', draft: { description: 'Mail is down' } };
    assert.deepEqual(reviveState(stored), { kind: 'unreadable', description: 'Mail is down', locale: 'en-US' });
  });

  it('never throws and never hands out a state that breaks the schema, whatever was stored', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.record({ schemaVersion: fc.integer({ min: 0, max: 4 }), draft: fc.jsonValue(), dialog: fc.jsonValue() }),
        ),
        (stored) => {
          const revived = reviveState(stored);
          if (revived.kind === 'ready') conversationStateSchema.parse(revived.state);
        },
      ),
    );
  });
});
