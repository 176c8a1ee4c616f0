/** Ties that go one way, and the reciprocity that they are drawn with: against Price's model in numpy and networkx (directed_graphs.py). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { transitivity } from '../../../src/analysis/network/clustering.js';
import { degreesOf, edgesOf, type Graph, graphOfEdges } from '../../../src/analysis/network/graph.js';
import { graphStream, type GraphOptions, growGraph, waysStream } from '../../../src/engine/compile/graph.js';
import { graphMembers, tieList } from '../../support/graphs.js';
import { graphForms } from '../../../src/engine/compile/graphForms.js';
import { graphText, graphWords } from '../../../src/language/index.js';
import { modelOf } from '../../support/worlds.js';

interface Known {
  readonly n: number;
  readonly m: number;
  readonly draws: number;
  readonly followers: { readonly [measure: string]: { readonly mean: number; readonly sd: number } };
}
const known = JSON.parse(readFileSync(join(process.cwd(), 'test', 'fixtures', 'directed_graphs.json'), 'utf8')) as Known;

function grown(form: string, n: number, seed: number, options: GraphOptions = {}): Graph {
  const ids = Array.from({ length: n }, (_, i) => `m_${i}`);
  const found = growGraph(form, graphMembers(ids), graphStream(seed, 'test'), { ways: waysStream(seed, 'test'), ...options });
  assert.ok(found.ok, found.ok ? '' : found.message);
  return graphOfEdges(
    n,
    tieList(found.ties).map(([from, to]) => [from, to] as const),
  );
}

const reciprocity = (graph: Graph): number => (2 * edgesOf(graph) - graph.both.to.length) / edgesOf(graph);
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const seeds = Array.from({ length: 200 }, (_, i) => i + 1);

describe('directed graphs', () => {
  it('of followers match those of Price, as numpy draws and networkx measures them', () => {
    const measured: { readonly [measure: string]: (graph: Graph) => number } = {
      reciprocity,
      transitivity: (graph) => transitivity(graph)!,
      edges: edgesOf,
      top_5: ({ into }) => {
        const degrees = [...degreesOf(into)].sort((a, b) => b - a);
        return degrees.slice(0, 5).reduce((sum, d) => sum + d, 0) / degrees.reduce((sum, d) => sum + d, 0);
      },
    };
    const drawn = seeds.map((seed) => grown(`followers(${known.m})`, known.n, seed));
    for (const [measure, { mean: theirs, sd }] of Object.entries(known.followers)) {
      const ours = mean(drawn.map((graph) => measured[measure]!(graph)));
      const error = sd * Math.sqrt(1 / seeds.length + 1 / known.draws);
      assert.ok(Math.abs(ours - theirs) <= 4 * error + 1e-12, `${measure}: ${ours} is not ${theirs} ± ${4 * error}`);
    }
  });

  it('have the required reciprocity on average', () => {
    for (const form of ['followers(3)', 'preferential(2)', 'random(0.2)', 'small_world(4, 0.2)', 'blocks(2, 0.3, 0.1)'])
      for (const wanted of [0, 0.2, 0.6]) {
        const found = mean(seeds.slice(0, 100).map((seed) => reciprocity(grown(form, 40, seed, { reciprocity: wanted }))));
        assert.ok(Math.abs(found - wanted) < 0.025, `${form}, ${wanted}: ${found}`);
      }
  });

  it('have the same links as undirected ones, some of which lose one direction', () => {
    const [both, oneWay] = [grown('preferential(2)', 30, 5), grown('preferential(2)', 30, 5, { reciprocity: 0 })];
    assert.deepEqual([...oneWay.both.to], [...both.both.to]);
    assert.equal(edgesOf(oneWay) * 2, edgesOf(both));
    // A newcomer ties itself to those before it, and in a graph without newcomers neither end comes first.
    for (let u = 0; u < 30; u++) for (const v of oneWay.out.to.subarray(oneWay.out.start[u]!, oneWay.out.start[u + 1]!)) assert.ok(v < u);
    const random = grown('random(0.3)', 60, 5, { reciprocity: 0 });
    const up = Array.from({ length: 60 }, (_, u) =>
      [...random.out.to.subarray(random.out.start[u]!, random.out.start[u + 1]!)].filter((v) => v > u),
    );
    const share = up.flat().length / edgesOf(random);
    assert.ok(Math.abs(share - 0.5) < 0.1, `${share}`);
    assert.deepEqual(grown('preferential(2)', 30, 5, { reciprocity: 1 }), both);
  });

  it('cannot be required of edges that have a direction', () => {
    const ground = graphMembers(['ada', 'ben']);
    const found = growGraph(['ada > ben'], ground, graphStream(1, 'test'), { reciprocity: 0.5 });
    assert.match(found.ok ? '' : found.message, /Each edge of a list has its own direction/);
  });

  it('are written with the graph of a network', async () => {
    const model = await modelOf(`society: 1
populations: { folk: { size: 40 } }
ties: { follows: { graph: followers(3), reciprocity: 0.3 } }
worlds: { quiet: { phases: { sit: { who: all } } } }
scenarios: { main: { cast: [folk], world: quiet, rounds: 1 } }`);
    const found = reciprocity(
      graphOfEdges(
        40,
        Array.from(model.networks[0]!.given.from, (from, i) => [from, model.networks[0]!.given.to[i]!] as const),
      ),
    );
    assert.ok(found > 0.15 && found < 0.45, `${found}`);
  });

  it('describe each parameter in their usage, in the order of the table', () => {
    assert.deepEqual(
      graphForms.map(({ name }) => name),
      graphWords.map(({ name }) => name),
    );
    for (const words of graphForms) {
      const named = /\((.*)\)/.exec(words.usage)?.[1]?.split(', ') ?? [];
      if (words.name !== 'edges')
        assert.deepEqual(
          words.params.map(({ name }) => name),
          named,
          words.name,
        );
      for (const { name } of words.params) assert.ok(graphText(words).includes(`\`${name}\`: `));
      assert.ok(words.example.startsWith(words.name));
    }
  });

  it('of an unknown field are an error, as in blocks; recorded runs continue without a tie', () => {
    const ground = graphMembers(['ada', 'ben']);
    const of = (options: GraphOptions) => growGraph('shared(banana, 1, 0.5)', ground, graphStream(1, 'test'), options);
    const found = of({});
    assert.equal(found.ok ? '' : found.message, '`shared(field, k, p)`: no member has a field `banana`.');
    const lenient = of({ lenient: true });
    assert.deepEqual(lenient.ok ? tieList(lenient.ties) : null, []);
  });
});
