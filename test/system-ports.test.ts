import assert from 'node:assert/strict';
import { z } from 'zod';
import { createIds, systemClock, systemHash } from '../src/system-ports.ts';

describe('the ports of this machine', () => {
  it('tell the time in UTC with milliseconds', () => {
    assert.match(systemClock.now(), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('hash to lower-case hex', () => {
    assert.equal(systemHash.sha256('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('make UUIDs of version 7 that carry the time', () => {
    const id = createIds({ now: () => '2022-02-22T19:22:22.000Z' }).uuid();
    assert.ok(z.uuidv7().safeParse(id).success, id);
    assert.match(id, /^017f22e2-79b0-7000-[89ab]/);
  });

  it('make ids that grow, within a millisecond, over a full counter and when the clock is set back', () => {
    let now = '2026-03-02T01:00:00.000Z';
    const ids = createIds({ now: () => now });
    const made = Array.from({ length: 5000 }, () => ids.uuid());
    now = '2026-03-02T00:00:00.000Z';
    made.push(ids.uuid(), ids.uuid());
    now = '2026-03-02T01:00:01.000Z';
    made.push(ids.uuid());
    assert.deepEqual(made, [...made].sort());
    assert.equal(new Set(made).size, made.length);
    assert.ok(made.every((id) => z.uuidv7().safeParse(id).success));
  });
});
