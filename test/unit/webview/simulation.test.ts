import assert from 'node:assert/strict';
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from 'd3';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { fakeRun, snapshotAfter } from '../../support/webviewDemo/fakeRun.js';
import { createModel, look } from '../../../webview/state/model.js';
import { groundOf, unitOf } from '../../../webview/network/graph/graph.js';
import { pullsOf, type Tied } from '../../../webview/network/graph/pulls.js';
import { type Push, Quadtree } from '../../../webview/network/layout/quadtree.js';
import { isMoving, newSimulation, pin, retie, type Simulation, tick } from '../../../webview/network/layout/simulation.js';

/** Ties of agents as numbers `[from, to, strength]`. */
const tiedOf = (list: readonly (readonly [number, number, number])[]): Tied => ({
  count: list.length,
  from: Uint32Array.from(list, ([from]) => from),
  to: Uint32Array.from(list, ([, to]) => to),
  strength: Float32Array.from(list, ([, , strength]) => strength),
});

const society = fc.integer({ min: 2, max: 60 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    ties: fc.array(
      fc
        .tuple(fc.nat(count - 1), fc.nat(count - 1), fc.float({ min: Math.fround(0.01), max: 1, noNaN: true }))
        .filter(([from, to]) => from !== to),
      { maxLength: 200 },
    ),
    places: fc.option(fc.array(fc.integer({ min: -300, max: 300 }), { minLength: 2 * count, maxLength: 2 * count })),
  }),
);

function run(simulation: Simulation): Simulation {
  while (isMoving(simulation)) tick(simulation);
  return simulation;
}

function laidOut(count: number, tied: Tied, places: readonly number[] | null): Simulation {
  const simulation = newSimulation(count, places);
  retie(simulation, tied, new Float32Array(count).fill(unitOf(count)), true);
  return run(simulation);
}

describe('the forces of the layout', () => {
  it('end at finite positions within bounds, the same each time, even for people at one point', () => {
    fc.assert(
      fc.property(society, ({ count, ties, places }) => {
        const [a, b] = [laidOut(count, tiedOf(ties), places), laidOut(count, tiedOf(ties), places)];
        assert.deepEqual([a.x, a.y], [b.x, b.y]);
        const far = 300 + unitOf(count) * 60 * Math.sqrt(count);
        for (const at of [...a.x, ...a.y]) assert.ok(Number.isFinite(at) && Math.abs(at) < far, String(at));
        for (const speed of [...a.vx, ...a.vy]) assert.ok(Math.abs(speed) < unitOf(count), `still moving by ${speed}`);
      }),
      { numRuns: 60 },
    );
  });

  it('do not depend on the order of the ties', () => {
    fc.assert(
      fc.property(society, ({ count, ties }) => {
        const unique = [...new Map(ties.map((tie) => [`${tie[0]} ${tie[1]}`, tie])).values()];
        const [a, b] = [laidOut(count, tiedOf(unique), null), laidOut(count, tiedOf(unique.toReversed()), null)];
        assert.deepEqual([a.x, a.y], [b.x, b.y]);
      }),
      { numRuns: 20 },
    );
  });

  it('equal the exact sum over all agents, and with the approximation are as close to it as d3', () => {
    const count = 1_500;
    const { x, y } = laidOut(count, tiedOf(Array.from({ length: count }, (_, i) => [i, (i * 7 + 1) % count, 0.5])), null);
    const strength = new Float64Array(count).fill(-3);
    const how = { theta2: 0.95 ** 2, least2: 25, most2: 1e9 };
    const exact = Array.from({ length: count }, (_, i) => exactPush(x, y, strength, i, how.least2));
    const nodes = Array.from(x, (at, index) => ({ index, x: at, y: y[index]!, vx: 0, vy: 0 }));
    const d3 = forceManyBody().theta(0.95).distanceMin(5).strength(-3);
    d3.initialize!(nodes, () => 0.5);
    d3(1);
    const narrow = offBy(exact, pushed(x, y, strength, { ...how, theta2: 0.3 ** 2 }));
    const wide = offBy(exact, pushed(x, y, strength, how));
    const theirs = offBy(
      exact,
      nodes.map(({ vx, vy }): readonly [number, number] => [vx, vy]),
    );
    assert.ok(narrow < 0.01, `off by ${narrow}`);
    assert.ok(wide < 0.05 && wide <= theirs * 1.1, `off by ${wide}, d3 by ${theirs}`);
  });

  it('give the picture of d3', () => {
    const count = 80;
    const list = Array.from({ length: 240 }, (_, i): [number, number, number] => [i % count, (i * 7 + 1 + (i % 5)) % count, 0.5]);
    const tied = tiedOf(list.filter(([from, to]) => from !== to));
    const ours = laidOut(count, tied, null);
    const nodes = run3(count, tied);
    const distances = (x: ArrayLike<number>, y: ArrayLike<number>): number[] =>
      Array.from({ length: count }, (_, i) => Math.hypot(x[i]! - x[(i * 31 + 7) % count]!, y[i]! - y[(i * 31 + 7) % count]!));
    const [a, b] = [
      distances(ours.x, ours.y),
      distances(
        nodes.map(({ x }) => x),
        nodes.map(({ y }) => y),
      ),
    ];
    assert.ok(correlation(a, b) > 0.85, `correlation ${correlation(a, b)}`);
  });

  it('do not move an agent that was placed by hand', () => {
    const simulation = newSimulation(3, null);
    retie(simulation, tiedOf([[0, 1, 1]]), new Float32Array(3).fill(10), true);
    pin(simulation, 1, { x: 200, y: -50 });
    run(simulation);
    assert.deepEqual([simulation.x[1], simulation.y[1]], [200, -50]);
    pin(simulation, 1, null);
    run(simulation);
    assert.ok(simulation.x[1]! < 200);
  });

  it('pull each tied pair once, by the strength of both directions', () => {
    const tied = tiedOf([
      [2, 0, 0.25],
      [0, 1, 0.5],
      [0, 2, 0.75],
    ]);
    const { count, from, to, weight } = pullsOf(3, tied, 1);
    assert.deepEqual(
      Array.from({ length: count }, (_, i) => [from[i], to[i], weight[i]]),
      [
        [0, 1, 0.25],
        [0, 2, 0.5],
      ],
    );
  });

  it('place agents by the whole run, whatever moment is shown', () => {
    const { deltas, ...rest } = fakeRun({ agents: 20, rounds: 8, hostile: false, seed: 3 });
    const model = createModel(snapshotAfter({ deltas, ...rest }, deltas.length));
    const ground = groundOf(model);
    look(model, Math.floor(model.seq / 3));
    assert.deepEqual(groundOf(model), ground);
    assert.ok(ground.tied.count > 0);
  });
});

type Pushes = readonly (readonly [number, number])[];

/** What the tree gives for each. */
function pushed(x: Float64Array, y: Float64Array, strength: Float64Array, how: Push): Pushes {
  const tree = new Quadtree(x.length);
  tree.build(x, y, strength);
  const [vx, vy] = [new Float64Array(x.length), new Float64Array(x.length)];
  tree.push(vx, vy, 1, how);
  return Array.from(vx, (value, i) => [value, vy[i]!]);
}

/** The push of all others on one, added up one by one. */
function exactPush(x: Float64Array, y: Float64Array, strength: Float64Array, i: number, least2: number): readonly [number, number] {
  let [px, py] = [0, 0];
  for (let j = 0; j < x.length; j++) {
    const [dx, dy] = [x[j]! - x[i]!, y[j]! - y[i]!];
    const distance2 = dx * dx + dy * dy;
    if (j === i) continue;
    const part = strength[j]! / (distance2 < least2 ? Math.sqrt(least2 * distance2) : distance2);
    px += dx * part;
    py += dy * part;
  }
  return [px, py];
}

/** Root mean square of the error, relative to that of the exact. */
function offBy(exact: Pushes, got: Pushes): number {
  let [off, all] = [0, 0];
  for (const [i, [x, y]] of exact.entries()) {
    off += (got[i]![0] - x) ** 2 + (got[i]![1] - y) ** 2;
    all += x ** 2 + y ** 2;
  }
  return Math.sqrt(off / all);
}

/** The same set-up in d3. */
function run3(count: number, tied: Tied): readonly { readonly x: number; readonly y: number }[] {
  const start = newSimulation(count, null);
  retie(start, tied, new Float32Array(count).fill(unitOf(count)), true);
  const { pulls, charge, radii } = start;
  const crowd = Math.log10(count / 60);
  const between = (few: number, many: number): number => few + (many - few) * crowd;
  const nodes = Array.from({ length: count }, (_, index) => ({ index, x: start.x[index]!, y: start.y[index]! }));
  const links = Array.from({ length: pulls.count }, (_, i) => ({ source: pulls.from[i]!, target: pulls.to[i]!, weight: pulls.weight[i]! }));
  const unit = unitOf(count);
  forceSimulation(nodes)
    .stop()
    .velocityDecay(0.42)
    .force(
      'charge',
      forceManyBody()
        .theta(0.95)
        .distanceMin(unit)
        .distanceMax(unit * 60)
        .strength(charge[0]!),
    )
    .force(
      'link',
      forceLink(links)
        .distance(({ weight }) => unit * between(8.2, 4.8) * (1 - 0.32 * Math.min(1, weight)))
        .strength((_, i) => pulls.stiffness[i]!),
    )
    .force('collide', forceCollide(radii[0]!).strength(0.8))
    .force('x', forceX(0).strength(between(0.05, 0.035)))
    .force('y', forceY(0).strength(between(0.05, 0.035) * 1.24))
    .tick(240);
  return nodes;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [ma, mb] = [mean(a), mean(b)];
  const along = (p: readonly number[], mp: number, q: readonly number[], mq: number): number =>
    p.reduce((sum, value, i) => sum + (value - mp) * (q[i]! - mq), 0);
  return along(a, ma, b, mb) / Math.sqrt(along(a, ma, a, ma) * along(b, mb, b, mb));
}
