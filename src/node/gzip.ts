/** Compresses bytes. */
import { gzipSync } from 'node:zlib';

export const gzip = (bytes: Uint8Array): Uint8Array => gzipSync(bytes);
