import assert from 'node:assert/strict';
import { converse } from '../../dialogs/conversation.ts';
import { conversationStateSchema } from '../../dialogs/state.ts';
import type { Person } from '../../src/domain/person.ts';
import type { Directory, LoggedActivity, Store } from '../../src/domain/ports.ts';
import { contosoAdmin, northwindAdmin } from '../support/desk-parts.ts';
import { createTurnBench, directLineTurn } from '../support/desk-turns.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const SYSTEM = { system: 'turn' } as const;

describe('a person who changes between the form and its confirmation (rules R5, R9)', () => {
  let temporary: TemporaryStore;
  let store: Store;
  beforeEach(async () => {
    temporary = await openTemporaryStore();
    store = temporary.store;
  });
  afterEach(() => temporary.remove());

  /** Message, form, confirm; the directory remembers the admin, and `fresh` is what it finds when it is asked anew. */
  async function confirmAs(fresh: () => Promise<Person | null>, remembered: () => Person | null = contosoAdmin) {
    let asked = 0;
    let known: () => Person | null = contosoAdmin;
    const find: Directory['find'] = async (_who, options) => {
      if (!options?.fresh) return known();
      asked += 1;
      return fresh();
    };
    const { take } = createTurnBench(store, { converse, directory: { find } });
    const published: LoggedActivity[][] = [];
    const press = async (verb: string, fields: Record<string, unknown>) => {
      const stored = await store.loadConversation(SYSTEM, 'directline/one');
      const { draft } = conversationStateSchema.parse(stored?.state);
      const activity = { type: 'message', value: { verb, draftId: draft?.id, ...fields }, conversation: { id: 'one' } };
      await take(directLineTurn('', { activity: { ...activity, from: { id: 'dl_contoso-admin' } } }, published));
    };
    await take(directLineTurn('从今天早上开始，全公司都收不到外部邮件。', {}, published));
    const facts = { serviceState: 'degraded', affected: 'many-users', deadlineAtRisk: 'false', workaround: 'false' };
    await press('intake.submit', { consent: 'true', ...facts });
    assert.equal(asked, 0, 'the directory is not bothered before something is stored');
    known = remembered;
    await press('intake.confirm', {});
    const said = (published.at(-1) ?? []).filter(({ direction }) => direction === 'outgoing');
    const { requests } = await store.listRequests(SYSTEM, { limit: 10 });
    return { requests, text: said.map(({ activity }) => activity.text).join('\n') };
  }

  it('files as long as nothing changed', async () => {
    const { requests, text } = await confirmAs(async () => contosoAdmin());
    assert.equal(requests.length, 1);
    assert.match(text, /SR-/);
  });

  it('is refused when the role was taken away, and told who helps instead', async () => {
    const { requests, text } = await confirmAs(async () => contosoAdmin({ roles: [] }));
    assert.deepEqual(requests, []);
    assert.match(text, /只能由订阅组织的管理员提交/);
  });

  it('is refused when they are unknown now', async () => {
    const { requests, text } = await confirmAs(async () => null);
    assert.deepEqual(requests, []);
    assert.doesNotMatch(text, /SR-/);
  });

  for (const [when, remembered] of [
    ['while the confirmation is checked', contosoAdmin],
    ['before it was sent', northwindAdmin],
  ] as const) {
    it(`files nothing for either tenant when they moved to another one ${when}`, async () => {
      const { requests, text } = await confirmAs(async () => northwindAdmin(), remembered);
      assert.deepEqual(
        requests.map(({ tenant }) => tenant.name),
        [],
      );
      assert.doesNotMatch(text, /SR-/);
    });
  }

  it('files, marked as not checked, when the directory is away at that moment', async () => {
    const { requests } = await confirmAs(async () => {
      throw new Error('the directory is away');
    });
    assert.equal(requests[0]?.requester.identity, 'not-checked');
  });
});
