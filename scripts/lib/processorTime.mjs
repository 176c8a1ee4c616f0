/** The processor time of this process, of its threads and of all processes below it. */
import { readdirSync, readFileSync } from 'node:fs';

/** Ticks a second of the times in `/proc`. */
const TICKS = 100;

/**
 * Seconds of processor time since the process started. Processes below it count on Linux only, those that have ended too; elsewhere
 * the system does not say.
 */
export function processorSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + (process.platform === 'linux' ? secondsBelow() : 0);
}

/** Seconds of the processes below this one, as Linux lists them. */
function secondsBelow() {
  const all = readdirSync('/proc').flatMap(statusOf);
  const own = all.find(({ id }) => id === process.pid);
  let ticks = own?.ended ?? 0;
  for (const below = new Set([process.pid]), left = [...below]; left.length > 0; ) {
    const parent = left.pop();
    for (const { id, work, ended } of all.filter((one) => one.parent === parent && !below.has(one.id))) {
      ticks += work + ended;
      below.add(id);
      left.push(id);
    }
  }
  return ticks / TICKS;
}

/**
 * @param {string} name of a folder in `/proc`
 * @returns a process, with the ticks of its work and of its children that have ended; nothing for another folder
 */
function statusOf(name) {
  if (!/^\d+$/.test(name)) return [];
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    // The name of the program, in brackets, can contain spaces. After it: the state, then numbers.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const at = (/** @type {number} */ index) => Number(fields[index] ?? 0);
    return [{ id: Number(name), parent: at(1), work: at(11) + at(12), ended: at(13) + at(14) }];
  } catch {
    return []; // It has ended.
  }
}
