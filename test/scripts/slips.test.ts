import assert from 'node:assert/strict';
import { createSlips } from '../../scripts/slips.ts';

describe('slips', () => {
  const { slip } = createSlips(['共享右邮箱']);

  it('leave out the letter in the middle of the longest word', () => {
    assert.equal(slip('the mailbox is full'), 'the maibox is full');
    assert.equal(slip('Outlook 打不开'), 'Outook 打不开');
  });

  it('exchange a Han character for one that sounds the same', () => {
    assert.equal(slip('共享邮箱满了'), '共享邮享满了');
  });

  it('leave codes and commands alone', () => {
    assert.equal(slip('0xC004F074'), null);
    assert.equal(slip('Get-Mailbox'), null);
  });

  it('are none where nothing can be mistaken', () => {
    assert.equal(slip(''), null);
    assert.equal(slip('ok 好'), null);
  });
});
