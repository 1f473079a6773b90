import assert from 'node:assert/strict';
import { checkAgain } from '../../dialogs/check-again.ts';
import type { Outcome } from '../../dialogs/dialog.ts';
import { emptyDraft } from '../../dialogs/drafting.ts';
import { takeMissingPhrases } from '../../dialogs/phrases.ts';
import { refuse } from '../../dialogs/refusal.ts';
import { type ConversationState, conversationStateSchema } from '../../dialogs/state.ts';
import { LOCALES, type Locale } from '../../src/domain/locale.ts';
import { POLICIES } from '../../src/domain/policy.ts';
import type { Store } from '../../src/domain/ports.ts';
import type { DeskOpening } from '../../src/services/desk-opening.ts';
import { createSupportDesk } from '../../src/services/support-desk.ts';
import { createUnit } from '../../src/services/unit.ts';
import { contosoAdmin, deskParts, northwindAdmin, rememberingLog } from '../support/desk-parts.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const textOf = ({ replies }: Outcome) => replies.map(({ text }) => text).join('\n\n');
const buttonsOf = ({ replies }: Outcome) =>
  replies.flatMap(({ suggestions }) => suggestions ?? []).map(({ title }) => title);

describe('refusal', () => {
  let temporary: TemporaryStore;
  let store: Store;
  before(async () => {
    temporary = await openTemporaryStore();
    store = temporary.store;
  });
  after(() => temporary.remove());

  const open = (opening: Partial<DeskOpening>) =>
    createSupportDesk(deskParts(store, { log: rememberingLog() })).open({
      person: contosoAdmin(),
      locale: 'zh-CN',
      unit: createUnit('directline/one'),
      ...opening,
    });

  const stateIn = (locale: Locale, changes: Partial<ConversationState> = {}): ConversationState => ({
    ...conversationStateSchema.parse({
      schemaVersion: 2,
      locale,
      localeChosen: false,
      channelLocale: null,
      modality: 'text',
      welcomed: true,
      draft: null,
      filed: null,
      stack: [],
    }),
    ...changes,
  });

  it('gives the number to somebody whom the directory could not tell, and a button to try again', () => {
    const desk = open({ person: null, identity: 'not-checked' });
    const outcome = refuse({ state: stateIn('en-US'), desk }, desk.eligibility(null));
    assert.match(textOf(outcome), /\(86\) 400-089-0365.*\n\nBefore you call, have ready/s);
    assert.deepEqual(buttonsOf(outcome), ['Check again', 'Self-help resources', 'Menu']);
  });

  it('sends who is no admin to the general page, the own admin, self-help and the community (R2, R3, R4)', () => {
    const desk = open({ person: northwindAdmin({ roles: [] }) });
    const told = textOf(refuse({ state: stateIn('en-US'), desk }, desk.eligibility(null)));
    assert.match(told, /no permission, your account is not an admin.*ask your IT department/);
    for (const page of ['support.microsoft.com/contactus', 'about-admin-roles', 'get-help-support', 'techcommunity']) {
      assert.ok(told.includes(page), page);
    }
  });

  it('names no general page where the operator has none (R2)', () => {
    const desk = open({ person: contosoAdmin({ roles: [] }) });
    const told = textOf(refuse({ state: stateIn('en-US'), desk }, desk.eligibility(null)));
    assert.doesNotMatch(told, /General support page|contactus/);
    assert.match(told, /about-admin-roles.*Community/s);
  });

  it('shows the right door to a tenant of the other operator (R28)', () => {
    const desk = open({ person: contosoAdmin() });
    for (const locale of LOCALES) {
      const reason = { code: 'R28.other-operator', params: { operator: 'microsoft' } };
      const text = textOf(refuse({ state: stateIn(locale), desk }, { result: 'refused', reason }));
      assert.ok(text.includes(POLICIES.microsoft.portal.adminCenter));
    }
  });

  it('has words for every refusal in both languages', () => {
    for (const locale of LOCALES) {
      const tenant = { ...northwindAdmin().tenant, purchase: 'partner' as const };
      for (const desk of [
        open({ person: null }),
        open({ person: null, identity: 'not-checked' }),
        open({ person: contosoAdmin({ roles: [] }) }),
        open({ person: northwindAdmin({ roles: [] }) }),
        open({ person: northwindAdmin({ tenant }) }),
        open({ person: northwindAdmin({ tenant: { ...tenant, partner: 'Tailspin' } }) }),
      ]) {
        assert.ok(textOf(refuse({ state: stateIn(locale), desk }, desk.eligibility(null))).length > 60);
      }
    }
    assert.deepEqual(takeMissingPhrases(), []);
  });

  describe('check again', () => {
    it('opens the intake for somebody who was just found, with the contacts that are registered', async () => {
      const desk = open({ person: null, lookAgain: async () => contosoAdmin() });
      const draft = { ...emptyDraft(desk, 'zh-CN'), description: '全公司都收不到外部邮件' };
      const outcome = await checkAgain({ state: stateIn('zh-CN', { draft }), desk });
      assert.match(textOf(outcome), /^查到了，您现在可以提交服务请求了。\n\n.*您同意吗/s);
      assert.partialDeepStrictEqual(outcome.state.draft, {
        description: draft.description,
        contactPhone: '+86 10 5555 0100',
        contactEmail: 'admin@contoso.example',
        preferredContact: 'phone',
      });
    });

    it('looks again after a minute, not before', async () => {
      let looked = 0;
      const lookAgain = async () => {
        looked += 1;
        return null;
      };
      const desk = open({ person: null, lookAgain });
      for (const [ago, expected] of [
        [59_999, 0],
        [60_000, 1],
      ] as const) {
        const checkedAgainAt = new Date(Date.parse(desk.now) - ago).toISOString();
        await checkAgain({ state: stateIn('zh-CN', { checkedAgainAt }), desk });
        assert.equal(looked, expected);
      }
    });

    it('says so honestly when the directory still does not answer', async () => {
      const lookAgain = async () => {
        throw new Error('down');
      };
      const desk = open({ person: null, identity: 'not-checked', lookAgain });
      const outcome = await checkAgain({ state: stateIn('en-US'), desk });
      assert.match(textOf(outcome), /can’t look up your account right now/);
      assert.equal(outcome.state.checkedAgainAt, desk.now);
    });
  });
});
