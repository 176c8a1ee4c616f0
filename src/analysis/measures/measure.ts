/** The interface of measures. A measure has a value at every moment of a run. */
import type { State } from '../../core/events/state.js';
import type { MeasureWords } from '../../expr/functions/measureWords.js';
import type { Network } from '../../core/events/ties.js';
import type { Graph } from '../network/graph.js';
import type { Reading } from '../statistics/estimate.js';

/** The input of measures: a run at one moment. */
export interface Moment {
  readonly state: State;
  /** The network that is measured, or null if the society has none. */
  readonly network: Network | null;
  /** Strength from which a tie counts as an edge, and who may have ties, by agent index. Pass the same object each time. */
  readonly edge: number;
  readonly members: Iterable<number>;
  /** Whether its ties change with the acts of agents, at the end of each round. */
  readonly grows?: boolean;
  /** Ways of counting that a run keeps which was recorded before they were changed (engine flags). */
  readonly former?: Former;
  /** Seed of the run: estimates and communities draw from streams named by it. */
  readonly seed: number;
}

export interface Former {
  /** Votes up less votes down by author; two signs of speakers. */
  readonly talk?: boolean;
  /** Each directed edge that is new in a round is a choice of the one whom it goes out from. */
  readonly choices?: boolean;
}

/** What a measure reads: ties, messages, votes, or more than one round. */
export type Need = 'ties' | 'talk' | 'votes' | 'rounds';

/** How its cost grows: with the edges, with agents times edges, or with all the words said so far. */
export type Cost = 'edges' | 'paths' | 'words';

export interface Measure extends MeasureWords {
  /** Its name in files. */
  readonly id: string;
  readonly needs: readonly Need[];
  readonly cost: Cost;
  /** Its current value; null if it is undefined. */
  of(moment: Moment): Reading | number | null;
  /** Of a measure of ties: it depends on which way edges go, so its null graphs keep edges and not mutual pairs. */
  readonly directed?: boolean;
  /** Of a measure of ties: its value in a graph, as in null graphs. */
  ofGraph?(graph: Graph, moment: Moment): Reading | number | null;
}
