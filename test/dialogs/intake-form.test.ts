import assert from 'node:assert/strict';
import { readForm } from '../../dialogs/intake-form.ts';
import { isSolidImpactStatement } from '../../src/domain/impact-statement.ts';
import { POLICIES } from '../../src/domain/policy.ts';
import type { SupportDesk } from '../../src/domain/support-desk.ts';
import { sampleDraft } from '../support/draft-samples.ts';

const NOW = '2026-03-03T02:30:00.000Z';
const policy = POLICIES['21vianet'];
// The form asks its desk for the time, the policy, what level A still asks and whether a statement says something.
const desk: Pick<SupportDesk, 'now' | 'policy' | 'openCommitments' | 'isSolidImpact'> = {
  now: NOW,
  policy,
  openCommitments: () => [],
  isSolidImpact: (statement) => isSolidImpactStatement(policy, statement),
};
const draft = sampleDraft({ consentAt: null });

const WRONG: readonly (readonly [string, unknown, string])[] = [
  ['description', 'x', 'tooShort'],
  ['description', '   ', 'tooShort'],
  ['description', 'x'.repeat(20_001), 'tooLong'],
  ['description', { a: 1 }, 'notAChoice'],
  ['topic', 'support.contact', 'notAChoice'],
  ['topic', '__proto__', 'notAChoice'],
  ['product', 'word', 'notAChoice'],
  ['serviceState', 'dead', 'notAChoice'],
  ['affected', 7, 'notAChoice'],
  ['deadlineAtRisk', 'yes', 'notAChoice'],
  ['workaround', [], 'notAChoice'],
  ['impactStatement', 'x'.repeat(20_001), 'tooLong'],
  ['impactStatement', '13900139000', 'impactTooShort'],
  ['impactStatement', 'submit', 'impactTooShort'],
  ['impactStatement', '确认提交', 'impactTooShort'],
  ['description', 'skip', 'tooShort'],
  ['contactName', '跳过', 'required'],
  ['resourcesCommitted', 'perhaps', 'notAChoice'],
  ['contactName', '', 'required'],
  ['contactPhone', '12', 'invalidPhone'],
  ['contactEmail', 'nobody', 'invalidEmail'],
  ['preferredContact', 'fax', 'notAChoice'],
  ['contactLanguage', 'fr-FR', 'notAChoice'],
  ['consent', 'false', 'consentNeeded'],
  ['consent', 'on', 'consentNeeded'],
];

describe('readForm', () => {
  for (const [field, value, problem] of WRONG) {
    it(`reports ${problem} for ${field} = ${JSON.stringify(value).slice(0, 30)} and keeps the draft's value`, () => {
      const read = readForm({ [field]: value }, draft, desk);
      assert.deepEqual(read.problems, [{ field, problem }]);
      assert.deepEqual(read.draft, draft);
    });
  }

  it('asks again for a statement that says nothing, and takes an empty or skipped one for a no (rule S3)', () => {
    const open = sampleDraft({ impactStatement: null, resourcesCommitted: null });
    const asking = { ...desk, openCommitments: () => ['impactStatement', 'resourcesCommitted'] as const };
    assert.equal(readForm({ impactStatement: '13900139000' }, open, asking).draft.impactStatement, null);
    for (const impactStatement of ['', 'skip', '跳过', 'none', '没有']) {
      const { draft: read, problems } = readForm({ impactStatement }, open, asking);
      assert.deepEqual([read.impactStatement, problems], ['', []], impactStatement);
    }
  });

  it('stores no word that only skips a detail', () => {
    const { details } = readForm({ 'detail.errorCode': 'skip', 'detail.page': '跳过' }, draft, desk).draft;
    assert.deepEqual([details.errorCode, details.page], [undefined, undefined]);
  });

  it('takes every field of a filled-in form', () => {
    const { draft: read, problems } = readForm(
      {
        verb: 'intake.submit',
        draftId: draft.id,
        description: ' Mail is down ',
        topic: 'exchange.mail-flow',
        product: 'exchange-online',
        serviceState: 'degraded',
        affected: 'many-users',
        deadlineAtRisk: 'true',
        workaround: false,
        impactStatement: 'Orders are lost',
        resourcesCommitted: 'true',
        contactName: 'IT desk',
        contactPhone: '010 5555 0100',
        contactEmail: 'IT@contoso.example',
        preferredContact: 'email',
        contactLanguage: 'en-US',
        consent: 'true',
        somethingElse: 'ignored',
      },
      draft,
      desk,
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(read, {
      ...draft,
      description: 'Mail is down',
      facts: { serviceState: 'degraded', affected: 'many-users', deadlineAtRisk: true, workaround: false },
      impactStatement: 'Orders are lost',
      contactName: 'IT desk',
      contactEmail: 'it@contoso.example',
      preferredContact: 'email',
      contactLanguage: 'en-US',
      consentAt: NOW,
    });
  });

  it('keeps what the form left out, and the first moment of consent', () => {
    const consented = sampleDraft({ consentAt: '2026-03-01T00:00:00.000Z' });
    assert.deepEqual(readForm({ consent: 'true' }, consented, desk), { draft: consented, problems: [] });
  });

  it('takes an empty impact statement and an unticked box as "not now"', () => {
    const open = sampleDraft({ impactStatement: null, resourcesCommitted: null });
    const { draft: read } = readForm({ impactStatement: '', resourcesCommitted: 'false' }, open, desk);
    assert.deepEqual([read.impactStatement, read.resourcesCommitted], ['', false]);
  });

  it('takes them as "not now" as well where level A asked for them and the form came without', () => {
    const open = sampleDraft({ impactStatement: null, resourcesCommitted: null });
    const asking = { ...desk, openCommitments: () => ['impactStatement', 'resourcesCommitted'] as const };
    const { draft: read } = readForm({ consent: 'true' }, open, asking);
    assert.deepEqual([read.impactStatement, read.resourcesCommitted], ['', false]);
  });

  it('leaves them unasked where level A is out of reach', () => {
    const open = sampleDraft({ impactStatement: null, resourcesCommitted: null });
    const { draft: read } = readForm({ consent: 'true' }, open, desk);
    assert.deepEqual([read.impactStatement, read.resourcesCommitted], [null, null]);
  });

  it('takes a consent back that is not ticked any more (rule R31)', () => {
    const { draft: read, problems } = readForm({ consent: 'false' }, sampleDraft(), desk);
    assert.equal(read.consentAt, null);
    assert.deepEqual(problems, [{ field: 'consent', problem: 'consentNeeded' }]);
  });

  it('wants one way to reach the person, and the preferred one among them (rule S4)', () => {
    const nothing = readForm({ contactPhone: '', contactEmail: '' }, draft, desk);
    assert.deepEqual(nothing.problems, [{ field: 'contactPhone', problem: 'noContactPoint' }]);
    const noPhone = readForm({ contactPhone: '', preferredContact: 'phone' }, draft, desk);
    assert.deepEqual(noPhone.problems, [{ field: 'preferredContact', problem: 'missing-phone' }]);
  });
});
