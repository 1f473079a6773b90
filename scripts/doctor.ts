import { join } from 'node:path';
import { TOPICS, TRAINED_TOPICS } from '../src/domain/topics.ts';
import { SETTINGS } from '../src/settings.ts';
import { createArticleRule } from './doctor/articles.ts';
import { chineseText } from './doctor/chinese-text.ts';
import { createCurrentReference } from './doctor/current-reference.ts';
import { docLinks } from './doctor/doc-links.ts';
import { engines } from './doctor/engines.ts';
import { createEnvExample } from './doctor/env-example.ts';
import { exactPins } from './doctor/exact-pins.ts';
import { describeFinding, examine } from './doctor/examination.ts';
import { fileLength } from './doctor/file-length.ts';
import { installHooks } from './doctor/install-hooks.ts';
import { localeKeys } from './doctor/locale-keys.ts';
import { moduleCount } from './doctor/module-count.ts';
import { pureRooms } from './doctor/pure-rooms.ts';
import { synchronousDomain } from './doctor/synchronous-domain.ts';
import { readTree } from './doctor/tree.ts';
import { uncoveredFiles } from './doctor/uncovered-files.ts';
import { unfinishedWork } from './doctor/unfinished-work.ts';
import { REFERENCE_PAGES } from './reference-pages.ts';

const rules = [
  moduleCount,
  pureRooms,
  synchronousDomain,
  chineseText,
  localeKeys,
  fileLength,
  unfinishedWork,
  uncoveredFiles,
  createEnvExample(SETTINGS),
  createCurrentReference(REFERENCE_PAGES),
  createArticleRule({
    today: new Date().toISOString().slice(0, 10),
    topics: TRAINED_TOPICS.filter((topic) => TOPICS[topic].kind !== 'none'),
  }),
  docLinks,
  installHooks,
  exactPins,
  engines,
];

const findings = await examine(readTree(join(import.meta.dirname, '..')), rules);
for (const finding of findings) console.log(describeFinding(finding));
const broken = findings.filter(({ problems }) => problems.length > 0);
console.log(`\n${findings.length} rules, ${broken.length} broken`);
process.exitCode = broken.length > 0 ? 1 : 0;
