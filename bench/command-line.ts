import { parseArgs } from 'node:util';

/** What a call of the command asks for. */
export interface Call {
  /** Benchmarks to run, in the order of the list. */
  readonly names: readonly string[];
  /** Whether they are all, because none was named: what cannot run on this machine is then left out. */
  readonly all: boolean;
  /** Whether the page of figures is written. */
  readonly write: boolean;
  readonly database: string | null;
  readonly requests: number;
  readonly rounds: number;
  readonly corpora: string | null;
}

const REQUESTS = 1_000_000;
const ROUNDS = 5;

/**
 * Reads the words of `npm run bench [NAME ...] -- [--write] [--database URL] [--requests N] [--rounds N] [--corpora DIR]`.
 * @param known names of all benchmarks; all of them run, and the page is written, when none is named
 * @returns the call, or what is wrong with it
 */
export function readCall(
  words: readonly string[],
  known: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Call | { readonly problem: string } {
  const usage = `Usage: npm run bench [NAME ...] -- [--write] [--database URL] [--requests N] [--rounds N] [--corpora DIR]\nNames: ${known.join(', ')}`;
  const wrong = (text: string) => ({ problem: `${text}\n${usage}` });
  const parsed = parseWords(words);
  if ('problem' in parsed) return wrong(parsed.problem);
  const { values, positionals } = parsed;
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) return wrong(`unknown bench: ${unknown.join(', ')}`);
  const requests = wholeNumber(values.requests ?? String(REQUESTS));
  const rounds = wholeNumber(values.rounds ?? String(ROUNDS));
  if (requests === null || requests < 1000) return wrong('--requests must be a whole number from 1000');
  if (rounds === null) return wrong('--rounds must be a whole number from 1');
  const all = positionals.length === 0;
  return {
    names: all ? known : known.filter((name) => positionals.includes(name)),
    all,
    write: values.write ?? all,
    database: values.database ?? (environment.BENCH_DATABASE_URL || null),
    requests,
    rounds,
    corpora: values.corpora ?? (environment.CORPORA_DIR || null),
  };
}

function parseWords(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        write: { type: 'boolean' },
        database: { type: 'string' },
        requests: { type: 'string' },
        rounds: { type: 'string' },
        corpora: { type: 'string' },
      },
    });
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function wholeNumber(text: string): number | null {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}
