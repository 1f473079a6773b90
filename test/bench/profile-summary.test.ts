import assert from 'node:assert/strict';
import { summarizeProfile } from '../../bench/profile-summary.ts';

const ROOT = 'file:///product/';
const WHOLE = { from: 0, to: Number.MAX_SAFE_INTEGER };

interface Frame {
  readonly url: string;
  readonly functionName?: string;
  readonly children?: readonly number[];
}

/** A profile of frames, numbered from 1, and of samples of one millisecond each. */
function profile(frames: readonly Frame[], samples: readonly number[]): string {
  return JSON.stringify({
    nodes: frames.map(({ url, functionName = 'work', children = [] }, index) => ({
      id: index + 1,
      callFrame: { functionName, url, lineNumber: 0, columnNumber: 0, scriptId: '0' },
      children,
    })),
    startTime: 10_000,
    endTime: 10_000 + samples.length * 1000,
    samples,
    timeDeltas: samples.map(() => 1000),
  });
}

/** Names of the owners of frames, each sampled once, under a root that is not sampled. */
function ownersOf(...urls: readonly string[]): readonly string[] {
  return urls.map((url) => {
    const text = profile([{ url: '', functionName: '(root)', children: [2] }, { url }], [2]);
    return summarizeProfile(text, ROOT, WHOLE, 1)[0]?.name ?? '';
  });
}

describe('the summary of a CPU profile', () => {
  it('gives frames to rooms, packages and families of Node modules', () => {
    assert.deepEqual(
      ownersOf(
        'file:///product/src/storage/codec.ts',
        'file:///product/src/log.ts',
        'file:///product/dialogs/cards/review.ts',
        'file:///product/node_modules/zod/v4/core.js',
        'file:///product/node_modules/@azure/core-client/dist/index.js',
        'file:///product/node_modules/botbuilder/node_modules/zod/index.js',
        'node:_http_outgoing',
        'node:internal/streams/readable',
        'node:net',
        'node:internal/webstreams/util',
        'node:assert',
        'file:///elsewhere/tool.js',
      ),
      ['src/storage', 'src', 'dialogs', 'zod', '@azure/core-client', 'zod'].concat([
        'node:http',
        'node:stream',
        'node:net',
        'node:stream',
        'node:assert',
        '(elsewhere)',
      ]),
    );
  });

  it('gives native code to whoever called it, through any number of native frames', () => {
    const frames = [
      { url: '', functionName: '(root)', children: [2] },
      { url: 'file:///product/src/storage/sqlite-database.ts', children: [3] },
      { url: '', functionName: 'run', children: [4] },
      { url: '', functionName: 'write' },
    ];
    assert.deepEqual(summarizeProfile(profile(frames, [2, 3, 4, 4]), ROOT, WHOLE, 2), [
      { name: 'src/storage', percent: 100, msPerTurn: 2 },
    ]);
  });

  it('tells the collector apart, leaves idle time out, and puts the largest share first', () => {
    const frames = [
      { url: '', functionName: '(root)', children: [2, 3, 4] },
      { url: '', functionName: '(idle)' },
      { url: '', functionName: '(garbage collector)' },
      { url: 'file:///product/src/http/server.ts' },
    ];
    assert.deepEqual(summarizeProfile(profile(frames, [2, 2, 3, 4, 4, 4]), ROOT, WHOLE, 1), [
      { name: 'src/http', percent: 75, msPerTurn: 3 },
      { name: '(garbage collector)', percent: 25, msPerTurn: 1 },
    ]);
  });

  it('counts what was sampled within the window only', () => {
    const frames = [
      { url: '', functionName: '(root)', children: [2, 3] },
      { url: 'file:///product/src/main.ts' },
      { url: 'file:///product/src/bot/endpoint.ts' },
    ];
    const window = { from: 12_500, to: 14_000 };
    assert.deepEqual(
      summarizeProfile(profile(frames, [2, 2, 3, 3, 2]), ROOT, window, 1).map(({ name, msPerTurn }) => [
        name,
        msPerTurn,
      ]),
      [['src/bot', 2]],
    );
  });

  it('refuses what is no profile', () => {
    assert.throws(() => summarizeProfile('{}', ROOT, WHOLE, 1));
  });
});
