import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { browserNote, chromiumPath, keepPicture, openBrowser, type PageWatch, watchPage } from '../support/browser.ts';
import { faultsOf } from '../support/page-looks.ts';
import { createDataFolder, type DataFolder, type ServerProcess, startServer } from '../support/server-process.ts';

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
        'zh-CN': '已定位到故障的邮件网关，正在切换到备用设备。预计还需要一小时，期间发出的邮件会排队，不会丢失。',
        'en-US':
          'We have found the faulty mail gateway and are switching to a standby. Mail sent meanwhile is queued and not lost.',
      },
    },
  ],
};

const WORDS = {
  'zh-CN': {
    admin: 'dl_contoso-admin',
    user: 'dl_contoso-user',
    problem: '从今天早上开始，全公司都收不到外部邮件。',
    contactSupport: '联系支持',
    phone: ['联系电话', '138 0013 8000'],
    impact: ['业务影响陈述', '客户订单都靠邮件，每小时损失约 20 单'],
    people: '我们已安排专人',
    consent: '我已阅读并同意',
    next: '下一步：查看评定结果',
    confirm: '确认提交',
    severity: /严重级别 A（关键）/,
    unverified: /没有登记在管理员资料里/,
    choice: /还差一步/,
    toMail: /^发邮件到 a\*+@/,
    code: '验证码',
    unverifiedAnyway: '不验证，直接提交',
    whoIsMyAdmin: '谁是我们的管理员',
    lockedOut: '我是管理员，登录不了',
  },
  'en-US': {
    admin: 'dl_northwind-admin',
    user: 'dl_northwind-user',
    problem: 'Since this morning nobody in our company receives external mail.',
    contactSupport: 'Contact support',
    phone: ['Phone', '+1 425 555 0177'],
    impact: ['Business impact statement', 'No customer order arrives; about 20 orders an hour are lost'],
    people: 'We have assigned people',
    consent: 'I have read the privacy notice',
    next: 'Next: see the severity',
    confirm: 'Confirm and submit',
    severity: /Severity A \(critical\)/,
    unverified: /not registered in your admin profile/,
    choice: /One more step/,
    toMail: /^E-mail to a\*+@/,
    code: 'Code',
    unverifiedAnyway: 'File without a code',
    whoIsMyAdmin: 'Who is my admin',
    lockedOut: 'I am an admin and cannot sign in',
  },
} as const;
const WIDTHS = [380, 1200];

describe(`how it looks on a telephone and on a desk${browserNote}`, function () {
  this.timeout(90_000);
  let data: DataFolder;
  let server: ServerProcess;
  let browser: Browser;

  before(async function () {
    if (!chromiumPath) this.skip();
    data = await createDataFolder();
    const health = join(data.path, 'health.json');
    writeFileSync(health, JSON.stringify({ '21vianet': [INCIDENT], microsoft: [INCIDENT] }));
    [server, browser] = await Promise.all([startServer({ data, env: { HEALTH_FILE: health } }), openBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await server?.kill();
    await data?.remove();
  });

  async function visit(person: string, language: string): Promise<{ page: Page; watch: PageWatch }> {
    const context = await browser.newContext({ locale: language, viewport: { width: 380, height: 800 } });
    const page = await context.newPage();
    const watch = watchPage(page, server.url);
    await page.goto(server.url);
    await page.selectOption('#language', language);
    await page.selectOption('#person', person);
    await sendBox(page).waitFor();
    return { page, watch };
  }

  const sendBox = (page: Page) => page.locator('[data-id="webchat-sendbox-input"]');
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).last();
  const field = (page: Page, label: string) => page.getByRole('textbox', { name: label, exact: true }).last();

  async function write(page: Page, text: string): Promise<void> {
    await sendBox(page).fill(text);
    await sendBox(page).press('Enter');
  }

  /** Looks at the page at both widths once the thing is there; the page goes on at the wider one. */
  async function look(page: Page, name: string, thing: Locator): Promise<void> {
    await thing.waitFor({ timeout: 20_000 });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      assert.ok(await thing.isVisible(), `${name} is shown at ${width}`);
      await keepPictures(page, name, width);
      assert.deepEqual(await faultsOf(page), [], `${name} at ${width}`);
    }
  }

  /** As it stands when it arrives, and whole in a window as high as it needs. */
  async function keepPictures(page: Page, name: string, width: number): Promise<void> {
    if (!process.env.SCREENSHOTS) return;
    await keepPicture(page, `${name}-${width}`);
    await page.setViewportSize({ width, height: 2600 });
    await keepPicture(page, `${name}-${width}-whole`);
    await page.setViewportSize({ width, height: 800 });
  }

  for (const language of ['zh-CN', 'en-US'] as const) {
    const words = WORDS[language];
    const tag = language.slice(0, 2);

    it(`shows health, form, review and verification well in ${language}`, async () => {
      const { page, watch } = await visit(words.admin, language);
      await write(page, words.problem);
      await look(page, `health-${tag}`, button(page, words.contactSupport));
      await button(page, words.contactSupport).click();
      await look(page, `form-${tag}`, button(page, words.next));
      for (const [label, value] of [words.phone, words.impact]) await field(page, label).fill(value);
      await page.getByLabel(words.people).last().check();
      await page.getByLabel(words.consent).last().check();
      await button(page, words.next).click();
      await look(page, `review-${tag}`, page.getByText(words.severity).last());
      assert.ok(await page.getByText(words.unverified).last().isVisible());
      await button(page, words.confirm).click();
      await look(page, `verify-choice-${tag}`, page.getByText(words.choice).last());
      await button(page, words.toMail).click();
      await look(page, `verify-code-${tag}`, field(page, words.code));
      await button(page, words.unverifiedAnyway).click();
      await look(page, `receipt-${tag}`, page.getByText(/^SR-\d{8}-\d{4,}$/).last());
      assert.deepEqual([watch.errors, [...watch.foreignHosts]], [[], []]);
    });

    it(`shows the ways out of a refusal well in ${language}`, async () => {
      for (const [name, person, way] of [
        ['refusal-user', words.user, words.whoIsMyAdmin],
        ['refusal-unknown', 'dl_somebody', words.lockedOut],
      ] as const) {
        const { page, watch } = await visit(person, language);
        await write(page, words.contactSupport);
        await look(page, `${name}-${tag}`, button(page, way));
        assert.deepEqual([watch.errors, [...watch.foreignHosts]], [[], []]);
      }
    });
  }
});
