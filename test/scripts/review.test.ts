import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readTrainingTexts, TRAINING_FOLDER } from '../../src/language/training-data.ts';
import { CORRECTED, type Told, tellRecognised } from '../support/recognised-messages.ts';
import { describeOnPostgres } from '../support/store-engines.ts';
import { sampleConversation, sampleRequest } from '../support/store-samples.ts';
import { createTemporaryFolder, openStore, type TemporaryFolder } from '../support/store-temporary.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/review.ts', import.meta.url));
const SCOPE = { system: 'turn' } as const;

const lineSchema = z.object({
  text: z.string(),
  topic: z.string(),
  lang: z.string(),
  review: z.looseObject({ reason: z.string(), times: z.number() }),
});

describe('npm run review', function () {
  // Each of its facts starts a process that reads all training texts.
  this.timeout(60_000);
  let folder: TemporaryFolder;
  let url: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
    url = `file:${folder.file('intake.db')}`;
  });
  afterEach(() => folder.remove());

  async function review(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const { PATH = '', NODE_V8_COVERAGE } = process.env;
    const coverage = NODE_V8_COVERAGE ? { NODE_V8_COVERAGE } : {};
    const child = spawn(process.execPath, [SCRIPT, ...args], {
      cwd: folder.path,
      env: { PATH, ...coverage, DATABASE_URL: url, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    await once(child, 'close');
    const lines = out.split('\n').flatMap((line) => (line === '' ? [] : [lineSchema.parse(JSON.parse(line))]));
    return { code: child.exitCode, out, err, lines };
  }

  async function fill(...told: Told[]): Promise<void> {
    const store = await openStore(url);
    await tellRecognised(store, ...told);
    await store.close();
  }

  it('lets nothing out by which somebody could be known', async () => {
    const secrets = [
      'na.lindqvist@lamna.example',
      '+86 138 0013 8000',
      '４００１２３４５６７',
      'Nawal Lindqvist',
      'lindqvist',
      '欧阳靖瑶',
      'Lamna Healthcare',
      'Orla Byrne',
      '10.20.30.40',
      'SR-20260302-0007',
      '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
      'https://lamna.sharepoint.com/sites/hr',
      'lamna.onmicrosoft.com',
      'LAMNA\\orla',
      'Proseware Umbrella',
      '薛宝钗',
    ];
    writeFileSync(
      folder.file('people.json'),
      JSON.stringify({
        tenants: [
          {
            id: 'p',
            name: 'Proseware Umbrella',
            operator: '21vianet',
            purchase: 'direct',
            partner: null,
            premiumAgreement: false,
            trial: false,
            locale: 'zh-CN',
            timeZone: 'Asia/Shanghai',
          },
        ],
        people: [{ id: 'x', name: '薛宝钗', tenant: 'p', roles: [], registered: {} }],
      }),
    );
    const store = await openStore(url);
    await tellRecognised(
      store,
      ...secrets.map((secret) => ({
        text: `续订的时候卡住了，麻烦看看 ${secret} 这一处的授权到期没有`,
        end: CORRECTED,
      })),
    );
    const conversation = sampleConversation({ id: 'directline/filed', tenant: 'lamna' });
    const request = sampleRequest(1, { conversationId: conversation.id });
    await store.commitTurn(SCOPE, {
      conversation,
      activities: [],
      deliveries: [],
      requests: [
        {
          ...request,
          tenant: { ...request.tenant, id: 'lamna', name: 'Lamna Healthcare' },
          contact: { ...request.contact, name: 'Orla Byrne' },
        },
      ],
    });
    await store.close();
    const { out, lines } = await review([], { DIRECTORY_FILE: 'people.json' });
    assert.ok(lines.length > 0);
    const told = out.normalize('NFKC').toLowerCase();
    for (const secret of secrets)
      assert.ok(!told.includes(secret.normalize('NFKC').toLowerCase()), `${secret} in ${out}`);
    assert.doesNotMatch(told, /lamna|lindqvist|orla|byrne|138 ?0013|4001234567/);
  });

  it('writes lines that the training files take as they are', async () => {
    await fill(
      { text: '席位到期以后还想接着用那套东西该怎么弄来着', end: CORRECTED },
      { text: `${'The flurble of our vonage seats lapsed and so on. '.repeat(60)}`, end: CORRECTED },
    );
    const { code, out } = await review(['--out', 'review.jsonl']);
    assert.deepEqual([code, out], [0, '']);
    assert.equal(statSync(folder.file('review.jsonl')).mode & 0o077, 0);
    for (const file of readdirSync(TRAINING_FOLDER).filter((name) => name.endsWith('.jsonl'))) {
      copyFileSync(join(TRAINING_FOLDER, file), folder.file(file));
    }
    const before = readTrainingTexts(folder.path).length;
    writeFileSync(folder.file('zh-CN.jsonl'), readFileSync(folder.file('review.jsonl')), { flag: 'a' });
    const texts = readTrainingTexts(folder.path);
    assert.equal(texts.length, before + 2);
    const added = texts.find(({ text }) => text.startsWith('席位到期以后'));
    assert.deepEqual(added, {
      text: '席位到期以后还想接着用那套东西该怎么弄来着',
      topic: 'billing.renew',
      lang: 'zh-CN',
      calibrates: false,
    });

    const again = await review(['--out', 'review.jsonl']);
    assert.equal(again.code, 3);
    assert.match(again.err, /review\.jsonl exists already; name a new file/);
  });

  it('takes the time and the number that it is told', async () => {
    const texts = ['flurble of vonage seats', 'zebra harbour wobbles', 'quantum marmalade lapse'];
    await fill(
      ...texts.map((text, day) => ({
        text: `Our ${text} since a while`,
        end: CORRECTED,
        at: `2026-03-0${day + 1}T10:00:00.000Z`,
      })),
    );
    assert.equal((await review(['--since', '2026-03-02'])).lines.length, 2);
    assert.equal((await review(['--since', '2026-03-02T18:00:01+08:00'])).lines.length, 1);
    assert.deepEqual(
      (await review(['--most', '1'])).lines.map(({ text }) => text),
      ['Our quantum marmalade lapse since a while'],
    );
  });

  const wrongCalls: Readonly<Record<string, readonly string[]>> = {
    'an unknown option': ['--all'],
    'a day that is none': ['--since', 'yesterday'],
    'a number that is none': ['--most', '0'],
    'a word too many': ['review.jsonl'],
  };
  for (const [name, args] of Object.entries(wrongCalls)) {
    it(`answers ${name} with how it is used`, async () => {
      const { code, out, err } = await review(args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, /npm run review -- \[--since DATE\]/);
    });
  }

  it('tells how it is used', async () => {
    const { code, out } = await readHelp();
    assert.equal(code, 0);
    assert.match(out, /--since DATE/);
  });
  async function readHelp() {
    const child = spawn(process.execPath, [SCRIPT, '--help'], {
      cwd: folder.path,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    await once(child, 'close');
    return { code: child.exitCode, out };
  }

  it('says what is wrong with a database that it cannot read, and makes none', async () => {
    const missing = await review([]);
    assert.deepEqual([missing.code, missing.out], [3, '']);
    assert.match(missing.err, /intake\.db: There is no such file; correct the path\./);
    assert.ok(!existsSync(folder.file('intake.db')));

    writeFileSync(folder.file('intake.db'), 'no database at all, but long enough to look at it closely'.repeat(40));
    const broken = await review([]);
    assert.equal(broken.code, 3);
    assert.match(broken.err, /intake\.db: The file is no SQLite database/);

    const empty = new DatabaseSync(folder.file('empty.db'));
    empty.exec('create table something (id text)');
    empty.close();
    const other = await review([], { DATABASE_URL: 'file:empty.db' });
    assert.equal(other.code, 3);
    assert.match(other.err, /empty\.db: It has no tables of this version\. Correct DATABASE_URL, or run/);

    const address = await review([], { DATABASE_URL: 'mysql://user:secret@host/db' });
    assert.equal(address.code, 3);
    assert.match(address.err, /DATABASE_URL \(mysql:\) is not supported/);
    assert.doesNotMatch(address.err, /secret/);

    const names = await review([], { DIRECTORY_FILE: 'gone.json' });
    assert.equal(names.code, 3);
    assert.match(names.err, /The directory gone\.json cannot be read\. Check DIRECTORY_FILE/);
  });

  describeOnPostgres('the same', (server) => {
    it('is read from a server', async () => {
      url = await server().createDatabase();
      await fill({ text: 'The quarterly flurble of our vonage seats lapsed on Tuesday', end: CORRECTED });
      const { code, lines } = await review(['--since', '2026-03-01']);
      assert.deepEqual([code, lines.length], [0, 1]);
    });
  });
});
