/**
 * One writer for a folder. The file `lock` names the process that writes. A lock of a process that is gone is not removed but
 * succeeded: whoever creates `lock.TOKEN`, with the token of the lock that it succeeds, writes from then on. A file can be created
 * once only, so of several that find the same stale lock one gets it, however slow the disk is; the last of the chain holds it.
 */
import { randomUUID } from 'node:crypto';
import { access, link, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const NAME = 'lock';

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Its own; absent from locks of older versions. */
  readonly token: string;
}

/** What a process has that writes. */
export interface FolderLock {
  /** Rejects, in words for the user, where another process writes now. */
  check(): Promise<void>;
  release(): Promise<void>;
}

/** Times that a lock without content is looked at again, and the milliseconds between: it may be about to be written. */
const [LOOKS, LOOK_MS] = [10, 50] as const;

/** Makes this process the writer. Rejects, in words for the user, where another process writes. */
export async function lockFolder(dir: string): Promise<FolderLock> {
  const mine: Holder = { pid: process.pid, host: hostname(), token: randomUUID() };
  for (;;) {
    const { holder, next, broken } = await chainOf(dir);
    if (holder && !broken && isAlive(holder, mine)) throw takenBy(holder);
    if (!(await created(dir, next, mine))) continue;
    // Whoever held it may have given it back meanwhile, and another have begun a new chain.
    const now = await chainOf(dir);
    if (now.holder?.token !== mine.token) {
      await rm(join(dir, next), { force: true });
      continue;
    }
    return {
      check: async () => {
        const { holder: found } = await chainOf(dir);
        if (found?.token === mine.token) return;
        // Without any lock the folder may be gone: that error has the code ENOENT, which callers explain.
        if (found === null) await access(dir);
        throw takenBy(found);
      },
      release: () => release(dir, mine),
    };
  }
}

/** Whether a process writes the run of a folder now. One that was ended without warning leaves its lock, which says nothing then. */
export async function isBeingWritten(dir: string): Promise<boolean> {
  const { holder, broken } = await chainOf(dir);
  return holder !== null && !broken && isAlive(holder, { host: hostname() });
}

/** Only who holds the lock gives it back. The first file of the chain goes first: without it there is no lock. */
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
  /** Files of the chain, and the name of the one that would come next. */
  readonly names: readonly string[];
  readonly next: string;
  /** The last file holds nothing that can be read. */
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

/** Creates a file with its whole content at once; false where it is there already. */
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

/** What file systems say that know no links. */
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

/** Of a process elsewhere nothing is known, so its lock counts. */
function isAlive({ pid, host }: Holder, mine: Pick<Holder, 'host'>): boolean {
  if (host !== mine.host) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}
