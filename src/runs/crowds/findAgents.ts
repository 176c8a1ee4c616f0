/**
 * Finds agents by a text among any number of agents. The names and ids of a crowd follow a pattern, so they are not searched: the
 * numbers that fit are computed. A number fits if it begins with the digits of the text.
 */
import { nameAt } from '../../core/events/agents.js';
import { type Crowd, idAt, indexOf, singleIndices } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import type { Sliced } from '../../core/util/slices.js';

interface Found {
  /** Indices of the first agents, an agent with exactly this id first. */
  readonly agents: readonly number[];
  /** Number of all agents that fit. */
  readonly total: number;
}

/** Names that are compared in a slice. */
const NAMES = 8_192;

/** Agents whose name or id fits the text, at most `most` of them. No agent fits an empty text. */
export function* findAgents(state: State, text: string, most: number): Sliced<Found> {
  const wanted = text.trim().toLowerCase();
  const agents = new Set<number>();
  let total = 0;
  if (wanted === '') return { agents: [], total };
  const exact = indexOf(state.roster, text.trim());
  if (exact >= 0) agents.add(exact);
  let size = 0;
  for (const index of singleIndices(state.roster)) {
    if (fits(state, index, wanted)) {
      total++;
      if (agents.size < most) agents.add(index);
    }
    if (++size % NAMES === 0) yield NAMES;
  }
  for (const crowd of state.roster.crowds)
    for (const [low, high] of numbersIn(crowd, wanted)) {
      total += high - low + 1;
      for (let n = low; n <= high && agents.size < most; n++) agents.add(crowd.first + n - 1);
    }
  return { agents: [...agents], total };
}

const fits = (state: State, index: number, wanted: string): boolean =>
  nameAt(state, index)!.toLowerCase().includes(wanted) || idAt(state.roster, index).toLowerCase().includes(wanted);

type NumberRange = readonly [low: number, high: number];

/** The numbers of the members that fit, as ranges in ascending order that do not overlap. */
function numbersIn({ name, from, count }: Pick<Crowd, 'name' | 'from' | 'count'>, wanted: string): readonly NumberRange[] {
  const [before = '', ...after] = name.toLowerCase().split('{n}');
  const texts = [before, from.toLowerCase(), ...after];
  const [, head = '', digits = ''] = /^(.*?)(\d+)$/s.exec(wanted) ?? [];
  if (digits === '') return texts.some((part) => part.includes(wanted)) ? [[1, count]] : [];
  if (!before.endsWith(head) && !`${from.toLowerCase()}_`.endsWith(head)) return [];
  const first = Number(digits);
  if (first < 1 || first > count) return [];
  // With zeros before it, as in an id, the number is complete.
  if (digits.startsWith('0')) return [[first, first]];
  const ranges: NumberRange[] = [];
  for (let scale = 1; first * scale <= count; scale *= 10) ranges.push([first * scale, Math.min(count, (first + 1) * scale - 1)]);
  return ranges;
}
