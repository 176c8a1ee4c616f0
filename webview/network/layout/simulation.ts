/**
 * The forces of the layout: the setup and formulas of d3-force (charge, links, collision, and a pull to the middle; Verlet
 * integration with falling heat) over flat arrays, in a fraction of its time. There is no randomness and no clock: the same ties
 * from the same start give the same positions on every machine.
 */
import { collide, newGrid } from './collide.js';
import { unitOf } from '../graph/graph.js';
import { type Pulls, pullsOf, type Tied } from '../graph/pulls.js';
import { Quadtree } from './quadtree.js';

export interface Simulation {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly vx: Float64Array;
  readonly vy: Float64Array;
  /** The strength of movement. It falls from 1. */
  heat: number;
  readonly radii: Float64Array;
  readonly charge: Float64Array;
  /** 1 for pinned agents. */
  readonly pinned: Uint8Array;
  pulls: Pulls;
  readonly tree: Quadtree;
  readonly grid: ReturnType<typeof newGrid>;
}

/** Below this heat, no movement is visible. */
const REST = 0.004;
/** Heat after changes in a live run: enough to adapt, too little to jump. */
const GENTLE = 0.14;
const COOLING = 0.0228;
/** The share of a speed that remains after a tick. */
const GLIDE = 0.58;
/** As in d3, squared. */
const THETA2 = 0.95 ** 2;
const HARD = 0.8;

/** 0 for few agents, which need space between them, up to 1 for many, where tied agents are placed closely so that groups are visible. */
const crowd = (count: number): number => Math.min(1, Math.max(0, Math.log10(Math.max(1, count) / 60)));
const between = (few: number, many: number, count: number): number => few + (many - few) * crowd(count);

/** A simulation with all agents on a spiral in their order, or at `places`, `[x, y, …]`. */
export function newSimulation(count: number, places: ArrayLike<number> | null): Simulation {
  const unit = unitOf(count);
  const known = places && places.length <= 2 * count ? places : null;
  const numbers = (): Float64Array => new Float64Array(count);
  const [x, y] = [numbers(), numbers()];
  for (let i = 0; i < count; i++) {
    const distance = unit * 3.4 * Math.sqrt(i + 0.5);
    const angle = Math.sqrt(4 * Math.PI * i);
    x[i] = known?.[2 * i] ?? distance * Math.cos(angle);
    y[i] = known?.[2 * i + 1] ?? distance * Math.sin(angle);
  }
  return {
    ...{ count, x, y, vx: numbers(), vy: numbers(), heat: 1, radii: numbers(), charge: numbers(), pinned: new Uint8Array(count) },
    ...{ pulls: pullsOf(count, null, 1), tree: new Quadtree(count), grid: newGrid(count) },
  };
}

/** Takes the current ties and sizes. `fresh` lays out from the current positions with full heat, otherwise gently. */
export function retie(simulation: Simulation, tied: Tied, radii: Float32Array, fresh: boolean): void {
  const { count } = simulation;
  const unit = unitOf(count);
  simulation.pulls = pullsOf(count, tied, between(1, 0.55, count));
  const strength = between(1.5, 3, count) * unit;
  for (let i = 0; i < count; i++) {
    simulation.charge[i] = -strength * (radii[i] ?? unit);
    simulation.radii[i] = (radii[i] ?? unit) * 1.5 + 2;
  }
  simulation.heat = fresh ? 1 : Math.max(simulation.heat, GENTLE);
}

export const isMoving = ({ heat, count }: Simulation): boolean => heat >= REST && count > 0;

/** Pins an agent at a place, and the others make room; null unpins it. */
export function pin(simulation: Simulation, agent: number, at: { readonly x: number; readonly y: number } | null): void {
  if (agent < 0 || agent >= simulation.count) return;
  simulation.pinned[agent] = at ? 1 : 0;
  if (at) {
    simulation.x[agent] = at.x;
    simulation.y[agent] = at.y;
  }
  simulation.heat = Math.max(simulation.heat, GENTLE);
}

export function tick(simulation: Simulation): void {
  const { count, x, y, vx, vy, charge, tree, pulls, pinned } = simulation;
  simulation.heat -= simulation.heat * COOLING;
  const { heat } = simulation;
  const unit = unitOf(count);
  tree.build(x, y, charge);
  tree.push(vx, vy, heat, { theta2: THETA2, least2: unit ** 2, most2: (unit * 60) ** 2 });
  pull(simulation, pulls, heat, unit * between(8.2, 4.8, count));
  collide(simulation.grid, simulation, HARD);
  const gravity = between(0.05, 0.035, count) * heat;
  for (let i = 0; i < count; i++) {
    if (pinned[i] === 1) {
      vx[i] = vy[i] = 0;
      continue;
    }
    // The vertical pull to the middle is a little stronger, because panes are wide.
    vx[i] = (vx[i]! - x[i]! * gravity) * GLIDE;
    vy[i] = (vy[i]! - y[i]! * gravity * 1.24) * GLIDE;
    x[i] = x[i]! + vx[i]!;
    y[i] = y[i]! + vy[i]!;
  }
}

/** Links pull tied agents to a distance. Stronger ties have a shorter distance; the agent with more ties moves less. */
function pull({ x, y, vx, vy }: Simulation, { count, from, to, weight, stiffness, bias }: Pulls, heat: number, far: number): void {
  for (let i = 0; i < count; i++) {
    const a = from[i]!;
    const b = to[i]!;
    let dx = x[b]! + vx[b]! - x[a]! - vx[a]!;
    const dy = y[b]! + vy[b]! - y[a]! - vy[a]!;
    if (dx === 0 && dy === 0) dx = 1e-6;
    const distance = Math.sqrt(dx * dx + dy * dy);
    const part = ((distance - far * (1 - 0.32 * Math.min(1, weight[i]!))) / distance) * heat * stiffness[i]!;
    const share = bias[i]!;
    vx[b] = vx[b]! - dx * part * share;
    vy[b] = vy[b]! - dy * part * share;
    vx[a] = vx[a]! + dx * part * (1 - share);
    vy[a] = vy[a]! + dy * part * (1 - share);
  }
}
