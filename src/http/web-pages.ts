import type { Request, Response, Server } from 'restify';
import { LOCALES } from '../domain/locale.ts';
import type { Operator } from '../domain/person.ts';
import { errorBody } from './error-answer.ts';
import { pagePolicy } from './security-headers.ts';
import type { StaticFiles } from './static-files.ts';

/** Somebody of the demo directory as the picker shows them. */
export interface DemoPerson {
  readonly id: string;
  readonly name: string;
  /** Name of the organisation. */
  readonly tenant: string;
  readonly operator: Operator;
  /** Whether this person may open service requests. */
  readonly admin: boolean;
}

/** What the pages are made of. */
export interface WebPagesParts {
  readonly files: StaticFiles;
  /** The people of the picker; null switches the demo page off, as production does. */
  readonly people: readonly DemoPerson[] | null;
  /** Sites that may embed the widget. */
  readonly widgetOrigins: readonly string[];
  /** Scheme and host under which a request's page opens sockets, for instance `wss://support.example`. */
  socketOrigin(req: Request): string;
  /** Fresh and unguessable, at least 128 bits, base64. */
  newNonce(): string;
}

interface Page {
  readonly file: string;
  readonly script: string;
  readonly framedBy: readonly string[];
  readonly config: object;
}

const WEB_CHAT = 'vendor/webchat.js';

/** JSON as the value of a double-quoted attribute. */
function asAttribute(value: object): string {
  return JSON.stringify(value).replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
}

async function sendPage(req: Request, res: Response, parts: WebPagesParts, page: Page): Promise<void> {
  const template = parts.files.text(page.file);
  if (template === null || !parts.files.has(WEB_CHAT)) {
    const hint =
      'The chat page is not complete. Run `npm ci` and start with `npm start`, which fetches what is missing.';
    res.send(503, errorBody('Unavailable', hint));
    return;
  }
  const nonce = parts.newNonce();
  const html = fill(template, {
    nonce,
    style: parts.files.url('widget/widget.css'),
    script: parts.files.url(page.script),
    webChat: parts.files.url(WEB_CHAT),
    config: asAttribute({
      locales: LOCALES,
      texts: Object.fromEntries(LOCALES.map((locale) => [locale, parts.files.url(`widget/locales/${locale}.json`)])),
      ...page.config,
    }),
  });
  res.setHeader(
    'Content-Security-Policy',
    pagePolicy({ nonce, socketOrigin: parts.socketOrigin(req), framedBy: page.framedBy }),
  );
  if (page.framedBy.length > 0) res.removeHeader('X-Frame-Options');
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.setHeader('Content-Length', Buffer.byteLength(html));
  res.sendRaw(200, html);
}

/**
 * Registers the pages: `GET /` the demo page (404 without people), `GET /widget/frame` the widget for other sites and
 * `GET /widget.js` the script by which those embed it.
 */
export function registerWebPages(server: Server, parts: WebPagesParts): void {
  const { people } = parts;
  if (people) {
    const page: Page = { file: 'widget/index.html', script: 'widget/demo-page.js', framedBy: [], config: { people } };
    server.get('/', async (req: Request, res: Response) => sendPage(req, res, parts, page));
  }
  const frame: Page = {
    file: 'widget/frame.html',
    script: 'widget/frame.js',
    framedBy: parts.widgetOrigins,
    config: { parents: parts.widgetOrigins },
  };
  server.get('/widget/frame', async (req: Request, res: Response) => sendPage(req, res, parts, frame));
  server.get('/widget.js', async (req: Request, res: Response) => {
    res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    await parts.files.send(req, res, 'widget/embed.js');
  });
}
