import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { z } from 'zod';
import { isIntakeError } from '../src/domain/errors.ts';
import { readStructuredText } from '../src/structured-text.ts';

const named = { what: 'The list', setting: 'A_FILE' };
const schema = z.strictObject({ people: z.array(z.strictObject({ phone: z.string() })) });

function problemOf(text: string): string {
  try {
    readStructuredText(text, schema, named);
  } catch (error) {
    assert.ok(isIntakeError(error, 'InvalidConfiguration'), String(error));
    return error.message;
  }
  return 'none';
}

describe('readStructuredText', () => {
  it('reads JSON and YAML alike', () => {
    const expected = { people: [{ phone: '+86 10 5555 0100' }] };
    for (const text of [
      JSON.stringify(expected),
      'people:\n  - phone: +86 10 5555 0100\n',
      'people: [{phone: "+86 10 5555 0100"}] # the switchboard\r\n',
    ]) {
      assert.deepEqual(readStructuredText(text, schema, named), expected);
    }
  });

  it('gives the same for any content in both ways of writing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (content) => {
        const text = JSON.stringify(content);
        const read = readStructuredText(text, z.unknown(), named);
        assert.deepEqual(JSON.stringify(read), text);
        assert.deepEqual(JSON.stringify(readStructuredText(stringify(content), z.unknown(), named)), text);
      }),
    );
  });

  for (const [what, text, message] of [
    ['a number that was not put in quotation marks', 'people:\n  - phone: +861055550100', /people\.0\.phone: .*string/],
    ['a place that is no list', 'people: 1', /people: /],
    ['an unknown field', 'people: []\nextra: 1', /the file: /],
    ['an empty file', '', /the file: /],
    ['a wrong indent', 'people:\n  - phone: "1"\n tail: 2', /line 3, column \d+: /],
    ['an open bracket', '{"people": [', /line 1, column \d+: /],
    ['a name given twice', 'people: []\npeople: []', /line 2, column 1: duplicate key/],
    ['an unknown tag', 'people: !secret []', /line 1, column 9: tag resolve failed/],
    ['several documents', 'people: []\n---\npeople: []', /multiple docs/],
    ['an alias without an anchor', 'people: *gone', /cannot be read as JSON or YAML/],
    ['nesting without end', '['.repeat(5000), /cannot be read as JSON or YAML/],
    ['aliases that multiply', bomb(), /cannot be read as JSON or YAML/],
  ] as const) {
    it(`tells the place of ${what}`, () => assert.match(problemOf(text), message));
  }

  it('repeats nothing of a text that it cannot read', () => {
    for (const text of [
      'phone: "+86 10 5555 0100',
      'people: *zhangsan',
      '"zhangsan": "1" : 2\n- x',
      '@zhangsan: [',
      '&zhangsan ]',
    ]) {
      const problem = problemOf(text);
      assert.match(problem, /Check A_FILE|the file/);
      assert.doesNotMatch(problem, /zhangsan|5555/);
    }
  });

  it('has an answer or a sentence for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        assert.match(problemOf(text), /^(none|The list (has mistakes|cannot be read))/);
      }),
    );
  });
});

/** A billion people from nine lines. */
function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let depth = 1; depth < 9; depth += 1) {
    lines.push(`a${depth}: &a${depth} [${Array.from({ length: 10 }, () => `*a${depth - 1}`).join(', ')}]`);
  }
  return lines.join('\n');
}
