import fc from 'fast-check';

/** Names that every object has without anybody having put them there. */
const PROTOTYPE_NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'then'];

/** Characters that careless code stumbles over, one entry a kind. */
const CHARACTERS = {
  nul: '\0',
  control: '\u0007\u001b[2J\u007f\u0085',
  'line ends': '\u2028\u2029\r\n\v\f',
  'lone high surrogate': 'a\ud800b',
  'lone low surrogate': '\udfff',
  'bidirectional override': '\u202ekcab\u202c\u2066x\u2069',
  'zero width': 'a\u200b\u200c\u200d\u2060\ufeffb',
  'combining without a base': '\u0301\u0301\u20dd',
  noncharacters: '\ufffe\uffff',
  astral: '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u{20000}',
  'longer when folded': '\ufdfa\ufb03\u0130',
};

/** Texts that mean something to a template, a query, a browser, a file system or a pattern. */
const MEANINGFUL = [
  '{{name}} $t(help) %s ${7*7} <%= 1 %>',
  `'; drop table activities; --`,
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '[a](javascript:alert(1)) ![x](http://127.0.0.1/)',
  '../../../../etc/passwd',
  'file:///etc/passwd',
  '=1+1',
  '(((((((((((((((((((((a+)+)+)+',
];

/** Moments that are none, or that no calendar is made for. */
const MOMENTS = [
  '0000-00-00T00:00:00Z',
  '2026-02-30T25:61:61Z',
  '+275760-09-13T00:00:00.001Z',
  '9999-12-31T23:59:59.999+14:00',
  '2099-12-31T23:59:59.999Z',
  '-000001-01-01T00:00:00Z',
];

const LONG = 100_000;
/** Anything that walks JSON this deep by calling itself runs out of stack. */
const DEEP = 10_000;

const brief: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 4, arbitrary: fc.constantFrom(...Object.values(CHARACTERS)) },
  { weight: 2, arbitrary: fc.constantFrom(...MEANINGFUL, ...MOMENTS, ...PROTOTYPE_NAMES) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...Object.values(CHARACTERS)), fc.string())
      .map(([odd, even]) => even + odd + even),
  },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '\u3000', '0', '-1', 'null', 'NaN', 'true') },
);

/** A text of a hostile client, at times 100 kB long. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: brief },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ' '.repeat(LONG),
      '长'.repeat(LONG / 4),
      '\n'.repeat(LONG),
      '\0'.repeat(500),
      'a'.repeat(LONG),
    ),
  },
);

/** Such a text as a part of an address, percent-encoded and not longer than an address may be. */
export const hostileAddressPart: fc.Arbitrary<string> = brief.map((text) => encodeURIComponent(text.toWellFormed()));

/** Numbers as JSON may write them; some of them no double can hold. */
const NUMBERS = ['0', '-0', '-1', '0.5', '1e309', '-1e309', '1e-400', '9007199254740993', '1e21', '5e-324'];

/** Objects and lists as JSON text: prototype names, huge ones, deep ones. */
const SHAPES = [
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '{"":""}',
  '{"__proto__":{"polluted":"yes","verb":"intake.start","id":"x"}}',
  '{"constructor":{"prototype":{"polluted":"yes"}}}',
  '{"toString":1,"valueOf":2,"hasOwnProperty":3,"then":4,"toJSON":5}',
  '{"length":4294967296,"0":"a"}',
  `[${'0,'.repeat(20_000)}0]`,
  `{${Array.from({ length: 5000 }, (_, index) => `"k${index}":${index}`).join(',')}}`,
  `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`,
  `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`,
];

/** Any JSON value as JSON text, because some of it no `JSON.stringify` would write. */
export const hostileJson: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: hostileText.map((text) => JSON.stringify(text)) },
  { weight: 2, arbitrary: fc.constantFrom(...NUMBERS, 'true', 'false', 'null') },
  { weight: 3, arbitrary: fc.constantFrom(...SHAPES) },
  { weight: 2, arbitrary: fc.json({ maxDepth: 3, stringUnit: 'binary' }) },
);

/** The same as a value, for functions that no JSON stands before. */
export const hostileValue: fc.Arbitrary<unknown> = hostileJson.map((text): unknown => JSON.parse(text));

/** What is no JSON, or not in UTF-8. */
export const brokenJson: fc.Arbitrary<string | Buffer> = fc.constantFrom(
  '{',
  '{"type":"message",}',
  '{"a":NaN}',
  "{'a':1}",
  '[1,2',
  '"\\ud8"',
  '\ufeff{}',
  'undefined',
  '0x10',
  '{"type":"message"}{"type":"message"}',
  '['.repeat(200_000),
  Buffer.from([0x22, 0xff, 0xfe, 0x22]),
  Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
  Buffer.from('\ufeff{}', 'utf16le'),
  Buffer.alloc(1000),
);

/** Fields by name, each value as JSON text. */
export type FieldTexts = Readonly<Record<string, string>>;

/** One JSON object of fields; a name may be one of a prototype. */
export function objectText(fields: readonly (readonly [name: string, json: string])[]): string {
  return `{${fields.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`;
}

/** A valid object of which one to three fields are exchanged for hostile values or dropped, at times with others added. */
export function spoiled(valid: FieldTexts): fc.Arbitrary<string> {
  const value = fc.oneof(
    hostileJson,
    brief.map((text) => JSON.stringify(text)),
  );
  const change = fc.tuple(fc.constantFrom(...Object.keys(valid)), fc.option(value, { freq: 8 }));
  const addition = fc.tuple(fc.oneof(fc.constantFrom(...PROTOTYPE_NAMES), hostileText), hostileJson);
  const additions = fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(addition, { maxLength: 2 }));
  return fc.tuple(fc.array(change, { minLength: 1, maxLength: 3 }), additions).map(([changes, added]) => {
    const changed = new Map(changes);
    const kept = Object.entries(valid).filter(([name]) => changed.get(name) !== null);
    return objectText([...kept.map(([name, json]) => [name, changed.get(name) ?? json] as const), ...added]);
  });
}
