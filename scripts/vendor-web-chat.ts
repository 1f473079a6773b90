/**
 * Copies Web Chat's bundle from its package to `web/vendor/webchat.js`, where the server takes it from. Runs before every
 * start and does nothing when the copy is there: size and change time tell.
 */
import { copyFileSync, mkdirSync, renameSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SOURCE = join(ROOT, 'node_modules/botframework-webchat/dist/webchat.js');
const TARGET = join(ROOT, 'web/vendor/webchat.js');

const source = statSync(SOURCE, { throwIfNoEntry: false });
const target = statSync(TARGET, { throwIfNoEntry: false });

if (!source && !target) {
  console.error(
    'Web Chat is missing: neither web/vendor/webchat.js nor the package botframework-webchat is here.\n' +
      'Run `npm ci` (with development packages, once) and then `npm start` again.',
  );
  process.exitCode = 1;
} else if (source && (target?.size !== source.size || Math.abs(target.mtimeMs - source.mtimeMs) > 1)) {
  mkdirSync(dirname(TARGET), { recursive: true });
  // A copy that was cut short never has the final name, so a start never serves half a bundle.
  const unfinished = `${TARGET}.${process.pid}`;
  copyFileSync(SOURCE, unfinished);
  utimesSync(unfinished, source.atime, source.mtime);
  renameSync(unfinished, TARGET);
  console.log('Web Chat copied to web/vendor/webchat.js');
}
