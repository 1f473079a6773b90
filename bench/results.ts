import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Machine, machineSchema } from './machine.ts';
import { type Measurement, measurementSchema } from './measurement.ts';

const profileSchema = z.object({
  bench: z.string(),
  turns: z.number(),
  shares: z.array(z.object({ name: z.string(), percent: z.number(), msPerTurn: z.number() })),
});

/** Who takes how much of a turn. */
export type Profile = z.infer<typeof profileSchema>;

const resultsSchema = z.object({
  machine: machineSchema,
  /** By benchmark, with the database where it is not the one of a fresh installation. */
  measurements: z.record(z.string(), measurementSchema.extend({ measuredAt: z.iso.date() })),
  profiles: z.record(z.string(), profileSchema.extend({ measuredAt: z.iso.date() })),
});

/** All that is known, from which the page of figures is rendered. */
export type Results = z.infer<typeof resultsSchema>;

/** What one run of the command adds. */
export interface NewResults {
  readonly machine: Machine;
  /** Day, for instance `2026-03-02`. */
  readonly measuredAt: string;
  readonly measurements: readonly Measurement[];
  readonly profiles: readonly Profile[];
}

/**
 * Puts new results in the place of older ones of the same name. Those that another machine gave are dropped: a page of
 * figures of two machines could not be read.
 */
export function addResults(known: Results | null, added: NewResults): Results {
  const { machine, measuredAt } = added;
  const kept = known !== null && isDeepStrictEqual(known.machine, machine) ? known : null;
  const dated = <Item extends object>(item: Item) => ({ ...item, measuredAt });
  return {
    machine,
    measurements: {
      ...kept?.measurements,
      ...Object.fromEntries(added.measurements.map((one) => [keyOf(one), dated(one)])),
    },
    profiles: { ...kept?.profiles, ...Object.fromEntries(added.profiles.map((one) => [one.bench, dated(one)])) },
  };
}

function keyOf({ bench, figures: { database } }: Measurement): string {
  return database === undefined || database === 'sqlite' ? bench : `${bench} (${database})`;
}

/** The results of earlier runs; null when there are none. @throws ZodError for a file of another form: delete it */
export function readResults(file: string): Results | null {
  return existsSync(file) ? resultsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

/** Writes them for the next run. */
export function writeResults(file: string, results: Results): void {
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}
