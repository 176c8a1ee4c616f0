/** Where the player and the keys stop on the timeline: at what was said or left unsaid, and where rounds begin. Knows no page. */
import { upperBoundBy } from '../../src/core/util/search.js';
import type { PanelModel } from '../state/model.js';

const itself = (at: number): number => at;
const ofItem = ({ seq }: { readonly seq: number }): number => seq;

/** The next stop after an event; the end of the run where there is none. */
export function nextStop({ messages, silences, rounds, seq: end }: PanelModel, seq: number): number {
  const next = [
    messages[upperBoundBy(messages, seq, ofItem)]?.seq,
    silences[upperBoundBy(silences, seq, ofItem)]?.seq,
    rounds[upperBoundBy(rounds, seq, itself)],
  ];
  return Math.min(...next.map((at) => at ?? end));
}

/** The stop before an event; −1, before the first, where there is none. */
export function previousStop({ messages, silences, rounds }: PanelModel, seq: number): number {
  const before = [
    messages[upperBoundBy(messages, seq - 1, ofItem) - 1]?.seq,
    silences[upperBoundBy(silences, seq - 1, ofItem) - 1]?.seq,
    rounds[upperBoundBy(rounds, seq - 1, itself) - 1],
  ];
  return Math.max(...before.map((at) => at ?? -1));
}

/** Where the next round begins, or the end of the run. */
export function nextRound({ rounds, seq: end }: PanelModel, seq: number): number {
  return rounds[upperBoundBy(rounds, seq, itself)] ?? end;
}

/** Where the round begins that one is in, or, at its beginning, the one before. */
export function previousRound({ rounds }: PanelModel, seq: number): number {
  return rounds[upperBoundBy(rounds, seq - 1, itself) - 1] ?? -1;
}
