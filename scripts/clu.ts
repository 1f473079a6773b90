import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readEnvironment } from '../src/config.ts';
import { IntakeError } from '../src/domain/errors.ts';
import { createCluClient } from '../src/language/clu-client.ts';
import { createLocalRecogniser } from '../src/language/local-recogniser.ts';
import { loadModel } from '../src/language/model-file.ts';
import { PRODUCT_NAMES } from '../src/language/product-names.ts';
import { readTrainingTexts, TRAINING_FOLDER, trainingHash } from '../src/language/training-data.ts';
import { createAuthoringClient } from './clu/authoring-client.ts';
import { readCluTarget } from './clu/clu-target.ts';
import { type CommandParts, deployModel, importProject, trainModel } from './clu/commands.ts';
import { compareWithLocal, describeComparison } from './clu/comparison.ts';
import {
  buildProjectFile,
  cluNameSchema,
  type ProjectFile,
  problemsOf,
  projectFileSchema,
} from './clu/project-file.ts';
import { createJobNote, type JobKind } from './clu/unfinished-job.ts';
import { readLabelledLines } from './labelled-lines.ts';

// Usage: npm run clu -- COMMAND; docs/reference/language-service.md tells when to use which.

const USAGE = `Brings the training texts into a CLU project of Azure, and measures it.
  npm run clu -- build [FILE]            writes the project file, deploymentTemplates/clu/project.json
  npm run clu -- import [FILE]           imports the project of the training texts, or that of a file
  npm run clu -- train                   trains a model on it (advanced training, paid for by the hour)
  npm run clu -- deploy                  deploys the model
  npm run clu -- evaluate FILE.jsonl     measures the deployment on lines {"text", "lang", "topic"}, beside the local recogniser
import, train and deploy: --resume goes on with a job that was interrupted, --new begins another all the same.
train and deploy: --model NAME, named after the training texts where it is left out; train: --config-version VERSION.
evaluate: --json.
The resource stands in the environment or .env: CLU_ENDPOINT, CLU_KEY, CLU_PROJECT, CLU_DEPLOYMENT.
Exit status: 0 done, 2 wrong call, 3 it could not be done.`;

/** Exit status of a wrong call, as of most Unix tools. */
const WRONG_USE = 2;
const FAILED = 3;

const PROJECT_FILE = join(import.meta.dirname, '../deploymentTemplates/clu/project.json');
/** Beside the database of development, which is not committed either. */
const NOTES = 'data/clu';

/** A command line that nothing can be done with. */
class WrongUse extends Error {}

const OPTIONS = {
  resume: { type: 'boolean' },
  new: { type: 'boolean' },
  model: { type: 'string' },
  'config-version': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;
type Option = keyof typeof OPTIONS;
type CommandLine = ReturnType<typeof readCommandLine>;

function readCommandLine() {
  try {
    const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
    return { values, words: positionals };
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error));
  }
}

/** Progress is not the result, which may be read by a program. */
const tell = (line: string): void => console.error(line);

function projectOfTexts(projectName: string): ProjectFile {
  const description = `Topics of support requests; training texts ${shortHash()}`;
  const texts = readTrainingTexts(TRAINING_FOLDER);
  return buildProjectFile({ projectName, description, texts, productNames: PRODUCT_NAMES });
}

const shortHash = (): string => trainingHash(TRAINING_FOLDER).slice(0, 12);

function projectOfFile(file: string): ProjectFile {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new IntakeError('InvalidInput', `${file} cannot be read as JSON: ${why}`, { cause });
  }
  const parsed = projectFileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new IntakeError('InvalidInput', `${file} is no project of npm run clu -- build: ${problemsOf(parsed.error)}.`);
}

function build(file = PROJECT_FILE): void {
  const name = readEnvironment().CLU_PROJECT?.trim() || 'support-intake';
  const parsed = cluNameSchema.safeParse(name);
  if (!parsed.success) throw new IntakeError('InvalidConfiguration', `CLU_PROJECT: ${problemsOf(parsed.error)}`);
  const project = projectOfTexts(name);
  const text = `${JSON.stringify(project, null, 1)}\n`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const { utterances, intents } = project.assets;
  const megabytes = (Buffer.byteLength(text) / 1e6).toFixed(2);
  console.log(`${file}: project ${name}, ${intents.length} intents, ${utterances.length} utterances, ${megabytes} MB`);
}

function partsOf(kind: JobKind, needs: Parameters<typeof readCluTarget>[1]): CommandParts {
  const target = readCluTarget(readEnvironment(), ['CLU_ENDPOINT', 'CLU_KEY', 'CLU_PROJECT', ...needs]);
  const surroundings = { tell, pause: (milliseconds: number) => pause(milliseconds) };
  return {
    target,
    surroundings,
    client: createAuthoringClient(target, surroundings),
    note: createJobNote(join(NOTES, `${kind}.json`)),
    nowIso: () => new Date().toISOString(),
  };
}

function modelOf({ values }: CommandLine): string {
  const parsed = cluNameSchema.safeParse(values.model ?? `texts-${shortHash()}`);
  if (parsed.success) return parsed.data;
  throw new WrongUse(`--model ${problemsOf(parsed.error)}.`);
}

async function evaluateDeployment({ values, words }: CommandLine): Promise<void> {
  const [file = ''] = words.slice(1);
  const target = readCluTarget(readEnvironment(), ['CLU_ENDPOINT', 'CLU_KEY', 'CLU_PROJECT', 'CLU_DEPLOYMENT']);
  const lines = readLabelledLines(file);
  const ask = createCluClient(target, { allowInsecureConnection: target.endpoint.startsWith('http:') });
  const local = createLocalRecogniser(loadModel());
  const comparison = await compareWithLocal(lines, { ask, local, tell, pause: (milliseconds) => pause(milliseconds) });
  console.log(values.json ? JSON.stringify(comparison) : describeComparison(comparison));
}

/** What each command takes, and what it does. */
const COMMANDS: Readonly<
  Record<
    string,
    { words: readonly [least: number, most: number]; options: readonly Option[]; run(line: CommandLine): unknown }
  >
> = {
  build: { words: [0, 1], options: [], run: ({ words }) => build(words[1]) },
  import: {
    words: [0, 1],
    options: ['resume', 'new'],
    run: (line) => {
      const parts = partsOf('import', []);
      const [, file] = line.words;
      const project = file === undefined ? projectOfTexts(parts.target.project) : projectOfFile(file);
      return importProject(parts, project, resumptionOf(line));
    },
  },
  train: {
    words: [0, 0],
    options: ['resume', 'new', 'model', 'config-version'],
    run: (line) => {
      const options = { model: modelOf(line), configVersion: line.values['config-version'] ?? null };
      return trainModel(partsOf('train', []), options, resumptionOf(line));
    },
  },
  deploy: {
    words: [0, 0],
    options: ['resume', 'new', 'model'],
    run: (line) => deployModel(partsOf('deploy', ['CLU_DEPLOYMENT']), modelOf(line), resumptionOf(line)),
  },
  evaluate: { words: [1, 1], options: ['json'], run: evaluateDeployment },
};

function resumptionOf({ values: { resume = false, new: anew = false } }: CommandLine) {
  if (resume && anew) throw new WrongUse('--resume and --new exclude each other.');
  return { resume, anew };
}

async function run(): Promise<void> {
  const line = readCommandLine();
  const [name, ...rest] = line.words;
  if (name === undefined || line.values.help) return console.log(USAGE);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new WrongUse('There is no such command.');
  const [least, most] = command.words;
  if (rest.length < least || rest.length > most) throw new WrongUse(`${name} takes ${most === 0 ? 'no' : 'one'} file.`);
  const foreign = (Object.keys(line.values) as Option[]).find((option) => !command.options.includes(option));
  if (foreign) throw new WrongUse(`--${foreign} does not belong to ${name}.`);
  await command.run(line);
}

try {
  await run();
} catch (error) {
  // An IntakeError says what to do; of anything else the place is needed to mend it.
  if (error instanceof WrongUse) console.error(`${error.message}\n${USAGE}`);
  else console.error(error instanceof IntakeError ? error.message : error);
  process.exitCode = error instanceof WrongUse ? WRONG_USE : FAILED;
}
