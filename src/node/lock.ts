/**
 * The lock of a folder, which allows one writer. The file `lock` names the process that writes. A lock of a process that no longer
 * exists is not removed but has a successor: the process that creates `lock.TOKEN`, where TOKEN is the token of the old lock,
 * writes from then on. A file can be created only once. Therefore exactly one of several processes that find the same old lock gets
 * it, even on a slow disk. The last lock of the chain is valid.
 */
import { randomUUID } from 'node:crypto';
import { access, link, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const NAME = 'lock';

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** The token of this lock. Locks of older versions have none. */
  readonly token: string;
}

/** The lock that a writing process holds. */
export interface FolderLock {
  /** Rejects, in words for the user, if another process writes now. */
  check(): Promise<void>;
  release(): Promise<void>;
}

/**
 * How often a lock without content is read again, and the milliseconds between two reads. Another process may be about to write it.
 */
const [LOOKS, LOOK_MS] = [10, 50] as const;

/** Makes this process the writer of a folder. Rejects, in words for the user, if another process writes. */
export async function lockFolder(dir: string): Promise<FolderLock> {
  const mine: Holder = { pid: process.pid, host: hostname(), token: randomUUID() };
  for (;;) {
    const { holder, next, broken } = await chainOf(dir);
    if (holder && !broken && isAlive(holder, mine)) throw takenBy(holder);
    if (!(await created(dir, next, mine))) continue;
    // The holder may have released the lock in the meantime, and another process may have started a new chain.
    const now = await chainOf(dir);
    if (now.holder?.token !== mine.token) {
      await rm(join(dir, next), { force: true });
      continue;
    }
    return {
      check: async () => {
        const { holder: found } = await chainOf(dir);
        if (found?.token === mine.token) return;
        // If there is no lock, the folder may not exist any more. That error has the code ENOENT, which callers explain.
        if (found === null) await access(dir);
        throw takenBy(found);
      },
      release: () => release(dir, mine),
    };
  }
}

/** Whether a process writes the run of a folder now. The lock that a killed process left does not count. */
export async function isBeingWritten(dir: string): Promise<boolean> {
  const { holder, broken } = await chainOf(dir);
  return holder !== null && !broken && isAlive(holder, { host: hostname() });
}

/**
 * Releases the lock, if this process holds it. The first file of the chain is removed first, because without it there is no lock.
 */
async function release(dir: string, mine: Holder): Promise<void> {
  const { holder, names } = await chainOf(dir);
  if (holder?.token !== mine.token) return;
  for (const name of names) await rm(join(dir, name), { force: true });
}

const takenBy = (holder: Holder | null): Error => {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
  return new Error(`This run is being written by ${who}. Stop it there, or open the run to read it.`);
};

interface Chain {
  readonly holder: Holder | null;
  /** Files of the chain, and the name that a successor would have. */
  readonly names: readonly string[];
  readonly next: string;
  /** The last file has no content that can be read. */
  readonly broken: boolean;
}

async function chainOf(dir: string): Promise<Chain> {
  const names: string[] = [];
  let [holder, next, broken]: [Holder | null, string, boolean] = [null, NAME, false];
  for (;;) {
    const found = await holderIn(join(dir, next));
    if (found === null) return { holder, names, next, broken };
    names.push(next);
    broken = found === 'broken';
    if (found !== 'broken') holder = found;
    next = `${NAME}.${found === 'broken' ? `${next.slice(-36)}-broken` : found.token}`;
  }
}

async function holderIn(path: string): Promise<Holder | 'broken' | null> {
  for (let look = 0; ; look++) {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return null;
      throw error;
    }
    const holder = holderOf(text);
    if (holder) return holder;
    if (look === LOOKS) return 'broken';
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function holderOf(text: string): Holder | null {
  try {
    const { pid, host, token } = JSON.parse(text) as Partial<Holder>;
    if (typeof pid !== 'number' || typeof host !== 'string') return null;
    return { pid, host, token: typeof token === 'string' && /^[\w-]{1,64}$/.test(token) ? token : `${pid}` };
  } catch {
    return null;
  }
}

/** Creates a file with its whole content at once. Returns false if it exists. */
async function created(dir: string, name: string, mine: Holder): Promise<boolean> {
  const [own, path, text] = [join(dir, `${NAME}.part-${mine.token}`), join(dir, name), JSON.stringify(mine)];
  try {
    await writeFile(own, text);
    await link(own, path);
    return true;
  } catch (error) {
    const { code = '' } = error as { code?: string };
    if (code === 'EEXIST') return false;
    if (!LINKLESS.has(code)) throw error;
    return await createdSlowly(path, text);
  } finally {
    await rm(own, { force: true });
  }
}

/** Error codes of file systems without links. */
const LINKLESS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

async function createdSlowly(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false;
    throw error;
  }
}

/** A process on another host cannot be checked, so its lock counts. */
function isAlive({ pid, host }: Holder, mine: Pick<Holder, 'host'>): boolean {
  if (host !== mine.host) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}
