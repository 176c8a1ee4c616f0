/** Values for the content security policy of pages. */
import { sha256 } from '../../node/ports.js';

/** A value that allows one script, and that a page cannot guess. */
export const newNonce = (): string => crypto.randomUUID().replaceAll('-', '');

/** The hash of a script or a style, as a policy has it: SHA-256 in base64. */
export function policyHash(text: string): string {
  const bytes = sha256(text)
    .match(/../g)!
    .map((byte) => Number.parseInt(byte, 16));
  return btoa(String.fromCharCode(...bytes));
}
