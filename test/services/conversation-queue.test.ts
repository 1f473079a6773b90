import assert from 'node:assert/strict';
import { createConversationQueue } from '../../src/services/conversation-queue.ts';

describe('conversation queue', () => {
  it('runs the work of one conversation in order, one at a time', async () => {
    const queue = createConversationQueue();
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      await Promise.resolve();
      seen.push(`${name} ends`);
      return name;
    };
    const results = await Promise.all([
      queue.run('a', work('1')),
      queue.run('a', work('2')),
      queue.run('a', work('3')),
    ]);
    assert.deepEqual(results, ['1', '2', '3']);
    assert.deepEqual(seen, ['1 begins', '1 ends', '2 begins', '2 ends', '3 begins', '3 ends']);
  });

  it('lets other conversations pass', async () => {
    const queue = createConversationQueue();
    const gate = Promise.withResolvers<void>();
    const slow = queue.run('a', () => gate.promise);
    assert.equal(await queue.run('b', async () => 'through'), 'through');
    gate.resolve();
    await slow;
  });

  it('goes on after work that failed, and hands the failure to its caller alone', async () => {
    const queue = createConversationQueue();
    const failed = queue.run('a', async () => {
      throw new Error('first');
    });
    const next = queue.run('a', async () => 'second');
    await assert.rejects(failed, /first/);
    assert.equal(await next, 'second');
  });

  it('lets twenty wait for the one that runs, and refuses the next at once', async () => {
    const queue = createConversationQueue();
    const gate = Promise.withResolvers<void>();
    let ran = 0;
    const work = async () => {
      ran += 1;
      await gate.promise;
    };
    const taken = Array.from({ length: 21 }, () => queue.run('a', work));
    await assert.rejects(queue.run('a', work), { name: 'IntakeError', code: 'Unavailable' });
    await queue.run('b', async () => {});
    gate.resolve();
    await Promise.all(taken);
    assert.equal(ran, 21);
    await queue.run('a', work);
    assert.equal(ran, 22);
    await queue.idle();
    assert.equal(queue.size(), 0);
  });

  it('forgets conversations that have gone quiet', async () => {
    const queue = createConversationQueue();
    await Promise.all(Array.from({ length: 100 }, (_, n) => queue.run(`c${n}`, async () => n)));
    await queue.idle();
    assert.equal(queue.size(), 0);
  });

  it('is idle only when work that came in meanwhile has ended too', async () => {
    const queue = createConversationQueue();
    let ended = 0;
    const first = queue.run('a', async () => {
      ended += 1;
      void queue.run('b', async () => {
        await Promise.resolve();
        ended += 1;
      });
    });
    await queue.idle();
    assert.equal(ended, 2);
    await first;
    await queue.idle();
  });
});
