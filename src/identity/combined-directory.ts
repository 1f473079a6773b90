import type { FileDirectory } from './file-directory.ts';
import type { GraphDirectory } from './graph-directory.ts';

/** The directories of one deployment; either may be missing. */
export interface DirectoryParts {
  readonly file: Pick<FileDirectory, 'find'> | null;
  /** One for each tenant that is read. */
  readonly graphs: readonly Pick<GraphDirectory, 'find'>[];
}

/** A file and Microsoft Graph as one directory: whoever stands in the file is as the file says, everybody else is asked for. */
export function createDirectory({ file, graphs }: DirectoryParts): Pick<GraphDirectory, 'find'> {
  return {
    async find(who, options) {
      const written = await file?.find(who);
      if (written) return written;
      // A directory answers null at once for a tenant that is not its own.
      const found = await Promise.all(graphs.map((graph) => graph.find(who, options)));
      return found.find((person) => person !== null) ?? null;
    },
  };
}
