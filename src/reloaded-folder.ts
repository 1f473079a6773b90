import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { IntakeError } from './domain/errors.ts';
import {
  createReloadedContent,
  type ReloadedContent,
  type ReloadedSource,
  type Reloading,
} from './reloaded-content.ts';
import { readText, stampOf } from './reloaded-file.ts';

/** One file of a folder. */
export interface FolderFile {
  readonly name: string;
  readonly text: string;
}

/** What a reloaded folder is made of. */
export interface ReloadedFolderParts<Content> extends Reloading, Pick<ReloadedSource<Content>, 'onChange'> {
  readonly path: string;
  /** End of the names of files that count, as `.json`; hidden ones never do. */
  readonly ending: string;
  /** The files in the order of their names. @throws whatever tells somebody what to correct */
  readonly parse: (files: readonly FolderFile[]) => Content;
  /** More files are refused, so that a wrong path does not fill the memory; 500. */
  readonly maxFiles?: number;
}

const MAX_FILES = 500;
/** Of all files together. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Reads the files of a folder now and again whenever one of them came, went or changed, all of them as one: a file with
 * mistakes leaves the whole folder as it last was.
 * @throws IntakeError `InvalidConfiguration` when the folder or a file of it cannot be read now; whatever `parse` throws
 */
export function createReloadedFolder<Content>(parts: ReloadedFolderParts<Content>): Promise<ReloadedContent<Content>> {
  const { path, parse, setting } = parts;
  return createReloadedContent({
    ...parts,
    what: 'folder',
    stamp: async () => {
      try {
        const names = await namesOf(parts);
        const stamps = await Promise.all(names.map((name) => stampOf(join(path, name))));
        return names.map((name, at) => `${name} ${stamps[at]}`).join('\n');
      } catch {
        return 'unreadable';
      }
    },
    read: async () => {
      const names = await namesOf(parts);
      const files: FolderFile[] = [];
      let left = MAX_BYTES;
      for (const name of names) {
        const text = await readText(join(path, name), { setting, maxBytes: left });
        left -= Buffer.byteLength(text);
        files.push({ name, text });
      }
      return parse(files);
    },
  });
}

async function namesOf<Content>({ path, ending, setting, maxFiles = MAX_FILES }: ReloadedFolderParts<Content>) {
  const unusable = (why: string, cause?: unknown) =>
    new IntakeError('InvalidConfiguration', `The folder ${path} ${why}. Check ${setting}.`, { cause });
  let names: string[];
  try {
    names = await readdir(path);
  } catch (cause) {
    throw unusable('cannot be read', cause);
  }
  const counted = names.filter((name) => name.endsWith(ending) && !name.startsWith('.')).sort();
  if (counted.length > maxFiles) throw unusable(`holds more than ${maxFiles} files`);
  return counted;
}
