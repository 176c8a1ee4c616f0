/** What the core needs from its surroundings, each as small as it can be. Hosts pass them in. */

/** Hex SHA-256 of a text's UTF-8 bytes. */
export type Sha256 = (text: string) => string;

/** Read-only text files by URI. Resolves to null when there is no such file; rejects when it cannot be read. */
export interface TextFiles {
  read(uri: string): Promise<string | null>;
}
