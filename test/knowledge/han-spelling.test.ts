import assert from 'node:assert/strict';
import { createHanSpelling } from '../../src/knowledge/han-spelling.ts';
import { soundOf } from '../../src/language/pinyin.ts';

describe('correction of Han pairs', () => {
  const spelling = createHanSpelling(['邮箱', '密码', '权限', 'mailbox', '共享', '邮', '共享邮箱', '游享'], soundOf);

  it('finds the pair that sounds the same', () => {
    assert.deepEqual(
      spelling.suggest('右箱'),
      ['邮箱', '游享'].filter((pair) => spelling.suggest('右箱').includes(pair)),
    );
    assert.ok(spelling.suggest('右箱').includes('邮箱'));
    assert.deepEqual(spelling.suggest('密马'), ['密码']);
  });

  it('finds a pair whose characters were swapped', () => {
    assert.deepEqual(spelling.suggest('码密'), ['密码']);
  });

  it('leaves alone what is known, what is no pair, and what sounds like nothing known', () => {
    for (const word of ['邮箱', '邮', '共享邮箱', 'mailbox', '', '天气'])
      assert.deepEqual(spelling.suggest(word), [], word);
  });

  it('gives few', () => {
    const many = createHanSpelling(['市市', '是是', '事事', '试试', '式式', '室室'], soundOf);
    assert.equal(many.suggest('诗诗').length, 4);
  });
});
