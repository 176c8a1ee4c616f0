/** Compresses bytes. */
import { gzipSync } from 'fflate';

export const gzip = (bytes: Uint8Array): Uint8Array => gzipSync(bytes);
