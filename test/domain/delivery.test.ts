import assert from 'node:assert/strict';
import { newDeliveries } from '../../src/domain/delivery.ts';

const NOW = '2026-11-22T09:00:00.000Z';

describe('newDeliveries', () => {
  it('makes one pending delivery per backend, due at once', () => {
    let last = 0;
    const newId = () => `id-${++last}`;
    assert.deepEqual(newDeliveries({ id: 'request' }, ['webhook', 'zendesk', 'webhook'], NOW, newId), [
      {
        id: 'id-1',
        requestId: 'request',
        backend: 'webhook',
        status: 'pending',
        attempts: 0,
        nextAttemptAt: NOW,
        createdAt: NOW,
      },
      {
        id: 'id-2',
        requestId: 'request',
        backend: 'zendesk',
        status: 'pending',
        attempts: 0,
        nextAttemptAt: NOW,
        createdAt: NOW,
      },
    ]);
  });

  it('makes none without backends', () =>
    assert.deepEqual(
      newDeliveries({ id: 'request' }, [], NOW, () => 'id'),
      [],
    ));
});
