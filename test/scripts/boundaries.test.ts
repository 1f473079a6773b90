import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Cruise, cruiseTree } from '../../scripts/doctor/cruise.ts';
import { withTree } from './temporary-tree.ts';

const CONFIG = join(import.meta.dirname, '../../.dependency-cruiser.json');

const DEPENDENCIES = ['botbuilder', 'i18next', 'kysely', 'luxon', 'nodemailer', 'restify', 'zod'];
const DEV_DEPENDENCIES = ['fast-check'];
const UNLISTED = ['left-behind'];

/** A tree that keeps every rule; each case below adds the one import that breaks one. */
const sound: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    type: 'module',
    dependencies: Object.fromEntries(DEPENDENCIES.map((name) => [name, '1.0.0'])),
    devDependencies: Object.fromEntries(DEV_DEPENDENCIES.map((name) => [name, '1.0.0'])),
  }),
  ...Object.fromEntries(
    [...DEPENDENCIES, ...DEV_DEPENDENCIES, ...UNLISTED].flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
      [`node_modules/${name}/index.js`, 'module.exports = {};'],
    ]),
  ),
  'src/main.ts': "import './config.ts'; import './assembly.ts';",
  'src/assembly.ts': ['./http/server.ts', './services/turn.ts', './storage/store.ts', '../dialogs/talk.ts']
    .map((path) => `import '${path}';`)
    .join('\n'),
  'src/config.ts': "import 'zod'; import './domain/rule.ts';",
  'src/log.ts': 'export const log = 1;',
  'src/metrics.ts': 'export const metrics = 1;',
  'src/domain/rule.ts': "import 'zod'; import 'luxon'; export const rule = 1;",
  'src/services/turn.ts': "import '../domain/rule.ts';",
  'src/http/server.ts': "import 'restify'; import 'node:http'; import '../log.ts'; import '../domain/rule.ts';",
  'src/storage/store.ts': "import 'kysely'; import 'node:sqlite'; import '../metrics.ts';",
  'src/reloaded-file.ts': "import './log.ts';",
  'src/graph/client.ts': "import '../domain/rule.ts'; import '../log.ts';",
  'src/health/incidents.ts': "import '../graph/client.ts'; import '../reloaded-file.ts';",
  'src/codes/mail.ts': "import 'nodemailer'; import '../domain/rule.ts';",
  'src/bot/adapter.ts': "import 'botbuilder'; import '../domain/rule.ts';",
  'dialogs/talk.ts': "import 'i18next'; import './words.json' with { type: 'json' }; import '../src/domain/rule.ts';",
  'dialogs/words.json': '{}',
  'scripts/tool.ts': "import '../src/config.ts'; import '../dialogs/talk.ts'; import 'fast-check';",
  'test/all.test.ts': "import '../src/services/turn.ts'; import '../src/http/server.ts'; import 'fast-check';",
};

/** The rule, what breaks it: a file and the import that it must not have. Several lines for a rule with several sides. */
const broken: readonly (readonly [rule: string, file: string, specifier: string])[] = [
  ['domain-is-pure', 'src/domain/late.ts', '../services/turn.ts'],
  ['domain-is-pure', 'src/domain/wired.ts', '../log.ts'],
  ['domain-is-pure', 'src/domain/worded.ts', 'i18next'],
  ['domain-without-node', 'src/domain/reader.ts', 'node:fs'],
  ['services-know-the-domain-only', 'src/services/keeper.ts', '../storage/store.ts'],
  ['services-know-the-domain-only', 'src/services/speaker.ts', '../../dialogs/talk.ts'],
  ['services-know-the-domain-only', 'src/services/hasher.ts', 'node:crypto'],
  ['dialogs-know-the-domain-only', 'dialogs/teller.ts', '../src/services/turn.ts'],
  ['dialogs-know-the-domain-only', 'dialogs/waiter.ts', 'node:timers'],
  ['dialogs-know-the-domain-only', 'dialogs/card.ts', 'botbuilder'],
  ['adapters-are-strangers', 'src/bot/saver.ts', '../storage/store.ts'],
  ['adapters-are-strangers', 'src/language/judge.ts', '../services/turn.ts'],
  ['adapters-are-strangers', 'src/health/talker.ts', '../../dialogs/talk.ts'],
  ['adapters-are-strangers', 'src/knowledge/setter.ts', '../config.ts'],
  ['adapters-are-strangers', 'src/graph/finder.ts', '../storage/store.ts'],
  ['graph-serves-two-rooms', 'src/bot/asker.ts', '../graph/client.ts'],
  ['endpoints-serve-what-they-are-given', 'src/staff/query.ts', 'kysely'],
  ['endpoints-serve-what-they-are-given', 'src/directline/file.ts', 'node:sqlite'],
  ['endpoints-serve-what-they-are-given', 'src/http/bot.ts', 'botbuilder'],
  ['sql-stays-in-storage', 'src/identity/table.ts', 'node:sqlite'],
  ['sql-stays-in-storage', 'src/backends/outbox.ts', 'kysely'],
  ['adapters-are-strangers', 'src/codes/keeper.ts', '../storage/store.ts'],
  ['mail-stays-in-codes', 'src/staff/writer.ts', 'nodemailer'],
  ['bot-sdk-stays-in-bot', 'src/backends/sender.ts', 'botbuilder'],
  ['foundations-stand-alone', 'src/log.ts', './services/turn.ts'],
  ['settings-are-read-by-main', 'src/storage/place.ts', '../config.ts'],
  ['nobody-imports-main', 'scripts/starter.ts', '../src/main.ts'],
  ['nobody-imports-main', 'test/starter.test.ts', '../src/main.ts'],
  ['assembly-is-for-main', 'src/log.ts', './assembly.ts'],
  ['assembly-is-for-main', 'src/services/whole.ts', '../assembly.ts'],
  ['product-does-not-import-tools', 'src/http/tried.ts', '../../test/all.test.ts'],
  ['product-without-dev-dependencies', 'src/knowledge/random.ts', 'fast-check'],
  ['only-listed-packages', 'src/health/lucky.ts', 'left-behind'],
  ['every-import-resolves', 'src/storage/typo.ts', './sotre.ts'],
  ['no-circles', 'src/domain/rule.ts', './circle.ts'],
];

const declared = z
  .object({ forbidden: z.array(z.object({ name: z.string() })) })
  .parse(JSON.parse(readFileSync(CONFIG, 'utf8')))
  .forbidden.map((rule) => rule.name);

const cruiseFiles = (files: Readonly<Record<string, string>>): Promise<Cruise> =>
  withTree(files, (tree) => cruiseTree(tree, CONFIG, ['src', 'dialogs', 'test', 'scripts']));

describe('the boundaries between the rooms', () => {
  it('accept a tree that keeps them', async () => {
    const { violations, sources } = await cruiseFiles(sound);
    assert.deepEqual(violations, []);
    assert.ok(sources.includes('src/main.ts') && sources.includes('dialogs/words.json'));
  });

  for (const [rule, file, specifier] of broken) {
    it(`${rule}: ${file} must not import ${specifier}`, async () => {
      const files = {
        ...sound,
        'src/domain/circle.ts': "import './rule.ts';",
        [file]: `import '${specifier}';\n${sound[file] ?? ''}`,
      };
      const { violations } = await cruiseFiles(files);
      assert.ok(
        violations.some((violation) => violation.rule === rule),
        `expected ${rule}, got ${JSON.stringify(violations)}`,
      );
    });
  }

  it('see an import of types only', async () => {
    const { violations } = await cruiseFiles({
      ...sound,
      'src/domain/typed.ts': "import type { Store } from '../storage/store.ts';\nexport type Kept = Store;",
    });
    assert.deepEqual(
      violations.map((violation) => violation.rule),
      ['domain-is-pure'],
    );
  });

  it('have a case here for every rule of the configuration', () => {
    assert.deepEqual([...new Set(broken.map(([rule]) => rule))].sort(), [...declared].sort());
  });
});
