import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cardText } from '../../src/domain/card-text.ts';

const block = (text: unknown) => ({ type: 'TextBlock', text });

describe('cardText', () => {
  it('reads an Adaptive Card in order: texts, columns, facts, inputs, buttons', () => {
    const card = {
      type: 'AdaptiveCard',
      body: [
        block('Review'),
        {
          type: 'Container',
          items: [
            {
              type: 'ColumnSet',
              columns: [
                { type: 'Column', items: [block('left')] },
                { type: 'Column', items: [block('right')] },
              ],
            },
          ],
        },
        {
          type: 'FactSet',
          facts: [
            { title: 'Level:', value: 'A' },
            { title: '级别：', value: 'A' },
          ],
        },
        { type: 'RichTextBlock', inlines: ['rich ', { type: 'TextRun', text: 'text' }] },
        { type: 'Input.ChoiceSet', label: 'Affected', choices: [{ title: 'One user', value: 'one-user' }] },
        { type: 'Input.ChoiceSet', label: 'State', value: 'b', choices: [{ title: 'Down', value: 'b' }] },
        { type: 'Input.Text', label: 'Phone', value: '+86 10 5555 0100' },
        { type: 'Input.Toggle', label: 'Consent', title: 'I agree', value: 'true' },
        { type: 'Input.Toggle', title: 'Urgent' },
        { type: 'Image', altText: 'a picture' },
        { type: 'Table', rows: [{ type: 'TableRow', cells: [{ type: 'TableCell', items: [block('cell')] }] }] },
        {
          type: 'ActionSet',
          actions: [
            { type: 'Action.ShowCard', title: 'More', card: { type: 'AdaptiveCard', body: [block('inside')] } },
          ],
        },
      ],
      actions: [{ type: 'Action.Submit', title: 'Confirm', data: { verb: 'intake.confirm' } }],
    };
    assert.deepEqual(cardText(card), [
      'Review',
      'left',
      'right',
      'Level: A',
      '级别: A',
      'rich text',
      'Affected (One user)',
      'State: Down',
      'Phone: +86 10 5555 0100',
      '[x] I agree',
      '[ ] Urgent',
      'a picture',
      'cell',
      '[More]',
      'inside',
      '[Confirm]',
    ]);
  });

  it('reads a hero card', () => {
    const card = {
      title: 'Title',
      subtitle: 'Sub',
      text: 'Text',
      buttons: [{ type: 'imBack', title: 'Yes', value: 'yes' }],
    };
    assert.deepEqual(cardText(card), ['Title', 'Sub', 'Text', '[Yes]']);
  });

  it('falls back to fallbackText when there is nothing to read', () => {
    assert.deepEqual(cardText({ type: 'AdaptiveCard', fallbackText: 'Please update' }), ['Please update']);
  });

  it('bounds depth, lines and length', () => {
    const deep = JSON.parse(`${'{"items":['.repeat(3000)}{"text":"deep"}${']}'.repeat(3000)}`);
    assert.deepEqual(cardText(deep), []);
    assert.equal(cardText({ body: Array.from({ length: 5000 }, () => block('x')) }).length, 400);
    assert.equal(cardText(block('x'.repeat(100_000)))[0]?.length, 4001);
  });

  it('leaves out what is no string, and never throws', () => {
    assert.deepEqual(
      cardText({ body: [block(7), block({}), null, 'x', { type: 'FactSet', facts: [null, { title: 1 }] }] }),
      [],
    );
    const names = fc.constantFrom(
      'type',
      'body',
      'items',
      'text',
      'facts',
      'inlines',
      'choices',
      'actions',
      'card',
      'title',
      'value',
    );
    const types = fc.constantFrom('FactSet', 'RichTextBlock', 'Input.Text', 'Action.Submit', 'Container', 'Image');
    const scalar = fc.oneof(types, fc.string(), fc.integer(), fc.constant(null));
    const { card } = fc.letrec((tie) => ({
      card: fc.dictionary(names, tie('value'), { maxKeys: 4 }),
      value: fc.oneof({ maxDepth: 3 }, scalar, tie('card'), fc.array(tie('card'), { maxLength: 3 })),
    }));
    fc.assert(
      fc.property(card, (hostile) => {
        for (const line of cardText(hostile)) assert.equal(typeof line, 'string');
      }),
    );
  });
});
