import assert from 'node:assert/strict';
import sinon from 'sinon';
import { inBatches } from '../src/log-batches.ts';

describe('log lines in batches', () => {
  let clock: sinon.SinonFakeTimers;
  let written: string[];
  let end: () => void;
  const open = () =>
    inBatches({ write: (lines) => void written.push(lines) }, (work) => {
      end = work;
    });
  beforeEach(() => {
    written = [];
    clock = sinon.useFakeTimers();
  });
  afterEach(() => clock.restore());

  it('are written together a tenth of a second after the first', () => {
    const stream = open();
    stream.write('a\n');
    clock.tick(60);
    stream.write('b\n');
    clock.tick(39);
    assert.deepEqual(written, []);
    clock.tick(1);
    assert.deepEqual(written, ['a\nb\n']);
    clock.tick(1000);
    assert.deepEqual(written, ['a\nb\n']);
  });

  it('do not wait once there are many', () => {
    const stream = open();
    const line = `${'x'.repeat(2047)}\n`;
    for (let count = 0; count < 5; count += 1) stream.write(line);
    assert.deepEqual(written, [line.repeat(4)]);
    clock.tick(100);
    assert.deepEqual(written, [line.repeat(4), line]);
  });

  it('are written at the end of the process', () => {
    open().write('last\n');
    end();
    assert.deepEqual(written, ['last\n']);
  });
});
