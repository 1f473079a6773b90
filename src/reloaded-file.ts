import { readFile, stat } from 'node:fs/promises';
import { IntakeError } from './domain/errors.ts';
import { createReloadedContent, type ReloadedContent, type Reloading } from './reloaded-content.ts';

/** A file that staff may change while the product runs. */
export type ReloadedFile<Content> = ReloadedContent<Content>;

/** What a reloaded file is made of. */
export interface ReloadedFileParts<Content> extends Reloading {
  readonly path: string;
  /** The text as content. @throws whatever tells somebody what to correct; nothing private may stand in its message */
  readonly parse: (text: string) => Content;
  /** A larger file is refused, so that a wrong path does not fill the memory; 16 MB. */
  readonly maxBytes?: number;
}

const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Reads a file now and again whenever it changed, as {@link createReloadedContent} tells. Looking is by `stat` of the path,
 * because notices of the system (`fs.watch`) stay with the old file when an editor or a mounted volume puts another one
 * in its place.
 * @throws IntakeError `InvalidConfiguration` when the file cannot be read now; whatever `parse` throws
 */
export function createReloadedFile<Content>(parts: ReloadedFileParts<Content>): Promise<ReloadedFile<Content>> {
  const { path, parse, setting, maxBytes = MAX_BYTES } = parts;
  return createReloadedContent({
    ...parts,
    what: 'file',
    stamp: () => stampOf(path),
    read: async () => parse(await readText(path, { setting, maxBytes })),
  });
}

/** What differs as soon as a file was written or another one put in its place; a text as well where there is none. */
export async function stampOf(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  } catch {
    return 'unreadable';
  }
}

/**
 * The text of a file in UTF-8.
 * @throws IntakeError `InvalidConfiguration` when there is none that can be used
 */
export async function readText(
  path: string,
  { setting, maxBytes }: { readonly setting: string; readonly maxBytes: number },
): Promise<string> {
  const unusable = (why: string, cause?: unknown) =>
    new IntakeError('InvalidConfiguration', `The file ${path} ${why}. Check ${setting}.`, { cause });
  let bytes: Uint8Array;
  try {
    const found = await stat(path);
    if (!found.isFile()) throw unusable('is no file');
    if (found.size > maxBytes) throw unusable(`is larger than ${maxBytes} bytes`);
    bytes = await readFile(path);
  } catch (cause) {
    throw cause instanceof IntakeError ? cause : unusable('cannot be read', cause);
  }
  try {
    // An editor on Windows may save GBK or UTF-16: names would turn into other ones without a word.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unusable('is not written in UTF-8; save it so', cause);
  }
}
