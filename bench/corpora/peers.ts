import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Contender } from './contender.ts';
import { createFastText, type FastTextPackage } from './fasttext.ts';
import { createNlpJs, type NlpJsPackages } from './nlpjs.ts';
import { createWink, type WinkPackages } from './wink.ts';

const run = promisify(execFile);

/** A package of their own, so that nobody installs them with the product. */
const FOLDER = fileURLToPath(new URL('../peers', import.meta.url));
/** npm's own note of what it installed there. */
const INSTALLED = 'node_modules/.package-lock.json';

const lockSchema = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });

function versionsIn(file: string): ReadonlyMap<string, string | undefined> {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')));
  return new Map(Object.entries(packages).map(([path, { version }]) => [path, version]));
}

function areInstalled(): boolean {
  if (!existsSync(join(FOLDER, INSTALLED))) return false;
  const installed = versionsIn(INSTALLED);
  return [...versionsIn('package-lock.json')].every(
    ([path, version]) => path === '' || installed.get(path) === version,
  );
}

/** Runs the npm that runs this command; npm tells every script where it is. */
async function install(): Promise<void> {
  const words = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const npm = process.env.npm_execpath;
  try {
    await (npm ? run(process.execPath, [npm, ...words], { cwd: FOLDER }) : run('npm', words, { cwd: FOLDER }));
  } catch (cause) {
    throw new Error('The recognisers to compare with cannot be installed: is the npm registry reached?', { cause });
  }
}

/**
 * The recognisers that can be installed beside ours, in the order of the table. The first call installs them.
 * @throws Error when they are not installed and npm cannot do it
 */
export async function loadPeers(progress: (text: string) => void): Promise<readonly Contender[]> {
  if (!areInstalled()) {
    progress('installs the recognisers to compare with');
    await install();
  }
  // Named so that the checks of this repository do not look for packages that it does not list.
  const load = createRequire(join(FOLDER, 'package.json'));
  const nlpJs: NlpJsPackages = {
    core: load('@nlpjs/core'),
    nlp: load('@nlpjs/nlp'),
    en: load('@nlpjs/lang-en'),
    zh: load('@nlpjs/lang-zh'),
  };
  const wink: WinkPackages = {
    createClassifier: load('wink-naive-bayes-text-classifier'),
    utils: load('wink-nlp-utils'),
  };
  // Its build for Node is an ES module that only the condition "import" leads to.
  const entry = join(FOLDER, 'node_modules/fasttext.wasm.js/dist/main/node.mjs');
  const fastText: FastTextPackage = await import(pathToFileURL(entry).href);
  return [createNlpJs(nlpJs), createFastText(fastText), createWink(wink)];
}
