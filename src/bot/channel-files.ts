import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Activity } from '../domain/activity.ts';
import { ATTACHMENT_LIMITS, type SentFile } from '../domain/attachment.ts';
import { isLoopback } from '../domain/loopback.ts';
import { AnswerTooLong, keptConnections, type ProxyEnvironment, readBody } from '../http-exchange.ts';
import type { Log } from '../log.ts';

/** An activity without the files that a channel keeps, and these files. */
export interface FetchedFiles {
  readonly activity: Activity;
  readonly sentFiles: readonly SentFile[];
}

/** Fetches what people send in Teams and other channels of the Bot Framework. */
export interface ChannelFiles {
  /**
   * Never rejects: a file that cannot be fetched is named with the reason.
   * @param token the bot's token for the channel; asked for only when a file needs it
   */
  fetch(activity: Activity, serviceUrl: string, token: () => Promise<string | null>): Promise<FetchedFiles>;
}

/** Files of a personal chat lie in the person's OneDrive; Azure China has no exchange of files with bots. */
const ONEDRIVE_HOST = 'sharepoint.com';
const TEAMS_FILE = 'application/vnd.microsoft.teams.file.download.info';

const LIMITS = {
  /** Milliseconds for all files of a message: the channel waits 15 seconds for the whole turn. */
  withinMs: 6_000,
  /** Messages whose files are fetched at a time: each may hold five files of ten megabytes in memory. */
  most: 4,
};

const downloadSchema = z.looseObject({ downloadUrl: z.string().max(4000) });
type Attachment = NonNullable<Activity['attachments']>[number];

/** Where a file lies, and whether the bot has to show who it is. */
interface FileAddress {
  readonly url: URL;
  readonly needsToken: boolean;
}

/**
 * The address of a file that may be fetched, or null: one that a stranger chose could lead into the operator's own network.
 * Only OneDrive, which gives addresses of a short life (Teams, "Send and receive files with a bot"), and the channel itself,
 * whose `serviceUrl` is trusted, are asked; the bot's token goes to the channel alone.
 * @param verified as for `isTrustedServiceUrl`: without an app id there are only channels on this machine
 */
export function fileAddress(attachment: Attachment, serviceUrl: string, verified: boolean): FileAddress | null {
  const isOneDrive = attachment.contentType === TEAMS_FILE;
  const info = isOneDrive ? downloadSchema.safeParse(attachment.content).data?.downloadUrl : attachment.contentUrl;
  if (typeof info !== 'string' || !URL.canParse(info) || !URL.canParse(serviceUrl)) return null;
  const url = new URL(info);
  if (url.username || url.password) return null;
  if (!verified)
    return isLoopback(url.hostname) && url.origin === new URL(serviceUrl).origin ? { url, needsToken: false } : null;
  if (url.protocol !== 'https:' || url.port !== '') return null;
  if (isOneDrive) return url.hostname.endsWith(`.${ONEDRIVE_HOST}`) ? { url, needsToken: false } : null;
  return url.origin === new URL(serviceUrl).origin ? { url, needsToken: true } : null;
}

/** @param options.verified whether channels prove who they are, because there is an app id */
export function createChannelFiles(
  options: { readonly proxy: ProxyEnvironment; readonly verified: boolean; readonly log: Log },
  limits: Partial<typeof LIMITS> = {},
): ChannelFiles {
  const { withinMs, most } = { ...LIMITS, ...limits };
  const requestOf = keptConnections(options.proxy);
  let running = 0;

  async function bytesOf(
    { url }: FileAddress,
    name: string | null,
    token: string | null,
    until: AbortSignal,
  ): Promise<SentFile> {
    try {
      const bytes = await new Promise<Uint8Array | null>((resolve, reject) => {
        const headers = token === null ? {} : { authorization: `Bearer ${token}` };
        const request = requestOf(url, { method: 'GET', headers, signal: until });
        // A redirect could lead anywhere, so it is no file.
        request.once('response', (response) => void readFile(response).then(resolve, reject));
        request.on('error', reject);
        request.end();
      });
      return bytes === null ? { name, problem: 'tooLarge' } : { name, bytes };
    } catch (err) {
      options.log.warn({ err, host: url.hostname }, 'a file of a channel could not be fetched');
      return { name, problem: 'notKept' };
    }
  }

  return {
    async fetch(activity, serviceUrl, token) {
      const found = (activity.attachments ?? []).flatMap((attachment) => {
        const address = fileAddress(attachment, serviceUrl, options.verified);
        return address ? [{ attachment, address }] : [];
      });
      if (found.length === 0) return { activity, sentFiles: [] };
      const rest = (activity.attachments ?? []).filter((one) => !found.some(({ attachment }) => attachment === one));
      const isBusy = running >= most;
      running += 1;
      const until = AbortSignal.timeout(withinMs);
      const sentFiles: SentFile[] = [];
      try {
        for (const [index, { attachment, address }] of found.entries()) {
          const name = typeof attachment.name === 'string' ? attachment.name : null;
          if (index >= ATTACHMENT_LIMITS.perMessage) sentFiles.push({ name, problem: 'tooMany' });
          else if (isBusy) sentFiles.push({ name, problem: 'notKept' });
          else sentFiles.push(await bytesOf(address, name, address.needsToken ? await tokenOr(token) : null, until));
        }
      } finally {
        running -= 1;
      }
      return { activity: { ...activity, attachments: rest }, sentFiles };
    },
  };
}

/** Without a token the channel refuses, which is told like any other file that cannot be had. */
async function tokenOr(token: () => Promise<string | null>): Promise<string | null> {
  return token().catch(() => null);
}

/** The bytes, or null for more than a file may have; what is longer is not read to its end. */
async function readFile(response: IncomingMessage): Promise<Uint8Array | null> {
  const { statusCode = 0, headers } = response;
  const isTooLarge = Number(headers['content-length'] ?? 0) > ATTACHMENT_LIMITS.fileBytes;
  if (statusCode !== 200 || isTooLarge) {
    response.destroy();
    if (statusCode !== 200) throw new Error(`the channel answered ${statusCode}`);
    return null;
  }
  try {
    return await readBody(response, ATTACHMENT_LIMITS.fileBytes, 'refuse');
  } catch (err) {
    if (err instanceof AnswerTooLong) return null;
    throw err;
  }
}
