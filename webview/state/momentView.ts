/** What of a run is shown: where it stood at one moment. No page. */
import type { Network } from '../../src/core/events/ties.js';
import { BothWays } from './tiesByAgent.js';

/** The run as it stood at the moment that is shown. */
export interface Shown {
  /** Index of the network whose ties these are. */
  network: number;
  seq: number;
  round: number;
  /** Its ties; null before the first one. */
  graph: Network | null;
  readonly ways: BothWays;
  /** Strength by the other agent's index, for each agent: ties that go out, and ties that come in. */
  readonly out: BothWays['out'];
  readonly into: BothWays['into'];
  /** Who has not come yet, or has left. */
  readonly away: Set<number>;
  /** How many rows and messages of the conversation there were. */
  rows: number;
  messages: number;
}

/** The state after an event, before anything is known of it. */
export function newShown(seq: number): Shown {
  const ways = new BothWays();
  return {
    ...{ network: 0, seq, round: 0, graph: null, ways, away: new Set(), rows: 0, messages: 0 },
    get out() {
      return ways.out;
    },
    get into() {
      return ways.into;
    },
  };
}
