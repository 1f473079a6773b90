import assert from 'node:assert/strict';
import { createLog } from '../src/log.ts';

function capture() {
  const lines: string[] = [];
  return { lines, log: createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } }) };
}

describe('the log', () => {
  it('writes JSON lines with time, level and words', () => {
    const { log, lines } = capture();
    log.info({ conversationId: 'directline/1' }, 'a turn was taken');
    const { time, ...rest } = JSON.parse(lines[0] ?? '');
    assert.match(time, /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/);
    assert.deepEqual(rest, { level: 'info', conversationId: 'directline/1', msg: 'a turn was taken' });
  });

  it('writes nothing below its level', () => {
    const { log, lines } = capture();
    log.debug('quiet');
    assert.deepEqual(lines, []);
  });

  it('never writes what people wrote or what opens doors', () => {
    const { log, lines } = capture();
    const private_ = {
      text: 'hush-1',
      activity: { text: 'hush-2' },
      headers: { authorization: 'hush-3', cookie: 'hush-4' },
      config: { staffApiKey: 'hush-5', directLineSecrets: ['hush-6'], bot: { appPassword: 'hush-7' } },
      request: { description: 'hush-8', contact: { phone: 'hush-9' } },
      token: 'hush-10',
      draft: { impactStatement: 'hush-11' },
    };
    log.info(private_, 'looked at');
    log.child(private_).warn('looked at again');
    assert.doesNotMatch(lines.join(''), /hush/);
    assert.match(lines.join(''), /\[private\]/);
  });

  it('writes kind, code and cause of an error and leaves out what clients hang on it', () => {
    const { log, lines } = capture();
    const cause = Object.assign(new Error('refused with Bearer abc.def-ghi'), { code: 'ECONNREFUSED' });
    const error = Object.assign(new Error('https://host.example/stream?t=hush-1&watermark=3 failed', { cause }), {
      request: { headers: { authorization: 'hush-2' }, body: 'hush-3' },
    });
    log.error({ err: error }, 'not sent');
    const [line = ''] = lines;
    assert.doesNotMatch(line, /hush|abc\.def/);
    const { err } = JSON.parse(line);
    assert.equal(err.message, 'https://host.example/stream?t=[private]&watermark=3 failed');
    assert.equal(err.cause.code, 'ECONNREFUSED');
    assert.deepEqual(Object.keys(err).sort(), ['cause', 'message', 'stack', 'type']);
  });

  it('writes of a request only its method and its address without tokens', () => {
    const { log, lines } = capture();
    log.info({ req: { method: 'GET', url: '/v3/directline/x?t=hush', headers: { a: 'hush' }, body: 'hush' } }, 'asked');
    assert.deepEqual(JSON.parse(lines[0] ?? '').req, { method: 'GET', url: '/v3/directline/x?t=[private]' });
  });

  it('takes something thrown that is no error', () => {
    const { log, lines } = capture();
    log.error({ err: 'hush' }, 'failed');
    assert.deepEqual(JSON.parse(lines[0] ?? '').err, { type: 'string' });
  });
});
