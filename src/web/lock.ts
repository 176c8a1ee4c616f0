/** The lock of a folder, which allows one writer: the locks of the browser, which windows of one origin share. */
import type { FolderLock } from '../node/lock.js';

/** Folders that this window writes to. They count where the browser has no locks. */
const held = new Set<string>();

/** Absent in old browsers. */
const locks = (): LockManager | undefined => (globalThis as { readonly navigator?: { readonly locks?: LockManager } }).navigator?.locks;

const nameOf = (dir: string): string => `society-run ${dir}`;

/** Makes this window the writer of a folder. Rejects, in words for the user, if another window writes. */
export async function lockFolder(dir: string): Promise<FolderLock> {
  if (held.has(dir)) throw takenBy();
  held.add(dir);
  const shared = await sharedLock(dir);
  if (!shared) {
    held.delete(dir);
    throw takenBy();
  }
  const release = async (): Promise<void> => {
    held.delete(dir);
    shared.release();
  };
  // Nobody takes a lock that is held.
  return { check: async () => undefined, release };
}

/** The lock of the browser, as long as it is not released; null if another window has it. */
function sharedLock(dir: string): Promise<{ release(): void } | null> {
  const manager = locks();
  if (!manager) return Promise.resolve({ release: () => undefined });
  return new Promise((resolve, reject) => {
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      if (lock) return new Promise((release) => resolve({ release }));
      resolve(null);
      return undefined;
    };
    manager.request(nameOf(dir), { ifAvailable: true }, hold).catch(reject);
  });
}

/** Whether a window writes to a folder now. */
export async function isBeingWritten(dir: string): Promise<boolean> {
  if (held.has(dir)) return true;
  const found = await locks()?.query();
  return found?.held?.some(({ name }) => name === nameOf(dir)) ?? false;
}

/** Lets only one window at a time do something. */
export async function alone<T>(what: string, act: () => Promise<T>): Promise<T> {
  const manager = locks();
  return manager ? ((await manager.request(`society ${what}`, act)) as T) : act();
}

const takenBy = (): Error => new Error('This run is being written by another window. Stop it there, or open the run to read it.');
