import assert from 'node:assert/strict';
import { captureLog } from './support/captured-log.ts';

const asFields = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** Logs an error and gives what the line says of it. */
function lineOf(err: unknown) {
  const { log, lines, parsed } = captureLog();
  log.error({ err }, 'failed');
  return { line: lines.join(''), err: asFields(parsed()[0]?.err) };
}

describe('what a log line says of an error', () => {
  it('is its type, code, status, words, place and causes, and nothing that a client hung on it', () => {
    const cause = Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' });
    const error = Object.assign(new TypeError('not sent', { cause }), {
      status: 403,
      config: { headers: { Authorization: 'Bearer hush' }, auth: { username: 'hush' }, data: 'hush' },
      request: { _header: 'authorization: hush', body: 'hush' },
      response: { status: 403, data: 'hush', headers: { 'set-cookie': ['hush'] } },
      toJSON: () => ({ hush: 'hush' }),
    });
    const { line, err } = lineOf(error);
    assert.doesNotMatch(line, /hush/);
    assert.deepEqual(Object.keys(err).sort(), ['cause', 'message', 'stack', 'status', 'type']);
    assert.deepEqual([err.type, err.status, err.message], ['TypeError', 403, 'not sent']);
    assert.match(String(err.stack), /^ {4}at .*log-errors\.test\.ts/);
    assert.equal(asFields(err.cause).code, 'ECONNREFUSED');
  });

  it('shows of the answer of another server no more than its code', () => {
    const body = '{"error":{"code":"BadArgument","message":"cannot show hush"}}';
    const error = Object.assign(new Error(body), {
      statusCode: 400,
      code: 'BadArgument',
      response: { bodyAsText: body },
    });
    const { line, err } = lineOf(error);
    assert.doesNotMatch(line, /hush/);
    assert.deepEqual([err.message, err.code, err.statusCode], ['{[private]}}', 'BadArgument', 400]);
  });

  it('holds also where the error is found inside other fields', () => {
    const { log, lines } = captureLog();
    const reason = Object.assign(new Error('not sent'), { config: { headers: { Authorization: 'hush' } } });
    log.warn({ outcome: { status: 'rejected', reason }, several: [reason] }, 'looked at');
    assert.doesNotMatch(lines.join(''), /hush/);
    assert.match(lines.join(''), /not sent/);
  });

  it('shows no value of a row', () => {
    const unique = Object.assign(new Error('duplicate key value violates unique constraint "activities_dedupe"'), {
      code: '23505',
      severity: 'ERROR',
      detail: 'Key (dedupe_key)=(hush) already exists.',
      where: 'COPY activities, line 1: "hush"',
      parameters: ['hush'],
    });
    const misfit = Object.assign(new Error('invalid input syntax for type integer: "hush "said" hush"'), {
      code: '22P02',
    });
    assert.match(lineOf(unique).line, /activities_dedupe/);
    assert.doesNotMatch(lineOf(unique).line, /hush/);
    assert.equal(lineOf(misfit).err.message, 'invalid input syntax for type integer: [private]');
    assert.doesNotMatch(lineOf(misfit).line, /hush/);
  });

  it('shows no text that is no JSON, nor a key that somebody made up', async () => {
    for (const text of ['hush', '{"a": hush}', `{"a":"${'b'.repeat(50)}", hush hush "hush" ${'c'.repeat(50)}`]) {
      const thrown = await new Response(text).json().catch((error: unknown) => error);
      assert.doesNotMatch(lineOf(thrown).line, /hush/, text);
    }
    const { z } = await import('zod');
    const { error } = z.strictObject({ a: z.string() }).safeParse({ a: 1, hush: 1 });
    assert.equal(lineOf(error).err.message, '2 problems with the shape of data');
    assert.doesNotMatch(lineOf(error).line, /hush/);
  });

  it('follows causes and joined errors, and not for ever', () => {
    const round = new Error('round');
    round.cause = round;
    assert.equal(lineOf(round).err.message, 'round');
    const many = new AggregateError([new Error('::1'), new Error('127.0.0.1'), 'hush'], '');
    const errors = lineOf(many).err.errors;
    assert.deepEqual(Array.isArray(errors) && errors.map((one) => one.message ?? one.type), [
      '::1',
      '127.0.0.1',
      'string',
    ]);
  });

  it('is only the type of something thrown that is no error, and the code that the product gives', () => {
    for (const thrown of ['hush', { hush: 'hush' }, null]) {
      assert.deepEqual(lineOf(thrown).err, { type: typeof thrown });
    }
    const { log, single } = captureLog();
    log.warn({ error: 'no-token' }, 'not sent');
    assert.equal(single().error, 'no-token');
  });

  it('survives an error and an object that cannot be read', () => {
    const unreadable = {
      get name() {
        throw new Error('hush');
      },
    };
    const error = new Error('x');
    Object.defineProperty(error, 'message', { get: () => unreadable.name });
    const { log, single } = captureLog();
    log.error({ err: error, unreadable, fine: 1 }, 'failed');
    const { err, unreadable: shown, fine } = single();
    assert.deepEqual([err, shown, fine], ['[unreadable]', '[unreadable]', 1]);
  });
});
