import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'restify';

/** A file as it is handed to staff. */
export interface DownloadedFile {
  readonly file: {
    readonly name: string;
    readonly contentType: string;
    /** Bytes. */
    readonly size: number;
    /** Lower-case hex. */
    readonly sha256: string;
  };
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Sends a file for saving, never for showing: whoever opens its address in a browser must not run what a stranger sent.
 * A caller that has it already (`If-None-Match`) is told so with 304. Should the store fail in the middle the connection is
 * cut, so that half a file does not look like a whole one.
 */
export async function sendFile(req: Request, res: Response, { file, bytes }: DownloadedFile): Promise<void> {
  const tag = `"${file.sha256}"`;
  res.setHeader('ETag', tag);
  res.setHeader('Cache-Control', 'private, no-cache');
  if (knows(req.headers['if-none-match'], tag)) {
    res.statusCode = 304;
    res.end();
    return;
  }
  res.setHeader('Content-Type', file.contentType);
  res.setHeader('Content-Length', file.size);
  res.setHeader('Content-Disposition', disposition(file.name));
  res.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.statusCode = 200;
  // Who hangs up in the middle has the loss; the pipeline has closed both ends.
  await pipeline(Readable.from(bytes), res).catch(() => undefined);
}

function knows(header: string | undefined, tag: string): boolean {
  return (header ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}

/** RFC 6266 with the name of RFC 8187, and one in ASCII for clients that do not know it. */
function disposition(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
