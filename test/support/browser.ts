import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Where Debian and others put it; CHROMIUM_PATH names another place. */
const PLACES = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of this machine, or null where there is none. */
export const chromiumPath: string | null = PLACES.find((place) => place && existsSync(place)) ?? null;

/** Appended to a suite's title where it has to be skipped, so that the report says why. */
export const browserNote = chromiumPath ? '' : ' (SKIPPED: no Chromium here; install it or set CHROMIUM_PATH)';

/** Starts the browser without its own traffic, which a closed network would refuse many times over. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** What a page did that a visitor should never see. */
export interface PageWatch {
  /** Hosts other than our own that were asked for something. */
  readonly foreignHosts: Set<string>;
  /** Errors in the console, refusals of the content security policy included. */
  readonly errors: string[];
}

/** Notes foreign requests and errors of a page from now on. */
export function watchPage(page: Page, ownUrl: string): PageWatch {
  const watch: PageWatch = { foreignHosts: new Set(), errors: [] };
  const own = new URL(ownUrl).host;
  page.on('request', (request) => {
    const { host, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && host !== own) watch.foreignHosts.add(host);
  });
  page.on('pageerror', (error) => watch.errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') watch.errors.push(message.text());
  });
  return watch;
}

/** Keeps a picture of the page when SCREENSHOTS names a folder. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  // For people only: scrolling to the newest message takes a moment, which no assertion waits for.
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
