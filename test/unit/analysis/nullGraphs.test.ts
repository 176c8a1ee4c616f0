/** Null graphs against networkx (test/fixtures/null_graphs.py), and what lasts of ties and communities, worked by hand. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { averageClustering, transitivity } from '../../../src/analysis/network/clustering.js';
import { degreesOf, edgesOf, type Graph, graphOfEdges } from '../../../src/analysis/network/graph.js';
import { degreeAssortativity } from '../../../src/analysis/network/mixing.js';
import { rewired, shuffledEdges } from '../../../src/analysis/network/nullGraphs.js';
import { edgesKept, mutualInformation } from '../../../src/analysis/network/persistence.js';
import { ln } from '../../../src/core/util/math.js';
import { rng } from '../../../src/core/random/rng.js';

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

/** Both means are estimates of the same: they differ by less than four standard errors. */
function agrees(graph: Graph, kind: typeof rewired, told: Told): void {
  const drawn = Array.from({ length: DRAWS }, (_, i) => kind(graph, rng(7, 'test', i)));
  for (const [measure, { mean, sd }] of Object.entries(told)) {
    const ours = drawn.reduce((sum, one) => sum + MEASURES[measure]!(one), 0) / DRAWS;
    assert.ok(Math.abs(ours - mean) < 4 * sd * Math.sqrt(2 / DRAWS), `${measure}: ${ours} is not ${mean}`);
  }
}

describe('null graphs', function () {
  this.timeout(60_000);

  it('by rewiring are as those of networkx on average, mutual and directed', () => {
    agrees(karate, rewired, known.karate.swapped);
    agrees(directed, rewired, known.directed.swapped);
  });

  it('by lot are as those of networkx on average, mutual and directed', () => {
    agrees(karate, shuffledEdges, known.karate.random);
    agrees(directed, shuffledEdges, known.directed.random);
  });

  it('by rewiring keep the edges out and in of each, and change who is tied', () => {
    for (const graph of [karate, directed]) {
      const other = rewired(graph, rng(1, 'test'));
      assert.deepEqual([degreesOf(other.out), degreesOf(other.into)], [degreesOf(graph.out), degreesOf(graph.into)]);
      assert.ok(edgesKept(graph, other)! < 0.6);
    }
    assert.equal(reciprocity(rewired(karate, rng(1, 'test'))), 1);
  });

  it('by lot have as many edges, also where nearly all are there', () => {
    const full = graphOfEdges(
      6,
      Array.from({ length: 28 }, (_, i) => [i % 6, (i + 1 + Math.floor(i / 6)) % 6] as const),
    );
    assert.equal(edgesOf(shuffledEdges(full, rng(1, 'test'))), edgesOf(full));
    assert.equal(edgesOf(shuffledEdges(karate, rng(1, 'test'))), edgesOf(karate));
  });
});

describe('what lasts', () => {
  it('of edges is what both moments have, over what either has', () => {
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
