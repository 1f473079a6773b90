import { z } from 'zod';
import { rounded } from './statistics.ts';

/** One promise about one figure: at least reached (`floor`) or as wished (`goal`). */
export interface Criterion {
  readonly what: string;
  readonly value: number;
  readonly better: 'higher' | 'lower';
  /** Null: less than the goal is a miss. {@link NO_FLOOR}: the goal is wished for, and anything else is no miss. */
  readonly floor: number | null;
  readonly goal: number;
}

/** The floor of a figure that is better when lower and of which a budget names the goal only. */
export const NO_FLOOR = Number.POSITIVE_INFINITY;

const metSchema = z.enum(['goal', 'floor', 'missed']);
export type Met = z.infer<typeof metSchema>;

const figureSchema = z.union([z.number(), z.string(), z.null()]);

/** What one benchmark found, as it is printed (one JSON line) and kept in `bench/results.json`. */
export const measurementSchema = z.object({
  bench: z.string(),
  /** Names tell the unit: `turnsPerSecond`, `cpuMsPerTurn`, `p95Ms`. */
  figures: z.record(z.string(), figureSchema),
  /** Figures of several, side by side: one value of a row for each column. */
  comparison: z
    .object({
      columns: z.array(z.string()),
      rows: z.array(z.object({ what: z.string(), values: z.array(z.number()) })),
    })
    .optional(),
  /** The judged figure in proportion to its yardstick; null where the budget is an absolute figure. */
  ratio: z.number().nullable(),
  criteria: z.array(
    z.object({
      what: z.string(),
      value: z.number(),
      better: z.enum(['higher', 'lower']),
      floor: z.number().nullable(),
      goal: z.number(),
      met: metSchema,
    }),
  ),
  met: metSchema,
  /** What a reader has to know to read the figures right. */
  notes: z.array(z.string()),
});
export type Measurement = z.infer<typeof measurementSchema>;
export type Figures = Measurement['figures'];
export type Comparison = NonNullable<Measurement['comparison']>;

/** Whether a figure reaches its goal, at least its floor, or neither. */
function judge({ value, better, floor, goal }: Criterion): Met {
  const reaches = (limit: number) => (better === 'higher' ? value >= limit : value <= limit);
  if (reaches(goal)) return 'goal';
  return floor !== null && reaches(floor) ? 'floor' : 'missed';
}

/** Judges the figures of a benchmark; it is as good as the worst of its criteria. Figures are rounded, verdicts are not. */
export function measurementOf(found: {
  readonly bench: string;
  readonly figures: Figures;
  readonly comparison?: Comparison;
  readonly ratio: number | null;
  readonly criteria: readonly Criterion[];
  readonly notes: readonly string[];
}): Measurement {
  const criteria = found.criteria.map((criterion) => ({
    ...criterion,
    value: rounded(criterion.value),
    floor: criterion.floor === NO_FLOOR ? null : criterion.floor,
    met: judge(criterion),
  }));
  const verdicts = criteria.map(({ met }) => met);
  return {
    bench: found.bench,
    figures: Object.fromEntries(
      Object.entries(found.figures).map(([name, value]) => [name, typeof value === 'number' ? rounded(value) : value]),
    ),
    ...(found.comparison && { comparison: roundedComparison(found.comparison) }),
    ratio: found.ratio === null ? null : rounded(found.ratio),
    criteria,
    met: verdicts.includes('missed') ? 'missed' : verdicts.includes('floor') ? 'floor' : 'goal',
    notes: [...found.notes],
  };
}

function roundedComparison({ columns, rows }: Comparison): Comparison {
  return { columns, rows: rows.map(({ what, values }) => ({ what, values: values.map(rounded) })) };
}

/** The one JSON line of a measurement: floor and goal are those of its first criterion, further ones stand under `also`. */
export function toLine({ bench, figures, comparison, ratio, criteria, met }: Measurement): string {
  const [first, ...others] = criteria;
  const also = others.length > 0 ? { also: others } : {};
  return JSON.stringify({
    bench,
    ...figures,
    ...(comparison && { comparison }),
    ratio,
    floor: first?.floor ?? null,
    goal: first?.goal ?? null,
    ...also,
    met,
  });
}
