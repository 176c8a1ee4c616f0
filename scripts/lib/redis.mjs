/** A redis-server for the tests of experiments over a queue: found on this machine, or installed where the process has the right. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isRoot, run, which } from './command.mjs';
import { withLock } from './lock.mjs';
import { cache } from './paths.mjs';
import { step } from './report.mjs';

/** Returns the path of a redis-server, and throws with advice when there is none. */
export async function setupRedis() {
  const found = which('redis-server');
  if (found) return found;
  if (!isRoot() || !existsSync('/etc/debian_version') || !which('apt-get')) throw new Error(advice());
  return withLock(join(cache, 'redis.lock'), async () => which('redis-server') ?? installWithApt());
}

async function installWithApt() {
  await step('Redis', 'none found; installing the redis-server package with apt-get', async () => {
    // Prevents the service of the package from starting: tests start servers of their own.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    await run('apt-get', ['update', '-q'], { env });
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'redis-server'], { env });
    return 'installed';
  });
  const found = which('redis-server');
  if (!found) throw new Error(advice());
  return found;
}

const advice = () =>
  'these tests need redis-server and none was found on the PATH: install one, for example `sudo apt-get install redis-server`';
