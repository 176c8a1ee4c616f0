/** Networks against empirical ones: figures by networkx and sna (test/fixtures/empirical_networks.py and .R), tests by relabelling. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { compareNetworks } from '../../../src/analysis/empirical/comparison.js';
import { figuresOf, type GroupedNetwork } from '../../../src/analysis/empirical/figures.js';
import { qap } from '../../../src/analysis/empirical/qap.js';
import { matrixOf, qapRegression } from '../../../src/analysis/empirical/qapRegression.js';
import { againstRandom } from '../../../src/analysis/empirical/randomGraphs.js';
import { type Edge, type Graph, graphOfEdges } from '../../../src/analysis/network/graph.js';
import type { Label } from '../../../src/analysis/network/mixing.js';
import { rewired, shuffledEdges } from '../../../src/analysis/network/nullGraphs.js';
import { triadCensus, TRIADS } from '../../../src/analysis/network/triads.js';
import { rng } from '../../../src/core/random/rng.js';
import { finished } from '../../../src/core/util/slices.js';

type Pairs = readonly (readonly [number, number])[];

interface Told {
  readonly n: number;
  readonly directed: boolean;
  readonly edges: Pairs;
  readonly groups: readonly Label[];
  readonly census: { readonly [type: string]: number };
  readonly ei: number;
  readonly assortativity: number;
  readonly modularity: number | null;
  readonly transitivity: number;
  readonly reciprocity: number | null;
}

const read = <T>(name: string): T => JSON.parse(readFileSync(join(process.cwd(), 'test', 'fixtures', name), 'utf8')) as T;
const known = read<{ readonly karate: Told; readonly directed: Told; readonly undirected: Told }>('empirical_networks.json');
const { karateSwapped: swapped } = read<{
  readonly karateSwapped: { readonly [id: string]: { readonly mean: number; readonly sd: number } };
}>('empirical_networks.json');
const sna = read<{
  readonly n: number;
  readonly qap: {
    readonly [name: string]: {
      readonly a: Pairs;
      readonly b: Pairs;
      readonly correlation: number;
      readonly greater: number;
      readonly less: number;
    };
  };
  readonly census: { readonly edges: Pairs; readonly counts: readonly number[] };
  readonly regression: {
    readonly y: Pairs;
    readonly x: readonly Pairs[];
    readonly weights: readonly number[];
    readonly t: readonly number[];
    readonly p: readonly number[];
  };
}>('empirical_networks_sna.json');

const both = (edges: Pairs): readonly Edge[] =>
  edges.flatMap(([a, b]): readonly Edge[] => [
    [a, b],
    [b, a],
  ]);

const networkOf = ({ n, directed, edges, groups }: Told): GroupedNetwork => ({
  graph: graphOfEdges(n, directed ? edges : both(edges)),
  directed,
  groups: new Map([['group', groups]]),
});

const close = (value: number | null | undefined, expected: number, about: string): void =>
  assert.ok(value != null && Math.abs(value - expected) < 1e-9 * Math.max(1, Math.abs(expected)), `${about}: ${value} is not ${expected}`);

describe('networks compared with empirical networks', () => {
  for (const [name, told] of (['karate', 'directed', 'undirected'] as const).map((key) => [key, known[key]] as const))
    it(`has the figures of networkx for ${name}`, () => {
      const figures = new Map(figuresOf(networkOf(told), 1).map(({ id, value }) => [id, value]));
      for (const [type, count] of Object.entries(told.census))
        if (told.directed || figures.has(`triad.${type}`)) close(figures.get(`triad.${type}`), count, type);
        else assert.equal(count, 0, type);
      close(figures.get('external_internal.group'), told.ei, 'E-I');
      close(figures.get('assortativity.group'), told.assortativity, 'assortativity');
      close(figures.get('transitivity'), told.transitivity, 'transitivity');
      if (told.modularity !== null) close(figures.get('modularity.group'), told.modularity, 'modularity');
      if (told.reciprocity !== null) close(figures.get('reciprocity'), told.reciprocity, 'reciprocity');
      else assert.ok(!figures.has('reciprocity'), 'an undirected network has no reciprocity');
    });

  it('has the triad census of sna', () => {
    assert.deepEqual(triadCensus(graphOfEdges(sna.n, sna.census.edges)), sna.census.counts);
  });

  it('counts triads as every triple by itself does, in graphs of all densities', () => {
    for (const [i, density] of [0.02, 0.2, 0.6, 0.95].entries()) {
      const random = rng(i, 'test');
      const n = 13;
      const edges = Array.from({ length: n * n }, (_, at): Edge => [Math.floor(at / n), at % n]).filter(() => random() < density);
      const graph = graphOfEdges(n, edges);
      assert.deepEqual(triadCensus(graph), byTriples(graph), `density ${density}`);
    }
  });

  it('draws the same null graphs whether ties are marked in an array or in a set', () => {
    const graph = graphOfEdges(known.directed.n, known.directed.edges);
    // Nodes without ties make the graph too large for an array, and change no draw.
    const wide = graphOfEdges(4_001, known.directed.edges);
    for (const kept of ['edges', 'pairs'] as const) {
      const [one, other] = [graph, wide].map((of) => Array.from(rewired(of, rng(3, 'test'), kept).out.to));
      assert.deepEqual(one, other);
    }
  });

  it('finds the clubs of the karate network beyond what its degrees give', () => {
    const found = finished(againstRandom(networkOf(known.karate), 1));
    const { z, p, mean } = found.get('assortativity.group')!;
    assert.ok(z! > 5 && p === 1 / 101, `z ${z}, p ${p}`);
    assert.ok(Math.abs(mean) < 0.1, `random graphs have no clubs: ${mean}`);
    assert.ok(found.get('degree_assortativity')!.z! < 2, 'its hubs avoid each other as hubs of such graphs do');
    for (const [id, { mean: theirs, sd }] of Object.entries(swapped)) {
      const ours = found.get(id)!;
      assert.ok(Math.abs(ours.mean - theirs) < 4 * sd * Math.sqrt(2 / 100), `${id}: ${ours.mean} is not ${theirs}`);
      assert.ok(ours.sd > sd / 1.5 && ours.sd < sd * 1.5, `${id}: ${ours.sd} is not ${sd}`);
    }
    assert.ok(!found.has('density'), 'sizes are the same in all');
    assert.deepEqual(found, finished(againstRandom(networkOf(known.karate), 1)), 'the same seed gives the same');
  });

  it('gives a random graph the place of a random graph', () => {
    // p of the rank among random graphs is uniform, so it is rarely small.
    const base = networkOf(known.directed);
    let small = 0;
    for (let i = 0; i < 20; i++) {
      const graph = rewired(base.graph, rng(i, 'test'), 'pairs');
      const { p } = finished(againstRandom({ ...base, graph }, i, 19)).get('transitivity')!;
      if (p <= 0.1) small++;
    }
    assert.ok(small <= 6, `${small} of 20 have p ≤ 0.1`);
  });

  it('says that a network is within its own runs, and that a ring is not', () => {
    const base = networkOf(known.karate);
    const runs = Array.from({ length: 8 }, (_, i) => ({ ...base, graph: shuffledEdges(base.graph, rng(i, 'test'), 'pairs') }));
    const like = { ...base, graph: shuffledEdges(base.graph, rng(99, 'test'), 'pairs') };
    const ring = { ...base, graph: graphOfEdges(34, both(Array.from({ length: 68 }, (_, i) => [i % 34, (i + (i < 34 ? 1 : 2)) % 34]))) };
    const within = (empirical: GroupedNetwork) => {
      const { figures, degrees } = finished(compareNetworks(empirical, runs, 1, 20));
      return { of: new Map(figures.map(({ id, runs: of }) => [id, of?.isWithin])), distance: degrees[0]! };
    };
    const [alike, other] = [within(like), within(ring)];
    assert.equal(alike.of.get('transitivity'), true);
    assert.equal(other.of.get('transitivity'), false);
    assert.equal(other.of.get('density'), false, 'fewer ties');
    assert.ok(other.distance.distance > 3 * alike.distance.distance, 'all agents of a ring have the same degree');
    assert.ok(
      Math.abs(alike.distance.distance - alike.distance.amongRuns!) < alike.distance.amongRuns!,
      'about as far as runs from each other',
    );
  });

  it('finds that a difference from random graphs stays bounded where z grows with the number of agents', () => {
    const { n, edges, groups } = known.karate;
    const clubs = [1, 8].map((copies): GroupedNetwork => {
      const all = Array.from({ length: copies }, (_, i) => edges.map(([a, b]) => [a + i * n, b + i * n] as const)).flat();
      return {
        graph: graphOfEdges(n * copies, both(all)),
        directed: false,
        groups: new Map([['group', Array(copies).fill(groups).flat()]]),
      };
    });
    const [one, eight] = clubs.map((network) => finished(againstRandom(network, 1)));
    const of = (id: string) => [one!.get(id)!, eight!.get(id)!] as const;
    const [own, large] = of('assortativity.group');
    assert.ok(large.z! > 2 * own.z!, `the same club eight times: z ${own.z}, ${large.z}`);
    assert.ok(Math.abs(large.difference / own.difference - 1) < 0.1, `${own.difference}, ${large.difference}`);
    const compared = finished(compareNetworks(clubs[1]!, [clubs[0]!, rewiredALittle(clubs[0]!), rewiredALittle(clubs[0]!, 2)], 1));
    const found = compared.figures.find(({ id }) => id === 'assortativity.group')!;
    assert.equal(found.runs!.beyond!.isWithin, true);
    assert.ok(found.random!.z! > found.runs!.z! + 5);
  });

  it('gives the mean difference of runs an interval, which is narrower than the random graphs spread', () => {
    // Runs with a little closure: each by itself is among its random graphs, and all of them together are not.
    const base = networkOf(known.karate);
    const runs = Array.from({ length: 12 }, (_, i) => {
      const graph = rewired(base.graph, rng(i, 'test'), 'pairs');
      return { ...base, graph: withTriangles(graph, i) };
    });
    const { runs: of } = finished(compareNetworks(base, runs, 1)).figures.find(({ id }) => id === 'clustering')!;
    assert.ok(of!.z! < 2, `mean z ${of!.z}`);
    assert.ok(of!.beyond!.interval!.low > 0 && of!.zInterval!.low > 0, JSON.stringify(of));
    const random = Array.from({ length: 12 }, (_, i) => ({ ...base, graph: rewired(base.graph, rng(i, 'other'), 'pairs') }));
    const { low, high } = finished(compareNetworks(base, random, 1)).figures.find(({ id }) => id === 'clustering')!.runs!.beyond!.interval!;
    assert.ok(low < 0 && high > 0, `random graphs are among random graphs: [${low}, ${high}]`);
  });

  it('correlates the triad profile of a network with that of its kind', () => {
    const base = networkOf(known.directed);
    const closed = { ...base, graph: withClosure(base.graph) };
    const of = (empirical: GroupedNetwork) => finished(compareNetworks(empirical, [closed, closed], 1, 20)).triadProfile!.mean;
    assert.ok(of(closed) > 0.999, 'it is the same network');
    assert.ok(of({ ...base, graph: rewired(base.graph, rng(1, 'test'), 'pairs') }) < 0.9, 'a random graph has another profile');
    assert.equal(finished(compareNetworks(networkOf(known.karate), [networkOf(known.karate)], 1, 5)).triadProfile, null);
  });

  it('describes an empirical network alone, and networks without ties', () => {
    const alone = finished(compareNetworks(networkOf(known.karate), [], 1, 5));
    assert.ok(alone.figures.every(({ runs }) => runs === null));
    const empty = { ...networkOf(known.karate), graph: graphOfEdges(34, []) };
    const compared = finished(compareNetworks(networkOf(known.karate), [empty, empty], 1, 5));
    const density = compared.figures.find(({ id }) => id === 'density')!;
    assert.deepEqual([density.runs!.mean, density.runs!.isWithin], [0, false]);
    assert.equal(compared.figures.find(({ id }) => id === 'transitivity')!.runs, null);
    assert.equal(compared.degrees[0]!.relative, null);
  });

  for (const [name, { a, b, correlation, greater, less }] of Object.entries(sna.qap))
    it(`agrees with sna's qaptest: ${name}`, () => {
      const found = finished(qap(graphOfEdges(sna.n, a), graphOfEdges(sna.n, b), rng(1, 'test'), 4_000))!;
      close(found.correlation, correlation, 'correlation');
      // Two shares of 4,000 draws differ by less than four standard errors.
      for (const [ours, theirs] of [
        [found.greater, greater],
        [found.less, less],
      ] as const)
        assert.ok(Math.abs(ours - theirs) <= 4 * Math.sqrt((theirs * (1 - theirs) + 1 / 4_000) / 2_000), `${ours} is not ${theirs}`);
    });

  it("agrees with sna's netlm, double semi-partialed", () => {
    const { y, x, weights, t, p } = sna.regression;
    const matrices = x.map((edges) => matrixOf(graphOfEdges(sna.n, edges)));
    const found = finished(qapRegression(graphOfEdges(sna.n, y), matrices, rng(1, 'test'), 1_000))!;
    // The first weight of netlm is the constant.
    for (const [i, term] of found.entries()) {
      close(term.weight, weights[i + 1]!, `weight ${i}`);
      close(term.t, t[i + 1]!, `t ${i}`);
      assert.ok(Math.abs(term.p - p[i + 1]!) <= 4 * Math.sqrt((p[i + 1]! * (1 - p[i + 1]!)) / 600) + 0.002, `p ${i}: ${term.p}`);
    }
    assert.equal(finished(qapRegression(graphOfEdges(sna.n, y), [matrices[0]!, matrices[0]!], rng(1, 'test'), 9)), null, 'the same twice');
  });

  it('finds no correlation of independent networks more often than the level', () => {
    const base = networkOf(known.directed).graph;
    let found = 0;
    for (let i = 0; i < 200; i++) {
      const other = shuffledEdges(base, rng(i, 'test'), 'edges');
      if (finished(qap(base, other, rng(i, 'relabel'), 99))!.greater <= 0.05) found++;
    }
    assert.ok(found >= 2 && found <= 20, `${found} of 200`);
    assert.equal(finished(qap(base, graphOfEdges(base.n, []), rng(1, 'test'))), null, 'no tie, no correlation');
  });
});

/** Types by the counts of mutual, asymmetric and null pairs, and for those with several types by degrees. */
function byTriples(graph: Graph): readonly number[] {
  const { n, out } = graph;
  const has = (u: number, v: number): boolean => out.to.subarray(out.start[u]!, out.start[u + 1]!).includes(v);
  const counts = TRIADS.map(() => 0);
  for (let a = 0; a < n; a++)
    for (let b = a + 1; b < n; b++)
      for (let c = b + 1; c < n; c++) {
        const nodes = [a, b, c];
        const ways = nodes.map((u) => nodes.map((v) => u !== v && has(u, v)));
        let [mutual, one] = [0, 0];
        for (let i = 0; i < 3; i++)
          for (let j = i + 1; j < 3; j++)
            if (ways[i]![j] && ways[j]![i]) mutual++;
            else if (ways[i]![j] || ways[j]![i]) one++;
        const outs = nodes.map((_, i) => ways[i]!.filter((isTie, j) => isTie && !ways[j]![i]).length);
        const ins = nodes.map((_, i) => ways.filter((row, j) => row[i] && !ways[i]![j]).length);
        const shape = `${mutual}${one}${3 - mutual - one}`;
        const most = (list: readonly number[]): number => Math.max(...list);
        // In 111, the one-way tie of the agent with the mutual tie: 111D has it pointing at that agent, as statnet and networkx name it.
        const isIn = nodes.some((_, i) => ins[i] === 1 && nodes.some((__, j) => i !== j && ways[i]![j] && ways[j]![i]));
        const suffix =
          shape === '021' || shape === '120'
            ? most(outs) === 2
              ? 'D'
              : most(ins) === 2
                ? 'U'
                : 'C'
            : shape === '111'
              ? isIn
                ? 'D'
                : 'U'
              : shape === '030'
                ? most(outs) === 2
                  ? 'T'
                  : 'C'
                : '';
        counts[(TRIADS as readonly string[]).indexOf(shape + suffix)]!++;
      }
  return counts;
}

/** An undirected network with one of its ties missing. */
function rewiredALittle(network: GroupedNetwork, without = 1): GroupedNetwork {
  const { n, out } = network.graph;
  const ties = Array.from({ length: n }, (_, u) =>
    [...out.to.subarray(out.start[u]!, out.start[u + 1]!)].filter((v) => v > u).map((v) => [u, v] as const),
  ).flat();
  return { ...network, graph: graphOfEdges(n, both(ties.filter((_, i) => i !== without))) };
}

/** An undirected graph with five triangles more. */
function withTriangles({ n, out }: Graph, seed: number): Graph {
  const random = rng(seed, 'triangles');
  const ties = Array.from({ length: n }, (_, u) => [...out.to.subarray(out.start[u]!, out.start[u + 1]!)].map((v): Edge => [u, v])).flat();
  for (let i = 0; i < 5; i++) {
    const [a, b, c] = [0, 1, 2].map(() => Math.floor(random() * n));
    ties.push(
      ...both(
        [
          [a!, b!],
          [b!, c!],
          [a!, c!],
        ].filter(([x, y]) => x !== y) as unknown as Pairs,
      ),
    );
  }
  return graphOfEdges(n, ties);
}

/** A graph with the two-paths of every third agent closed. */
function withClosure(graph: Graph): Graph {
  const edges: Edge[] = [];
  for (let u = 0; u < graph.n; u++)
    for (let i = graph.out.start[u]!; i < graph.out.start[u + 1]!; i++) {
      const v = graph.out.to[i]!;
      edges.push([u, v]);
      if (u % 3 === 0) for (let j = graph.out.start[v]!; j < graph.out.start[v + 1]!; j++) edges.push([u, graph.out.to[j]!]);
    }
  return graphOfEdges(graph.n, edges);
}
