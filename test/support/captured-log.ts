import { z } from 'zod';
import { createLog, type Log } from '../../src/log.ts';

const lineSchema = z.looseObject({ level: z.string(), time: z.string(), msg: z.string().optional() });

/** One line of the log, parsed. */
export type LogLine = z.infer<typeof lineSchema>;

/** A log that keeps its lines, as they were written and parsed. */
export interface CapturedLog {
  readonly log: Log;
  /** Each with its end of line; emptied by whoever wants to look at what follows only. */
  readonly lines: string[];
  /** @throws when something written is not one JSON object a line */
  parsed(): readonly LogLine[];
  /** The only line. @throws when there are more or none */
  single(): LogLine;
}

/** Captures everything from `info` on. */
export function captureLog(): CapturedLog {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const parsed = () => lines.map((line) => lineSchema.parse(JSON.parse(line)));
  return {
    log: createLog({ level: 'info', destination }),
    lines,
    parsed,
    single: () => z.tuple([lineSchema]).parse(parsed())[0],
  };
}
