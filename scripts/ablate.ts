import { TRAINED_TOPICS } from '../src/domain/topics.ts';
import { type Calibration, calibrate, chancesOf, type HeldOutScores } from '../src/language/calibration.ts';
import { evaluate } from '../src/language/evaluation.ts';
import { FEATURE_GROUPS, type FeatureGroup } from '../src/language/features.ts';
import { reliabilityOf, scopeSeparation } from '../src/language/reliability.ts';
import { LEARNERS, scoreOnce, TRAINING_OPTIONS } from '../src/language/training.ts';
import { readTrainingTexts, TRAINING_FOLDER } from '../src/language/training-data.ts';

// Usage: npm run ablate. Leaves out one part of the recogniser after the other and measures the rest on the calibration
// texts, by models that have learned from the other texts only. Takes some ten minutes; decision 23 holds its table.

const labels = TRAINED_TOPICS.filter((topic) => topic !== 'none');
const texts = readTrainingTexts(TRAINING_FOLDER);
const examples = texts.map(({ text, topic, calibrates }) => ({
  text,
  label: topic === 'none' ? null : topic,
  calibrates,
}));
const langs = texts.filter(({ calibrates }) => calibrates).map(({ lang }) => lang);

const nameOf = (label: number): string => labels[label] ?? 'none';

function answerOf(chances: Float64Array): string {
  return nameOf(chances.indexOf(Math.max(...chances)));
}

/** A row of the table: what is left of the figures. */
function show(what: string, scores: readonly HeldOutScores[], calibration: Calibration): void {
  const answers = scores.map((own, index) => {
    const chances = chancesOf(own.scores, calibration);
    const answered = answerOf(chances);
    const confidence = Math.max(...chances);
    return { lang: langs[index] ?? '', expected: nameOf(own.label), answered, confidence, out: chances.at(-1) ?? 0 };
  });
  const { accuracy, macroF1, byLang } = evaluate(answers);
  const inScope = (outside: boolean) =>
    answers.filter(({ expected }) => (expected === 'none') === outside).map(({ out }) => 1 - out);
  const { auroc, rejected } = scopeSeparation(inScope(false), inScope(true));
  const claims = answers.map(({ confidence, expected, answered }) => ({ confidence, isRight: expected === answered }));
  const shares = [accuracy, macroF1, ...Object.values(byLang).map((own) => own.accuracy), rejected];
  const cells = shares.map((share) => (100 * (share ?? 0)).toFixed(1).padStart(8)).join('');
  const error = reliabilityOf(claims).expectedCalibrationError.toFixed(3);
  console.log(`${what.padEnd(24)}${cells}   ${auroc.toFixed(3)}   ${error}`);
}

function scoresWithout(...groups: FeatureGroup[]): HeldOutScores[] {
  return scoreOnce(examples, labels, { ...TRAINING_OPTIONS, without: new Set(groups) });
}

console.log(`${'without'.padEnd(24)}accuracy macro-F1   en-US   zh-CN rejected   AUROC     ECE`);
const whole = scoresWithout();
const calibration = calibrate(whole);
show('nothing', whole, calibration);
LEARNERS.forEach((learner, silent) => {
  const scores = whole.map(({ label, scores }) => ({ label, scores: scores.filter((_, place) => place !== silent) }));
  show(learner, scores, calibrate(scores));
});
for (const group of FEATURE_GROUPS) {
  const scores = scoresWithout(group);
  show(group, scores, calibrate(scores));
}
