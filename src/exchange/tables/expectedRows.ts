/** How long the tables of a run get, before they are written. */
import { eachTie } from '../export/run/networks.js';
import type { TabledRun } from './table.js';

/** About how many rows the tables of a run have, if the ties at its end are as many as before. `only`: names of the tables; all if absent. */
export function expectedRows(run: TabledRun, only?: readonly string[]): number {
  const { events, head, rounds } = run.timeline;
  const has = (table: string): boolean => only === undefined || only.includes(table);
  const agents = head.roster.length;
  const ends = rounds.length + 1;
  let ties = 0;
  if (has('ties')) for (const { name } of run.model.networks) for (const _tie of eachTie(run, head, name)) ties++;
  return ties * ends + (has('agent_rounds') ? agents * ends : 0) + (has('agents') ? agents : 0) + (has('events') ? events.length : 0);
}
