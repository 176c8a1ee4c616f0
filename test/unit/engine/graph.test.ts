/** Graph generators against the known expectations of their models, over seeds; the rest by hand. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { averageClustering } from '../../../src/analysis/network/clustering.js';
import { preferentialDistance, rewiring } from '../../../src/analysis/network/textbookNetworks.js';
import { meanPath } from '../../../src/analysis/network/paths.js';
import { componentCount } from '../../../src/analysis/network/components.js';
import { powerLaw } from '../../../src/analysis/network/degrees.js';
import { degreesOf, type Graph, graphOfEdges } from '../../../src/analysis/network/graph.js';
import type { Json } from '../../../src/core/util/json.js';
import { rng } from '../../../src/core/random/rng.js';
import { graphStream, growGraph } from '../../../src/engine/compile/graph.js';
import { graphMembers, graphPairs, type GraphTie, tieList } from '../../support/graphs.js';
import { graphForms } from '../../../src/engine/compile/graphForms.js';

type Field = (member: number, path: string) => Json;
const linksOf = ({ both }: Graph): number => both.to.length / 2;
const ids = (n: number): readonly string[] => Array.from({ length: n }, (_, i) => `m_${i}`);

function grow(form: string | readonly string[], n: number, seed = 1, field: Field = () => null): readonly GraphTie[] {
  const grown = growGraph(form, graphMembers(ids(n), field), graphStream(seed, 'test'));
  assert.ok(grown.ok, grown.ok ? '' : grown.message);
  return tieList(grown.ties);
}

const graph = (form: string, n: number, seed = 1): Graph =>
  graphOfEdges(
    n,
    grow(form, n, seed).map(([from, to]) => [from, to]),
  );

const fault = (form: string | readonly string[], n = 10): string => {
  const grown = growGraph(form, graphMembers(ids(n)), graphStream(1, 'test'));
  return grown.ok ? '' : grown.message;
};

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const seeds = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1);

/** The mean of counts is that of a binomial, within four standard errors. */
function binomial(counts: readonly number[], trials: number, p: number): void {
  const error = Math.sqrt((trials * p * (1 - p)) / counts.length);
  assert.ok(Math.abs(mean(counts) - trials * p) < 4 * error, `${mean(counts)} is not ${trials * p} ± ${4 * error}`);
}

describe('graphs of every form', () => {
  const forms = [
    'empty',
    'complete',
    'ring(4)',
    'small_world(4, 0.3)',
    'random(0.2)',
    'preferential(2)',
    'blocks(3, 0.5, 0.1)',
    'caveman(5, 4)',
  ];

  it('are complete, or empty', () => {
    assert.equal(grow('empty', 12).length, 0);
    assert.equal(grow('complete', 12).length, 12 * 11);
    assert.deepEqual(grow('complete', 1), []);
  });

  it('have undirected ties, once, ascending, without loops, and the same for the same seed', () => {
    for (const form of forms) {
      const ties = grow(form, 20, 3);
      const keys = ties.map(([a, b]) => a * 20 + b);
      assert.deepEqual(
        keys,
        [...new Set(keys)].sort((a, b) => a - b),
        form,
      );
      assert.ok(
        ties.every(([a, b]) => a !== b && keys.includes(b * 20 + a)),
        form,
      );
      assert.deepEqual(grow(form, 20, 3), ties, form);
    }
    for (const form of forms.slice(3, 7)) assert.notDeepEqual(grow(form, 20, 4), grow(form, 20, 3), form);
  });

  it('do not move when an agent joins at the end, where that is possible', () => {
    const kind: Field = (member, path) => (path === 'kind' ? ['a', 'b'][member % 2]! : [`x${member % 3}`, `y${member % 5}`]);
    for (const form of ['random(0.3)', 'preferential(2)', 'blocks(3, 0.6, 0.1)', 'blocks(kind, 0.6, 0.1)', 'shared(likes, 1, 0.5)']) {
      const few = grow(form, 30, 2, kind);
      const more = grow(form, 31, 2, kind).filter(([a, b]) => a < 30 && b < 30);
      assert.deepEqual(more, few, form);
    }
  });
});

describe('a ring', () => {
  it('ties each agent to its k nearest', () => {
    assert.deepEqual(
      grow('ring(4)', 7)
        .filter(([from]) => from === 0)
        .map(([, to]) => to),
      [1, 2, 5, 6],
    );
  });

  it('has the clustering 3(k − 2) / 4(k − 1) and the path length of its definition', () => {
    for (const k of [4, 6, 10]) assert.ok(Math.abs(averageClustering(graph(`ring(${k})`, 60))! - (3 * (k - 2)) / (4 * (k - 1))) < 1e-12);
    // The farthest of 60 by steps of up to 2 are 15 away: 4 at each of 1 … 14, 3 at 15.
    const { value } = meanPath(graph('ring(4)', 60), rng(1, 'x'))!;
    assert.ok(Math.abs(value - (4 * 105 + 3 * 15) / 59) < 1e-12);
  });
});

describe('a small world', () => {
  it('keeps the number of ties, and has near C(0)(1 − p)³ of the clustering and shorter paths', () => {
    // Barrat and Weigt 2000: C(p) ≈ C(0)(1 − p)³ up to 1/n.
    for (const p of [0.05, 0.2]) {
      const worlds = seeds(20).map((seed) => graph(`small_world(8, ${p})`, 300, seed));
      assert.ok(worlds.every((world) => linksOf(world) === 1200));
      const clustering = mean(worlds.map((world) => averageClustering(world)!));
      const expected = (18 / 28) * (1 - p) ** 3;
      assert.ok(Math.abs(clustering - expected) < 0.02, `${clustering} is not ${expected}`);
      assert.ok(worlds.every((world) => meanPath(world, rng(1, 'x'))!.value < 6)); // the ring's is 19
    }
  });

  it('gives the chance of its rewiring as β̂', () => {
    for (const p of [0, 0.1, 0.25, 0.5, 0.75]) {
      const found = mean(seeds(20).map((seed) => rewiring(graph(`small_world(10, ${p})`, 400, seed))!));
      assert.ok(Math.abs(found - p) < (p > 0.5 ? 0.06 : 0.02), `${found} is not ${p}`); // little is left to tell by
    }
    assert.ok(mean(seeds(20).map((seed) => rewiring(graph('small_world(10, 1)', 400, seed))!)) > 0.85);
  });

  it('rewires as many ties as chance says, and the same members when an agent joins', () => {
    const rewired = (n: number, seed: number) => {
      const ring = new Set(grow('ring(4)', n).map(String));
      return grow('small_world(4, 0.3)', n, seed).filter((tie) => !ring.has(String(tie))).length / 2;
    };
    binomial(
      seeds(60).map((seed) => rewired(200, seed)),
      400,
      0.3 * (1 - 4 / 199 / 4), // a few find an end that the ring had given up
    );
    assert.equal(linksOf(graph('small_world(4, 1)', 5)), 10);
  });
});

describe('a random graph', () => {
  it('has p N(N − 1)/2 links and the mean degree p(N − 1)', () => {
    const counts = seeds(200).map((seed) => linksOf(graph('random(0.1)', 50, seed)));
    binomial(counts, 1225, 0.1);
    assert.ok(Math.abs((2 * mean(counts)) / 50 - 4.9) < 0.15);
    assert.equal(linksOf(graph('random(0)', 50)), 0);
    assert.equal(linksOf(graph('random(1)', 50)), 1225);
  });

  it('ties each pair as often as any other pair', () => {
    const counts = new Map<string, number>();
    for (const seed of seeds(2000))
      for (const [a, b] of grow('random(0.3)', 6, seed)) counts.set(`${a} ${b}`, (counts.get(`${a} ${b}`) ?? 0) + 1);
    assert.equal(counts.size, 30);
    for (const count of counts.values()) assert.ok(Math.abs(count - 600) < 4 * Math.sqrt(2000 * 0.3 * 0.7), `${count}`);
  });
});

describe('preferential attachment', () => {
  it('has m(N − m) links, so a mean degree near 2m, and is connected', () => {
    for (const m of [1, 2, 4]) {
      const grown = graph(`preferential(${m})`, 400);
      assert.equal(linksOf(grown), m * (400 - m));
      assert.equal(componentCount(grown), 1);
      assert.ok(Math.min(...degreesOf(grown.both)) >= 1);
    }
  });

  it('fits its own distribution better than a random graph of as many ties', () => {
    for (const m of [1, 2, 3]) {
      const n = 1500;
      const own = preferentialDistance(degreesOf(graph(`preferential(${m})`, n).both), m)!;
      const other = preferentialDistance(degreesOf(graph(`random(${(2 * m) / n})`, n).both), m)!;
      assert.ok(
        own.wasserstein < 0.5 * other.wasserstein && own.largest < 0.1 && other.largest > 0.15,
        `${m}: ${own.largest}, ${other.largest}`,
      );
    }
  });

  it('has the degrees of Barabási and Albert: P(k) = 2m(m + 1) / k(k + 1)(k + 2), a tail of exponent 3', () => {
    const degrees = seeds(10).flatMap((seed) => degreesOf(graph('preferential(2)', 1000, seed).both));
    for (const k of [2, 3, 4, 6]) {
      const share = degrees.filter((d) => d === k).length / degrees.length;
      const expected = 12 / (k * (k + 1) * (k + 2));
      assert.ok(Math.abs(share - expected) < 0.015, `${k}: ${share} is not ${expected}`);
    }
    const { exponent } = powerLaw(degrees, 8)!;
    assert.ok(exponent > 2.6 && exponent < 3.4, `${exponent}`);
    assert.ok(Math.max(...degrees) > 60);
  });
});

describe('blocks', () => {
  /** Links within and between two blocks, by a rule of who is in the second. */
  const inAndOut = (form: string, second: (member: number) => boolean, field?: Field) =>
    seeds(100).map((seed) => {
      const links = grow(form, 50, seed, field).filter(([a, b]) => a < b);
      const inside = links.filter(([a, b]) => second(a) === second(b)).length;
      return [inside, links.length - inside] as const;
    });

  it('have the stated densities inside and between, within four sigma over seeds', () => {
    const field: Field = (member) => (member % 5 === 0 ? 'x' : 'y');
    const cases: readonly (readonly [string, (member: number) => boolean, number, number])[] = [
      ['blocks(2, 0.5, 0.1)', (member) => member % 2 === 1, 600, 625],
      ['blocks([20, 30], 0.5, 0.1)', (member) => member >= 20, 190 + 435, 600],
      ['blocks(kind, 0.5, 0.1)', (member) => member % 5 === 0, 45 + 780, 400],
    ];
    for (const [form, second, within, between] of cases) {
      const counts = inAndOut(form, second, field);
      binomial(
        counts.map(([inside]) => inside),
        within,
        0.5,
      );
      binomial(
        counts.map(([, outside]) => outside),
        between,
        0.1,
      );
    }
  });
});

describe('cliques, shared interests and edges', () => {
  it('cavemen are cliques, each joined to the previous one', () => {
    const cave = graph('caveman(4, 5)', 20);
    assert.equal(linksOf(cave), 40);
    assert.equal(componentCount(cave), 1);
    assert.deepEqual(grow('caveman(1, 3)', 3), grow('complete', 3));
    // As networkx.connected_caveman_graph(2, 3).
    assert.deepEqual(
      grow('caveman(2, 3)', 6)
        .filter(([a, b]) => a < b)
        .map(([a, b]) => `${a}${b}`),
      ['02', '05', '12', '23', '35', '45'],
    );
  });

  it('shared interests tie the agents with enough in common', () => {
    const likes: readonly Json[] = [['jazz', 'chess'], ['jazz'], ['chess', 'jazz', 'tea'], null, ['tea']];
    const tied = (form: string) =>
      grow(form, 5, 1, (member) => likes[member]!)
        .filter(([a, b]) => a < b)
        .map(([a, b]) => `${a}${b}`);
    assert.deepEqual(tied('shared(interests)'), ['01', '02', '12', '24']);
    assert.deepEqual(tied('shared(interests, 2)'), ['02']);
  });

  it('edges are listed one by one, directed or undirected, with a strength', () => {
    const ties = [
      [0, 1, null],
      [1, 0, null],
      [1, 2, 0.7],
    ];
    assert.deepEqual(grow('edges(m_0 - m_1, m_1 > m_2 0.7)', 3), ties);
    assert.deepEqual(grow(['m_0 - m_1', 'm_1 > m_2 0.7'], 3), ties);
  });
});

describe('an invalid graph', () => {
  it('is reported with the known names, or with the valid values of the argument', () => {
    assert.match(fault('torus(3)'), /`torus\(3\)` is not a graph form. The forms are empty, complete, ring\(k\), .* and edges/);
    assert.match(fault('ring(3)'), /`ring\(k\)`: k, .* even whole number/);
    assert.match(fault('ring(10)'), /less than the number of members, 10/);
    assert.match(fault('ring'), /even whole number/);
    assert.match(fault('small_world(4, 1.5)'), /p, .* from 0 to 1/);
    assert.match(fault('small_world(4)'), /p, .* from 0 to 1/);
    assert.match(fault('random(x)'), /from 0 to 1/);
    assert.match(fault('preferential(10)'), /less than the number of members/);
    assert.match(fault('blocks([3, 4], 0.5, 0.1)'), /7 members in all; there are 10/);
    assert.match(fault('blocks(kind, 0.5, 0.1)'), /no member has a field `kind`/);
    assert.match(fault('caveman(3, 4)'), /3 cliques of 4 are 12 members; there are 10/);
    assert.match(fault('shared'), /field must be a field/);
    assert.match(fault(['m_0 - zoe']), /unknown member `zoe`/);
    assert.match(fault(['m_0 = m_1']), /is not an edge/);
    assert.equal(graphPairs('torus(3)', [1, 2], rng(1, 'x')), null);
  });

  it('is one of more links than a machine holds, which is said before they are made', () => {
    for (const form of ['complete', 'random(0.9)'])
      assert.match(fault(form, 20_000), /among 20,000 members these are [\d,]+ links or more, and a network can have 100,000,000/, form);
    assert.match(fault('ring(12000)', 20_000), /120,000,000 links/);
    assert.equal(fault('ring(4)', 20_000), '');
  });

  it('is none of the known forms, each with its usage and description', () => {
    for (const { name, usage, doc } of graphForms) {
      assert.ok(usage.startsWith(name) && doc.endsWith('.'), name);
    }
  });
});
