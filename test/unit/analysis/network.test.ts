/**
 * Graph measures against networkx 3.6.1 (values and how they were made: test/fixtures/networks.py), and by hand.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { hits, pageRank, topShare } from '../../../src/analysis/network/centrality.js';
import { averageClustering, transitivity, triangles } from '../../../src/analysis/network/clustering.js';
import { conductances, louvain, modularity } from '../../../src/analysis/network/communities.js';
import { meanPath } from '../../../src/analysis/network/paths.js';
import { componentCount, largestComponent } from '../../../src/analysis/network/components.js';
import { type Edge, edgesOf, type Graph, graphOf, graphOfEdges } from '../../../src/analysis/network/graph.js';
import { assortativity, degreeAssortativity, friendshipParadox, numericAssortativity } from '../../../src/analysis/network/mixing.js';
import { neighbours } from '../../../src/analysis/network/neighbours.js';
import { rng } from '../../../src/core/random/rng.js';
import { emptyNetwork } from '../../../src/core/events/ties.js';
import { withTie } from '../../../src/core/events/tieChanges.js';

interface Known {
  readonly name: string;
  readonly n: number;
  readonly edges: readonly Edge[];
  readonly labels: readonly number[];
  readonly values: { readonly [measure: string]: number };
  readonly conductances: readonly number[];
  readonly triangles: readonly number[];
  readonly pagerank: readonly number[];
  readonly hubs: readonly number[];
  readonly authorities: readonly number[];
}

const known = JSON.parse(readFileSync(join(process.cwd(), 'test', 'fixtures', 'networks.json'), 'utf8')) as readonly Known[];
const random = () => rng(1, 'test');

const near = (found: number | null | undefined, value: number, by = 1e-9): void =>
  assert.ok(typeof found === 'number' && Math.abs(found - value) <= by, `${found} is not ${value}`);

const nearAll = (found: Float64Array, values: readonly number[], by: number): void => {
  for (const [i, value] of values.entries()) near(found[i], value, by);
};

/** Both directions of each link. */
const links = (n: number, pairs: readonly (readonly [number, number])[]): Graph =>
  graphOfEdges(
    n,
    pairs.flatMap(([a, b]): Edge[] => [
      [a, b],
      [b, a],
    ]),
  );
const star = (leaves: number): Graph =>
  links(
    leaves + 1,
    Array.from({ length: leaves }, (_, i) => [0, i + 1] as const),
  );
const ring = (n: number): Graph =>
  links(
    n,
    Array.from({ length: n }, (_, i) => [i, (i + 1) % n] as const),
  );

describe('measures of a network equal those of networkx', () => {
  for (const { name, n, edges, labels, values, ...by } of known) {
    const graph = graphOfEdges(n, edges);
    it(`components, paths and triangles on "${name}"`, () => {
      near(edgesOf(graph) / (n * (n - 1)), values.density!);
      near(componentCount(graph), values.components!);
      near(largestComponent(graph), values.largest_component!);
      near(meanPath(graph, random())?.value, values.mean_path!);
      near(meanPath(graph, random(), graph.out)?.value, values.directed_path!);
      near(transitivity(graph), values.transitivity!);
      near(averageClustering(graph), values.clustering!);
      assert.deepEqual([...triangles(graph)], by.triangles);
    });

    it(`mixing and modularity of a known division on "${name}"`, () => {
      near(degreeAssortativity(graph), values.degree_assortativity!);
      near(assortativity(graph, labels), values.assortativity!);
      near(
        numericAssortativity(
          graph.out,
          labels.map((_, i) => (i * 7) % 11),
        ),
        values.numeric_assortativity!,
      );
      near(modularity(graph, labels), values.modularity!);
      near(modularity(graph, labels, 1.3), values.modularity_r13!);
      nearAll(Float64Array.from(conductances(graph, labels)), by.conductances, 1e-9);
    });

    it(`PageRank, hubs and authorities on "${name}"`, () => {
      nearAll(pageRank(graph), by.pagerank, 1e-9);
      if (name === 'sparse') return; // two leading eigenvectors are near: HITS has no one answer
      const { hubs, authorities } = hits(graph);
      nearAll(hubs, by.hubs, 1e-6);
      nearAll(authorities, by.authorities, 1e-6);
    });

    it(`Louvain finds a division on "${name}" as good as the best of 20 of networkx, to 0.015`, () => {
      const found = louvain(graph, random())!;
      assert.ok(found.modularity > values.best_louvain! - 0.015, `${found.modularity} of ${values.best_louvain}`);
      near(modularity(graph, found.of), found.modularity);
      assert.deepEqual(louvain(graph, random()), found);
    });
  }

  it('reciprocity', () => {
    for (const { n, edges, values } of known) {
      let network = emptyNetwork('x');
      for (const [from, to] of edges) network = withTie(network, from, to, 0.5);
      const { out, both } = graphOf(
        network,
        0.1,
        Array.from({ length: n }, (_, i) => i),
      );
      near((2 * out.to.length - both.to.length) / out.to.length, values.reciprocity!);
    }
  });
});

describe('a graph', () => {
  it('has the ties of its members at or above the threshold, and is built once', () => {
    let network = emptyNetwork('x');
    for (const [a, b, s] of [
      [2, 5, 0.5],
      [5, 2, 0.1],
      [5, 9, 0.05],
      [2, 7, 0.9],
    ] as const)
      network = withTie(network, a, b, s);
    const members = new Set([9, 5, 2]);
    const graph = graphOf(network, 0.1, members);
    assert.deepEqual([graph.n, [...graph.out.to], [...graph.both.to]], [3, [1, 0], [1, 0]]);
    near(graph.both.weight[0], 0.6);
    assert.equal(graphOf(network, 0.1, members), graph);
    assert.notEqual(graphOf(network, 0.01, members), graph);
  });

  it('knows the neighbours of each agent in both directions, and keeps them when a tie changes', () => {
    const first = withTie(withTie(emptyNetwork('x'), 2, 0, 0.5), 0, 1, 0.05);
    assert.deepEqual(
      [0, 1, 2, 9].map((agent) => neighbours(first, 0.1, agent)),
      [[2], [], [0], []],
    );
    assert.deepEqual(neighbours(first, 0.01, 0), [1, 2]);
    const second = withTie(first, 0, 1, 0.3);
    assert.deepEqual([neighbours(second, 0.1, 0), neighbours(first, 0.1, 0)], [[1, 2], [2]]);
  });

  it('has no value, rather than a wrong one, without edges or agents', () => {
    const empty = graphOfEdges(0, []);
    const lonely = graphOfEdges(3, []);
    assert.equal(largestComponent(empty), null);
    near(largestComponent(lonely), 1 / 3);
    for (const graph of [empty, lonely]) {
      assert.equal(meanPath(graph, random()), null);
      assert.equal(transitivity(graph), null);
      assert.equal(louvain(graph, random()), null);
      assert.equal(degreeAssortativity(graph), null);
      assert.equal(assortativity(graph, []), null);
      assert.equal(friendshipParadox(graph), null);
      assert.equal(topShare(hits(graph).hubs, 5), null);
    }
    near(averageClustering(lonely), 0);
    nearAll(pageRank(lonely), [1 / 3, 1 / 3, 1 / 3], 1e-12);
  });
});

describe('the friendship paradox', () => {
  it('holds for the leaves of a star and not for its centre', () => {
    // Six leaves have 1 friend who has 6; the centre has 6 friends who have 1 each.
    assert.deepEqual(friendshipParadox(star(6)), { share: 6 / 7, own: 12 / 7, neighbours: (6 * 6 + 1) / 7 });
  });

  it('does not hold for agents on a ring', () => {
    assert.deepEqual(friendshipParadox(ring(8)), { share: 0, own: 2, neighbours: 2 });
  });

  it('is generalised by any value, and leaves out agents without neighbours', () => {
    const graph = links(4, [
      [0, 1],
      [1, 2],
    ]);
    assert.deepEqual(friendshipParadox(graph, [0, 3, 1, 99]), { share: 2 / 3, own: 4 / 3, neighbours: (3 + 0.5 + 3) / 3 });
  });
});

describe('paths', () => {
  it('have the length worked by hand on a ring: N²/4 over N − 1 for even N', () => {
    near(meanPath(ring(10), random())?.value, 25 / 9);
    near(meanPath(ring(100), random())?.value, 2500 / 99);
  });

  it('are estimated beyond 2,000 agents, say so, and are within their error', () => {
    const draw = rng(4, 'test');
    const n = 2100;
    const pairs = Array.from({ length: 3 * n }, () => [Math.floor(draw() ** 2 * n), Math.floor(draw() * n)] as const);
    const graph = links(n, pairs);
    const truth = exactMean(graph);
    const found = Array.from({ length: 40 }, (_, seed) => meanPath(graph, rng(seed, 'test'))!);
    assert.ok(found.every(({ exact, error }) => !exact && error > 0 && error < 0.1));
    const covered = found.filter(({ value, error }) => Math.abs(value - truth) <= error).length;
    assert.ok(covered >= 34, `${covered} of 40`);
  }).timeout(20_000);
});

/** Mean path by one search for each agent, the plain way. */
function exactMean({ n, both }: Graph): number {
  let [steps, pairs] = [0, 0];
  for (let source = 0; source < n; source++) {
    const distance = new Map([[source, 0]]);
    const queue = [source];
    for (const u of queue) {
      for (const v of both.to.slice(both.start[u]!, both.start[u + 1]!)) {
        if (distance.has(v)) continue;
        distance.set(v, distance.get(u)! + 1);
        queue.push(v);
        steps += distance.get(v)!;
        pairs++;
      }
    }
  }
  return steps / pairs;
}

describe('communities', () => {
  it('of two cliques joined by one link are the cliques, with the modularity worked by hand', () => {
    const clique = (from: number) =>
      [0, 1, 2, 3].flatMap((i) => [0, 1, 2, 3].filter((j) => j > i).map((j) => [from + i, from + j] as const));
    const graph = links(8, [...clique(0), ...clique(4), [3, 4]]);
    const found = louvain(graph, random())!;
    assert.deepEqual([...found.of], [0, 0, 0, 0, 1, 1, 1, 1]);
    near(found.modularity, 12 / 13 - 0.5);
    assert.equal(found.count, 2);
  });

  it('have modularity 0 where all agents are in one part, and 0.3582 for a known division of the karate club', () => {
    const { n, edges, labels } = known[0]!;
    const graph = graphOfEdges(n, edges);
    near(
      modularity(
        graph,
        labels.map(() => 0),
      ),
      0,
    );
    near(modularity(graph, labels), 0.3582, 1e-4);
  });
});
