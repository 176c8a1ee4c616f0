/** A real Redis for one test: on a free port, in a temporary folder, with a password, without a file on the disk. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RedisServer {
  /** With the password in it. */
  readonly url: string;
  readonly password: string;
  readonly port: number;
  /** Kills it at once: it loses all data. */
  kill(): Promise<void>;
  /** Starts it again where it was. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Why no server can run here; null where one can. */
export function noRedis(): string | null {
  const { error, status } = spawnSync('redis-server', ['--version']);
  return error || status !== 0 ? 'redis-server is not installed: node scripts/setup.mjs --redis' : null;
}

export async function startRedis(): Promise<RedisServer> {
  const [port, dir, password] = [await freePort(), mkdtempSync(join(tmpdir(), 'society-redis-')), 'open-sesame'];
  let child: ChildProcess | null = null;
  const kill = async (): Promise<void> => {
    const ended = child;
    child = null;
    if (ended?.kill('SIGKILL')) await new Promise((resolve) => ended.once('exit', resolve));
  };
  const start = async (): Promise<void> => {
    child = spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'no', '--requirepass', password],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await ready(child);
  };
  const close = async (): Promise<void> => {
    await kill();
    rmSync(dir, { recursive: true, force: true });
  };
  await start();
  return { url: `redis://:${password}@127.0.0.1:${port}`, password, port, kill, start, close };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (data: Buffer) => {
      said += data.toString();
      if (said.includes('Ready to accept connections')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}: ${said}`)));
    child.once('error', reject);
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
