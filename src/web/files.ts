/**
 * The files of the web extension. A browser has no file system of its own, so the editor gives one at activation. Paths are
 * `scheme://authority/path`, not encoded.
 */

interface FoundFile {
  readonly isFolder: boolean;
  /** In bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly changed: number;
}

/** Each method rejects with an error that has a code of Node, such as `ENOENT`. */
export interface WebFiles {
  read(path: string): Promise<Uint8Array>;
  /** Writes a file whole, and makes the missing folders above it. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  stat(path: string): Promise<FoundFile>;
  list(path: string): Promise<readonly { readonly name: string; readonly isFolder: boolean }[]>;
  /** Makes a folder, and the missing folders above it. */
  makeFolder(path: string): Promise<void>;
  /** Removes a file, or a folder with everything in it. */
  remove(path: string): Promise<void>;
}

let given: WebFiles | null = null;

/** Gives the files to all rooms. Called once, at activation. */
export function useFiles(files: WebFiles): void {
  given = files;
}

export function webFiles(): WebFiles {
  if (!given) throw new Error('No files were given at activation.');
  return given;
}

/** The result of reading; null if the file does not exist or is a folder. Rejects with other errors. */
export async function unlessMissing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as { code?: string }).code ?? '')) return null;
    throw error;
  }
}
