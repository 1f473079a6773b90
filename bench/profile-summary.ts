import { z } from 'zod';

/** The part of a V8 CPU profile (`.cpuprofile`) that is read; times are microseconds of the monotonic clock. */
const profileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string() }),
      children: z.array(z.number()).optional(),
    }),
  ),
  startTime: z.number(),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

/** A stretch of the profiled time, in microseconds of the clock of `process.hrtime`, which the profile uses as well. */
export interface ProfileWindow {
  readonly from: number;
  readonly to: number;
}

/** What one package, or one room of the product, took for itself. */
export interface PackageShare {
  readonly name: string;
  /** Of the time in which the thread was not idle. */
  readonly percent: number;
  readonly msPerTurn: number;
}

type Node = z.infer<typeof profileSchema>['nodes'][number];

/**
 * Adds up self times by package: `src/<room>`, `dialogs`, the name of an installed package, `node:<family>`, and what
 * V8 tells of itself in brackets. Native code without a file, a statement of SQLite for instance, counts for whoever
 * called it.
 * @param text of a `.cpuprofile` file
 * @param root folder of the project, as a `file:` address with a slash at its end
 * @param turns taken within the window
 * @returns shares, the largest first
 * @throws ZodError for a text that is no profile
 */
export function summarizeProfile(text: string, root: string, window: ProfileWindow, turns: number): PackageShare[] {
  const profile = profileSchema.parse(JSON.parse(text));
  const owners = ownersOf(profile.nodes, root);
  const micros = new Map<string, number>();
  let now = profile.startTime;
  for (const [index, id] of profile.samples.entries()) {
    const delta = profile.timeDeltas[index] ?? 0;
    now += delta;
    const owner = owners.get(id) ?? '(unknown)';
    // A delta of less than nothing is how V8 corrects a sample that was taken late.
    if (now < window.from || now > window.to || owner === IDLE) continue;
    micros.set(owner, (micros.get(owner) ?? 0) + delta);
  }
  const total = [...micros.values()].reduce((sum, value) => sum + value, 0);
  return [...micros]
    .map(([name, value]) => ({ name, percent: (100 * value) / total, msPerTurn: value / 1000 / turns }))
    .sort((one, other) => other.percent - one.percent);
}

const IDLE = '(idle)';

/** The owner of every node by its id: its own, or the nearest caller's that has one. */
function ownersOf(nodes: readonly Node[], root: string): ReadonlyMap<number, string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const owners = new Map<number, string>();
  const [top] = nodes;
  // An explicit stack: a profile can be deeper than the stack of whoever reads it.
  const waiting = top ? [{ node: top, caller: '(root)' }] : [];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const owner = ownerOf(next.node.callFrame, root) ?? next.caller;
    owners.set(next.node.id, owner);
    for (const id of next.node.children ?? []) {
      const child = byId.get(id);
      if (child) waiting.push({ node: child, caller: owner });
    }
  }
  return owners;
}

/** Whose code a frame is; null for native code that is named but lies in no file. */
function ownerOf({ functionName, url }: Node['callFrame'], root: string): string | null {
  if (url.startsWith('node:')) return `node:${nodeFamily(url.slice('node:'.length))}`;
  if (url === '') return functionName.startsWith('(') ? functionName : null;
  const installed = url.lastIndexOf('/node_modules/');
  if (installed >= 0) return packageName(url.slice(installed + '/node_modules/'.length));
  if (!url.startsWith(root)) return '(elsewhere)';
  const [folder = '', room = ''] = url.slice(root.length).split('/');
  return folder === 'src' && !room.includes('.') ? `src/${room}` : folder;
}

function packageName(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** Node spreads one job over many internal modules: these are told as one. The first that fits counts. */
const NODE_FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/http/, 'http'],
  [/^_?stream|\/streams?\/|\/webstreams\//, 'stream'],
  [/^net$|stream_base|dtrace/, 'net'],
  [/crypto|webcrypto/, 'crypto'],
  [/timers/, 'timers'],
  [/buffer|string_decoder|encoding/, 'buffer'],
  [/async_hooks|async_context|async_local_storage|diagnostics_channel/, 'async_hooks'],
  [/^events$|event_target|abort_controller/, 'events'],
  [/url|querystring/, 'url'],
  [/modules|cjs|esm|loader/, 'module'],
  [/process/, 'process'],
  [/^fs$|\/fs\//, 'fs'],
];

function nodeFamily(module: string): string {
  return (
    NODE_FAMILIES.find(([pattern]) => pattern.test(module))?.[1] ??
    module.replace(/^internal\//, '').split('/')[0] ??
    module
  );
}
