/** Fetches a file of known size and hash. A download that was stopped continues where it ended. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { reason, withoutPassword } from './packageIndex.mjs';

/**
 * @typedef {object} Download
 * @property {string} address
 * @property {string} target the file; a part of it is kept in `<target>.part`
 * @property {number} size bytes
 * @property {string} sha256
 * @property {(bytes: number) => void} [progress] gets the number of bytes so far
 * @property {AbortSignal} [signal]
 */

/**
 * Throws where the server fails or sends another file. The part is kept for the next try unless it is wrong.
 * @param {Download} download
 */
export async function download({ address, target, size, sha256, progress, signal }) {
  if (sizeOf(target) === size && (await hashOf(target)) === sha256) return;
  mkdirSync(dirname(target), { recursive: true });
  const part = `${target}.part`;
  if (sizeOf(part) > size) rmSync(part);
  if (sizeOf(part) < size) await fetchRest(address, part, { size, progress, signal });
  if (sizeOf(part) < size) throw new Error(`${short(address)} ended early; run again to continue`);
  if ((await hashOf(part)) !== sha256) {
    rmSync(part);
    throw new Error(`${short(address)} is not the file that was expected (its SHA-256 differs); it was removed`);
  }
  renameSync(part, target);
}

/**
 * @param {string} url
 * @param {string} part
 * @param {{ size: number, progress: Download['progress'], signal: AbortSignal | undefined }} options
 */
async function fetchRest(url, part, { size, progress, signal }) {
  const have = sizeOf(part);
  const { address, headers } = withoutPassword(url);
  const response = await fetch(address, {
    headers: { ...headers, ...(have > 0 ? { range: `bytes=${have}-` } : {}) },
    ...(signal ? { signal } : {}),
  }).catch((error) => {
    throw new Error(`${short(address)} could not be fetched (${reason(error)})`);
  });
  if (!response.ok || !response.body) throw new Error(`${short(address)} could not be fetched (${response.status})`);
  const continues = response.status === 206;
  let bytes = continues ? have : 0;
  const counter = new Transform({
    transform(chunk, _encoding, done) {
      bytes += chunk.length;
      progress?.(bytes);
      done(bytes > size ? new Error(`${short(address)} is larger than expected`) : null, chunk);
    },
  });
  const body = Readable.fromWeb(/** @type {import('node:stream/web').ReadableStream} */ (response.body));
  await pipeline(body, counter, createWriteStream(part, { flags: continues ? 'a' : 'w' }), signal ? { signal } : {});
}

/**
 * @param {string} file
 * @returns {Promise<string>}
 */
export async function hashOf(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** @param {string} file */
function sizeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** @param {string} address */
const short = (address) => decodeURIComponent(new URL(address).pathname.split('/').at(-1) ?? '');
