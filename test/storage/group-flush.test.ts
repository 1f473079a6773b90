import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createGroupFlush } from '../../src/storage/group-flush.ts';

describe('a flush for many', () => {
  it('is one for all who come while another runs, and begins after they have written', async () => {
    const gates: PromiseWithResolvers<void>[] = [];
    const flush = createGroupFlush(() => {
      const gate = Promise.withResolvers<void>();
      gates.push(gate);
      return gate.promise;
    });
    const first = flush();
    const later = [flush(), flush(), flush()];
    assert.equal(gates.length, 1);
    gates[0]?.resolve();
    await first;
    await Promise.resolve();
    assert.equal(gates.length, 2);
    gates[1]?.resolve();
    await Promise.all(later);
    assert.equal(gates.length, 2);
  });

  it('tells each caller of the failure of its own, and goes on', async () => {
    let count = 0;
    const flush = createGroupFlush(async () => {
      count += 1;
      if (count === 1) throw new Error('disk');
    });
    const [first, second] = await Promise.allSettled([flush(), flush()]);
    assert.deepEqual([first.status, second.status], ['rejected', 'fulfilled']);
    await flush();
    assert.equal(count, 3);
  });

  it('never resolves for a write that began after the flush that it was told of', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 20 }), async (scheduler, writers) => {
        let written = 0;
        let onDisk = 0;
        const flush = createGroupFlush(async () => {
          const seen = written;
          await scheduler.schedule(Promise.resolve());
          onDisk = Math.max(onDisk, seen);
        });
        const write = async () => {
          await scheduler.schedule(Promise.resolve());
          written += 1;
          const own = written;
          await flush();
          assert.ok(onDisk >= own);
        };
        await scheduler.waitFor(Promise.all(Array.from({ length: writers }, write)));
      }),
    );
  });
});
