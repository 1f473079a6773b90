import assert from 'node:assert/strict';
import { articlesCard } from '../../dialogs/cards/articles-card.ts';
import { codeChoiceCard, codeEntryCard } from '../../dialogs/cards/code-cards.ts';
import { intakeFormCard } from '../../dialogs/cards/intake-form-card.ts';
import { receiptCard } from '../../dialogs/cards/receipt-card.ts';
import { reviewCard } from '../../dialogs/cards/review-card.ts';
import { takeMissingPhrases } from '../../dialogs/phrases.ts';
import { plain } from '../../dialogs/plain.ts';
import { LOCALES } from '../../src/domain/locale.ts';
import { detailsOf } from '../../src/domain/topic-details.ts';
import { adaptiveCardProblems } from '../support/adaptive-card-problems.ts';
import { sampleDraft } from '../support/draft-samples.ts';

const HOSTILE = '<script>alert(1)</script> \u0024{x} {{y}} [click](https://evil.example) **b** $t(help)';
const CONTRACT_FIELDS = [
  'description',
  'product',
  'topic',
  'serviceState',
  'affected',
  'deadlineAtRisk',
  'workaround',
  'impactStatement',
  'resourcesCommitted',
  'contactName',
  'contactPhone',
  'contactEmail',
  'preferredContact',
  'contactLanguage',
  'consent',
];

/** Every object of a card with a `type`. */
function nodes(value: unknown): readonly Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(nodes);
  if (typeof value !== 'object' || value === null) return [];
  const node: Record<string, unknown> = { ...value };
  return ['type' in node ? [node] : [], ...Object.values(node).map(nodes)].flat();
}

for (const locale of LOCALES) {
  const draft = sampleDraft({ description: HOSTILE, contactName: HOSTILE, impactStatement: '' });
  const form = intakeFormCard(draft, {
    locale,
    mayBeCritical: true,
    problems: ['Something is missing'],
    privacyUrl: 'https://privacy.example/',
  });
  const review = reviewCard(
    {
      lines: [{ label: 'Description', value: HOSTILE }],
      severity: 'B',
      reasons: ['because'],
      due: 'today',
      dueReasons: ['T1'],
      duties: ['contact'],
      notices: ['preliminary'],
      changes: ['“影响范围”为“整个组织”：严重级别 A（关键）'],
      missing: ['impact'],
    },
    draft,
    locale,
  );
  const article = {
    id: 'a',
    title: 'Title',
    url: 'https://learn.microsoft.com/',
    steps: ['one', 'Run Get-Mailbox [user] | FL.'],
  };
  const cards = {
    form,
    review,
    articles: articlesCard([article, { ...article, id: 'b' }], draft.id, locale, true),
    receipt: receiptCard(
      { reference: 'SR-20260303-0001', severity: 'A', due: 'today', duties: ['answer'], next: 'wait' },
      locale,
    ),
  };

  describe(`cards in ${locale}`, () => {
    for (const [name, card] of Object.entries(cards)) {
      it(`${name} is a valid Adaptive Card 1.5 within the size that Teams takes`, () => {
        assert.deepEqual(adaptiveCardProblems(card), []);
        assert.equal(card.version, '1.5');
        assert.ok(typeof card.speak === 'string' && card.speak.length > 0);
        assert.ok(Buffer.byteLength(JSON.stringify(card)) < 25_000);
      });

      it(`${name} names the verb and the draft on each of its buttons`, () => {
        for (const { type, data } of nodes(card)) {
          if (type !== 'Action.Submit') continue;
          assert.deepEqual(Object.keys(Object(data)).sort(), ['draftId', 'verb']);
        }
      });
    }

    it('the articles show each command in a block of its own, in which nothing is taken for Markdown', () => {
      const [code] = nodes(cards.articles).filter(({ type }) => type === 'TextRun');
      assert.deepEqual([code?.text, code?.fontType], ['Get-Mailbox [user] | FL', 'monospace']);
      const none = articlesCard([{ ...article, steps: ['one'] }], draft.id, locale, true);
      assert.ok(!nodes(none).some(({ type }) => type === 'RichTextBlock'));
    });

    it('those for codes are valid, name the draft on each button, and hold no contact but its mask', () => {
      const offers = [{ channel: 'email' as const, masked: 'a***@contoso.example' }];
      const choice = codeChoiceCard({ lead: 'Where to?', offers }, draft.id, locale);
      const entry = codeEntryCard('Type it', draft.id, 6, locale);
      for (const card of [choice, entry]) {
        assert.deepEqual(adaptiveCardProblems(card), []);
        const buttons = nodes(card).filter(({ type }) => type === 'Action.Submit');
        for (const { data } of buttons) assert.equal(Object(data).draftId, draft.id);
      }
      assert.ok(nodes(choice).some(({ data }) => Object(data).to === 'a***@contoso.example'));
      const [field] = nodes(entry).filter(({ type }) => type === 'Input.Text');
      assert.deepEqual([field?.id, field?.value], ['verificationCode', undefined]);
    });

    it('the form has the fields of the contract, each with a label', () => {
      const inputs = nodes(form).filter(({ type }) => String(type).startsWith('Input.'));
      const ids = inputs.map(({ id }) => String(id));
      const ofTopic = ids.filter((id) => id.startsWith('detail.'));
      assert.deepEqual(ids.filter((id) => !ofTopic.includes(id)).sort(), [...CONTRACT_FIELDS].sort());
      assert.deepEqual(
        ofTopic,
        detailsOf('exchange.mail-flow').map(({ id }) => `detail.${id}`),
      );
      for (const { label, title, id } of inputs) assert.ok(label ?? title, String(id));
    });

    it('the form shows typed words as they are, as the value of an input and nowhere else', () => {
      const holders = nodes(form).filter((node) => Object.values(node).includes(HOSTILE));
      assert.deepEqual(
        holders.map(({ id, value }) => [id, value === HOSTILE]),
        [
          ['description', true],
          ['contactName', true],
        ],
      );
    });

    it('a description that no card can hold is shown by its beginning and never sent back cut', () => {
      const long = intakeFormCard(sampleDraft({ description: 'x'.repeat(20_000) }), {
        locale,
        mayBeCritical: true,
        problems: [],
        privacyUrl: null,
      });
      assert.ok(Buffer.byteLength(JSON.stringify(long)) < 25_000);
      assert.ok(!nodes(long).some(({ id }) => id === 'description'));
    });

    it('the review shows typed words without their Markdown meaning', () => {
      assert.ok(JSON.stringify(review).includes('\\\\[click\\\\](https://evil.example)'));
    });

    it('are worded completely', () => assert.deepEqual(takeMissingPhrases(), []));
  });
}

describe('plain', () => {
  it('keeps ordinary sentences as they are', () => {
    for (const words of ['全公司都收不到外部邮件。', 'a@b.example', 'since 9:00 (Beijing)'])
      assert.equal(plain(words), words);
  });
});
