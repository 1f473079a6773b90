import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip, constants as zlib } from 'node:zlib';
import type { Request, Response, Server } from 'restify';
import { statusAnswer } from './error-answer.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
};
const COMPRESSIBLE = /^(?:text\/|application\/json|image\/svg)/;
const HASH_LENGTH = 20;

interface Asset {
  readonly type: string;
  readonly tag: string;
  readonly bytes: Buffer;
  /** Made once, on first use, in a thread of the pool; one entry for each encoding. */
  readonly encoded: Map<string, Promise<Buffer>>;
}

/** The files that browsers load, held in memory. */
export interface StaticFiles {
  /**
   * An address that may be cached for ever, because it changes with the content.
   * @param path below the folder, for instance `widget/page.js`
   */
  url(path: string): string;
  has(path: string): boolean;
  /** The content as it is on disk, or null. */
  text(path: string): string | null;
  /** Registers `GET /web/:hash/*`. */
  register(server: Server): void;
  /** Compresses everything ahead of the first visitor; resolves when done. */
  warmUp(): Promise<void>;
  /** Answers with a file at an address without a hash, which browsers ask for again with its ETag. */
  send(req: Request, res: Response, path: string): Promise<void>;
}

const compressors: Readonly<Record<string, (bytes: Buffer) => Promise<Buffer>>> = {
  // Quality 9 of 11: the last two take ten times as long for three per cent.
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: { [zlib.BROTLI_PARAM_QUALITY]: 9, [zlib.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 7 }),
};

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, HASH_LENGTH);
}

async function listFiles(folder: string): Promise<string[]> {
  const found = await readdir(folder, { withFileTypes: true, recursive: true });
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function load(folder: string): Promise<Map<string, Asset>> {
  const assets = new Map<string, Asset>();
  for (const file of (await listFiles(folder)).sort()) {
    const type = CONTENT_TYPES[extname(file)];
    if (!type) continue;
    const bytes = await readFile(file);
    assets.set(relative(folder, file).split(sep).join('/'), { type, bytes, tag: digest(bytes), encoded: new Map() });
  }
  return assets;
}

/** One hash for each top folder, so that the modules in it find each other under the same address. */
function folderHashes(assets: ReadonlyMap<string, Asset>): Map<string, string> {
  const tags = new Map<string, string[]>();
  for (const [path, { tag }] of assets) {
    const folder = topFolder(path);
    tags.set(folder, [...(tags.get(folder) ?? []), `${path}:${tag}`]);
  }
  return new Map([...tags].map(([folder, list]) => [folder, digest(Buffer.from(list.join('\n')))]));
}

function topFolder(path: string): string {
  return path.split('/')[0] ?? '';
}

/** The best encoding that the browser takes; a `q=0` refuses one (RFC 9110, 12.5.3). */
function encodingFor(req: Request, asset: Asset): 'br' | 'gzip' | null {
  if (!COMPRESSIBLE.test(asset.type) || asset.bytes.length < 1000) return null;
  const accepted = (req.headers['accept-encoding'] ?? '').toString().toLowerCase();
  const takes = (name: string): boolean =>
    new RegExp(`(?:^|,)\\s*${name}\\s*(?:$|,|;(?!\\s*q=0(?:\\.0*)?\\s*(?:,|$)))`).test(accepted);
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : null;
}

function encode(asset: Asset, encoding: 'br' | 'gzip'): Promise<Buffer> {
  const made = asset.encoded.get(encoding) ?? compressors[encoding]?.(asset.bytes) ?? Promise.resolve(asset.bytes);
  asset.encoded.set(encoding, made);
  return made;
}

async function sendAsset(req: Request, res: Response, asset: Asset, caching: string): Promise<void> {
  const encoding = encodingFor(req, asset);
  const etag = `"${asset.tag}${encoding ? `-${encoding}` : ''}"`;
  res.setHeader('Vary', 'Accept-Encoding');
  res.setHeader('ETag', etag);
  res.setHeader('Cache-Control', caching);
  const known = (req.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known.includes(etag)) {
    res.send(304);
    return;
  }
  const bytes = encoding ? await encode(asset, encoding) : asset.bytes;
  res.setHeader('Content-Type', asset.type);
  res.setHeader('Content-Length', bytes.length);
  if (encoding) res.setHeader('Content-Encoding', encoding);
  res.sendRaw(200, bytes);
}

/**
 * Reads all files of a folder into memory. Only names that were found there can be asked for, so no address leads out
 * of it.
 * @param folder absolute path of `web/`
 * @throws Error of node:fs when the folder cannot be read
 */
export async function createStaticFiles(folder: string): Promise<StaticFiles> {
  const assets = await load(folder);
  const hashes = folderHashes(assets);

  async function answer(req: Request, res: Response, path: string, hash: string | null): Promise<void> {
    const asset = assets.get(path);
    if (!asset) {
      res.send(404, statusAnswer(404).body);
      return;
    }
    // A page of another version of the product may ask for another hash during an upgrade: it gets what there is.
    const isCurrent = hash !== null && hash === hashes.get(topFolder(path));
    await sendAsset(req, res, asset, isCurrent ? 'public, max-age=31536000, immutable' : 'no-cache');
  }

  return {
    url: (path) => `/web/${hashes.get(topFolder(path)) ?? 'missing'}/${path}`,
    has: (path) => assets.has(path),
    text: (path) => assets.get(path)?.bytes.toString('utf8') ?? null,
    send: (req, res, path) => answer(req, res, path, null),
    register: (server) => {
      server.get('/web/:hash/*', async (req: Request, res: Response) => {
        await answer(req, res, String(req.params['*']), String(req.params.hash));
      });
    },
    warmUp: async () => {
      const large = [...assets.values()].filter((asset) => COMPRESSIBLE.test(asset.type) && asset.bytes.length >= 1000);
      for (const asset of large) await Promise.all([encode(asset, 'br'), encode(asset, 'gzip')]);
    },
  };
}
