import { createHashIndex } from './hash-index.ts';

/** Words as a tree of UTF-16 units; nodes are numbers, the root is 0. */
export interface Trie {
  /** The node to which a unit leads; 0 when no word goes on like this. */
  step(node: number, unit: number): number;
  /** How many nodes there are. */
  readonly size: number;
  /** The node at which each word ends, in the order given. */
  readonly ends: readonly number[];
}

/** A node and a unit share 32 bits. */
const MOST_NODES = 2 ** 16;

/** One signed 32-bit number for a node and a unit, different for every two of them, with well mixed low bits. */
function edgeHash(node: number, unit: number): number {
  const edge = (node << 16) | unit;
  const mixed = Math.imul(edge ^ (edge >>> 16), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

/**
 * A tree in which a text is followed without cutting words out of it.
 * @throws RangeError when the words have more than 65 535 different beginnings
 */
export function createTrie(words: readonly string[]): Trie {
  const targets = new Map<number, number>();
  const ends = words.map((word) => {
    let node = 0;
    for (let at = 0; at < word.length; at++) {
      const hash = edgeHash(node, word.charCodeAt(at));
      node = targets.get(hash) ?? targets.size + 1;
      targets.set(hash, node);
    }
    return node;
  });
  if (targets.size >= MOST_NODES) throw new RangeError('Too many words for one tree: make two.');
  // Each edge leads to a node of its own, numbered in their order, so the place of an edge tells its node.
  const edges = createHashIndex(Uint32Array.from(targets.keys()));
  return {
    step: (node, unit) => edges.columnOf(edgeHash(node, unit) >>> 0) + 1,
    size: targets.size + 1,
    ends,
  };
}
