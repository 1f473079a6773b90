import { type Bench, type BenchOptions, databaseName, productEnvironment } from './bench.ts';
import { type LoadConnector, startLoadConnector } from './load/connector-double.ts';
import { type ConnectorTurns, createConnectorTurns } from './load/connector-turns.ts';
import { createSentences } from './load/sentences.ts';
import { type Measurement, measurementOf } from './measurement.ts';
import { type MeasuredServer, startEchoBot, startProduct } from './server-process.ts';
import { figuresOf, interleave, type SideFigures } from './side.ts';

const AT_ONCE = 16;
/** Turns of one round: two to four seconds, long enough for several collections of garbage. */
const TURNS = 2000;
const FLOOR = 0.7;
const GOAL = 1;
/**
 * Share of the product's replies that must carry self-help; below it the turns were not the full ones that the budget
 * speaks of. It is not 1: a few of the texts are understood wrongly or asked back, as in life.
 */
const LEAST_SELF_HELP = 0.8;

/** A full support turn over the Bot Framework, in proportion to an EchoBot. */
export const turnConnector: Bench = {
  name: 'turn.connector',
  work: '`POST /api/messages` with a loopback connector: a person opens a conversation with a problem (recognise, health, search, commit, reply at the connector); 16 at a time',
  run,
};

async function run(options: BenchOptions): Promise<Measurement> {
  const connector = await startLoadConnector();
  const servers = await Promise.all([startEchoBot(), startProduct({ env: productEnvironment(options) })]);
  try {
    return await measure(options, connector, servers);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await connector.close();
  }
}

async function measure(
  options: BenchOptions,
  connector: LoadConnector,
  [echoBot, product]: readonly [MeasuredServer, MeasuredServer],
): Promise<Measurement> {
  const run = Date.now().toString(36);
  const sentences = await createSentences();
  const echo = createConnectorTurns(echoBot, connector, { run: `${run}e`, atOnce: AT_ONCE, sentences });
  const ours = createConnectorTurns(product, connector, { run: `${run}p`, atOnce: AT_ONCE, sentences });
  const [echoRounds = [], ourRounds = []] = await interleave(
    [
      { pid: echoBot.pid, take: echo.take },
      { pid: product.pid, take: ours.take },
    ],
    { rounds: options.rounds, turns: TURNS, atOnce: AT_ONCE, progress: options.progress },
  );
  echo.close();
  ours.close();
  return toMeasurement(databaseName(options), figuresOf(echoRounds), figuresOf(ourRounds), selfHelpOf(ours));
}

function selfHelpOf(turns: ConnectorTurns): number {
  const { replies, cards } = turns.seen();
  const share = cards / replies;
  if (share < LEAST_SELF_HELP) throw new Error(`Only ${cards} of ${replies} replies carried self-help: no full turns.`);
  return share;
}

function toMeasurement(database: string, echo: SideFigures, ours: SideFigures, selfHelpShare: number): Measurement {
  const ratio = ours.turnsPerSecond / echo.turnsPerSecond;
  return measurementOf({
    bench: turnConnector.name,
    figures: {
      database,
      turnsPerSecond: ours.turnsPerSecond,
      echoTurnsPerSecond: echo.turnsPerSecond,
      cpuMsPerTurn: ours.cpuMsPerTurn,
      echoCpuMsPerTurn: echo.cpuMsPerTurn,
      medianMs: ours.medianMs,
      echoMedianMs: echo.medianMs,
      selfHelpShare,
    },
    ratio,
    criteria: [
      { what: 'turns/s in proportion to the EchoBot', value: ratio, better: 'higher', floor: FLOOR, goal: GOAL },
    ],
    notes: [
      'The EchoBot answers on botbuilder 4.23.3 and restify 12, keeps nothing and recognises nothing. No app id on both sides, channel `webchat`.',
    ],
  });
}
