/**
 * The history of ties: the ties from the file, and those that no longer exist. It is read from the course only when the user wants
 * to see it. No access to the page.
 */
import { type Network, strengthOf } from '../../../src/core/events/ties.js';
import { edgeOf, type PanelModel } from '../../state/model.js';
import { isFade, networkAt, type TieHistory } from '../../state/tieHistory.js';
import { FAINTEST, type Ties } from './graph.js';

/** The base for one number per directed pair. Societies are much smaller. */
const BASE = 2 ** 24;
const pairOf = (from: number, to: number): number => from * BASE + to;

interface Past {
  /** The ties before the first round, and the event at which the first round begins. */
  given: Network | null;
  begins: number | undefined;
  /** The event at which each pair first had a tie that counts, and the number of changes that were read. */
  readonly since: Map<number, number>;
  read: number;
}

const pasts = new WeakMap<TieHistory, Past>();

function pastOf(history: TieHistory): Past {
  const known = pasts.get(history) ?? { given: null, begins: undefined, since: new Map(), read: 0 };
  pasts.set(history, known);
  return known;
}

/** 1 for each tie that existed before the first round (it was given); all other ties grew. */
export function givenOf(model: PanelModel, ties: Ties): Uint8Array {
  const history = model.ties[model.shown.network];
  const given = new Uint8Array(ties.count);
  if (!history) return given;
  const past = pastOf(history);
  const begins = model.rounds[0];
  if (past.begins === undefined || past.begins !== begins)
    Object.assign(past, { given: networkAt(history, (begins ?? Infinity) - 1), begins });
  for (let i = 0; i < ties.count; i++) given[i] = past.given && strengthOf(past.given, ties.from[i]!, ties.to[i]!) > 0 ? 1 : 0;
  return given;
}

/** Ties that counted before the shown moment and are now too weak to be drawn. */
export function ghostsOf(model: PanelModel): Ties {
  const history = model.ties[model.shown.network];
  const gone: [number, number][] = [];
  if (history) {
    const { out, away, seq } = model.shown;
    for (const [pair, since] of sinceOf(history, edgeOf(model))) {
      const [from, to] = [Math.floor(pair / BASE), pair % BASE];
      const strength = out[from]?.get(to) ?? 0;
      if (since <= seq && strength < Math.max(0.01, edgeOf(model) * FAINTEST) && !away.has(from) && !away.has(to)) gone.push([from, to]);
    }
  }
  gone.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return {
    count: gone.length,
    from: Uint32Array.from(gone, ([from]) => from),
    to: Uint32Array.from(gone, ([, to]) => to),
    strength: new Float32Array(gone.length),
    mutual: Uint8Array.from(gone, ([from, to]) => (model.shown.out[to]?.has(from) ? 1 : 0)),
  };
}

/** The first event at which each tie counted. A tie is strongest when it is set, so fading never makes a tie count. */
function sinceOf(history: TieHistory, edge: number): ReadonlyMap<number, number> {
  const past = pastOf(history);
  for (; past.read < history.changes.length; past.read++) {
    const change = history.changes[past.read]!;
    if (isFade(change) || change[4] < edge || change[4] <= 0) continue;
    const pair = pairOf(change[2], change[3]);
    if (!past.since.has(pair)) past.since.set(pair, change[0]);
  }
  return past.since;
}
