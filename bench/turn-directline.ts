import { type Bench, type BenchOptions, databaseName, productEnvironment } from './bench.ts';
import { type LoadConnector, startLoadConnector } from './load/connector-double.ts';
import { createConnectorTurns } from './load/connector-turns.ts';
import { ask, type Chat, createChats, openChat } from './load/directline-chats.ts';
import { createSentences, type Sentences, speaker } from './load/sentences.ts';
import { type Measurement, measurementOf, NO_FLOOR } from './measurement.ts';
import { DIRECTLINE_SECRET, type MeasuredServer, startEchoBot, startProduct } from './server-process.ts';
import { figuresOf, interleave, type Side, type SideFigures } from './side.ts';

const AT_ONCE = 16;
/** Turns of one round; each needs a chat of its own that is opened before the round, which takes longer than the round. */
const TURNS = 1000;
/** Turns of a round of one person who writes again and again while nobody else does. */
const TURNS_ALONE = 200;
const FLOOR = 1.2;
const GOAL = 2;

/** A full support turn of the web widget, in proportion to an EchoBot over the Bot Framework. */
export const turnDirectline: Bench = {
  name: 'turn.directline',
  work: 'a problem posted over Direct Line -> the reply on the WebSocket; each turn in a chat of its own that was opened before the measured time; 16 at a time',
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
  { progress, rounds, ...options }: BenchOptions,
  connector: LoadConnector,
  [echoBot, product]: readonly [MeasuredServer, MeasuredServer],
): Promise<Measurement> {
  const sentences = await createSentences();
  const run = Date.now().toString(36);
  const echo = createConnectorTurns(echoBot, connector, { run, atOnce: AT_ONCE, sentences });
  const echoSide = { pid: echoBot.pid, take: echo.take };
  const ours = createDirectlineSide(product, sentences, AT_ONCE);
  const [echoRounds = [], ourRounds = []] = await interleave([echoSide, ours], {
    rounds,
    turns: TURNS,
    atOnce: AT_ONCE,
    progress,
  });
  // Other numbers than before, so that the sentences are fresh.
  const used = (rounds + 1) * TURNS;
  const alone = (side: Side): Side => ({
    pid: side.pid,
    take: (number) => side.take(used + number),
    ...(side.prepare && { prepare: async (from, turns) => side.prepare?.(used + from, turns) }),
  });
  const [echoAlone = [], oursAlone = []] = await interleave([alone(echoSide), alone(ours)], {
    rounds,
    turns: TURNS_ALONE,
    atOnce: 1,
    progress: (text) => progress(`one person alone: ${text}`),
  });
  echo.close();
  ours.close();
  return toMeasurement(databaseName({ progress, rounds, ...options }), {
    echo: figuresOf(echoRounds),
    ours: figuresOf(ourRounds),
    echoAlone: figuresOf(echoAlone),
    oursAlone: figuresOf(oursAlone),
  });
}

/** Turns over Direct Line: chats are opened before a round, with their welcome, and closed before the next. */
export function createDirectlineSide(
  product: Pick<MeasuredServer, 'url' | 'pid'>,
  sentences: Sentences,
  atOnce: number,
): Side & { close(): void } {
  const chats = createChats(product, DIRECTLINE_SECRET, atOnce);
  const ready = new Map<number, Chat>();
  const closeAll = () => {
    for (const chat of ready.values()) chat.close();
    ready.clear();
  };
  return {
    pid: product.pid,
    prepare: async (from, turns) => {
      closeAll();
      let next = from;
      const worker = async () => {
        while (next < from + turns) {
          const number = next;
          next += 1;
          ready.set(number, await openChat(chats, speaker(number)));
        }
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
    },
    take: async (number) => {
      const chat = ready.get(number);
      if (!chat) throw new Error(`The chat of turn ${number} was not opened.`);
      const { text, locale } = sentences(number);
      await ask(chat, text, locale);
    },
    close: () => {
      closeAll();
      chats.close();
    },
  };
}

function toMeasurement(
  database: string,
  sides: Readonly<Record<'echo' | 'ours' | 'echoAlone' | 'oursAlone', SideFigures>>,
): Measurement {
  const { echo, ours, echoAlone, oursAlone } = sides;
  const ratio = ours.turnsPerSecond / echo.turnsPerSecond;
  return measurementOf({
    bench: turnDirectline.name,
    figures: {
      database,
      turnsPerSecond: ours.turnsPerSecond,
      echoTurnsPerSecond: echo.turnsPerSecond,
      cpuMsPerTurn: ours.cpuMsPerTurn,
      echoCpuMsPerTurn: echo.cpuMsPerTurn,
      medianMs: ours.medianMs,
      echoMedianMs: echo.medianMs,
      medianAloneMs: oursAlone.medianMs,
      echoMedianAloneMs: echoAlone.medianMs,
    },
    ratio,
    criteria: [
      { what: 'turns/s in proportion to the EchoBot', value: ratio, better: 'higher', floor: FLOOR, goal: GOAL },
      {
        what: 'median of a person alone in proportion to the EchoBot',
        value: oursAlone.medianMs / echoAlone.medianMs,
        better: 'lower',
        floor: NO_FLOOR,
        goal: 1,
      },
    ],
    notes: ['The EchoBot is measured over the Bot Framework: it has no Direct Line endpoint of its own.'],
  });
}
