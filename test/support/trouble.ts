/** Faults that tests inject at the ports of a run: folders that cannot be written, connections that cannot be made, clocks. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Rng } from '../../src/core/random/rng.js';
import type { Fetch, Timing } from '../../src/minds/index.js';
import type { FolderFiles } from '../../src/trace/index.js';

export const pick = <T>(random: Rng, among: readonly T[]): T => among[Math.floor(random() * among.length)]!;

/** Sometimes one of these, at most `times`. */
export function seldom<T>(random: Rng, among: readonly T[], chance: number, times: number): () => T | null {
  let left = times;
  return () => (random() < chance && left-- > 0 ? pick(random, among) : null);
}

export type FileTrouble = 'ENOSPC' | 'EACCES' | 'EROFS' | 'EIO';

/** Files of which a call fails when `next` says so; of an append that fails some is written, as on a disk that gets full. */
export function troubledFiles(files: FolderFiles, next: () => FileTrouble | null): FolderFiles {
  const fail = (code: string): Error => Object.assign(new Error(`${code}: no, write`), { code });
  return {
    ...files,
    write: async (name, text) => {
      const code = next();
      if (code !== null) throw fail(code);
      await files.write(name, text);
    },
    append: async (name, text) => {
      const code = next();
      if (code === 'ENOSPC') await files.append(name, text.slice(0, text.length / 2));
      if (code !== null) throw fail(code);
      await files.append(name, text);
    },
  };
}

export type LinkTrouble = 'certificate' | 'no-host' | 'no-network';

/** Takes requests for one address to another, or to a fault: a server with an untrusted certificate, an unknown host name. */
export function troubledFetch(fetch: Fetch, from: string, to: string, stranger: string, next: () => LinkTrouble | null): Fetch {
  return (input, init) => {
    const path = String(input instanceof Request ? input.url : input).slice(from.length);
    const trouble = next();
    if (trouble === null) return fetch(to + path, init);
    if (trouble === 'certificate') return fetch(stranger + path, init);
    const code = trouble === 'no-host' ? 'ENOTFOUND' : 'ENETUNREACH';
    return Promise.reject(Object.assign(new Error(`getaddrinfo ${code}`), { code }));
  };
}

/** An https server whose certificate it signed itself. */
export async function startStranger(): Promise<{ readonly origin: string; close(): void }> {
  const read = (name: string): Buffer => readFileSync(`test/fixtures/tls/${name}.pem`);
  const server = createServer({ key: read('key'), cert: read('certificate') }, (_, response) => response.end('{}'));
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

/** A clock that jumps back and forth, by up to a day, at each call. */
export const jumpingDates = (timing: Timing, random: Rng): Timing => ({
  ...timing,
  date: () => timing.date() + Math.round((random() - 0.5) * 2 * 86_400_000),
});
