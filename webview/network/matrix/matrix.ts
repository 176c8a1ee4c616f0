/** The network as a matrix of agents by agents: their order, and the cell of a tie. Pure; no access to the page. */
import type { Network } from '../../../src/core/events/ties.js';
import type { PanelModel } from '../../state/model.js';
import type { Grouping } from '../../ui/palette.js';
import { communitiesOf, type Looks } from '../graph/viewOptions.js';

export interface MatrixOrder {
  /** Agents in the order of rows and columns. */
  readonly agents: readonly number[];
  /** Place of each agent; −1 if the agent is away. */
  readonly places: Int32Array;
  /** Places at which another group begins. */
  readonly borders: readonly number[];
}

/** The order of all present agents: by community, by colour, or as in the file. In a group, the order of the file. */
export function orderOf(model: PanelModel, by: Looks['order'], grouping: Grouping): MatrixOrder {
  const group = by === 'file' ? [] : by === 'colours' ? grouping.hue : communityOf(model);
  const groupOf = (agent: number): number => group[agent] ?? Infinity;
  const agents = [...model.agents.keys()].filter((agent) => !model.shown.away.has(agent));
  agents.sort((a, b) => (groupOf(a) === groupOf(b) ? a - b : groupOf(a) - groupOf(b)));
  const places = new Int32Array(model.agents.length).fill(-1);
  for (const [place, agent] of agents.entries()) places[agent] = place;
  const borders = [...agents.keys()].filter((place) => place > 0 && groupOf(agents[place]!) !== groupOf(agents[place - 1]!));
  return { agents, places, borders };
}

const found = new WeakMap<Network, readonly (number | undefined)[]>();

/** The place of each agent's community; undefined for agents without one. It uses the current ties of the run, so rows stay in place for a past moment. */
function communityOf(model: PanelModel): readonly (number | undefined)[] {
  const head = model.ties[model.shown.network]?.head;
  const known = head && found.get(head);
  if (!head || known) return known ?? [];
  const of: (number | undefined)[] = [];
  for (const [place, members] of communitiesOf(model, head).entries()) for (const agent of members) of[agent] = place;
  found.set(head, of);
  return of;
}

export interface Cell {
  /** Place of the agent that a tie comes from. */
  readonly row: number;
  /** Place of the agent that the tie goes to. */
  readonly column: number;
}

/** The geometry of the matrix on its canvas: the start and the size of its cells. */
export interface MatrixFrame {
  readonly left: number;
  readonly top: number;
  readonly cell: number;
}

/** Free space at the right and at the bottom. */
const RIM = 8;

/** The frame for the cells, in the part of the canvas without names. */
export function frameOf(width: number, height: number, count: number, names: number): MatrixFrame {
  const margin = Math.min(names, width * 0.3, height * 0.3);
  const side = Math.max(0, Math.min(width, height) - margin - RIM);
  return { left: margin + Math.max(0, width - RIM - margin - side) / 2, top: margin, cell: side / Math.max(1, count) };
}

/** The cell at a point of the matrix before zooming; null outside the matrix. */
export function cellAt({ left, top, cell }: MatrixFrame, count: number, x: number, y: number): Cell | null {
  const [row, column] = [Math.floor((y - top) / cell), Math.floor((x - left) / cell)];
  return row >= 0 && column >= 0 && row < count && column < count ? { row, column } : null;
}

const STEPS: Readonly<Partial<Record<string, readonly [number, number]>>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/** The target cell of a key; null if the key has no target. */
export function cellBy(key: string, { row, column }: Cell, count: number): Cell | null {
  const step = STEPS[key];
  const held = (place: number): number => Math.max(0, Math.min(count - 1, place));
  return step && count > 0 ? { row: held(row + step[0]), column: held(column + step[1]) } : null;
}

/** The next or previous cell with a tie, in reading order; the same cell if there is no tie. */
export function nextTie(model: PanelModel, { agents, places }: MatrixOrder, from: Cell, by: 1 | -1, least: number): Cell {
  const count = agents.length;
  const goal = from.row * count + from.column;
  let best: number | null = null;
  for (let turn = 0; turn <= count && best === null; turn++) {
    const row = (from.row + by * turn + count * 2) % count;
    for (const [to, strength] of model.shown.out[agents[row]!] ?? []) {
      const column = places[to] ?? -1;
      const at = row * count + column;
      if (column < 0 || strength < least || (turn === 0 && (at - goal) * by <= 0)) continue;
      if (best === null || (at - best) * by < 0) best = at;
    }
  }
  return best === null ? from : { row: Math.floor(best / count), column: best % count };
}
