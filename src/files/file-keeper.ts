import { createHash } from 'node:crypto';
import {
  ATTACHMENT_LIMITS,
  type BlobOwner,
  cleanFileName,
  type FileKeeper,
  type FileProblem,
  type OfferedFile,
  type SentFile,
} from '../domain/attachment.ts';
import type { Clock, Ids, Log, Store } from '../domain/ports.ts';
import { contentTypeOf } from './content-type.ts';

/** What the keeper is made of. */
export interface FileKeeperParts {
  readonly store: Pick<Store, 'keepBlob'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/**
 * Looks at the files of a message and stores the bytes of those that are taken, before anything refers to them. A file that
 * cannot be taken is answered with its reason; a database that is full or away costs the file and never the message.
 */
export function createFileKeeper(parts: FileKeeperParts): FileKeeper {
  return {
    keep: async (owner, sent) => {
      const offered: OfferedFile[] = [];
      for (const [at, file] of sent.entries()) {
        const problem = at < ATTACHMENT_LIMITS.perMessage ? null : 'tooMany';
        offered.push(problem ? refused(file.name, problem) : await keepOne(parts, owner, file));
      }
      return offered;
    },
  };
}

async function keepOne(
  { store, clock, ids, log }: FileKeeperParts,
  owner: BlobOwner,
  file: SentFile,
): Promise<OfferedFile> {
  if ('problem' in file) return refused(file.name, file.problem);
  const { name, bytes } = file;
  if (bytes.length === 0) return refused(name, 'empty');
  if (bytes.length > ATTACHMENT_LIMITS.fileBytes) return refused(name, 'tooLarge');
  const contentType = await contentTypeOf(bytes, cleanFileName(name, null));
  if (contentType === null) return refused(name, 'type');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  try {
    await store.keepBlob({ system: 'turn' }, { owner, sha256, bytes, keptAt: clock.now() });
  } catch (err) {
    log.error({ err }, 'a file could not be stored; the person was told so');
    return refused(name, 'notKept');
  }
  return { id: ids.uuid(), name: cleanFileName(name, contentType), contentType, size: bytes.length, sha256 };
}

function refused(name: string | null, problem: FileProblem): OfferedFile {
  return { name: cleanFileName(name, null), problem };
}
