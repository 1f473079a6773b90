import assert from 'node:assert/strict';
import { canChangeStatus, requestStatusSchema } from '../../src/domain/service-request.ts';

describe('canChangeStatus', () => {
  const legal = new Set([
    'new > in-progress',
    'new > waiting-customer',
    'new > resolved',
    'new > cancelled',
    'in-progress > waiting-customer',
    'in-progress > resolved',
    'in-progress > cancelled',
    'waiting-customer > in-progress',
    'waiting-customer > resolved',
    'waiting-customer > cancelled',
    'resolved > in-progress',
    'resolved > closed',
  ]);
  for (const from of requestStatusSchema.options) {
    for (const to of requestStatusSchema.options) {
      const change = `${from} > ${to}`;
      it(`${change}: ${legal.has(change) ? 'yes' : 'no'}`, () =>
        assert.equal(canChangeStatus(from, to), legal.has(change)));
    }
  }
});
