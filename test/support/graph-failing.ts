import assert from 'node:assert/strict';
import { GraphFailure, type GraphFailureKind } from '../../src/graph/graph-failure.ts';

/** Expects work to fail in this way, with these words, and gives the failure. */
export async function failsAs(work: Promise<unknown>, kind: GraphFailureKind, words = /./): Promise<GraphFailure> {
  const failure: unknown = await work.then(
    () => assert.fail(`expected ${kind}`),
    (error: unknown) => error,
  );
  assert.ok(failure instanceof GraphFailure, String(failure));
  assert.equal(failure.kind, kind, failure.message);
  assert.match(failure.message, words);
  return failure;
}
