/**
 * The ties of one network at any moment of the run: the changes in their order, and keyframes (stored networks), so that only a few
 * changes must be folded for any moment. The arithmetic is that of the engine.
 */
import { upperBoundBy } from '../../src/core/util/search.js';
import { emptyNetwork, type Network } from '../../src/core/events/ties.js';
import { decayed, withTie } from '../../src/core/events/tieChanges.js';
import type { PanelFade, PanelTie } from '../../src/protocol/course.js';

export type TieChange = PanelTie | PanelFade;

export interface TieHistory {
  readonly changes: TieChange[];
  /** Networks after a number of changes. The first is before all changes. */
  keyframes: { readonly after: number; readonly network: Network }[];
  /** The network after the last change. */
  head: Network;
  /** The work since the last keyframe, and the amount of work after which a new keyframe is stored. */
  work: number;
  apart: number;
}

/** The initial work between keyframes, in changes of a tie. */
const APART = 1_024;
/** The work of a fade, which changes every tie. */
const FADE = 256;
/** Above this number, every second keyframe is removed, so that a long run needs no more memory than a short one. */
const MOST = 64;

export const isFade = (change: TieChange): change is PanelFade => change.length < 5;

export function newHistory(name: string): TieHistory {
  const head = emptyNetwork(name);
  return { changes: [], keyframes: [{ after: 0, network: head }], head, work: 0, apart: APART };
}

export function addChange(history: TieHistory, change: TieChange): void {
  history.changes.push(change);
  history.head = folded(history.head, change);
  history.work += isFade(change) ? FADE : 1;
  if (history.work < history.apart) return;
  history.work = 0;
  history.keyframes.push({ after: history.changes.length, network: history.head });
  if (history.keyframes.length <= MOST) return;
  history.keyframes = history.keyframes.filter((_, i) => i % 2 === 0);
  history.apart *= 2;
}

/** The network after event `seq`. */
export function networkAt({ changes, keyframes, head }: TieHistory, seq: number): Network {
  const count = upperBoundBy(changes, seq, ([at]) => at);
  if (count === changes.length) return head;
  const from = keyframes[upperBoundBy(keyframes, count, ({ after }) => after) - 1];
  let network = from!.network;
  for (let i = from!.after; i < count; i++) network = folded(network, changes[i]!);
  return network;
}

const folded = (network: Network, change: TieChange): Network =>
  isFade(change) ? decayed(network, change[2], change.length === 4 ? change[3] : 0) : withTie(network, change[2], change[3], change[4]);
