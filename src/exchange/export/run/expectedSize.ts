/** How large the file of a run becomes, and what writing it takes, before it is written. Only what grows with agents and ties is counted. */
import { networkOf } from '../../../core/events/state.js';
import { emptyNetwork, tieTotal } from '../../../core/events/ties.js';
import type { RunTold } from './exportedRun.js';
import { variableNames } from './people.js';
import { usualWaves } from './rsiena.js';

export interface ExpectedSize {
  /** Rows of a table; agents and ties, in each of its rounds, of a graph. */
  readonly rows: number;
  readonly bytes: number;
  /** Seconds of a processor. */
  readonly seconds: number;
  /** Bytes of the heap, for formats that are not written piece by piece. */
  readonly heap: number;
}

interface Cost {
  /** Microseconds and bytes of the file for a row, and bytes that it takes in memory until all rows are written. */
  readonly time: number;
  readonly bytes: number;
  readonly held?: number;
}

/**
 * Medians of exports of an epidemic with two variables among 200,000 agents with 4 ties to others each over 10 rounds, and among 1,000,000 agents
 * over 5 rounds, with Node 20: processor time and peak memory of the process less those of an export of `measures`, divided by rows.
 */
const COSTS: { readonly [format: string]: Cost } = {
  people: { time: 5, bytes: 75 },
  variables: { time: 0.9, bytes: 68 },
  edges: { time: 1.2, bytes: 53 },
  graphml: { time: 3.1, bytes: 104 },
  gexf: { time: 3.2, bytes: 102 },
  statnet: { time: 4.2, bytes: 26, held: 480 },
};

/** The same for graphs with the history of each agent and tie, for each round that they read. */
const HISTORIES: { readonly [format: string]: Cost } = {
  graphml: { time: 1, bytes: 43 },
  gexf: { time: 0.95, bytes: 29 },
  // It reads all rounds, and holds and writes those that are waves.
  rsiena: { time: 0.9, bytes: 20, held: 350 },
};

interface Choice {
  readonly history?: boolean;
  readonly round: number | null;
  readonly waves?: readonly number[] | null;
  readonly networks: readonly string[];
}

/** What an export of a run takes; null where it does not grow with agents and ties. */
export function expectedSize(format: string, run: RunTold, { history = false, round, waves, networks }: Choice): ExpectedSize | null {
  const { head, rounds } = run.timeline;
  const isHistory = history || format === 'rsiena';
  const cost = (isHistory ? HISTORIES : COSTS)[format];
  if (!cost) return null;
  const ends = rounds.length + 1;
  const agents = head.roster.length;
  const ties = networks.reduce((sum, name) => sum + tieTotal(networkOf(head, name) ?? emptyNetwork(name)), 0);
  const rows = ((): number => {
    switch (format) {
      case 'people':
        return agents;
      case 'variables':
        return agents * variableNames(head, agents - 1).length * ends;
      case 'edges':
        return ties * (round === null ? ends : 1);
      default:
        return (agents + ties) * (isHistory ? ends : 1);
    }
  })();
  const written = format === 'rsiena' ? (agents + ties) * (waves ?? usualWaves(rounds.length)).length : rows;
  return { rows, bytes: written * cost.bytes, seconds: (rows * cost.time) / 1e6, heap: written * (cost.held ?? 0) };
}
