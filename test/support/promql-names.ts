/** What a PromQL expression names. */
export interface PromqlNames {
  readonly metrics: readonly string[];
  /** Of matchers and of `by`, `without`, `on` and `ignoring`. */
  readonly labels: readonly string[];
}

/** Between expressions and around lists of labels. */
const WORDS = new Set([
  'and',
  'or',
  'unless',
  'bool',
  'offset',
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
]);
const LABEL_LISTS = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;
const STRING = /"(?:[^"\\]|\\.)*"/g;
const DURATION = /\[[^\]]*\]|\boffset\s+\w+/g;
const NAME = /[A-Za-z_:][\w:]*/g;

/**
 * Finds the names of metrics and labels: of all words those that are no function (a parenthesis follows), no operator, no
 * label and no number.
 */
export function promqlNames(expression: string): PromqlNames {
  const labels: string[] = [];
  const rest = expression
    .replace(STRING, '""')
    .replace(DURATION, '')
    .replace(/\{([^}]*)\}/g, (_all, matchers: string) => {
      labels.push(...(matchers.match(NAME) ?? []));
      return '';
    })
    .replace(LABEL_LISTS, (_all, list: string) => {
      labels.push(...(list.match(NAME) ?? []));
      return '';
    });
  const metrics = [...rest.matchAll(/(?<![\w.:])[A-Za-z_:][\w:]*(?!\w)(?!\s*\()/g)].map(([name]) => name);
  return { metrics: metrics.filter((name) => !WORDS.has(name)), labels };
}
