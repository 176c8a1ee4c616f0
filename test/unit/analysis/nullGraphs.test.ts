/** Null graphs against networkx (test/fixtures/null_graphs.py), and what lasts of ties and communities, worked by hand. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { measureNamed, measures, type Moment } from '../../../src/analysis/measures.js';
import { averageClustering, transitivity } from '../../../src/analysis/network/clustering.js';
import { degreesOf, edgesOf, type Graph, graphOfEdges } from '../../../src/analysis/network/graph.js';
import { degreeAssortativity } from '../../../src/analysis/network/mixing.js';
import { type Kept, rewired, shuffledEdges } from '../../../src/analysis/network/nullGraphs.js';
import { edgesKept, mutualInformation } from '../../../src/analysis/network/persistence.js';
import { ln } from '../../../src/core/util/math.js';
import { below, rng } from '../../../src/core/random/rng.js';
import { initialState } from '../../../src/core/events/state.js';
import { emptyNetwork } from '../../../src/core/events/ties.js';
import { withTie } from '../../../src/core/events/tieChanges.js';
import { measureHost } from '../../../src/engine/evaluation/measureHost.js';
import { measureFunctions } from '../../../src/expr/functions/measureFunctions.js';

/** Number of pairs with a tie, whichever way it goes. */
const linksOf = ({ both }: Graph): number => both.to.length / 2;

interface Told {
  readonly [measure: string]: { readonly mean: number; readonly sd: number };
}
interface Known {
  readonly n: number;
  readonly edges: readonly (readonly [number, number])[];
  readonly swapped: Told;
  readonly random: Told;
}
const known = JSON.parse(readFileSync(join(process.cwd(), 'test', 'fixtures', 'null_graphs.json'), 'utf8')) as {
  readonly karate: Known;
  readonly directed: Known;
  readonly mixed: Known;
};
const DRAWS = 200;

const reciprocity = (graph: Graph): number => (2 * edgesOf(graph) - graph.both.to.length) / edgesOf(graph);
const MEASURES: { readonly [measure: string]: (graph: Graph) => number } = {
  transitivity: (graph) => transitivity(graph)!,
  clustering: (graph) => averageClustering(graph)!,
  assortativity: (graph) => degreeAssortativity(graph)!,
  reciprocity,
};

const karate = graphOfEdges(
  known.karate.n,
  known.karate.edges.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]),
);
const directed = graphOfEdges(known.directed.n, known.directed.edges);
/** As many agents, mutual and one-way ties as a network of making_friends after 20 rounds, about. */
const mixed = graphOfEdges(known.mixed.n, known.mixed.edges);

/** Both means are estimates of the same: they differ by less than four standard errors. */
function agrees(graph: Graph, kind: typeof rewired, told: Told, kept: Kept = 'edges'): void {
  const drawn = Array.from({ length: DRAWS }, (_, i) => kind(graph, rng(7, 'test', i), kept));
  for (const [measure, { mean, sd }] of Object.entries(told)) {
    const ours = drawn.reduce((sum, one) => sum + MEASURES[measure]!(one), 0) / DRAWS;
    assert.ok(Math.abs(ours - mean) <= 4 * sd * Math.sqrt(2 / DRAWS) + 1e-12, `${measure}: ${ours} is not ${mean}`);
  }
}

/** Of each node: its mutual ties, its one-way ties out and its one-way ties in. */
function triples({ n, out, into, both }: Graph): readonly (readonly number[])[] {
  const [outs, ins, links] = [degreesOf(out), degreesOf(into), degreesOf(both)];
  return Array.from({ length: n }, (_, u) => [outs[u]! + ins[u]! - links[u]!, links[u]! - ins[u]!, links[u]! - outs[u]!]);
}

const nameOf = ({ out }: Graph): string => `${out.start.join(' ')}: ${out.to.join(' ')}`;

/** Every graph of four nodes by its six pairs: none, one way, the other way, or mutual. */
function fourNodes(): readonly Graph[] {
  const pairs = [0, 1, 2, 3].flatMap((u) => [0, 1, 2, 3].filter((v) => u < v).map((v) => [u, v] as const));
  return Array.from({ length: 4 ** pairs.length }, (_, code) =>
    graphOfEdges(
      4,
      pairs.flatMap(([u, v], i) => {
        const kind = Math.floor(code / 4 ** i) % 4;
        return [...(kind & 1 ? [[u, v] as const] : []), ...(kind & 2 ? [[v, u] as const] : [])];
      }),
    ),
  );
}

/** How often each graph is drawn, by `nameOf`. */
function drawnGraphs(draws: number, draw: (i: number) => Graph): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i < draws; i++) {
    const name = nameOf(draw(i));
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Each of `names`, and no other, is drawn as often as the others, by five standard errors. */
function assertUniform(counts: ReadonlyMap<string, number>, names: readonly string[], draws: number): void {
  assert.deepEqual([...counts.keys()].sort(), [...names].sort());
  const mean = draws / names.length;
  for (const [name, count] of counts)
    assert.ok(Math.abs(count - mean) < 5 * Math.sqrt(mean * (1 - 1 / names.length)), `${name}: ${count}, not ${mean}`);
}

/** Graphs of 12 nodes with 8 mutual pairs and 16 one-way ties at most, by lot. */
const several = Array.from({ length: 30 }, (_, seed) => {
  const random = rng(seed, 'test');
  const node = () => below(random, 12);
  const edges = Array.from({ length: 8 }, () => [node(), node()] as const);
  return graphOfEdges(12, [
    ...edges,
    ...edges.map(([a, b]) => [b, a] as const),
    ...Array.from({ length: 16 }, () => [node(), node()] as const),
  ]);
});

describe('null graphs', function () {
  this.timeout(60_000);

  it('by rewiring equal those of networkx on average, mutual and directed', () => {
    agrees(karate, rewired, known.karate.swapped);
    agrees(directed, rewired, known.directed.swapped);
  });

  it('by random choice of edges equal those of networkx on average, mutual and directed', () => {
    agrees(karate, shuffledEdges, known.karate.random);
    agrees(directed, shuffledEdges, known.directed.random);
  });

  it('by rewiring keep the number of edges from and to each agent, and change the pairs', () => {
    for (const graph of [karate, directed]) {
      const other = rewired(graph, rng(1, 'test'));
      assert.deepEqual([degreesOf(other.out), degreesOf(other.into)], [degreesOf(graph.out), degreesOf(graph.into)]);
      assert.ok(edgesKept(graph, other)! < 0.6);
    }
    assert.equal(reciprocity(rewired(karate, rng(1, 'test'))), 1);
  });

  it('that keep pairs equal on average those drawn without swaps', () => {
    agrees(mixed, rewired, known.mixed.swapped, 'pairs');
    agrees(mixed, shuffledEdges, known.mixed.random, 'pairs');
  });

  it('that keep pairs keep the mutual and one-way ties of each agent by rewiring, and their numbers by random choice', () => {
    let moved = 0;
    for (const graph of [karate, directed, mixed, ...several]) {
      const swapped = rewired(graph, rng(1, 'test'), 'pairs');
      assert.deepEqual(triples(swapped), triples(graph));
      if (edgesKept(graph, swapped)! < 1) moved++;
      const drawn = shuffledEdges(graph, rng(1, 'test'), 'pairs');
      assert.deepEqual([edgesOf(drawn), linksOf(drawn)], [edgesOf(graph), linksOf(graph)]);
    }
    assert.equal(moved, several.length + 3);
    assert.ok(edgesKept(directed, rewired(directed, rng(1, 'test'), 'pairs'))! < 0.6);
  });

  it('that keep edges tie more pairs than a graph with mutual ties', () => {
    assert.ok(linksOf(rewired(directed, rng(1, 'test'))) > linksOf(directed));
    assert.ok(linksOf(shuffledEdges(directed, rng(1, 'test'))) > linksOf(directed));
  });

  it('that keep pairs draw each graph equally often by random choice', () => {
    // One mutual pair and one one-way tie: of the graphs of four nodes 6 · 5 · 2.
    const graph = graphOfEdges(4, [
      [0, 1],
      [1, 0],
      [1, 2],
    ]);
    const alike = fourNodes().filter((other) => edgesOf(other) === 3 && linksOf(other) === 2);
    assert.equal(alike.length, 60);
    const counts = drawnGraphs(12_000, (i) => shuffledEdges(graph, rng(3, 'test', i), 'pairs'));
    assertUniform(counts, alike.map(nameOf), 12_000);
  });

  it('that keep pairs draw each graph with the same mutual and one-way ties of each agent equally often by rewiring', () => {
    const one = (u: number, v: number) => [u, v] as const;
    const two = (u: number, v: number) => [one(u, v), one(v, u)];
    for (const graph of [
      graphOfEdges(4, [...two(0, 1), ...two(2, 3)]),
      graphOfEdges(4, [one(0, 1), one(2, 3)]),
      graphOfEdges(4, [...two(0, 1), ...two(2, 3), one(0, 2)]),
    ]) {
      const same = JSON.stringify(triples(graph));
      const alike = fourNodes().filter((other) => JSON.stringify(triples(other)) === same);
      const counts = drawnGraphs(3000, (i) => rewired(graph, rng(3, 'test', i), 'pairs'));
      assertUniform(counts, alike.map(nameOf), 3000);
    }
  });

  it('by random choice have as many edges as the network, also where nearly all pairs are tied', () => {
    const full = graphOfEdges(
      6,
      Array.from({ length: 28 }, (_, i) => [i % 6, (i + 1 + Math.floor(i / 6)) % 6] as const),
    );
    assert.equal(edgesOf(shuffledEdges(full, rng(1, 'test'))), edgesOf(full));
    assert.equal(edgesOf(shuffledEdges(karate, rng(1, 'test'))), edgesOf(karate));
  });
});

describe('measures in null graphs', () => {
  const arcs = known.mixed.edges;
  const isMutual = ([a, b]: readonly [number, number]): boolean => arcs.some(([c, d]) => c === b && d === a);
  const network = arcs.reduce((tied, [a, b]) => withTie(tied, a, b, 0.5), emptyNetwork('friendship'));
  const members = new Set(Array.from({ length: known.mixed.n }, (_, i) => i));
  const moment: Moment = { state: { ...initialState(), networks: [network] }, network, edge: 0.1, members, seed: 1 };
  const ground: Parameters<typeof measureHost>[0] = {
    moment: () => moment,
    agents: () => [],
    present: () => [],
    series: () => [],
    options: new Map(),
  };
  const host = measureHost(ground);
  const inNull = (kind: 'rewired' | 'random_graph', id: string) => host[kind]!(id);
  /** The same in all 20 null graphs as in the network, but for the rounding of their mean. */
  const assertKept = (kind: 'rewired' | 'random_graph', id: string) =>
    assert.ok(Math.abs((inNull(kind, id) as number) - (measureNamed(id)!.of(moment) as number)) < 1e-12, id);

  it('keep pairs where the measure stays the same with one-way ties reversed', () => {
    const reversed = graphOfEdges(
      known.mixed.n,
      arcs.map((arc) => (isMutual(arc) ? arc : ([arc[1], arc[0]] as const))),
    );
    const changed = measures.filter(({ ofGraph }) => {
      const [one, other] = [mixed, reversed].map((graph) => ofGraph?.(graph, moment) ?? null);
      return JSON.stringify(one) !== JSON.stringify(other);
    });
    // Reciprocity counts mutual ties, so it would be the same in all graphs that keep them.
    assert.deepEqual(
      measures.filter(({ directed: isDirected }) => isDirected).map(({ id }) => id),
      ['reciprocity', ...changed.map(({ id }) => id)],
    );
  });

  it('are named in the words about null graphs where they keep edges', () => {
    const ids = measures.filter(({ directed: isDirected }) => isDirected).map(({ id }) => id);
    for (const kind of ['rewired', 'random_graph']) {
      const named = [...measureFunctions.get(kind)!.doc.matchAll(/`(\w+)`/g)].map(([, id]) => id);
      assert.deepEqual(named, ids);
    }
  });

  it('tie as many pairs as the network, and have another reciprocity', () => {
    for (const kind of ['rewired', 'random_graph'] as const) {
      assertKept(kind, 'mean_degree');
      const expected = kind === 'rewired' ? known.mixed.swapped : known.mixed.random;
      const { mean, sd } = expected['clustering']!;
      assert.ok(Math.abs((inNull(kind, 'clustering') as number) - mean) < 4 * sd * Math.sqrt(1 / 20 + 1 / DRAWS));
      assert.ok((inNull(kind, 'reciprocity') as number) < 0.7 * reciprocity(mixed));
    }
    assertKept('rewired', 'degree_gini');
  });
});

describe('persistence', () => {
  it('of edges is the share of edges at both moments among those at either', () => {
    const before = graphOfEdges(4, [
      [0, 1],
      [1, 0],
      [2, 3],
    ]);
    const after = graphOfEdges(4, [
      [0, 1],
      [3, 2],
      [2, 3],
    ]);
    assert.equal(edgesKept(before, after), 2 / 4);
    assert.equal(edgesKept(before, before), 1);
    assert.equal(edgesKept(graphOfEdges(4, []), graphOfEdges(4, [])), null);
  });

  it('of communities is their mutual information over the mean of their entropies', () => {
    assert.equal(mutualInformation([0, 0, 1, 1], [5, 5, 2, 2]), 1);
    assert.equal(mutualInformation([0, 0, 1, 1], [0, 1, 0, 1]), 0);
    // H₁ = ln 2; H₂ of 3 and 1; jointly ½, ¼, ¼.
    const [h1, h2, joint] = [ln(2), -(0.75 * ln(0.75) + 0.25 * ln(0.25)), 1.5 * ln(2)];
    assert.ok(Math.abs(mutualInformation([0, 0, 1, 1], [0, 0, 0, 1])! - (2 * (h1 + h2 - joint)) / (h1 + h2)) < 1e-12);
    assert.equal(mutualInformation([0, 0], [1, 1]), null);
  });
});
