import assert from 'node:assert/strict';
import fc from 'fast-check';
import { captureLog } from './support/captured-log.ts';

/** Names under which nothing may be seen, as code, HTTP, SQL and settings spell them. */
const PRIVATE_NAMES = [
  ...[
    'authorization',
    'Authorization',
    'Proxy-Authorization',
    'cookie',
    'Set-Cookie',
    'password',
    'appPassword',
    'PGPASSWORD',
  ],
  ...[
    'MicrosoftAppPassword',
    'secret',
    'client_secret',
    'directLineSecrets',
    'token',
    'accessToken',
    'id_token',
    'TOKENS',
  ],
  ...[
    'key',
    'apiKey',
    'staff_api_key',
    'STAFF_API_KEY',
    'x-api-key',
    'connectionString',
    'DATABASE_URL',
    'signature',
    'ticket',
  ],
  ...[
    'activity',
    'body',
    'draft',
    'state',
    'text',
    'speak',
    'value',
    'values',
    'description',
    'impactStatement',
    'Remarks',
  ],
  ...[
    'attachments',
    'phone',
    'email',
    'contact',
    'contactPhone',
    'channelData',
    'detail',
    'where',
    'parameters',
    'requester',
  ],
];

const hushed = fc.oneof(
  fc.constant('hush'),
  fc.constant(['hush']),
  fc.constant({ deeper: { still: 'hush' } }),
  fc.constant(new Error('hush')),
  fc.constant({ hush: 1 }),
);

const { fields: secretTree } = fc.letrec((tie) => ({
  leaf: fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.boolean(), fc.constantFrom(null, undefined)),
  hidden: fc
    .tuple(fc.constantFrom(...PRIVATE_NAMES), hushed, fc.dictionary(fc.string(), tie('leaf'), { maxKeys: 2 }))
    .map(([name, value, more]) => ({ ...more, [name]: value })),
  node: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    tie('leaf'),
    tie('hidden'),
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie('node'), { maxKeys: 3 }),
  ),
  fields: fc.dictionary(fc.string(), fc.oneof(tie('node'), tie('hidden')), { minKeys: 1, maxKeys: 4 }),
}));

const asFields = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

describe('what a log line may hold', () => {
  it('is nothing under a private name, wherever it stands and however it is spelled', () => {
    fc.assert(
      fc.property(secretTree, (fields) => {
        const { log, lines } = captureLog();
        log.info(asFields(fields), 'looked at');
        log.child(asFields(fields)).warn({ around: fields }, 'looked at again');
        assert.doesNotMatch(lines.join(''), /hush/);
      }),
      { numRuns: 400 },
    );
  });

  it('is one line of JSON for anything whatever, and not a long one', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withObjectString: true,
      withSparseArray: true,
      withTypedArray: true,
      stringUnit: 'binary',
    });
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), anything), (fields) => {
        const { log, lines, parsed } = captureLog();
        log.info(fields, 'looked at');
        assert.equal(parsed().length, 1);
        assert.ok((lines[0]?.length ?? 0) < 100_000);
      }),
      { numRuns: 400 },
    );
  });

  it('cannot begin a line of its own, colour a terminal or turn the direction of text', () => {
    const trouble = fc.string({
      unit: fc.constantFrom(
        '\n',
        '\r',
        '\u001b[31m',
        '\u009b',
        '\u0085',
        '\u2028',
        '\u202e',
        '\u2066',
        '\u007f',
        '\0',
        '"',
        '\\',
        'x',
        '好',
      ),
    });
    fc.assert(
      fc.property(trouble, trouble, (name, text) => {
        const { log, lines, parsed } = captureLog();
        log.info({ [`a${name}`]: text, nested: { [name]: text }, err: new Error(text) }, text);
        const [line = ''] = lines;
        assert.equal(line.indexOf('\n'), line.length - 1);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
        assert.doesNotMatch(line.slice(0, -1), /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
        const [read] = parsed();
        assert.deepEqual([read?.[`a${name}`], read?.msg], [text, text]);
      }),
    );
  });

  it('is cut where it is long, wide or deep', () => {
    const { log, lines } = captureLog();
    const deep = JSON.parse(`${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`);
    const wide = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, index]));
    const broad = (depth: number): unknown => (depth === 0 ? 'x'.repeat(5000) : Array(60).fill(broad(depth - 1)));
    log.info(
      { deep, wide, long: 'x'.repeat(1_000_000), err: new Error('y'.repeat(1_000_000)), broad: broad(4) },
      'big',
    );
    assert.ok((lines[0]?.length ?? 0) < 30_000, String(lines[0]?.length));
    assert.match(lines[0] ?? '', /\[more\]/);
    assert.doesNotMatch(lines[0] ?? '', /k59/);
  });

  it('goes round in circles no more than it has to', () => {
    const { log, parsed } = captureLog();
    const circle: Record<string, unknown> = { name: 'round' };
    circle.again = circle;
    log.info({ circle }, 'looked at');
    assert.match(JSON.stringify(parsed()[0]?.circle), /"again":"\[more\]"/);
  });

  it('says of a request its method and its address without tokens, of other instances their class', () => {
    const { log, single } = captureLog();
    const req = { method: 'GET', url: '/v3/directline/x?watermark=1&t=hush', headers: { a: 'hush' }, body: 'hush' };
    log.info({ req, buffer: Buffer.from('hush'), map: new Map([['a', 'hush']]), at: new Date(0) }, 'asked');
    const { req: shown, buffer, map, at } = single();
    assert.deepEqual(shown, { method: 'GET', url: '/v3/directline/x?watermark=1&t=[private]' });
    assert.deepEqual([buffer, map, at], ['[Buffer]', '[Map]', '1970-01-01T00:00:00.000Z']);
  });

  it('is no token, even in the middle of a text', () => {
    const { log, lines, parsed } = captureLog();
    const tokens = [
      'Bearer abc.def-ghi',
      'bearer  abc.def-ghi',
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abc-def_ghi',
      'wss://host.example/stream?watermark=1&t=abc.def',
      'https://host.example/?sig=abc.def&x=1',
      'postgres://intake:abc.def@db.example:5432/intake',
    ];
    for (const token of tokens) log.warn({ note: `before ${token} after`, err: new Error(token) }, token);
    assert.doesNotMatch(lines.join(''), /abc/);
    assert.equal(parsed()[5]?.note, 'before postgres://[private]@db.example:5432/intake after');
    assert.equal(parsed()[0]?.note, 'before Bearer [private] after');
  });
});
