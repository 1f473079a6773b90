import assert from 'node:assert/strict';
import { withLogFields, withoutLogFields } from '../src/log.ts';
import { captureLog } from './support/captured-log.ts';

const idsOf = ({ requestId, conversationId }: Record<string, unknown>) => ({ requestId, conversationId });

describe('the log', () => {
  it('writes JSON lines with time, level and words', () => {
    const { log, lines, parsed } = captureLog();
    log.info({ conversationId: 'directline/1' }, 'a turn was taken');
    const [{ time, ...rest } = { time: '' }] = parsed();
    assert.match(time, /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/);
    assert.deepEqual(rest, { level: 'info', conversationId: 'directline/1', msg: 'a turn was taken' });
    assert.ok(lines[0]?.endsWith('}\n'));
  });

  it('writes nothing below its level', () => {
    const { log, lines } = captureLog();
    log.debug({}, 'quiet');
    assert.deepEqual(lines, []);
  });

  it('gives the fields of a child to all of its lines, without the private ones', () => {
    const { log, parsed } = captureLog();
    const child = log.child({ part: 'http', token: 'hush' });
    child.warn({}, 'one');
    child.child({ step: 2 }).error({}, 'two');
    assert.deepEqual(
      parsed().map(({ level, part, step, token }) => ({ level, part, step, token })),
      [
        { level: 'warn', part: 'http', step: undefined, token: '[private]' },
        { level: 'error', part: 'http', step: 2, token: '[private]' },
      ],
    );
  });

  it('puts nothing into its words but the words', () => {
    const { log, parsed } = captureLog();
    log.info({ err: new Error('hush') }, '100 % of %s and %j');
    assert.equal(parsed()[0]?.msg, '100 % of %s and %j');
  });
});

describe('the fields around a line', () => {
  it('reach every line of the work, however deep, late and mixed with other work', async () => {
    const { log, parsed } = captureLog();
    const gate = Promise.withResolvers<void>();
    const work = (requestId: string, conversationId: string) =>
      withLogFields({ requestId }, async () => {
        log.info({}, 'request');
        await gate.promise;
        await withLogFields({ conversationId }, async () => {
          await new Promise(setImmediate);
          log.info({}, 'turn');
          await Promise.all([1, 2].map(async () => log.info({}, 'step')));
        });
        log.info({}, 'request');
      });
    const both = [work('r1', 'c1'), work('r2', 'c2')];
    log.info({}, 'nobody');
    gate.resolve();
    await Promise.all(both);
    for (const [requestId, conversationId] of [
      ['r1', 'c1'],
      ['r2', 'c2'],
    ]) {
      const own = parsed().filter((line) => line.requestId === requestId);
      assert.deepEqual(
        own.map(({ msg }) => msg),
        ['request', 'turn', 'step', 'step', 'request'],
      );
      const inTurn = own.filter(({ msg }) => msg !== 'request');
      assert.ok(inTurn.every((line) => line.conversationId === conversationId));
      assert.ok(own.every((line) => inTurn.includes(line) || line.conversationId === undefined));
    }
    const nobody = parsed().find(({ msg }) => msg === 'nobody');
    assert.deepEqual(nobody && idsOf(nobody), { requestId: undefined, conversationId: undefined });
  });

  it('give way to the fields of the line and leave the objects of callers alone', () => {
    const { log, parsed } = captureLog();
    const fields = Object.freeze({ conversationId: 'c1' });
    const own = Object.freeze({ conversationId: 'c2' });
    withLogFields(fields, () => {
      log.info(own, 'one');
      log.info({}, 'two');
    });
    assert.deepEqual(
      parsed().map((line) => line.conversationId),
      ['c2', 'c1'],
    );
    assert.deepEqual([fields, own], [{ conversationId: 'c1' }, { conversationId: 'c2' }]);
  });

  it('stay out of what is begun outside of them, as are its timers', async () => {
    const { log, parsed } = captureLog();
    const later = withLogFields({ requestId: 'r1' }, () => {
      log.info({}, 'within');
      return withoutLogFields(async () => {
        await new Promise(setImmediate);
        log.info({}, 'without');
      });
    });
    await later;
    assert.deepEqual(
      parsed().map(({ msg, requestId }) => [msg, requestId]),
      [
        ['within', 'r1'],
        ['without', undefined],
      ],
    );
  });

  it('end with the work, also when it fails', async () => {
    const { log, parsed } = captureLog();
    assert.throws(() =>
      withLogFields({ requestId: 'r1' }, () => {
        throw new Error('down');
      }),
    );
    await assert.rejects(withLogFields({ requestId: 'r2' }, () => Promise.reject(new Error('down'))));
    log.info({}, 'afterwards');
    assert.equal(parsed()[0]?.requestId, undefined);
  });
});
