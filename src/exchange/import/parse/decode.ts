/** The bytes of a file as text: UTF-8, UTF-16 with or without a byte order mark, otherwise Windows-1252. */
import { ImportError } from './importLog.js';

/** Longest file that is read, in bytes. */
export const MOST_BYTES = 64_000_000;

interface Decoded {
  readonly text: string;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** Whether the encoding was guessed: the file does not name it, and it is not UTF-8. */
  readonly guessed: boolean;
}

/** Number of bytes that are checked if the encoding is unknown. */
const SAMPLE = 4096;

/** Throws an `ImportError` for a file that is too long or not text. */
export function decode(bytes: Uint8Array, length = bytes.length): Decoded {
  if (length > MOST_BYTES) {
    const [size, most] = [Math.ceil(length / 1_000_000), MOST_BYTES / 1_000_000];
    throw new ImportError(
      'import-too-large',
      1,
      `The file has ${size} MB; up to ${most} MB are read at once. Split it, or name it under \`from:\` of a population.`,
    );
  }
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return as('utf-16le', bytes, false);
  if (a === 0xfe && b === 0xff) return as('utf-16be', bytes, false);
  const sample = bytes.subarray(0, SAMPLE);
  const zeros = [0, 1].map((odd) => sample.filter((byte, i) => byte === 0 && i % 2 === odd).length);
  if (zeros[1]! > sample.length / 8 && zeros[0] === 0) return as('utf-16le', bytes, true);
  if (zeros[0]! > sample.length / 8 && zeros[1] === 0) return as('utf-16be', bytes, true);
  if (zeros[0]! + zeros[1]! > 0) throw new ImportError('import-encoding', 1, 'The file is not text. Export it as UTF-8 first.');
  try {
    return as('utf-8', bytes, false);
  } catch {
    return as('windows-1252', bytes, true);
  }
}

/** Decodes bytes without the byte order mark. Invalid UTF-8 throws; the other encodings accept all bytes. */
const as = (encoding: Decoded['encoding'], bytes: Uint8Array, guessed: boolean): Decoded => ({
  text: new TextDecoder(encoding, { fatal: encoding === 'utf-8' }).decode(bytes),
  encoding,
  guessed,
});
