/**
 * A socket through which other processes of the same user reach the process that plays a run. Its address and a secret are in the
 * file `control.json` of the run folder, which only its owner can read. The socket is next to it, or a named pipe on Windows. A path
 * that is too long for a socket is replaced by one in a private temporary folder. A request is one line of JSON, and so is its answer.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Json, objectOr } from '../core/util/json.js';

/** The file of a run folder that says how to reach its process. */
const CONTROL_FILE = 'control.json';

/** The name of a socket in a run folder. */
const OWN_SOCKET = /^control-[0-9a-f]{8}\.sock$/;

/** Bytes of the longest path of a socket that every system accepts, its final zero not counted. */
const LONGEST_PATH = 100;
/** Characters of the longest request, and milliseconds after which one without an answer is given up. */
const [LONGEST_REQUEST, PATIENCE_MS] = [10_000, 5_000] as const;

interface Address {
  /** The name of a file in the run folder, or a path outside of it. */
  readonly socket: string;
  readonly secret: string;
  readonly pid: number;
}

/** What a process answers to a request. */
export type Answering = (request: Json) => Promise<Json>;

export interface ControlSocket {
  /** Stops listening, and removes the socket and its file. */
  close(): Promise<void>;
}

/** Listens for requests about the run in a folder. Rejects with the system's error where that is not possible. */
export async function listenIn(dir: string, answer: Answering): Promise<ControlSocket> {
  // A process that was killed leaves its socket.
  for (const name of await readdir(dir)) if (OWN_SOCKET.test(name)) await rm(join(dir, name), { force: true });
  const secret = randomBytes(24).toString('hex');
  const { socket, folder } = await socketPlace(dir);
  const server = createServer((peer) => receive(peer, secret, answer));
  const shut = async (): Promise<void> => {
    await new Promise((done) => server.close(done));
    await rm(folder ?? socket, { force: true, recursive: folder !== null });
  };
  await listening(server, socket);
  // A run does not last longer because its socket is open.
  server.unref();
  try {
    if (process.platform !== 'win32') await chmod(socket, 0o600);
    const file = join(dir, CONTROL_FILE);
    const address: Address = { socket: dirname(socket) === dir ? basename(socket) : socket, secret, pid: process.pid };
    await rm(file, { force: true });
    await writeFile(file, JSON.stringify(address), { mode: 0o600, flag: 'wx' });
    return {
      close: async () => {
        await shut();
        if ((await addressIn(dir))?.secret === secret) await rm(file, { force: true });
      },
    };
  } catch (error) {
    await shut();
    throw error;
  }
}

/** Sends a request to the process that plays the run in a folder. Null where no process of this user answers. */
export async function askProcess(dir: string, request: Json): Promise<Json | null> {
  const address = await addressIn(dir);
  if (!address) return null;
  return new Promise((resolve) => {
    const peer = connect(OWN_SOCKET.test(address.socket) ? join(dir, address.socket) : address.socket);
    const end = (answer: Json | null): void => {
      peer.destroy();
      resolve(answer);
    };
    peer.setTimeout(PATIENCE_MS, () => end(null));
    peer.on('error', () => end(null));
    peer.on('close', () => end(null));
    lineOf(peer, Number.POSITIVE_INFINITY, (line) => end(line === null ? null : parsed(line)));
    peer.write(`${JSON.stringify({ secret: address.secret, request })}\n`);
  });
}

/** Folders that `controlledIn` does not enter. */
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'blobs', 'dist']);
/** Levels of folders that `controlledIn` enters. */
const DEPTH = 8;

/** Folders at and below a folder whose run says how to reach its process, in the order of their names. The process may have ended. */
export async function controlledIn(folder: string, depth = DEPTH): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (entries.some(({ name }) => name === CONTROL_FILE)) return [folder];
  if (depth === 0) return [];
  const entered = entries.filter(
    (entry) => entry.isDirectory() && !SKIPPED.has(entry.name) && (!entry.name.startsWith('.') || entry.name === '.society'),
  );
  const below = await Promise.all(entered.map(({ name }) => controlledIn(join(folder, name), depth - 1)));
  return below.flat().sort();
}

/** A new path for a socket, and its folder where that is temporary. */
async function socketPlace(dir: string): Promise<{ readonly socket: string; readonly folder: string | null }> {
  const name = randomBytes(4).toString('hex');
  if (process.platform === 'win32') return { socket: `\\\\.\\pipe\\society-${randomBytes(16).toString('hex')}`, folder: null };
  const near = join(dir, `control-${name}.sock`);
  if (Buffer.byteLength(near) <= LONGEST_PATH) return { socket: near, folder: null };
  const folder = await mkdtemp(join(tmpdir(), 'society-'));
  return { socket: join(folder, 'control.sock'), folder };
}

const listening = (server: Server, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });

/** One request of a peer. A peer without the secret gets no answer. */
function receive(peer: Socket, secret: string, answer: Answering): void {
  peer.on('error', () => peer.destroy());
  peer.setTimeout(PATIENCE_MS, () => peer.destroy());
  lineOf(peer, LONGEST_REQUEST, (line) => {
    const { secret: given = null, request = null } = objectOr(line === null ? null : parsed(line));
    if (typeof given !== 'string' || !isSame(given, secret)) return void peer.destroy();
    void answer(request).then(
      (reply) => peer.end(`${JSON.stringify(reply)}\n`),
      () => peer.destroy(),
    );
  });
}

/** Calls once with the first line that arrives; with null if it is longer than allowed. */
function lineOf(peer: Socket, longest: number, take: (line: string | null) => void): void {
  let text = '';
  const read = (chunk: string): void => {
    text += chunk;
    const end = text.indexOf('\n');
    if (end < 0 && text.length <= longest) return;
    peer.off('data', read);
    take(end < 0 || end > longest ? null : text.slice(0, end));
  };
  peer.setEncoding('utf8').on('data', read);
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

async function addressIn(dir: string): Promise<Address | null> {
  const { socket, secret, pid } = objectOr(parsed(await readFile(join(dir, CONTROL_FILE), 'utf8').catch(() => '')));
  if (typeof socket !== 'string' || typeof secret !== 'string' || typeof pid !== 'number') return null;
  // A run from another machine could name any socket of this one.
  return isOwnPlace(socket) ? { socket, secret, pid } : null;
}

/** Whether a socket is at a place that `socketPlace` gives. */
const isOwnPlace = (socket: string): boolean =>
  process.platform === 'win32'
    ? /^\\\\\.\\pipe\\society-[0-9a-f]{32}$/.test(socket)
    : OWN_SOCKET.test(socket) || dirname(dirname(socket)) === tmpdir();

function parsed(text: string): Json | null {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
