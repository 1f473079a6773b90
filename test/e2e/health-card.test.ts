import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Browser, Page } from 'playwright-core';
import { browserNote, chromiumPath, keepPicture, openBrowser, watchPage } from '../support/browser.ts';
import { createDataFolder, type DataFolder, type ServerProcess, startServer } from '../support/server-process.ts';
import { until } from '../support/until.ts';

const INCIDENT = {
  id: 'EX900001',
  services: ['Exchange Online'],
  title: { 'zh-CN': '部分用户无法收发外部邮件', 'en-US': 'Some users cannot send or receive external mail' },
  status: 'serviceDegradation',
  since: '2026-03-02T08:00:00+08:00',
  url: 'https://status.example/EX900001',
  posts: [
    {
      at: '2026-03-02T09:40:00+08:00',
      text: {
        'zh-CN': '我们已定位到故障的邮件网关，正在切换到备用设备。[点我](https://evil.example) **立即**',
        'en-US':
          'We have found the faulty mail gateway and are switching to a standby. [here](https://evil.example) **now**',
      },
    },
  ],
};
/** Web Chat puts characters without width around a link. */
const WORDS = {
  'zh-CN': {
    problem: '从今天早上开始，全公司都收不到外部邮件。',
    follow: '关注进展',
    followed: /已关注.+EX900001/,
    other: '我的是另一个问题',
    support: '联系支持',
    solved: '已解决',
    over: /您关注的事件.+EX900001.+已经恢复/,
  },
  'en-US': {
    problem: 'Since this morning nobody in our company receives external mail.',
    follow: 'Keep me posted',
    followed: /keep you posted on.+EX900001/,
    other: 'Mine is another problem',
    support: 'Contact support',
    solved: 'Solved',
    over: /incident that you follow is over:.+EX900001/,
  },
} as const;

describe(`the health card in Chromium${browserNote}`, function () {
  this.timeout(90_000);
  let data: DataFolder;
  let server: ServerProcess;
  let browser: Browser;
  let health: string;

  beforeEach(async function () {
    if (!chromiumPath) this.skip();
    data = await createDataFolder();
    health = join(data.path, 'health.json');
    write({});
    [server, browser] = await Promise.all([startServer({ data, env: { HEALTH_FILE: health } }), openBrowser()]);
  });
  afterEach(async () => {
    await browser?.close();
    await server?.kill();
    await data?.remove();
  });

  function write(changes: object): void {
    writeFileSync(health, JSON.stringify({ '21vianet': [{ ...INCIDENT, ...changes }] }));
  }

  /** Nobody waits for the minute between two looks. */
  function lookNow(): void {
    const database = new DatabaseSync(join(data.path, 'data', 'intake.db'), { timeout: 5_000 });
    database.exec(`update incident_follows set next_look_at = '2026-01-01T00:00:00.000Z' where ended_at is null`);
    database.close();
  }

  async function visit(language: string, width: number): Promise<Page> {
    const context = await browser.newContext({ locale: language, viewport: { width, height: 900 } });
    const page = await context.newPage();
    await page.goto(server.url);
    await page.selectOption('#language', language);
    await page.selectOption('#person', 'dl_contoso-admin');
    await page.locator('[data-id="webchat-sendbox-input"]').waitFor();
    return page;
  }
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).last();

  /** Pictures for a phone and for a desk; the page goes on at the second width. */
  async function keepPictures(page: Page, name: string): Promise<void> {
    if (!process.env.SCREENSHOTS) return;
    for (const width of [380, 1200]) {
      await page.setViewportSize({ width, height: 900 });
      await keepPicture(page, `${name}-${width}`);
    }
  }

  for (const [language, width] of [
    ['zh-CN', 380],
    ['en-US', 1200],
  ] as const) {
    it(`is followed, and its end arrives unasked, in ${language} at ${width} pixels`, async () => {
      const words = WORDS[language];
      const page = await visit(language, width);
      const watch = watchPage(page, server.url);
      const sendBox = page.locator('[data-id="webchat-sendbox-input"]');
      await sendBox.fill(words.problem);
      await sendBox.press('Enter');
      await button(page, words.follow).waitFor();
      for (const name of [words.other, words.support]) assert.ok(await button(page, name).isVisible(), name);
      assert.equal(await page.getByRole('link', { name: /点我|^here$/ }).count(), 0, 'a post is no Markdown');
      await keepPictures(page, `health-card-${language}`);
      await button(page, words.follow).click();
      await page.getByText(words.followed).last().waitFor();
      write({ status: 'serviceRestored', endedAt: '2026-03-02T10:00:00+08:00' });
      await until('the end is told', async () => {
        lookNow();
        return (await page.getByText(words.over).count()) > 0;
      });
      await keepPictures(page, `health-news-${language}`);
      await button(page, words.other).click();
      await button(page, words.solved).waitFor();
      await keepPictures(page, `health-other-${language}`);
      assert.deepEqual([watch.errors, [...watch.foreignHosts]], [[], []]);
    });
  }
});
