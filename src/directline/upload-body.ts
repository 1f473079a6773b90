import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { ATTACHMENT_LIMITS, type SentFile } from '../domain/attachment.ts';

/** Bytes of all uploads of the instance that are on their way or in a turn. */
export interface UploadMemory {
  bytes: number;
}

/** What an upload may cost. */
export interface UploadLimits {
  /** Bytes of one request: as many files as a message may have, and what stands between them. */
  readonly requestBytes: number;
  /** Bytes of all uploads together. */
  readonly allBytes: number;
}

/** The limits in force; `docs/reference/limits.md` has the reasons. */
export const UPLOAD_LIMITS: UploadLimits = {
  requestBytes: ATTACHMENT_LIMITS.perMessage * ATTACHMENT_LIMITS.fileBytes + 1024 * 1024,
  allBytes: 128 * 1024 * 1024,
};

/** What was uploaded, or why it cannot be read. `release` gives the memory back once the turn is done. */
export type Upload =
  | { readonly activity: unknown; readonly files: readonly SentFile[]; release(): void }
  | { readonly problem: 'malformed' | 'too-large' | 'busy' | 'gone' };

/** Content type of the part that holds the activity (Direct Line API 3.0, "Send an activity with attachments"). */
const ACTIVITY = 'application/vnd.microsoft.activity';
const ACTIVITY_BYTES = 256 * 1024;
/** Files that are named as too many; more are not even that. */
const MOST_PARTS = 30;

/**
 * Reads the body of `POST upload`: one part for the activity and one for each file, or one file as the whole body. A file
 * beyond its limits is read to its end without being kept, so that the person can be told; a body that is too large, or
 * that would take more memory than there is for all, ends the reading.
 */
export function readUpload(req: IncomingMessage, memory: UploadMemory, limits: UploadLimits): Promise<Upload> {
  const type = req.headers['content-type'] ?? '';
  const reading = createReading(memory, limits);
  if (!/^multipart\//i.test(type)) return readSingle(req, reading, fileNameOf(req));
  const parser = parserFor(req, type);
  if (!parser) return Promise.resolve({ problem: 'malformed' });
  return readParts(req, parser, reading);
}

/** The bytes that one upload holds. */
interface Reading {
  /** Whether a piece of so many bytes may still be read. */
  passes(bytes: number): 'ok' | 'too-large';
  /** Whether it may be kept in memory; never after `release`, because nobody would give it back. */
  holds(bytes: number): boolean;
  release(): void;
}

function createReading(memory: UploadMemory, limits: UploadLimits): Reading {
  let read = 0;
  let held = 0;
  let isReleased = false;
  return {
    passes: (bytes) => {
      read += bytes;
      return read > limits.requestBytes ? 'too-large' : 'ok';
    },
    holds: (bytes) => {
      if (isReleased || memory.bytes + bytes > limits.allBytes) return false;
      memory.bytes += bytes;
      held += bytes;
      return true;
    },
    release: () => {
      memory.bytes -= held;
      held = 0;
      isReleased = true;
    },
  };
}

function parserFor(req: IncomingMessage, type: string): BusboyInstance | null {
  try {
    return new Busboy({
      headers: { ...req.headers, 'content-type': type },
      // Every part with a type of its own is a file, also one without a name; only words are fields.
      isPartAFile: (_field, contentType, name) => name !== undefined || contentType !== 'text/plain',
      limits: {
        fileSize: ATTACHMENT_LIMITS.fileBytes,
        files: MOST_PARTS,
        fields: MOST_PARTS,
        fieldSize: 1024,
        parts: 2 * MOST_PARTS,
        headerPairs: 20,
        headerSize: 8 * 1024,
      },
    });
  } catch {
    return null;
  }
}

/** What a part came to. */
type Part = { readonly activity: unknown } | { readonly file: SentFile };

async function readParts(req: IncomingMessage, parser: BusboyInstance, reading: Reading): Promise<Upload> {
  const parts: Promise<Part>[] = [];
  let files = 0;
  const end = Promise.withResolvers<'finish' | 'malformed' | 'too-large' | 'busy' | 'gone'>();
  parser.on('file', (_field, stream, name, _encoding, contentType) => {
    const isActivity = contentType === ACTIVITY;
    // A part's header may have kilobytes of it, and names are searched for secrets.
    const label = name?.slice(0, ATTACHMENT_LIMITS.sentNameLength) ?? null;
    if (!isActivity) files += 1;
    const isOver = files > ATTACHMENT_LIMITS.perMessage;
    const most = isActivity ? ACTIVITY_BYTES : isOver ? 0 : ATTACHMENT_LIMITS.fileBytes;
    const part = collect(stream, most, reading, () => end.resolve('busy'));
    parts.push(
      part.then(({ bytes, isWhole }): Part => {
        if (isActivity) return { activity: isWhole ? parseJson(bytes) : undefined };
        if (isOver) return { file: { name: label, problem: 'tooMany' } };
        if (!isWhole || stream.truncated) return { file: { name: label, problem: 'tooLarge' } };
        return { file: { name: label, bytes } };
      }),
    );
  });
  parser.on('finish', () => end.resolve('finish'));
  parser.on('error', () => end.resolve('malformed'));
  watch(req, reading, end.resolve);
  req.pipe(parser);
  const how = await end.promise;
  if (how !== 'finish') return giveUp(req, parser, reading, how);
  const read = await Promise.all(parts);
  const activity = read.find((part) => 'activity' in part)?.activity ?? null;
  return { activity, files: read.flatMap((part) => ('file' in part ? [part.file] : [])), release: reading.release };
}

function giveUp(
  req: IncomingMessage,
  parser: BusboyInstance,
  reading: Reading,
  problem: Extract<Upload, { problem: string }>['problem'],
): Upload {
  req.unpipe(parser);
  // Nobody listens any more, and an unheard error ends the process.
  parser.on('error', () => undefined);
  reading.release();
  return { problem };
}

/** Ends the reading where the body is too large or its sender is gone. */
function watch(req: IncomingMessage, reading: Reading, end: (how: 'too-large' | 'gone') => void): void {
  req.on('data', (chunk: Buffer) => {
    if (reading.passes(chunk.length) === 'too-large') end('too-large');
  });
  req.on('close', () => {
    if (!req.complete) end('gone');
  });
  req.on('error', () => end('gone'));
}

interface Collected {
  readonly bytes: Buffer;
  /** Whether nothing was left out. */
  readonly isWhole: boolean;
}

/** Keeps what a stream gives up to a number of bytes, and reads the rest without keeping it. */
function collect(stream: Readable, most: number, reading: Reading, onNoRoom: () => void): Promise<Collected> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size > most) chunks.length = 0;
      else if (reading.holds(chunk.length)) chunks.push(chunk);
      else {
        // The upload is over. The rest runs on unheard, so that its sender gets to read the answer.
        chunks.length = 0;
        stream.off('data', take);
        stream.resume();
        onNoRoom();
      }
    };
    stream.on('data', take);
    const settle = () => resolve({ bytes: Buffer.concat(chunks), isWhole: size <= most });
    stream.on('end', settle);
    stream.on('error', settle);
  });
}

async function readSingle(req: IncomingMessage, reading: Reading, name: string | null): Promise<Upload> {
  const end = Promise.withResolvers<'finish' | 'too-large' | 'busy' | 'gone'>();
  watch(req, reading, end.resolve);
  const whole = collect(req, ATTACHMENT_LIMITS.fileBytes, reading, () => end.resolve('busy'));
  req.on('end', () => end.resolve('finish'));
  const how = await end.promise;
  if (how !== 'finish') {
    reading.release();
    return { problem: how };
  }
  const { bytes, isWhole } = await whole;
  const file: SentFile = isWhole ? { name, bytes } : { name, problem: 'tooLarge' };
  return { activity: null, files: [file], release: reading.release };
}

/** `Content-Disposition: name="error.png"; filename=error.png` of a body that is one file. */
function fileNameOf(req: IncomingMessage): string | null {
  const header = (req.headers['content-disposition'] ?? '').slice(0, 1000);
  const match = header.match(/(?:^|[;\s])(?:file)?name="?([^";]{1,400})/i);
  // Node reads headers as Latin-1, clients write UTF-8 into them.
  return match?.[1] ? Buffer.from(match[1], 'latin1').toString('utf8') : null;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
