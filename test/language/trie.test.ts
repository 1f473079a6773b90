import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createTrie } from '../../src/language/trie.ts';

/** The node to which a text leads; 0 when nowhere. */
function follow(trie: ReturnType<typeof createTrie>, text: string): number {
  let node = 0;
  for (let at = 0; at < text.length; at++) {
    node = trie.step(node, text.charCodeAt(at));
    if (node === 0) return 0;
  }
  return node;
}

describe('a tree of words', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '邮', '\uffff', '\0'), minLength: 1, maxLength: 6 });

  it('leads to where a word ends, and nowhere with what no word begins with', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), word, (words, other) => {
        const trie = createTrie(words);
        assert.deepEqual(
          words.map((one) => follow(trie, one)),
          trie.ends,
        );
        assert.equal(
          follow(trie, other) > 0,
          words.some((one) => one.startsWith(other)),
        );
        for (const end of trie.ends) assert.ok(end > 0 && end < trie.size);
      }),
    );
  });

  it('ends different words at different nodes, and the same word at the same', () => {
    const { ends } = createTrie(['mail', 'mailbox', 'main', 'mail']);
    assert.equal(new Set(ends).size, 3);
    assert.equal(ends[0], ends[3]);
  });

  it('refuses more beginnings than it can number', () => {
    const words = Array.from({ length: 40_000 }, (_, at) => String.fromCharCode(at + 1, 1));
    assert.throws(() => createTrie(words), RangeError);
  });
});
