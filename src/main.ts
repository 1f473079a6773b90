import './node-version.mjs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Assembly } from './assembly.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';

/** EX_CONFIG of sysexits.h: something is wrong with the settings, and starting again does not help. */
const EXIT_CONFIGURATION = 78;
/** A stop that hangs is cut off by then; supervisors send SIGKILL after 30 seconds, and whoever wants a longer delay tells them. */
const STOP_DEADLINE_MS = 28_000;
const USUAL_DELAY_MS = 5_000;
/** Loading the Bot Framework SDK holds up everything for half a second: whoever waits for the start is answered first. */
const WARM_UP_AFTER_MS = 250;

const NO_SUCH_ADDRESS = 'This machine has no such address. Set HOST to one of its own, or to 0.0.0.0 for all of them.';
/** What to do when the port cannot be had, by the code of node:net. */
const LISTEN_FAILURES: ReadonlyMap<unknown, string> = new Map([
  ['EADDRINUSE', 'The port is taken by another program. Set PORT to another one, or end that program.'],
  ['EACCES', 'This user may not listen on the port. Set PORT to one above 1023.'],
  ['EADDRNOTAVAIL', NO_SUCH_ADDRESS],
  ['ENOTFOUND', NO_SUCH_ADDRESS],
  ['EAI_AGAIN', NO_SUCH_ADDRESS],
]);

// Compiled code of the last start makes this one twice as fast. It lies with the packages and not in the common folder for
// temporary files, where another user of the machine could put code of their own. What is imported before this line is not
// kept, so everything else is imported after it.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/support-intake-bot', import.meta.url)));
const [{ assemble }, { readConfig, readEnvironment }, { isIntakeError }, { createLog }] = await Promise.all([
  import('./assembly.ts'),
  import('./config.ts'),
  import('./domain/errors.ts'),
  import('./log.ts'),
]);

try {
  const config = readConfig(readEnvironment());
  const log = createLog({ level: config.logLevel });
  const assembly = await assemble(config, log);
  stopOnSignals(assembly, log, STOP_DEADLINE_MS + Math.max(0, config.stopDelayMs - USUAL_DELAY_MS));
  await assembly.listen();
  log.info({ port: config.port, production: config.production }, 'listening');
  if (!config.production) process.stdout.write(developmentNotice(config));
  await pause(WARM_UP_AFTER_MS, undefined, { ref: false });
  await assembly.warmUp();
  flushCompileCache();
} catch (error) {
  const configuration = isIntakeError(error, 'InvalidConfiguration');
  process.stderr.write(`${configuration || isIntakeError(error, 'Unavailable') ? error.message : hint(error)}\n`);
  process.exit(configuration ? EXIT_CONFIGURATION : 1);
}

function developmentNotice(config: Config): string {
  const keys = config.developmentKeys
    ? [`  Staff API key       ${config.staffApiKey}`, `  Direct Line secret  ${config.directLineSecrets[0]}`]
    : [];
  const lines = [`Support Intake Bot  ${config.publicUrl}  (development: demo people, this machine only)`, ...keys];
  return `\n${lines.join('\n')}\n  To talk to it in a second terminal: npm run chat\n\n`;
}

function hint(error: unknown): string {
  const told = error instanceof Error && 'code' in error ? LISTEN_FAILURES.get(error.code) : undefined;
  if (told !== undefined) return told;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function stopOnSignals(assembly: Assembly, log: Log, deadlineMs: number): void {
  const stop = (signal: string) => {
    log.info({ signal }, 'stopping: running turns are finished first');
    setTimeout(() => process.exit(1), deadlineMs).unref();
    assembly.stop().then(
      () => process.exit(0),
      (err: unknown) => {
        log.error({ err }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
