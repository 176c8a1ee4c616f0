/** The stops of the player and the keys on the timeline: messages, silent turns, and starts of rounds. No access to the page. */
import { upperBoundBy } from '../../src/core/util/search.js';
import type { PanelModel } from '../state/model.js';

const itself = (at: number): number => at;
const ofItem = ({ seq }: { readonly seq: number }): number => seq;

/** The next stop after an event; the end of the run if there is none. */
export function nextStop({ messages, silences, rounds, seq: end }: PanelModel, seq: number): number {
  const next = [
    messages[upperBoundBy(messages, seq, ofItem)]?.seq,
    silences[upperBoundBy(silences, seq, ofItem)]?.seq,
    rounds[upperBoundBy(rounds, seq, itself)],
  ];
  return Math.min(...next.map((at) => at ?? end));
}

/** The stop before an event; −1, which is before the first event, if there is none. */
export function previousStop({ messages, silences, rounds }: PanelModel, seq: number): number {
  const before = [
    messages[upperBoundBy(messages, seq - 1, ofItem) - 1]?.seq,
    silences[upperBoundBy(silences, seq - 1, ofItem) - 1]?.seq,
    rounds[upperBoundBy(rounds, seq - 1, itself) - 1],
  ];
  return Math.max(...before.map((at) => at ?? -1));
}

/** The start of the next round, or the end of the run. */
export function nextRound({ rounds, seq: end }: PanelModel, seq: number): number {
  return rounds[upperBoundBy(rounds, seq, itself)] ?? end;
}

/** The start of the current round; at its start, that of the previous round. */
export function previousRound({ rounds }: PanelModel, seq: number): number {
  return rounds[upperBoundBy(rounds, seq - 1, itself) - 1] ?? -1;
}
