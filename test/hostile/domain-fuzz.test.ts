import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fieldText } from '../../dialogs/phrases.ts';
import { plain } from '../../dialogs/plain.ts';
import { activitySchema } from '../../src/domain/activity.ts';
import { cardValue, readInput } from '../../src/domain/activity-input.ts';
import { cardText } from '../../src/domain/card-text.ts';
import { findContactPoints, readEmail, readPhone } from '../../src/domain/contact-point.ts';
import { isIntakeError } from '../../src/domain/errors.ts';
import { redact, redactDeep } from '../../src/domain/redaction.ts';
import { findReference } from '../../src/domain/reference.ts';
import { createTranscript } from '../../src/domain/transcript.ts';
import { createLocalRecogniser } from '../../src/language/local-recogniser.ts';
import { loadModel } from '../../src/language/model-file.ts';
import { redactActivity } from '../../src/services/redacted-activity.ts';
import { titleOf } from '../../src/services/request-title.ts';
import { systemHash } from '../../src/system-ports.ts';
import { hostileText, hostileValue } from '../support/hostile-values.ts';
import { takesAtMost } from '../support/time-bound.ts';

const recogniser = createLocalRecogniser(loadModel());

const account = fc.record({
  id: fc.constantFrom('a', 'bot'),
  name: fc.constantFrom(null, '\u202ex'),
  role: fc.constantFrom(null, 'staff', 'bot'),
});
const anyActivity = fc.record(
  {
    type: fc.constantFrom('message', 'message', 'conversationUpdate', 'invoke', 'event'),
    text: hostileText,
    value: hostileValue,
    channelData: hostileValue,
    from: account,
    membersAdded: fc.array(account, { maxLength: 2 }),
    locale: fc.constantFrom('zh-CN', '\0', '-'),
    attachments: fc.array(
      fc.record({
        contentType: fc.constantFrom('application/vnd.microsoft.card.adaptive', 'image/png'),
        content: hostileValue,
        name: hostileValue,
      }),
      { maxLength: 2 },
    ),
    suggestedActions: hostileValue,
    unheardOf: hostileValue,
  },
  { requiredKeys: ['type'] },
);

/** What passes the check at the door: everything behind it has to cope with. */
const checked = anyActivity.map((activity) =>
  activitySchema.parse({ value: undefined, channelData: undefined, ...activity }),
);

describe('what reads what people send', function () {
  this.timeout(120_000);

  it('reads or refuses every checked activity', () => {
    const property = fc.property(checked, (activity) => {
      try {
        readInput(redactActivity(activity));
      } catch (error) {
        assert.ok(isIntakeError(error, 'InvalidInput'), String(error));
      }
      cardValue(activity.value);
    });
    fc.assert(property, { numRuns: 400, seed: 61 });
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });

  it('masks any JSON without an error, and the same again when it is masked already', () => {
    const property = fc.property(hostileValue, (value) => {
      const once = redactDeep(value);
      const twice = redactDeep(once.value);
      assert.deepEqual(twice.value, once.value);
      assert.deepEqual(twice.found, []);
    });
    fc.assert(property, { numRuns: 300, seed: 62 });
  });

  it('masks a password in whatever company it comes', () => {
    const property = fc.property(hostileText, hostileText, (before, after) => {
      const text = `${before}\n密码是 Hunter2-of-the-fuzz \n${after}`;
      assert.ok(!redact(text).text.includes('Hunter2-of-the-fuzz'), JSON.stringify(text.slice(0, 300)));
    });
    fc.assert(property, { numRuns: 300, seed: 63 });
  });

  it('leaves out of JSON with too many parts what it does not look at', () => {
    const parts = Array.from({ length: 6000 }, () => '密码是 Hunter2-of-the-fuzz');
    const { value } = redactDeep({ parts });
    assert.doesNotMatch(JSON.stringify(value), /Hunter2/);
    assert.ok(JSON.stringify(value).length < JSON.stringify({ parts }).length);
    const form = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`field${index}`, `words ${index}`]));
    assert.deepEqual(redactDeep(form).value, form);
  });

  it('shows any card and any submission as lines', () => {
    const property = fc.property(hostileValue, hostileText, (value, words) => {
      const shapes = [
        value,
        { type: 'AdaptiveCard', body: value, actions: value, fallbackText: value },
        {
          type: 'AdaptiveCard',
          body: [
            { type: 'FactSet', facts: value },
            { type: 'RichTextBlock', inlines: value },
          ],
        },
        { type: 'Input.ChoiceSet', label: words, choices: value, value },
      ];
      for (const shape of shapes) for (const line of cardText(shape)) assert.equal(typeof line, 'string');
    });
    fc.assert(property, { numRuns: 200, seed: 64 });
  });

  it('makes a transcript of any row', () => {
    const property = fc.property(checked, hostileText, fc.boolean(), (activity, conversationId, outgoing) => {
      const direction = outgoing ? ('outgoing' as const) : ('incoming' as const);
      const row = {
        conversationId,
        seq: 1,
        direction,
        dedupeKey: null,
        activity,
        createdAt: '2026-03-02T01:00:00.000Z',
      };
      const settings = { conversationId, rows: [row], locale: 'zh-CN' as const, words: fieldText, hash: systemHash };
      const internal = createTranscript({ ...settings, view: 'internal' });
      createTranscript({ ...settings, view: 'external' });
      assert.match(internal.sha256, /^[0-9a-f]{64}$/);
      // It goes to staff as JSON.
      JSON.parse(JSON.stringify(internal));
    });
    fc.assert(property, { numRuns: 300, seed: 65 });
  });

  it('understands any text, and finds contact points, references and titles or none', async () => {
    const property = fc.asyncProperty(hostileText, async (text) => {
      const { confidence } = await recogniser.recognise(text, null);
      assert.ok(confidence >= 0 && confidence <= 1, String(confidence));
      findContactPoints(text, '21vianet');
      readPhone(text, 'microsoft');
      readEmail(text);
      findReference(text);
      const title = titleOf(text);
      assert.ok(title.length <= 160 && title.isWellFormed() && !/[\r\n]/.test(title));
    });
    await fc.assert(property, { numRuns: 300, seed: 66 });
  });

  /** Short pieces that patterns are made of; repeated, they are what makes a careless one run for ever. */
  const PIECES = [
    'a',
    ' ',
    '1',
    '-',
    '.',
    '@',
    ':',
    '://',
    '=',
    '(',
    '"',
    '\n',
    '\u2028',
    '密码',
    '是',
    '验证码',
    'password',
    'key ',
    'token',
    'Bearer ',
    'eyJ',
    'SR-',
    '+86',
    '全',
    '不',
    '从今天',
    'since ',
    '- ',
    '1. ',
    '[',
    '\u0301',
    '\u200b',
  ];
  const READERS: Readonly<Record<string, (text: string) => unknown>> = {
    'masking secrets': redact,
    'taking Markdown out': plain,
    'making a title': titleOf,
    understanding: (text) => recogniser.recognise(text, null),
    'finding a reference': findReference,
    'finding contact points': (text) => findContactPoints(text, '21vianet'),
  };
  for (const [what, read] of Object.entries(READERS)) {
    it(`does not take long for ${what} of texts made to take long`, async () => {
      await read('warm up');
      const text = fc
        .tuple(
          fc.constantFrom(...PIECES, ''),
          fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 3 }),
          fc.constantFrom('', 'x', '!', '\n'),
        )
        .map(([head, unit, tail]) => head + unit.join('').repeat(20_000 / unit.join('').length) + tail);
      const property = fc.asyncProperty(text, (long) =>
        takesAtMost(150, JSON.stringify(long.slice(0, 60)), () => read(long)),
      );
      await fc.assert(property, { numRuns: 150, seed: 67 });
    });
  }
});
