/**
 * Where agents stand. d3-force on this thread today; the panel sees only positions, `ties` and `step`, so that a worker
 * can take this file's place. No randomness: agents start on a spiral in their order, and d3 uses a fixed generator,
 * so the same ties give the same picture. News reheats gently: the picture adapts and is not thrown about.
 */
import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type ForceCollide,
  type ForceLink,
  type ForceManyBody,
  type Simulation,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3-force';
import { unitOf, type Ties } from './graph.js';

export interface Layout {
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Takes the present ties and sizes; `fresh` lays out from where things stand with full force, else gently. */
  ties(ties: Ties, radii: Float32Array, fresh: boolean): void;
  /** Moves on by one or more ticks within the given time; true while there is movement left. */
  step(milliseconds: number): boolean;
}

interface Dot extends SimulationNodeDatum {
  index: number;
  x: number;
  y: number;
}

interface Pull extends SimulationLinkDatum<Dot> {
  readonly weight: number;
}

/** Heat after news of a live run: enough to adapt, too little to jump. */
const GENTLE = 0.14;
const REST = 0.004;

/** A few agents want air between them; in a crowd, those tied should stand close, so that circles of friends show. */
const crowd = (count: number): number => Math.min(1, Math.max(0, Math.log10(Math.max(1, count) / 60)));
const between = (few: number, many: number, count: number): number => few + (many - few) * crowd(count);

export function createLayout(count: number, places: readonly number[] | null): Layout {
  const dots = startDots(count, places);
  const simulation = makeSimulation(dots);
  const x = Float32Array.from(dots, (dot) => dot.x);
  const y = Float32Array.from(dots, (dot) => dot.y);
  const layout: Layout = {
    x,
    y,
    ties(ties, sizes, fresh) {
      setTies(simulation, ties, sizes);
      simulation.alpha(fresh ? 1 : Math.max(simulation.alpha(), GENTLE));
    },
    step(milliseconds) {
      if (simulation.alpha() < REST) return false;
      const end = performance.now() + milliseconds;
      do simulation.tick();
      while (simulation.alpha() >= REST && performance.now() < end);
      for (const dot of dots) {
        x[dot.index] = dot.x;
        y[dot.index] = dot.y;
      }
      return simulation.alpha() >= REST;
    },
  };
  return layout;
}

function startDots(count: number, places: readonly number[] | null): Dot[] {
  const unit = unitOf(count);
  const known = places && places.length <= 2 * count ? places : null;
  return Array.from({ length: count }, (_, index) => {
    const distance = unit * 3.4 * Math.sqrt(index + 0.5);
    const angle = Math.sqrt(4 * Math.PI * index);
    return { index, x: known?.[2 * index] ?? distance * Math.cos(angle), y: known?.[2 * index + 1] ?? distance * Math.sin(angle) };
  });
}

function makeSimulation(dots: Dot[]): Simulation<Dot, Pull> {
  const count = dots.length;
  const unit = unitOf(count);
  const far = between(8.2, 4.8, count);
  const gravity = between(0.05, 0.035, count);
  return forceSimulation<Dot, Pull>(dots)
    .stop()
    .alphaDecay(0.0228)
    .velocityDecay(0.42)
    .force(
      'charge',
      forceManyBody<Dot>()
        .theta(0.95)
        .distanceMin(unit)
        .distanceMax(unit * 60),
    )
    .force(
      'link',
      forceLink<Dot, Pull>([]).distance((pull) => unit * far * (1 - 0.32 * Math.min(1, pull.weight))),
    )
    .force('collide', forceCollide<Dot>().strength(0.8))
    .force('x', forceX<Dot>(0).strength(gravity))
    .force('y', forceY<Dot>(0).strength(gravity * 1.24));
}

/** One pull for each tied pair, by the strength of both ways; the busier the two, the softer, which avoids a hairball. */
function setTies(simulation: Simulation<Dot, Pull>, ties: Ties, radii: Float32Array): void {
  const weights = new Map<number, number>();
  const count = radii.length;
  const load = new Float32Array(count);
  for (let i = 0; i < ties.count; i++) {
    const from = ties.from[i] ?? 0;
    const to = ties.to[i] ?? 0;
    const pair = Math.min(from, to) * count + Math.max(from, to);
    const strength = ties.strength[i] ?? 0;
    weights.set(pair, (weights.get(pair) ?? 0) + strength / 2);
    load[from] = (load[from] ?? 0) + strength / 2;
    load[to] = (load[to] ?? 0) + strength / 2;
  }
  const pulls: Pull[] = [...weights].map(([pair, weight]) => ({ source: Math.floor(pair / count), target: pair % count, weight }));
  pulls.sort((a, b) => Number(a.source) - Number(b.source) || Number(a.target) - Number(b.target));
  const soft = between(1, 0.55, count);
  const stiffness = pulls.map(
    (pull) => pull.weight / (soft + 0.75 * soft * Math.min(load[Number(pull.source)] ?? 0, load[Number(pull.target)] ?? 0)),
  );
  simulation
    .force<ForceLink<Dot, Pull>>('link')
    ?.links(pulls)
    .strength((_, i) => stiffness[i] ?? 0);
  const unit = unitOf(count);
  simulation.force<ForceManyBody<Dot>>('charge')?.strength((dot) => -between(1.5, 3, count) * unit * (radii[dot.index] ?? unit));
  simulation.force<ForceCollide<Dot>>('collide')?.radius((dot) => (radii[dot.index] ?? unit) * 1.5 + 2);
}
