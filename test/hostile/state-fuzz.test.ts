import assert from 'node:assert/strict';
import fc from 'fast-check';
import { converse } from '../../dialogs/conversation.ts';
import { takeMissingPhrases } from '../../dialogs/phrases.ts';
import { conversationStateSchema, QUESTION_IDS, reviveState } from '../../dialogs/state.ts';
import type { Input } from '../../src/domain/activity.ts';
import type { SupportDesk } from '../../src/domain/support-desk.ts';
import { BUILT_IN_ARTICLES, loadArticles } from '../../src/knowledge/article-store.ts';
import { createKnowledge } from '../../src/knowledge/knowledge-search.ts';
import { createLocalRecogniser } from '../../src/language/local-recogniser.ts';
import { loadModel } from '../../src/language/model-file.ts';
import { createSupportDesk } from '../../src/services/support-desk.ts';
import { createUnit } from '../../src/services/unit.ts';
import { completeDraft, contosoAdmin, deskParts } from '../support/desk-parts.ts';
import { hostileText, hostileValue } from '../support/hostile-values.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const DRAFT = completeDraft();
const VALID = {
  schemaVersion: 2,
  locale: 'zh-CN',
  localeChosen: false,
  channelLocale: null,
  modality: 'cards',
  welcomed: true,
  draft: DRAFT,
  filed: null,
  recognised: [{ seq: 1, topic: 'exchange.mail-flow', draftId: DRAFT.id, at: '2026-03-02T01:00:00.000Z' }],
  stack: [{ dialog: 'contact-support', step: 'review', answered: [] }],
};

/** A record with one field exchanged, however deep it lies. */
function exchanged(record: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  if (typeof record !== 'object' || record === null) return record;
  const entries = new Map<string, unknown>(Object.entries(record));
  entries.set(name, exchanged(entries.get(name), rest, value));
  return Object.fromEntries(entries);
}

const PATHS = [
  ...Object.keys(VALID).map((name) => [name]),
  ...Object.keys(DRAFT).map((name) => ['draft', name]),
  ...Object.keys(DRAFT.facts).map((name) => ['draft', 'facts', name]),
];
const odd = fc.oneof(
  hostileValue,
  fc.constantFrom(null, '', [], 'none', 'A', '2026-03-02T01:00:00Z', 'x'.repeat(20_000), '\ud800'),
);
const changed = fc
  .array(fc.tuple(fc.constantFrom(...PATHS), odd), { minLength: 1, maxLength: 3 })
  .map((changes) => changes.reduce((state: unknown, [path, value]) => exchanged(state, path, value), VALID));

const frame = fc.oneof(
  fc.record({
    dialog: fc.constant('contact-support'),
    step: fc.constantFrom(...QUESTION_IDS, 'edit', 'review'),
    answered: fc.array(fc.constantFrom(...QUESTION_IDS), { maxLength: 3 }),
  }),
  fc.record({
    dialog: fc.constant('self-help'),
    topic: fc.constantFrom('exchange.mail-flow', 'none'),
    offered: fc.array(hostileText, { maxLength: 2 }),
  }),
  fc.record({
    dialog: fc.constant('clarification'),
    topics: fc.array(fc.constantFrom('none', 'exchange.mail-flow'), { maxLength: 3 }),
  }),
);
/** States that pass the schema and that no conversation ever comes to. */
const inconsistent = fc
  .tuple(
    fc.uniqueArray(frame, { selector: ({ dialog }) => dialog }),
    fc.constantFrom(
      null,
      DRAFT,
      completeDraft({
        kind: null,
        description: null,
        facts: { serviceState: null, affected: null, deadlineAtRisk: null, workaround: null },
      }),
    ),
    fc.boolean(),
  )
  .map(([stack, draft, cards]) => ({ ...VALID, stack, draft, modality: cards ? 'cards' : 'text' }));

const WORDS = [
  '确认',
  'yes',
  '1',
  '3',
  '99',
  '修改',
  '取消',
  '返回',
  '重新开始',
  '我要联系客服',
  '全公司都收不到外部邮件',
  'English',
  'status',
  'SR-20260302-0001',
  '解决了',
  '没解决',
];
const VERBS = [
  'intake.start',
  'intake.submit',
  'intake.confirm',
  'intake.edit',
  'intake.cancel',
  'selfhelp.solved',
  'selfhelp.notSolved',
  'selfhelp.showAnother',
  '__proto__',
  'constructor',
  '',
];
const setting = { locale: fc.constantFrom(null, 'zh-CN', 'en', '\0'), cards: fc.boolean() };
const inputs: fc.Arbitrary<Input> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: fc.oneof(hostileText, fc.constantFrom(...WORDS)), ...setting }),
  fc.record({
    type: fc.constant('action' as const),
    verb: fc.oneof(fc.constantFrom(...VERBS), hostileText),
    data: fc
      .dictionary(
        fc.constantFrom('description', 'product', 'affected', 'contactPhone', 'consent', 'reference'),
        hostileValue,
      )
      .map((data) => ({ ...data, draftId: DRAFT.id })),
    ...setting,
  }),
  fc.record({ type: fc.constant('joined' as const), ...setting }),
);

describe('the dialogs on a state that nobody wrote', function () {
  this.timeout(120_000);
  let temporary: TemporaryStore;
  let openDesk: (known: boolean) => SupportDesk;
  before(async () => {
    temporary = await openTemporaryStore();
    const recogniser = createLocalRecogniser(loadModel());
    const knowledge = createKnowledge(loadArticles(BUILT_IN_ARTICLES));
    const desk = createSupportDesk(deskParts(temporary.store, { recogniser, knowledge }));
    openDesk = (known) =>
      desk.open({ person: known ? contosoAdmin() : null, locale: null, unit: createUnit('directline/one') });
  });
  after(() => temporary.remove());

  /** Whatever is loaded and said: there is an answer, what is kept can be read again, and no sentence is missing. */
  async function answers(state: unknown, input: Input, known: boolean): Promise<void> {
    const result = await converse(state, input, openDesk(known));
    conversationStateSchema.parse(result.state);
    assert.equal(reviveState(JSON.parse(JSON.stringify(result.state))).kind, 'ready');
    assert.ok(input.type === 'joined' || result.replies.length > 0, 'nothing was said');
    for (const { text } of result.replies) assert.ok(text.trim() !== '');
    assert.deepEqual(takeMissingPhrases(), []);
  }

  it('answer, whatever was stored', async () => {
    await fc.assert(fc.asyncProperty(hostileValue, inputs, fc.boolean(), answers), { numRuns: 200, seed: 71 });
  });

  it('answer when single fields are exchanged', async () => {
    await fc.assert(fc.asyncProperty(changed, inputs, fc.boolean(), answers), { numRuns: 600, seed: 72 });
  });

  it('answer when the parts do not fit each other', async () => {
    await fc.assert(fc.asyncProperty(inconsistent, inputs, fc.boolean(), answers), { numRuns: 600, seed: 73 });
  });

  it('answer a person who sends one odd thing after the other', async () => {
    const property = fc.asyncProperty(
      fc.array(inputs, { minLength: 3, maxLength: 12 }),
      fc.boolean(),
      async (said, known) => {
        let state: unknown = null;
        for (const input of said) state = (await converse(state, input, openDesk(known))).state;
        conversationStateSchema.parse(state);
      },
    );
    await fc.assert(property, { numRuns: 100, seed: 74 });
  });
});
