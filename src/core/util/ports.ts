/** What the core needs from its surroundings, each as small as it can be. Hosts pass them in. */

/** Hex SHA-256 of a text's UTF-8 bytes. */
export type Sha256 = (text: string) => string;

/** Code of the error with which a file is refused that a link leads to, outside of the folders that may be read. */
export const LEADS_OUTSIDE = 'LEADS_OUTSIDE';

/**
 * Read-only text files by URI. Resolves to null when there is no such file; rejects when it cannot be read, with the code
 * `LEADS_OUTSIDE` where a link leads out of the roots, or out of `root` where the file lies beneath none of them (its own folder
 * without it).
 */
export interface TextFiles {
  read(uri: string, root?: string): Promise<string | null>;
  /**
   * URIs of all files beneath a folder whose names have one of these endings, `.society` where none is said, in the order of
   * their code units; hidden folders and `node_modules` are left out. Empty where there is no such folder. A host without it
   * knows no patterns and no other files.
   */
  list?(folder: string, endings?: readonly string[], root?: string): Promise<readonly string[]>;
  /** URIs of the folders the user works in, without a slash at the end: imports do not lead out of the one they are in. */
  roots?(): readonly string[];
  /** The language is told of every change beneath the roots, so it may keep what it has read. */
  readonly watched?: boolean;
}
