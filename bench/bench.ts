import type { Measurement } from './measurement.ts';

/** What the command line may change about a benchmark. */
export interface BenchOptions {
  /** `DATABASE_URL` of the product; null is a SQLite file in a temporary folder. */
  readonly database: string | null;
  /** Stored requests of the large side of `growth`. */
  readonly requests: number;
  /** Measured rounds of each side; the figures are their medians. */
  readonly rounds: number;
  /** Folder of the public corpora; null when none is named. */
  readonly corpora: string | null;
  /** Tells how far it is. */
  progress(text: string): void;
}

/** A benchmark: runs its load and judges what it found. */
export interface Bench {
  /** As the command and the budgets name it. */
  readonly name: string;
  /** What is done, in one sentence for the page of figures. */
  readonly work: string;
  /** Why it cannot run here, with what to do; null when it can. Without this function it always can. */
  missing?(options: BenchOptions): string | null;
  run(options: BenchOptions): Promise<Measurement>;
}

/** Environment of the product for a benchmark. */
export function productEnvironment({ database }: BenchOptions): Readonly<Record<string, string>> {
  return database === null ? {} : { DATABASE_URL: database };
}

/** How the database of a run is called in the figures; its address may hold a password. */
export function databaseName({ database }: BenchOptions): string {
  return database === null || database.startsWith('file:') ? 'sqlite' : 'postgresql';
}
