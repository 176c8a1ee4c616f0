/** One writer for a folder: a file that names the process which writes. A lock of a process that is gone is taken over. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const NAME = 'lock';

interface Holder {
  readonly pid: number;
  readonly host: string;
}

/** Gives back what releases the lock. Rejects, in words for the user, where another process holds it. */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  const path = join(dir, NAME);
  const mine: Holder = { pid: process.pid, host: hostname() };
  for (let attempt = 0; ; attempt++) {
    try {
      await writeFile(path, JSON.stringify(mine), { flag: 'wx' });
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error;
    }
    const holder = await holderOf(path);
    if (attempt > 0 || (holder && isAlive(holder, mine))) {
      const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
      throw new Error(`This run is being written by ${who}. Stop it there, or open the run to read it.`);
    }
    await rm(path, { force: true });
  }
}

async function holderOf(path: string): Promise<Holder | null> {
  try {
    const value = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder> | null;
    return typeof value?.pid === 'number' && typeof value.host === 'string' ? { pid: value.pid, host: value.host } : null;
  } catch {
    return null;
  }
}

/** Of a process elsewhere nothing is known, so its lock counts. */
function isAlive({ pid, host }: Holder, mine: Holder): boolean {
  if (host !== mine.host) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}
