import type { Operator } from './person.ts';

/** Words of which each cloud has its own: an address, a switch of a command, a whole sentence. */
export type PerCloud = Readonly<Record<Operator, string>>;

/** A step of an article: the same in both clouds, one for each, or a text of which parts differ. */
export type ArticleStep = string | PerCloud | readonly (string | PerCloud)[];

/** The parts of a step in their order. */
export function partsOf(step: ArticleStep): readonly (string | PerCloud)[] {
  return isList(step) ? step : [step];
}

/** The step as somebody of this operator reads it. */
export function stepFor(step: ArticleStep, operator: Operator): string {
  return partsOf(step)
    .map((part) => (typeof part === 'string' ? part : part[operator]))
    .join('');
}

/** Whether the clouds read different words. */
export function differsByCloud(step: ArticleStep): boolean {
  return partsOf(step).some((part) => typeof part !== 'string');
}

function isList(step: ArticleStep): step is readonly (string | PerCloud)[] {
  return Array.isArray(step);
}
