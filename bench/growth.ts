import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Bench, BenchOptions } from './bench.ts';
import { type LoadConnector, startLoadConnector } from './load/connector-double.ts';
import { createConnectorTurns } from './load/connector-turns.ts';
import { createKeepAliveClient, type KeepAliveClient } from './load/keep-alive-client.ts';
import { createSentences, type Sentences } from './load/sentences.ts';
import { fillWithRequests } from './load/stored-requests.ts';
import { type Criterion, type Measurement, measurementOf } from './measurement.ts';
import { type MeasuredServer, STAFF_API_KEY, startProduct } from './server-process.ts';
import { figuresOf, interleave, type Side } from './side.ts';

const FEW = 1000;
/** Turns of a round: few, so that the two sides change places several times a second and share what disturbs them. */
const TURNS = 20;
/** Such rounds for each that was asked for. */
const ROUNDS_FOR_ONE = 5;
const FLOOR = 1.5;
const GOAL = 1.2;

/** What is measured on both databases, one after the other and nothing beside it. */
const WORKS = ['turn', 'ownRequests', 'list', 'listByStatus', 'listBySeverity'] as const;
type Work = (typeof WORKS)[number];

const NAMES: Readonly<Record<Work, string>> = {
  turn: 'a full support turn',
  ownRequests: 'a turn that shows the own requests',
  list: 'the staff list',
  listByStatus: 'the staff list of one status',
  listBySeverity: 'the staff list of one severity',
};

/** What a store that has grown does to a turn and to the staff list. */
export const growth: Bench = {
  name: 'growth',
  work: 'turns over the connector and `GET /api/staff/requests?limit=50` with 1 000 000 stored requests against 1 000, in SQLite; one person at a time',
  run,
};

async function run({ requests, rounds, progress }: BenchOptions): Promise<Measurement> {
  const folder = await mkdtemp(join(tmpdir(), 'intake-bench-growth-'));
  const connector = await startLoadConnector();
  const servers: MeasuredServer[] = [];
  try {
    for (const count of [FEW, requests]) {
      const DATABASE_URL = `file:${join(folder, `${count}.db`)}`;
      // The product makes the tables.
      await (await startProduct({ env: { DATABASE_URL } })).stop();
      fillWithRequests(join(folder, `${count}.db`), count);
      progress(`${count} requests are stored`);
      servers.push(await startProduct({ env: { DATABASE_URL } }));
    }
    const medians = await measure(servers, connector, { rounds, progress });
    return toMeasurement(requests, medians);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await connector.close();
    await rm(folder, { recursive: true, force: true });
  }
}

type Medians = Readonly<Record<Work, readonly [few: number, many: number]>>;

async function measure(
  servers: readonly MeasuredServer[],
  connector: LoadConnector,
  { rounds, progress }: Pick<BenchOptions, 'rounds' | 'progress'>,
): Promise<Medians> {
  const sentences = await createSentences();
  const medians: Record<Work, readonly [number, number]> = {
    turn: [0, 0],
    ownRequests: [0, 0],
    list: [0, 0],
    listByStatus: [0, 0],
    listBySeverity: [0, 0],
  };
  for (const work of WORKS) {
    const sides = servers.map((server, index) => sideOf(work, server, connector, `${work}${index}`, sentences));
    const found = await interleave(sides, {
      rounds: rounds * ROUNDS_FOR_ONE,
      turns: TURNS,
      atOnce: 1,
      progress: () => undefined,
    });
    for (const side of sides) side.close();
    const [few = [], many = []] = found;
    medians[work] = [figuresOf(few).medianMs, figuresOf(many).medianMs];
    progress(`${NAMES[work]}: ${medians[work].map((ms) => ms.toFixed(2)).join(' ms, ')} ms`);
  }
  return medians;
}

function sideOf(
  work: Work,
  server: MeasuredServer,
  connector: LoadConnector,
  run: string,
  sentences: Sentences,
): Side & { close(): void } {
  const asking: Sentences = () => ({ text: 'my requests', locale: 'en-US' });
  if (work === 'turn' || work === 'ownRequests') {
    const texts = work === 'turn' ? sentences : asking;
    const personOf = () => 'dl_contoso-admin';
    const expected = work === 'turn' ? '' : 'SR-';
    const turns = createConnectorTurns(server, connector, { run, atOnce: 1, sentences: texts, personOf, expected });
    return { pid: server.pid, take: turns.take, close: turns.close };
  }
  const client = createKeepAliveClient(server.url, 1);
  const filter = { list: '', listByStatus: '&status=new', listBySeverity: '&severity=A' }[work];
  return { pid: server.pid, take: () => readList(client, filter), close: client.close };
}

const pageSchema = z.object({ requests: z.array(z.unknown()).length(50), unreadable: z.array(z.string()).length(0) });

async function readList(client: KeepAliveClient, filter: string): Promise<void> {
  const headers = { authorization: `Bearer ${STAFF_API_KEY}` };
  const { text } = await client.send('GET', `/api/staff/requests?limit=50${filter}`, headers);
  // Half a page, or one of rows that cannot be read, would be fast and no measurement.
  pageSchema.parse(JSON.parse(text));
}

function toMeasurement(requests: number, medians: Medians): Measurement {
  const ratioOf = (work: Work) => medians[work][1] / medians[work][0];
  const criterion = (work: Work): Criterion => ({
    what: `${NAMES[work]}, median in proportion`,
    value: ratioOf(work),
    better: 'lower',
    floor: FLOOR,
    goal: GOAL,
  });
  const milliseconds = WORKS.flatMap((work) => [
    [`${work}MsFew`, medians[work][0]] as const,
    [`${work}MsMany`, medians[work][1]] as const,
  ]);
  return measurementOf({
    bench: growth.name,
    figures: { requests, fewRequests: FEW, ...Object.fromEntries(milliseconds) },
    ratio: Math.max(...WORKS.map(ratioOf)),
    criteria: WORKS.map(criterion),
    notes: ['The ratio is the largest of the five.'],
  });
}
