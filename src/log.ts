import { AsyncLocalStorage } from 'node:async_hooks';
import { type DestinationStream, type Logger, pino } from 'pino';
import { inBatches } from './log-batches.ts';
import { publicFields, safeLine } from './log-redaction.ts';

/** Fields of a line by name; private ones are hidden, see {@link publicFields}. */
type Fields = Readonly<Record<string, unknown>>;

/**
 * The log that main hands to every part. The words are constant: what varies is a field, because words are not searched
 * for private names.
 */
export interface Log {
  debug(fields: Fields, words: string): void;
  info(fields: Fields, words: string): void;
  warn(fields: Fields, words: string): void;
  error(fields: Fields, words: string): void;
  /** A log whose lines all carry these fields. */
  child(fields: Fields): Log;
}

/** Bytes of lines that wait for a reader of standard error who has stopped reading; further lines are dropped. */
const MOST_WAITING_BYTES = 16 * 1024 * 1024;

const surroundings = new AsyncLocalStorage<Fields>();

/**
 * Runs work all of whose log lines carry these fields, also those written long after by what it started; work inside
 * such work adds its fields to them. A line's own fields win.
 * @returns what the work returns
 */
export function withLogFields<Result>(fields: Readonly<Record<string, string>>, work: () => Result): Result {
  return surroundings.run({ ...surroundings.getStore(), ...fields }, work);
}

/**
 * Runs work whose lines belong to nobody's request although it is begun by one: a timer or a connection that goes on
 * afterwards would carry the fields of whoever happened to begin it for ever.
 * @returns what the work returns
 */
export function withoutLogFields<Result>(work: () => Result): Result {
  return surroundings.exit(work);
}

/**
 * JSON lines without secrets and without what people wrote. pino's own redaction by path costs 70 µs a line with this many
 * names, knows only the depths that are spelled out, and takes `Authorization` for another word than `authorization`; the
 * walk that stands in its place takes under 2 µs.
 * @param options.level a pino level
 * @param options.destination where lines go; standard error by default, so that standard output stays for people
 */
export function createLog(options: { level: string; destination?: DestinationStream }): Log {
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      mixin: () => surroundings.getStore() ?? NO_FIELDS,
      // pino's own way writes the fields of the line into the object of the mixin, which many lines share.
      mixinMergeStrategy: (own, around) => (around === NO_FIELDS ? own : { ...around, ...own }),
      // An error has been summed up by then; pino's own way would put the causes into its words.
      serializers: { err: (shown: unknown) => shown },
      formatters: { level: (label) => ({ level: label }), log: publicFields },
      hooks: { streamWrite: safeLine },
    },
    options.destination ?? standardError(),
  );
  return narrowed(logger);
}

/**
 * Standard error, which may be a file on a full disk. An error that nobody hears would end the process, and at its end pino
 * tries for ever to write the last lines: they wait for the next line instead, and are given up at the end.
 */
function standardError(): DestinationStream {
  const stream = pino.destination({ fd: 2, sync: false, maxLength: MOST_WAITING_BYTES });
  const { flushSync } = stream;
  stream.on('error', () => Object.assign(stream, { flushSync: () => {} }));
  stream.on('write', () => Object.assign(stream, { flushSync }));
  return inBatches(stream);
}

const NO_FIELDS: Fields = Object.freeze({});

/** Two arguments and no more: pino would put a third one into the words as it is. */
function narrowed(logger: Logger): Log {
  return {
    debug: (fields, words) => logger.debug(fields, words),
    info: (fields, words) => logger.info(fields, words),
    warn: (fields, words) => logger.warn(fields, words),
    error: (fields, words) => logger.error(fields, words),
    // The fields of a child are written once, when it is made, without the formatter of its lines.
    child: (fields) => narrowed(logger.child(publicFields(fields))),
  };
}
