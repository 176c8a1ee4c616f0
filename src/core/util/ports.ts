/** Minimal interfaces that the core needs. Hosts implement them. */

/** Hex SHA-256 of a text's UTF-8 bytes. */
export type Sha256 = (text: string) => string;

/** Error code for a file that a link leads to, outside of the readable folders. */
export const LEADS_OUTSIDE = 'LEADS_OUTSIDE';

/**
 * Read-only text files by URI. Resolves to null if the file does not exist. Rejects if it cannot be read, with the code
 * `LEADS_OUTSIDE` if a link leads out of the roots, or out of `root` if no root contains the file (its own folder without
 * `root`).
 */
export interface TextFiles {
  read(uri: string, root?: string): Promise<string | null>;
  /** The same for a file that is no text. A host without this function reads only texts. */
  bytes?(uri: string, root?: string): Promise<Uint8Array | null>;
  /**
   * URIs of all files below a folder with one of these endings, by default `.society`, in the order of their code units;
   * hidden folders and `node_modules` are left out. Empty if the folder does not exist. A host without this function supports
   * no patterns and no other files.
   */
  list?(folder: string, endings?: readonly string[], root?: string): Promise<readonly string[]>;
  /** URIs of the workspace folders, without a slash at the end. Imports must not lead out of their folder. */
  roots?(): readonly string[];
  /** Whether the host reports every change below the roots, so that the language may cache files. */
  readonly watched?: boolean;
}
