/** The log of the ties that a rule changes, so that changes can be taken back and become one event without a look at all ties. */
import { spare, spareList } from '../../core/util/memo.js';
import type { Slices } from '../../core/util/slices.js';
import { type ChangedTies, changesOf, type Found, longer, sortBy } from './tieDifferences.js';

/** Changes with the strengths before and after them. Those before `kept` stay. */
export interface TieLog {
  from: Int32Array;
  to: Int32Array;
  before: Float64Array;
  after: Float64Array;
  count: number;
  kept: number;
}

const logOf = (size: number): TieLog => ({
  ...{ from: new Int32Array(size), to: new Int32Array(size), before: new Float64Array(size), after: new Float64Array(size) },
  ...{ count: 0, kept: 0 },
});

/** The log before the first change. */
export const NO_CHANGES = logOf(0);

/** The memory of the log of a rule serves the next rule. */
const logs = spare(() => logOf(16));

/** The same for the order of its changes, and their numbers by agents. */
const orders = spareList((length) => new Uint32Array(length));
const agentCounts = spareList((length) => new Uint32Array(length));

/** Longer logs are not kept for the next rule. */
const MOST_KEPT = 1 << 18;

/** The most changes for each agent. */
const MOST_LOGGED = 2;

/** How many changes are read in one slice. */
const SLICE = 1 << 16;

/** An empty log. */
export function takeLog(): TieLog {
  const log = logs.take();
  log.count = log.kept = 0;
  return log;
}

export function giveLog(log: TieLog): void {
  if (log !== NO_CHANGES && log.from.length <= MOST_KEPT) logs.give(log);
}

/** Whether so many changes of so many agents take longer to sort than all ties to compare. */
export const isLong = ({ count }: TieLog, agents: number): boolean => count > MOST_LOGGED * agents;

/** Notes a change of a tie in a network of so many agents. */
export function noteChange(log: TieLog, agents: number, from: number, to: number, before: number, after: number): void {
  const { count } = log;
  if (count === log.from.length) {
    // Where many agents change their ties, most change one.
    const room = count < agents >> 4 ? 4 * count : Math.max(2 * count, agents + (agents >> 3));
    log.from = longer(log.from, room);
    log.to = longer(log.to, room);
    log.before = longer(log.before, room);
    log.after = longer(log.after, room);
  }
  log.from[count] = from;
  log.to[count] = to;
  log.before[count] = before;
  log.after[count] = after;
  log.count = count + 1;
}

/** The changes by their agents, of which there are so many: the first of each tie has the strength before the rule, the last one that after it. */
export function* loggedChanges(log: TieLog, agents: number): Slices<ChangedTies> {
  const { from, count } = log;
  const order = orders.take(count);
  const next = agentCounts.take(agents + 1).fill(0, 0, agents + 1);
  for (let i = 0; i < count; i += SLICE) {
    countAgents(from, next, i, Math.min(count, i + SLICE));
    yield;
  }
  addUp(next, agents + 1);
  for (let i = 0; i < count; i += SLICE) {
    yield;
    orderByAgent(from, next, order, i, Math.min(count, i + SLICE));
  }
  const found: Found = { from: new Uint32Array(count), to: new Uint32Array(count), after: new Float64Array(count), length: 0 };
  for (let first = 0; first < count; ) {
    yield;
    first = addLogged(log, found, order, next, first, Math.min(count, first + SLICE));
  }
  orders.give(order);
  agentCounts.give(next);
  return changesOf(found);
}

/** Counts the changes of each agent, at the place after its own. */
function countAgents(from: Int32Array, counts: Uint32Array, first: number, end: number): void {
  for (let i = first; i < end; i++) counts[from[i]! + 1]!++;
}

/** Turns so many counts into sums: each with all before it. */
function addUp(counts: Uint32Array, length: number): void {
  for (let i = 1, sum = counts[0]!; i < length; i++) counts[i] = sum += counts[i]!;
}

/** Puts the places of the changes in the order of their agents. */
function orderByAgent(from: Int32Array, next: Uint32Array, order: Uint32Array, first: number, end: number): void {
  for (let i = first; i < end; i++) order[next[from[i]!]!++] = i;
}

/** Adds the changes from the place `begin` of the order up to `until`, or to the end of the agent there. Returns the next place. */
function addLogged(log: TieLog, found: Found, order: Uint32Array, next: Uint32Array, begin: number, until: number): number {
  const { from, to, before, after } = log;
  let { length } = found;
  let first = begin;
  while (first < until) {
    const row = from[order[first]!]!;
    const end = next[row]!;
    if (end - first > 1) sortBy(order, first, end, to);
    for (let i = first; i < end; i++) {
      const other = to[order[i]!]!;
      const strength = before[order[i]!]!;
      while (i + 1 < end && to[order[i + 1]!] === other) i++;
      if (after[order[i]!] === strength) continue;
      found.from[length] = row;
      found.to[length] = other;
      found.after[length++] = after[order[i]!]!;
    }
    first = end;
  }
  found.length = length;
  return first;
}
