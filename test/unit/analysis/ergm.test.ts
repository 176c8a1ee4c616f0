/**
 * Exponential random graph models: statistics and fits of ergmx (test/fixtures/empirical_networks.py), published numbers of statnet, and all
 * networks of a few agents by enumeration.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { ergmWeights, fitErgm } from '../../../src/analysis/ergm/fit.js';
import { simulate } from '../../../src/analysis/ergm/simulation.js';
import { changesOf, statisticsOf, type Term, termOf } from '../../../src/analysis/ergm/terms.js';
import { addTie, emptyTable, hasTie, removeTie, type TieTable, tieTableOf } from '../../../src/analysis/ergm/tieTable.js';
import { type Edge, type Graph, graphOfEdges } from '../../../src/analysis/network/graph.js';
import type { Label } from '../../../src/analysis/network/mixing.js';
import { rng } from '../../../src/core/random/rng.js';
import { exp } from '../../../src/core/util/math.js';
import { finished } from '../../../src/core/util/slices.js';

type Pairs = readonly (readonly [number, number])[];
interface Fit {
  readonly formula: string;
  readonly statistics: readonly number[];
  readonly weights: readonly number[];
}
interface Model {
  readonly fits: readonly Fit[];
  readonly drawn?: {
    readonly formula: string;
    readonly weights: readonly number[];
    readonly mean: readonly number[];
    readonly sd: readonly number[];
  };
}
interface Network {
  readonly n: number;
  readonly directed: boolean;
  readonly edges: Pairs;
  readonly groups?: readonly Label[];
}
const known = JSON.parse(readFileSync(join(process.cwd(), 'test', 'fixtures', 'empirical_networks.json'), 'utf8')) as {
  readonly undirected: Network;
  readonly directed: Network;
  readonly models: {
    readonly flo: Model & Network & { readonly wealth: readonly number[] };
    readonly undirected: Model;
    readonly directed: Model;
  };
};

const graphOf = ({ n, directed, edges }: Network): Graph =>
  graphOfEdges(
    n,
    directed
      ? edges
      : edges.flatMap(([a, b]): readonly Edge[] => [
          [a, b],
          [b, a],
        ]),
  );

const attributesOf = ({ groups, wealth }: Network & { readonly wealth?: readonly number[] }): ReadonlyMap<string, readonly Label[]> =>
  new Map([...(groups ? [['group', groups] as const] : []), ...(wealth ? [['wealth', wealth] as const] : [])]);

/** The terms of a formula of statnet: `gwesp(0.5, fixed=TRUE)` is `gwesp(0.5)`, and `nodematch('group')` is `nodematch.group`. */
const termsIn = (formula: string, network: Network): readonly Term[] =>
  formula
    .split(' + ')
    .map((term) => termOf(term.replace(', fixed=TRUE', '').replace(/\('(\w+)'\)/, '.$1'), network.directed, attributesOf(network)));

const closeAll = (values: ArrayLike<number>, expected: readonly number[], within: number, about: string): void => {
  assert.equal(values.length, expected.length, about);
  for (const [i, one] of expected.entries())
    assert.ok(Math.abs(values[i]! - one) <= within * Math.max(1, Math.abs(one)), `${about}: ${values[i]} is not ${one}`);
};

const CASES: readonly (readonly [string, Network, Model])[] = [
  ['flo', known.models.flo, known.models.flo],
  ['undirected', known.undirected, known.models.undirected],
  ['directed', known.directed, known.models.directed],
];

describe('exponential random graph models', () => {
  for (const [name, network, { fits }] of CASES)
    for (const { formula, statistics, weights } of fits)
      it(`has the statistics and the pseudo-likelihood of ergmx: ${name} ~ ${formula}`, () => {
        const terms = termsIn(formula, network);
        closeAll(statisticsOf(terms, tieTableOf(graphOf(network), network.directed)), statistics, 1e-9, 'statistics');
        closeAll(finished(ergmWeights(graphOf(network), network.directed, terms))!, weights, 1e-5, 'weights');
      });

  it('has the published estimates of statnet for marriages of Florentine families and their wealth', () => {
    // Morris, Handcock and Hunter 2008 and the statnet tutorial: flomarriage ~ edges, and ~ edges + nodecov('wealth'); Pucci has no tie.
    const { flo } = known.models;
    const all: Network = { ...flo, n: 16 };
    const wealth = new Map<string, readonly Label[]>([['wealth', [...flo.wealth, 3]]]);
    closeAll(finished(ergmWeights(graphOf(all), false, [termOf('edges', false, wealth)]))!, [-1.609438], 1e-6, 'edges');
    const terms = ['edges', 'nodecov.wealth'].map((text) => termOf(text, false, wealth));
    closeAll(finished(ergmWeights(graphOf(all), false, terms))!, [-2.594929, 0.010546], 1e-4, 'wealth');
  });

  it('changes statistics by as much as they differ, in networks that it walks through', () => {
    for (const directed of [false, true]) {
      const labels = new Map<string, readonly Label[]>([
        ['group', [...'abcabcab']],
        ['size', [1, 5, 2, 8, 3, 9, 4, 4]],
      ]);
      const texts = directed
        ? ['edges', 'mutual', 'gwesp(0.7)', 'gwidegree', 'gwodegree(0.2)', 'nodematch.group', 'absdiff.size', 'nodecov.size']
        : ['edges', 'triangle', 'gwesp', 'gwdegree(1.1)', 'nodematch.group', 'absdiff.size'];
      const terms = texts.map((text) => termOf(text, directed, labels));
      const table = emptyTable(8, directed);
      const random = rng(1, 'walk');
      const change = new Float64Array(terms.length);
      for (let step = 0; step < 200; step++) {
        const [u, v] = [Math.floor(random() * 8), Math.floor(random() * 8)];
        if (u === v) continue;
        const before = statisticsOf(terms, table);
        changesOf(terms, 8)(table, u, v, change);
        const sign = hasTie(table, u, v) ? -1 : 1;
        if (sign < 0) removeTie(table, table.ties[table.at[u * 8 + v]! - 1]!.from, table.ties[table.at[u * 8 + v]! - 1]!.to);
        else addTie(table, u, v);
        const after = statisticsOf(terms, table);
        closeAll(
          change.map((x, i) => before[i]! + sign * x),
          [...after],
          1e-9,
          `step ${step}`,
        );
      }
    }
  });

  it('draws networks as often as enumeration of all networks says', () => {
    for (const [directed, n, texts, weights] of [
      [false, 6, ['edges', 'triangle'], [-0.7, 0.5]],
      [false, 5, ['edges', 'gwesp', 'gwdegree'], [-0.4, 0.4, -0.5]],
      [true, 4, ['edges', 'mutual', 'gwesp'], [-1, 0.8, 0.3]],
    ] as const) {
      const terms = texts.map((text) => termOf(text, directed, new Map()));
      const { mean, sd } = enumerated(terms, weights, n, directed);
      const table = emptyTable(n, directed);
      const random = rng(4, 'draws');
      const sums = new Float64Array(terms.length);
      const DRAWS = 4_000;
      for (let draw = 0; draw < DRAWS; draw++) {
        finished(simulate(terms, weights, table, 40, random));
        for (const [i, x] of statisticsOf(terms, table).entries()) sums[i]! += x / DRAWS;
      }
      // Draws 40 proposals apart are nearly independent: four standard errors, doubled.
      for (const [i, x] of sums.entries())
        assert.ok(Math.abs(x - mean[i]!) < (8 * sd[i]!) / Math.sqrt(DRAWS), `${texts[i]}: ${x} is not ${mean[i]}`);
    }
  });

  it('has the weights that all networks of six agents give', () => {
    const groups = new Map<string, readonly Label[]>([['group', [...'aabbbb']]]);
    const edges: Pairs = [
      ...([
        [0, 1],
        [0, 2],
        [1, 2],
        [2, 3],
      ] as const),
      ...([
        [3, 4],
        [4, 5],
        [2, 4],
      ] as const),
    ];
    const graph = graphOf({ n: 6, directed: false, edges });
    const table = tieTableOf(graph, false);
    // Ties that do not depend on each other: the likelihood is greatest where the mean of each statistic over all networks is its value here.
    const alone = ['edges', 'nodematch.group'].map((text) => termOf(text, false, groups));
    const { mean } = enumerated(alone, finished(ergmWeights(graph, false, alone))!, 6, false);
    closeAll(mean, [...statisticsOf(alone, table)], 1e-6, 'means over 32,768 networks');
    // Others: the pseudo-likelihood is greatest where the chance of each tie given all others, from the two whole networks, has no gradient.
    const dependent = ['edges', 'triangle'].map((text) => termOf(text, false, groups));
    const weights = finished(ergmWeights(graph, false, dependent))!;
    const scoreOf = (statistics: ArrayLike<number>): number => weights.reduce((score, weight, i) => score + weight * statistics[i]!, 0);
    const gradient = dependent.map(() => 0);
    for (let u = 0; u < 6; u++)
      for (let v = u + 1; v < 6; v++) {
        const isTied = hasTie(table, u, v);
        const [without, having] = [false, true].map((tied) => {
          const pairs = [...edges.filter(([a, b]) => a !== u || b !== v), ...(tied ? [[u, v] as const] : [])];
          return statisticsOf(dependent, tieTableOf(graphOf({ n: 6, directed: false, edges: pairs }), false));
        });
        const chance = 1 / (1 + exp(scoreOf(without!) - scoreOf(having!)));
        for (const i of dependent.keys()) gradient[i]! += ((isTied ? 1 : 0) - chance) * (having![i]! - without![i]!);
      }
    closeAll(gradient, [0, 0], 1e-6, 'gradient');
  });

  for (const [name, network, { drawn }] of CASES.filter(([, , model]) => model.drawn))
    it(`draws networks like those of ergmx: ${name}`, () => {
      const { formula, weights, mean, sd } = drawn!;
      const terms = termsIn(formula, network);
      const table = tieTableOf(graphOf(network), network.directed);
      const random = rng(4, 'draws');
      const sums = new Float64Array(terms.length);
      finished(simulate(terms, weights, table, 20_000, random));
      const DRAWS = 500;
      for (let draw = 0; draw < DRAWS; draw++) {
        finished(simulate(terms, weights, table, 1_000, random));
        for (const [i, x] of statisticsOf(terms, table).entries()) sums[i]! += x / DRAWS;
      }
      for (const [i, x] of sums.entries()) assert.ok(Math.abs(x - mean[i]!) < 0.25 * sd[i]!, `${terms[i]!.id}: ${x} is not ${mean[i]}`);
    });

  it('has intervals that contain the weights that networks were drawn with', () => {
    const [n, weights] = [24, [-2, 0.3] as const];
    const terms = ['edges', 'gwesp'].map((text) => termOf(text, false, new Map()));
    let held = 0;
    const networks = 20;
    for (let i = 0; i < networks; i++) {
      const table = emptyTable(n, false);
      finished(simulate(terms, weights, table, 20_000, rng(i, 'planted')));
      const graph = graphOfEdges(
        n,
        table.ties.flatMap(({ from, to }): readonly Edge[] => [
          [from, to],
          [to, from],
        ]),
      );
      const fit = finished(fitErgm({ graph, directed: false }, terms, i, 60))!;
      if (fit.terms.every(({ interval }, k) => interval !== null && interval.low <= weights[k]! && weights[k]! <= interval.high)) held++;
    }
    assert.ok(held >= 14, `${held} of ${networks} networks`);
  });

  it('says the same for the same seed, and nothing where there is no fit', () => {
    const graph = graphOf(known.undirected);
    const terms = ['edges', 'gwesp', 'gwdegree'].map((text) => termOf(text, false, new Map()));
    const [one, other] = [1, 1].map((seed) => finished(fitErgm({ graph, directed: false }, terms, seed, 10)));
    assert.deepEqual(one, other);
    assert.equal(one!.fitted, 10);
    assert.equal(finished(fitErgm({ graph: graphOfEdges(5, []), directed: false }, terms, 1, 5)), null, 'no ties');
    assert.equal(finished(ergmWeights(graphOf({ ...known.models.flo, edges: [[0, 1]] }), false, terms)), null, 'no triangle');
  });

  it('refuses terms that a network cannot have, with what to write', () => {
    const groups = new Map<string, readonly Label[]>([['club', ['a', 'b']]]);
    const refusal = (text: string, directed = false): string => {
      try {
        termOf(text, directed, groups);
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    };
    assert.match(refusal('gwsep'), /no term `gwsep`.*gwesp/);
    assert.match(refusal('mutual'), /needs ties with a direction/);
    assert.match(refusal('gwdegree', true), /gwidegree or gwodegree/);
    assert.match(refusal('nodematch'), /nodematch\.group.*There is club/);
    assert.match(refusal('nodematch.clubs'), /There is club/);
    assert.match(refusal('absdiff.club'), /a number for each agent/);
    assert.match(refusal('edges(0.5)'), /has no `\(0\.5\)`/);
    assert.match(refusal('gwesp(-1)'), /a number from 0/);
    assert.equal(refusal('gwesp(0.25)'), '');
  });
});

/** Means and standard deviations of the statistics over all networks, each weighed by e^(weights · statistics). */
function enumerated(terms: readonly Term[], weights: readonly number[], n: number, directed: boolean) {
  const pairs = Array.from({ length: n * n }, (_, i) => [Math.floor(i / n), i % n] as const).filter(([u, v]) =>
    directed ? u !== v : u < v,
  );
  let total = 0;
  const [sum, squares] = [terms.map(() => 0), terms.map(() => 0)];
  for (let set = 0; set < 2 ** pairs.length; set++) {
    const table: TieTable = emptyTable(n, directed);
    for (const [i, [u, v]] of pairs.entries()) if ((set >> i) & 1) addTie(table, u, v);
    const statistics = statisticsOf(terms, table);
    const mass = exp(statistics.reduce((score, x, i) => score + weights[i]! * x, 0));
    total += mass;
    statistics.forEach((x, i) => {
      sum[i]! += mass * x;
      squares[i]! += mass * x * x;
    });
  }
  const mean = sum.map((x) => x / total);
  return { mean, sd: squares.map((x, i) => Math.sqrt(x / total - mean[i]! ** 2)) };
}
