import assert from 'node:assert/strict';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isIntakeError } from '../../src/domain/errors.ts';
import type { HealthViewer } from '../../src/domain/health.ts';
import { createFileHealth, type FileHealth } from '../../src/health/file-health.ts';
import { captureLog } from '../support/captured-log.ts';
import { handClock } from '../support/health-clock.ts';

const YAML = `
21vianet:
  - id: EX900001
    services: [Exchange Online]
    title:
      zh-CN: 部分用户无法收发邮件
      en-US: Some users cannot send or receive mail
    status: ServiceDegradation
    since: 2026-03-02T08:00:00+08:00
    url: https://status.example/EX900001
    posts:
      - at: 2026-03-02T08:40:00+08:00
        text: { zh-CN: 正在恢复。, en-US: Recovery is under way. }
      - at: 2026-03-02T08:10:00+08:00
        text: We look into it.
  - id: SP900002
    services: [SharePoint Online]
    topics: [sharepoint.site-unavailable]
    title: Sites are slow
    status: serviceRestored
    classification: advisory
    since: 2026-03-01T00:00:00Z
    posts: [{ at: 2026-03-01T06:00:00Z, text: Fixed. }]
`;

const VIEWER: HealthViewer = { operator: '21vianet' };

describe('service health from a file', () => {
  let folder: string;
  let path: string;
  let clock = handClock();
  let captured = captureLog();
  let looks: (() => Promise<void>)[] = [];
  const opened: FileHealth[] = [];

  const open = async (): Promise<FileHealth> => {
    const every = (_ms: number, work: () => Promise<void>) => {
      looks.push(work);
      return () => {
        looks = looks.filter((one) => one !== work);
      };
    };
    const health = await createFileHealth(path, { clock, log: captured.log, every });
    opened.push(health);
    return health;
  };
  /** A change is taken when two looks in a row see the same file. */
  const lookTwice = async (): Promise<void> => {
    for (let count = 0; count < 2; count++) for (const look of looks) await look();
  };
  const ids = async (health: FileHealth, viewer: Partial<HealthViewer> = {}) =>
    (await health.look({ ...VIEWER, ...viewer }))?.incidents.map(({ id }) => id);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'health-file-'));
    path = join(folder, 'health.yaml');
    clock = handClock();
    captured = captureLog();
    looks = [];
    await writeFile(path, YAML);
  });
  afterEach(async () => {
    for (const health of opened.splice(0)) health.close();
    await rm(folder, { recursive: true });
  });

  it('reads incidents with texts of each language, or one for all', async () => {
    const look = await (await open()).look(VIEWER);
    assert.deepEqual(look, {
      checkedAt: '2026-03-02T01:00:00.000Z',
      isComplete: true,
      incidents: [
        {
          id: 'EX900001',
          services: ['Exchange Online'],
          topics: [],
          title: { 'zh-CN': '部分用户无法收发邮件', 'en-US': 'Some users cannot send or receive mail' },
          about: '正在恢复。\nRecovery is under way.\nWe look into it.\nWe look into it.',
          lastPost: {
            at: '2026-03-02T00:40:00.000Z',
            text: { 'zh-CN': '正在恢复。', 'en-US': 'Recovery is under way.' },
          },
          status: 'serviceDegradation',
          classification: 'incident',
          since: '2026-03-02T00:00:00.000Z',
          endedAt: null,
          updatedAt: '2026-03-02T00:40:00.000Z',
          url: 'https://status.example/EX900001',
        },
        {
          id: 'SP900002',
          services: ['SharePoint Online'],
          topics: ['sharepoint.site-unavailable'],
          title: { 'zh-CN': 'Sites are slow', 'en-US': 'Sites are slow' },
          about: 'Fixed.\nFixed.',
          lastPost: { at: '2026-03-01T06:00:00.000Z', text: { 'zh-CN': 'Fixed.', 'en-US': 'Fixed.' } },
          status: 'serviceRestored',
          classification: 'advisory',
          since: '2026-03-01T00:00:00.000Z',
          endedAt: '2026-03-01T06:00:00.000Z',
          updatedAt: '2026-03-01T06:00:00.000Z',
          url: null,
        },
      ],
    });
  });

  it('speaks only for operators that it names', async () => {
    const health = await open();
    assert.equal(await health.look({ operator: 'microsoft' }), null);
    await writeFile(path, '{"microsoft": []}');
    await lookTwice();
    assert.deepEqual(await ids(health, { operator: 'microsoft' }), []);
    assert.equal(await health.look(VIEWER), null);
  });

  it('keeps what is for admins from everybody else', async () => {
    const entry = { services: ['Exchange'], title: 'Mail', status: 'investigating', since: '2026-03-02T00:00:00Z' };
    const entries = [
      { ...entry, id: 'all' },
      { ...entry, id: 'admins', audience: 'admins' },
      { ...entry, id: 'contoso', tenants: ['contoso'] },
    ];
    await writeFile(path, JSON.stringify({ '21vianet': entries }));
    const health = await open();
    assert.deepEqual(await ids(health), ['all']);
    assert.deepEqual(await ids(health, { audience: 'public', tenantId: 'contoso' }), ['all']);
    assert.deepEqual(await ids(health, { audience: 'admin' }), ['all', 'admins']);
    assert.deepEqual(await ids(health, { audience: 'admin', tenantId: null }), ['all', 'admins']);
    assert.deepEqual(await ids(health, { audience: 'admin', tenantId: 'fabrikam' }), ['all', 'admins']);
    assert.deepEqual(await ids(health, { audience: 'admin', tenantId: 'contoso' }), ['all', 'admins', 'contoso']);
  });

  describe('refuses at the start, with the path of every mistake', () => {
    const entry = (fields: string) =>
      `21vianet: [{ id: A, services: [x], title: t, status: s, since: 2026-03-02T00:00:00Z, ${fields} }]`;
    const cases: readonly (readonly [string, string, RegExp])[] = [
      ['an unknown operator', 'amazon: []', /amazon/],
      ['an unknown field', entry('colour: red'), /21vianet\.0: .*colour/],
      [
        'a moment without a zone',
        entry('endedAt: 2026-03-02T09:00:00'),
        /21vianet\.0\.endedAt: must be a moment with its zone/,
      ],
      ['an end before the beginning', entry('endedAt: 2026-03-01T09:00:00Z'), /21vianet\.0\.endedAt: is before since/],
      ['an unknown topic', entry('topics: [exchange.nothing]'), /21vianet\.0\.topics\.0/],
      [
        'half of the languages',
        entry('posts: [{ at: 2026-03-02T00:00:00Z, text: { zh-CN: 好 } }]'),
        /21vianet\.0\.posts\.0\.text: must be a text/,
      ],
      [
        'an address without TLS',
        entry('url: http://status.example'),
        /21vianet\.0\.url: must be an address that begins/,
      ],
      [
        'no service',
        '21vianet: [{ id: A, title: t, status: s, since: 2026-03-02T00:00:00Z }]',
        /21vianet\.0\.services/,
      ],
      [
        'an id twice',
        `${YAML}\n  - { id: EX900001, services: [x], title: t, status: s, since: 2026-03-02T00:00:00Z }`,
        /21vianet\.2\.id: stands there twice/,
      ],
      ['an empty file', '', /health\.yaml/],
      ['a list', '[]', /health\.yaml/],
      ['half a line', '21vianet: [{ id: A', /HEALTH_FILE/],
      [
        'a bomb of aliases',
        `a: &a [1,1,1,1,1,1,1,1,1]\n${'bcdefghij'
          .split('')
          .map((name, at) => `${name}: &${name} [${`*${'abcdefghi'[at]},`.repeat(9)}]`)
          .join('\n')}`,
        /HEALTH_FILE|mistakes/,
      ],
    ];
    for (const [name, text, words] of cases) {
      it(name, async () => {
        await writeFile(path, text);
        await assert.rejects(
          open(),
          (error) => isIntakeError(error, 'InvalidConfiguration') && words.test(error.message),
        );
      });
    }

    it('a file that is not there', async () => {
      await rm(path);
      await assert.rejects(open(), (error) => isIntakeError(error, 'InvalidConfiguration'));
    });
  });

  it('takes a change, also when an editor puts another file in its place', async () => {
    const health = await open();
    await writeFile(join(folder, 'new'), YAML.replace('EX900001', 'EX900009'));
    await rename(join(folder, 'new'), path);
    await lookTwice();
    assert.deepEqual(await ids(health), ['EX900009', 'SP900002']);
    await health.check();
  });

  it('keeps the last good file, says so once a change, and tells since when', async () => {
    const health = await open();
    clock.forward(60_000);
    await ids(health);
    for (const broken of ['21vianet: [{ id: 1 }]', '{{{']) {
      await writeFile(path, broken);
      await lookTwice();
      await lookTwice();
    }
    clock.forward(600_000);
    const look = await health.look(VIEWER);
    assert.equal(look?.incidents.length, 2);
    assert.equal(look?.checkedAt, '2026-03-02T01:01:00.000Z');
    await assert.rejects(health.check(), (error) => isIntakeError(error, 'InvalidConfiguration'));
    assert.deepEqual(
      captured.parsed().map(({ level }) => level),
      ['error', 'error'],
    );

    await rm(path);
    await lookTwice();
    assert.deepEqual(await ids(health), ['EX900001', 'SP900002']);
    await writeFile(path, '21vianet: []');
    await lookTwice();
    await health.check();
    assert.deepEqual(await ids(health), []);
  });

  it('takes the file of the documentation', async () => {
    const page = await readFile(join(import.meta.dirname, '../../docs/reference/service-health.md'), 'utf8');
    await writeFile(path, /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '');
    assert.deepEqual(await ids(await open()), ['EX900001']);
  });

  it('looks no more when it is closed', async () => {
    (await open()).close();
    assert.equal(looks.length, 0);
  });
});
