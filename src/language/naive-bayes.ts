import type { SparseRow } from './sparse-rows.ts';

/** How naive Bayes is trained. */
export interface BayesOptions {
  /** Added to the weight of each feature in each class: the smaller, the more it tells that a class never had a feature. */
  readonly smoothing: number;
}

/**
 * Multinomial naive Bayes over weighted rows, each class against the rest: ln of the feature's share in the class over
 * its share in all other classes (Rennie et al., "Tackling the poor assumptions of naive Bayes text classifiers", ICML
 * 2003). It knows of features that hardly any text has what the other learners take too little notice of.
 * @param classes class of each row, from 0
 * @param width columns of the vocabulary
 * @returns weights with the classes of one column side by side; the bias is the last column and 0: how frequent a class
 * is in training says nothing of life
 */
export function trainNaiveBayes(
  rows: readonly SparseRow[],
  classes: Int32Array,
  classCount: number,
  width: number,
  { smoothing }: BayesOptions,
): Float32Array {
  const own = new Float64Array(width * classCount);
  const ofColumn = new Float64Array(width);
  const ofClass = new Float64Array(classCount);
  let total = 0;
  rows.forEach(({ columns, values }, at) => {
    const label = classes[at] ?? 0;
    columns.forEach((column, index) => {
      const value = values[index] ?? 0;
      own[column * classCount + label] = (own[column * classCount + label] ?? 0) + value;
      ofColumn[column] = (ofColumn[column] ?? 0) + value;
      ofClass[label] = (ofClass[label] ?? 0) + value;
      total += value;
    });
  });
  const weights = new Float32Array((width + 1) * classCount);
  const spread = smoothing * width;
  for (let cell = 0; cell < own.length; cell++) {
    const [inside, all, label] = [own[cell] ?? 0, ofColumn[Math.floor(cell / classCount)] ?? 0, cell % classCount];
    const [share, rest] = [ofClass[label] ?? 0, total - (ofClass[label] ?? 0)];
    weights[cell] = Math.log(
      ((inside + smoothing) / (share + spread)) * ((rest + spread) / (all - inside + smoothing)),
    );
  }
  return weights;
}
