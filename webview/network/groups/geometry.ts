/** Places of groups, and the shapes of flows between them. No access to the page. */
import type { PanelFlow } from '../../../src/protocol/groups.js';

interface Disc {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Room for the two lines of a label below a disc. */
const LABEL = 34;
/** The smallest radius. A group without agents has it too, and is drawn as a ring. */
const LEAST = 5;
/** With more groups than this, a label has one line. */
export const MOST_NUMBERED = 6;
/** In a picture at least this wide, the labels of a few groups are next to their discs, where fewer arrows are. */
const WIDE = 400;
/** Room for a label next to a disc, and for half of one below it. */
const BESIDE = 104;
const HALF = 40;

/** Whether labels are next to their discs. */
export const isBeside = ({ width }: Size, groups: number): boolean => width >= WIDE && groups > 1 && groups <= MOST_NUMBERED;

/** The picture of groups in a pane with this much room: higher in a narrow pane, because the groups are on an ellipse. */
export function sizeFor({ width, height }: Size, groups: number): Size {
  const least = width < WIDE && groups > 1 ? 196 + groups * 18 : groups <= 3 ? 150 : 210;
  return { width, height: Math.round(Math.max(least, Math.min(height, 460))) };
}

/** A disc for each group, whose area is in proportion to its agents, at equal distances on an ellipse that begins at the top. */
export function discs(agents: readonly number[], size: Size): readonly Disc[] {
  const n = agents.length;
  const { width, height } = size;
  const [side, below] = isBeside(size, n) ? [BESIDE, 0] : [HALF, LABEL];
  const most = Math.max(1, ...agents);
  const around = Math.PI * (width / 2 + height / 2 - LABEL);
  const wanted = Math.max(9, Math.min(0.17 * height, 0.15 * width + 8, n <= 1 ? Infinity : (around / n) * 0.3));
  const [rx, ry] = [Math.max(0, width / 2 - wanted - side), Math.max(0, (height - below) / 2 - wanted - 5)];
  const places = n === 1 ? [{ x: 0, y: 0 }] : alongEllipse(n, rx, ry);
  const sizes = agents.map((count) => Math.sqrt(count / most));
  const largest = Math.min(wanted, GAP * apart(places, sizes));
  return places.map(({ x, y }, i) => ({
    ...{ x: width / 2 + x, y: (height - below) / 2 + y },
    r: Math.max(LEAST, largest * sizes[i]!),
  }));
}

/** The share of the distance of two discs that they take. */
const GAP = 0.9;

/** The radius of a disc of size 1 at which two of the discs touch. */
function apart(places: readonly Point[], sizes: readonly number[]): number {
  let least = Infinity;
  for (const [i, a] of places.entries())
    for (let j = i + 1; j < places.length; j++) {
      const distance = Math.hypot(a.x - places[j]!.x, a.y - places[j]!.y);
      least = Math.min(least, distance / (sizes[i]! + sizes[j]! || 1));
    }
  return least;
}

/** Steps by which the length of an ellipse is measured. */
const STEPS = 720;

/** Places with equal distances along an ellipse around 0, clockwise from the top. */
function alongEllipse(n: number, rx: number, ry: number): readonly Point[] {
  const at = (step: number): Point => {
    const angle = (step / STEPS) * 2 * Math.PI - Math.PI / 2;
    return { x: Math.cos(angle) * rx, y: Math.sin(angle) * ry };
  };
  const lengths = [0];
  for (let step = 1; step <= STEPS; step++) {
    const [a, b] = [at(step - 1), at(step)];
    lengths.push(lengths[step - 1]! + Math.hypot(b.x - a.x, b.y - a.y));
  }
  const all = lengths[STEPS]!;
  return Array.from({ length: n }, (_, i) => at(lengths.findIndex((length) => length >= (all * i) / n)));
}

/** The most flows that are drawn. The table has all of them. */
const MOST_FLOWS = 48;

/** The width of the largest flow, less with more groups. */
const thickest = (groups: number): number => Math.max(4, 13 - groups);

interface FlowShape {
  readonly flow: PanelFlow;
  readonly path: string;
  /** The head of the arrow; empty for a flow that is the same in both directions. */
  readonly head: string;
  readonly width: number;
}

/** The largest flows between different groups. Two equal flows in opposite directions are one line without a head. */
export function flowShapes(flows: readonly PanelFlow[], at: readonly Disc[]): readonly FlowShape[] {
  const between = flows.filter(([from, to]) => from !== to);
  const counts = new Map(between.map(([from, to, count]) => [`${from} ${to}`, count]));
  const isEven = ([from, to, count]: PanelFlow): boolean => counts.get(`${to} ${from}`) === count;
  const kept = between
    .filter((flow) => !isEven(flow) || flow[0] < flow[1])
    .sort((a, b) => b[2] - a[2])
    .slice(0, MOST_FLOWS);
  const most = kept[0]?.[2] ?? 1;
  return kept.map((flow) => shapeOf(flow, at, { isEven: isEven(flow), width: 0.8 + (thickest(at.length) - 0.8) * (flow[2] / most) }));
}

function shapeOf(flow: PanelFlow, at: readonly Disc[], { isEven, width }: { readonly isEven: boolean; readonly width: number }): FlowShape {
  const [a, b] = [at[flow[0]]!, at[flow[1]]!];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const bend = isEven ? 0 : Math.min(46, length * 0.16);
  const middle = { x: (a.x + b.x) / 2 - uy * bend, y: (a.y + b.y) / 2 + ux * bend };
  const start = rim(a, middle, 2);
  const head = isEven ? 0 : 6 + width * 0.9;
  const tip = rim(b, middle, 3);
  const end = rim(b, middle, 3 + head * 0.8);
  return {
    ...{ flow, width },
    path: `M${round(start.x)} ${round(start.y)}Q${round(middle.x)} ${round(middle.y)} ${round(end.x)} ${round(end.y)}`,
    head: isEven ? '' : arrow(tip, middle, head, 2.5 + width * 0.75),
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The point in front of a disc, seen from another point. */
function rim({ x, y, r }: Disc, from: Point, gap: number): Point {
  const length = Math.hypot(from.x - x, from.y - y) || 1;
  return { x: x + ((from.x - x) / length) * (r + gap), y: y + ((from.y - y) / length) * (r + gap) };
}

function arrow(tip: Point, from: Point, length: number, half: number): string {
  const far = Math.hypot(tip.x - from.x, tip.y - from.y) || 1;
  const [ux, uy] = [(tip.x - from.x) / far, (tip.y - from.y) / far];
  const [x, y] = [tip.x - ux * length, tip.y - uy * length];
  return `M${round(tip.x)} ${round(tip.y)}L${round(x - uy * half)} ${round(y + ux * half)}L${round(x + uy * half)} ${round(y - ux * half)}Z`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** The sectors of a disc in proportion to its parts, as paths; a part without agents has an empty path. */
export function sectors({ x, y, r }: Disc, parts: readonly number[]): readonly string[] {
  const total = parts.reduce((sum, part) => sum + part, 0);
  let from = 0;
  return parts.map((part) => {
    const [start, end] = [from, from + part / (total || 1)];
    from = end;
    if (part === 0 || r === 0) return '';
    if (part === total) return `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
    const point = (share: number): string => {
      const angle = share * 2 * Math.PI - Math.PI / 2;
      return `${round(x + r * Math.cos(angle))} ${round(y + r * Math.sin(angle))}`;
    };
    return `M${round(x)} ${round(y)}L${point(start)}A${r} ${r} 0 ${end - start > 0.5 ? 1 : 0} 1 ${point(end)}Z`;
  });
}

/** The bands of shares over rounds, one path for each group, from the bottom up, in a box. Rounds without agents have no width. */
export function bands(rounds: readonly (readonly number[])[], { width, height }: Size): readonly string[] {
  const groups = rounds[0]?.length ?? 0;
  const x = (round_: number): number => round((round_ / Math.max(1, rounds.length - 1)) * width);
  const totals = rounds.map((counts) => counts.reduce((sum, count) => sum + count, 0) || 1);
  const below = rounds.map(() => 0);
  return Array.from({ length: groups }, (_, group) => {
    const low = below.map((sum, i) => `${x(i)} ${round(height * (1 - sum / totals[i]!))}`);
    for (const [i, counts] of rounds.entries()) below[i]! += counts[group]!;
    const high = below.map((sum, i) => `${x(i)} ${round(height * (1 - sum / totals[i]!))}`);
    return `M${low.join('L')}L${high.reverse().join('L')}Z`;
  });
}

/** Places around an agent: the agent in the middle, the others on one ring, or on two if there are many. */
export function ring(others: number, { width, height }: Size): readonly Point[] {
  const inner = others <= 14 ? others : Math.ceil(others / 3);
  const [rx, ry] = [width / 2 - 46, height / 2 - 26];
  const on = (i: number, n: number, share: number): Point => {
    const angle = (i / Math.max(1, n)) * 2 * Math.PI - Math.PI / 2;
    return { x: width / 2 + Math.cos(angle) * rx * share, y: height / 2 + Math.sin(angle) * ry * share };
  };
  return [
    { x: width / 2, y: height / 2 },
    ...Array.from({ length: others }, (_, i) =>
      i < inner ? on(i, inner, others > inner ? 0.55 : 0.95) : on(i - inner, others - inner, 1),
    ),
  ];
}
