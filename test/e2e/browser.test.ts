import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { browserNote, chromiumPath, keepPicture, openBrowser, watchPage } from '../support/browser.ts';
import { SAMPLE_FILES } from '../support/sample-files.ts';
import { createDataFolder, type DataFolder, type ServerProcess, startServer } from '../support/server-process.ts';

const REFERENCE = /SR-\d{8}-\d{4,}/;

describe(`the widget in Chromium${browserNote}`, function () {
  this.timeout(90_000);
  let data: DataFolder;
  let server: ServerProcess;
  let browser: Browser;

  before(async function () {
    if (!chromiumPath) this.skip();
    data = await createDataFolder();
    [server, browser] = await Promise.all([startServer({ data }), openBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await server?.kill();
    await data?.remove();
  });

  async function visit(person: string, language: string, viewport = { width: 1280, height: 900 }): Promise<Page> {
    const context = await browser.newContext({ locale: language, viewport });
    const page = await context.newPage();
    await page.goto(server.url);
    await page.selectOption('#language', language);
    await page.selectOption('#person', person);
    await sendBox(page).waitFor();
    return page;
  }

  const sendBox = (page: Page) => page.locator('[data-id="webchat-sendbox-input"]');
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).last();

  async function write(page: Page, text: string): Promise<void> {
    await sendBox(page).fill(text);
    await sendBox(page).press('Enter');
  }

  /** Waits for words of the bot; the picture of a failure is the text of the whole page. */
  async function sees(page: Page, words: string | RegExp): Promise<void> {
    await page.getByText(words).last().waitFor({ timeout: 20_000 });
  }

  it('sends a screenshot that somebody picked, and shows that it was received', async () => {
    const page = await visit('dl_contoso-admin', 'zh-CN');
    const watch = watchPage(page, server.url);
    await sees(page, '您好');
    const picture = { name: '错误截图.png', mimeType: 'image/png', buffer: SAMPLE_FILES.png };
    await page.locator('input[type="file"]').setInputFiles(picture);
    await page.locator('.webchat__attachment-icon--checked').waitFor();
    // Picked files wait beside what is written until it is sent.
    await write(page, '给外部客户发信都被退回');
    await sees(page, '已收到附件：错误截图.png');
    await sees(page, '自助办法');
    await keepPicture(page, 'attachment-zh-cn');
    assert.deepEqual([watch.errors, [...watch.foreignHosts]], [[], []]);
  });

  it('files a request in Chinese with cards in four actions, reloaded in the middle', async () => {
    const page = await visit('dl_contoso-admin', 'zh-CN');
    const watch = watchPage(page, server.url);
    await sees(page, '您好');
    await keepPicture(page, '1-welcome-zh-cn');
    await write(page, '从今天早上开始，全公司都收不到外部邮件。');
    await button(page, '已解决').waitFor();
    await keepPicture(page, '2-articles-zh-cn');
    await button(page, '联系支持').click();
    await sees(page, '隐私声明');
    await page.reload();
    await sees(page, '隐私声明');
    assert.equal(await page.getByLabel('问题描述').last().inputValue(), '从今天早上开始，全公司都收不到外部邮件。');
    assert.ok(await page.getByLabel('整个组织').last().isChecked());
    assert.equal(await page.getByLabel('联系电话').last().inputValue(), '+86 10 5555 0100');
    await page.getByLabel('业务影响陈述').last().fill('客户订单都靠邮件，每小时损失约 20 单');
    await page.getByLabel('我们已安排专人').last().check();
    await page.getByLabel('我已阅读并同意').last().check();
    await keepPicture(page, '3-form-zh-cn');
    await button(page, '下一步：查看评定结果').click();
    await sees(page, '严重级别 A（关键）');
    await sees(page, /北京时间/);
    await keepPicture(page, '4-review-zh-cn');
    await button(page, '确认提交').click();
    await sees(page, REFERENCE);
    await keepPicture(page, '5-receipt-zh-cn');
    const reference = (await page.locator('body').textContent())?.match(REFERENCE)?.[0];
    await page.reload();
    await sees(page, reference ?? REFERENCE);
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
    assert.deepEqual([[...watch.foreignHosts], watch.errors], [[], []]);
  });

  it('files a request in English in words alone, by keyboard, within eight messages', async () => {
    const page = await visit('dl_northwind-admin', 'en-US');
    const watch = watchPage(page, server.url);
    await sees(page, /Hello/);
    const messages = [
      'The Send button in Outlook is garbled for one user.',
      'contact support',
      'yes',
      'no',
      'no',
      'skip',
      'confirm',
    ];
    const answers = [
      /Outlook desktop app/,
      /Reply “I agree”/,
      /severely affected/,
      /workaround/,
      /version and build/,
      /Severity B/,
      REFERENCE,
    ];
    assert.ok(messages.length <= 8);
    for (const [index, message] of messages.entries()) {
      await write(page, message);
      await sees(page, answers[index] ?? '');
    }
    await keepPicture(page, '6-text-only-en-us');
    assert.deepEqual([[...watch.foreignHosts], watch.errors], [[], []]);
  });

  it('fits a telephone: nothing runs out of the window', async () => {
    const page = await visit('dl_contoso-admin', 'zh-CN', { width: 390, height: 844 });
    await write(page, 'SharePoint 网站打不开了');
    await sees(page, '自助办法');
    await keepPicture(page, '7-phone-zh-cn');
    const width = await page.evaluate('document.documentElement.scrollWidth');
    assert.ok(Number(width) <= 390, `the page is ${width} wide`);
  });

  it('shows script that somebody typed as words', async () => {
    const page = await visit('dl_contoso-admin', 'en-US');
    const watch = watchPage(page, server.url);
    const script = '<img src=x onerror="window.hacked=1"> <script>window.hacked=1</script> Outlook crashes';
    await write(page, script);
    await write(page, 'contact support');
    await sees(page, 'Privacy');
    assert.equal(await page.getByLabel('Description').last().inputValue(), script);
    assert.equal(await page.evaluate('window.hacked'), undefined);
    assert.deepEqual([[...watch.foreignHosts], watch.errors], [[], []]);
  });
});
