/** Ties as choices, and networks compared with those of textbooks: against scipy (test/fixtures/choices.py), and by hand. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { conditionalLogit } from '../../../src/analysis/statistics/logit.js';
import { fieldMeasures, measureNamed, type Moment, take } from '../../../src/analysis/measures.js';
import { candidatesOf, choicesOf, MOST_CANDIDATES, offersOf, topChoices } from '../../../src/analysis/network/choices.js';
import { graphOf, graphOfEdges } from '../../../src/analysis/network/graph.js';
import { homophily, inCommon } from '../../../src/analysis/network/likeness.js';
import { preferentialDistance, rewiring } from '../../../src/analysis/network/textbookNetworks.js';
import { append, emptyLog } from '../../../src/core/util/chunkedList.js';
import { exp, ln } from '../../../src/core/util/math.js';
import { rng, weighted } from '../../../src/core/random/rng.js';
import { initialState, type RoundStart } from '../../../src/core/events/state.js';
import { emptyNetwork, type Network } from '../../../src/core/events/ties.js';
import { withTie } from '../../../src/core/events/tieChanges.js';

interface Known {
  readonly logits: readonly {
    readonly choices: readonly (readonly (readonly number[])[])[];
    readonly weights: readonly number[];
    readonly errors: readonly number[];
    readonly likelihood: number;
    readonly chance: number;
  }[];
  readonly attachments: readonly {
    readonly degrees: readonly number[];
    readonly m: number;
    readonly wasserstein: number;
    readonly largest: number;
  }[];
}

const known = JSON.parse(readFileSync(join(process.cwd(), 'test', 'fixtures', 'choices.json'), 'utf8')) as Known;
const near = (found: number | null | undefined, value: number, by = 1e-9): void =>
  assert.ok(typeof found === 'number' && Math.abs(found - value) <= by, `${found} is not ${value}`);
const flat = (choices: readonly (readonly (readonly number[])[])[]): Float64Array[] =>
  choices.map((rows) => Float64Array.from(rows.flat()));

type Pairs = readonly (readonly [number, number])[];

function networkWith(pairs: Pairs, from: Network = emptyNetwork('friendship')): Network {
  return pairs.reduce((network, [a, b]) => withTie(network, a, b, 0.5), from);
}

/** A run whose rounds add these directed edges, one list a round; the first list is there before. */
function run(n: number, rounds: readonly Pairs[]): Moment {
  let network = networkWith(rounds[0] ?? []);
  let before = emptyLog<RoundStart>();
  for (const pairs of rounds.slice(1)) {
    before = append(before, { networks: [network] });
    network = networkWith(pairs, network);
  }
  const members = new Set(Array.from({ length: n }, (_, i) => i));
  return {
    state: { ...initialState(), before, networks: [network], round: rounds.length - 1 },
    network,
    edge: 0.1,
    members,
    seed: 1,
    grows: true,
  };
}

describe('the conditional logit', () => {
  for (const [i, { choices, weights, errors, likelihood, chance }] of known.logits.entries())
    it(`has the weights and errors of scipy, ${i + 1}`, () => {
      const fit = conditionalLogit(flat(choices), weights.length)!;
      for (const [k, weight] of weights.entries()) near(fit.weights[k], weight, 1e-6);
      for (const [k, error] of errors.entries()) near(fit.errors[k], error, 1e-6);
      near(fit.likelihood, likelihood, 1e-8);
      near(fit.chance, chance, 1e-8);
    });

  it('equals the log of the odds for one feature with two values', () => {
    // Two alternatives, 1 and 0; of eight choices, six take the 1: θ = ln 3, standard error 1 / √(8 · ¾ · ¼).
    const choices = Array.from({ length: 8 }, (_, i) => Float64Array.from(i < 6 ? [1, 0] : [0, 1]));
    const fit = conditionalLogit(choices, 1)!;
    near(fit.weights[0], ln(3));
    near(fit.errors[0], 1 / Math.sqrt(1.5));
    near(fit.chance, 8 * ln(0.5));
  });

  it('has no value without choices, where nothing differs, or where a feature decides all choices', () => {
    assert.equal(conditionalLogit([], 2), null);
    assert.equal(conditionalLogit([Float64Array.from([1, 1])], 1), null);
    assert.equal(conditionalLogit([Float64Array.from([1, 0]), Float64Array.from([2, 1])], 1), null);
  });
});

describe('new edges as choices', () => {
  // 0–1 and 0–2 are friends; then 3 chooses 0, then 2 chooses 1 (a common neighbour) and 1 answers.
  const moment = run(4, [
    [
      [0, 1],
      [1, 0],
      [0, 2],
      [2, 0],
    ],
    [[3, 0]],
    [
      [2, 1],
      [1, 2],
    ],
  ]);

  it('are those that had no edge when the round began, with all candidates of their chooser', () => {
    const choices = choicesOf(moment);
    assert.deepEqual(
      choices.map((c) => [c.chooser, c.target, candidatesOf(c)]),
      [
        [3, 0, [0, 1, 2]],
        [1, 2, [2, 3]],
        [2, 1, [1, 3]],
      ],
    );
  });

  it('have the degrees and common neighbours of that moment', () => {
    const { choices, drawn } = offersOf(choicesOf(moment), 1);
    assert.equal(drawn, false);
    assert.deepEqual([...choices[0]!], [ln(3), 0, ln(2), 0, ln(2), 0]);
    assert.deepEqual([...choices[1]!], [ln(2), 1, ln(2), 1]);
    const alike = offersOf(choicesOf(moment), 1, (a, b) => a + b).choices[2]!;
    assert.deepEqual([...alike], [ln(2), 1, 3, ln(2), 1, 5]);
  });

  it('choose the first agent by degree as often as worked by hand', () => {
    // The first goes to the one of most; of the other two, both candidates tie for one place.
    assert.deepEqual(topChoices(choicesOf(moment), 1), { share: (1 + 0.5 + 0.5) / 3, chance: (1 / 3 + 1 / 2 + 1 / 2) / 3 });
    near(take(measureNamed('top_attachment')!, moment)?.value, 1);
    assert.equal(take(measureNamed('top_attachment')!, run(4, [[[0, 1]]])), null);
  });

  it('recover the preferences that generated them', () => {
    const { moment: made, theta } = preferring([1.2, 0.8]);
    for (const [k, id] of ['theta_degree', 'theta_closure'].entries()) {
      const { value, error, exact } = take(measureNamed(id)!, made)!;
      assert.ok(exact && error < 0.4, `${id} ± ${error}`);
      assert.ok(Math.abs(value - theta[k]!) < 1.5 * error, `${id}: ${value} ± ${error}, not ${theta[k]}`);
    }
  });

  it('recover a preference for similar agents, and find none where there is none', () => {
    const kinds = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 'a' : i % 3 === 1 ? 'b' : 'c'));
    const { moment: made } = preferring([0, 0, 1.5], (a, b) => inCommon(kinds[a]!, kinds[b]!));
    const alike = fieldMeasures.find(({ id }) => id === 'theta_alike')!;
    const { value, error } = alike.of(made, kinds)!;
    assert.ok(Math.abs(value - 1.5) < 1.5 * error && error < 0.4, `${value} ± ${error}`);
    const other = alike.of(
      made,
      kinds.map((_, i) => (i * 7) % 4),
    )!;
    assert.ok(Math.abs(other.value) < 1.5 * other.error, `${other.value} ± ${other.error}`);
  });

  it('are sampled where there are many, and the result says so', () => {
    const n = MOST_CANDIDATES + 20;
    const ring = Array.from({ length: n }, (_, i) => [i, (i + 1) % n] as const);
    const many = run(n, [
      ring,
      [
        [0, 5],
        [7, 9],
        [20, 60],
      ],
    ]);
    const { choices, drawn } = offersOf(choicesOf(many), 1);
    assert.ok(drawn && choices.every((one) => one.length === 2 * MOST_CANDIDATES));
    near(choices[1]![1], 1); // 7 and 9 have 8 in common
  });
});

/** Sixty agents add an edge each in each of five rounds, by the preferences. */
function preferring(theta: readonly number[], alike?: (a: number, b: number) => number): { moment: Moment; theta: readonly number[] } {
  const n = 60;
  const draw = rng(11, 'test');
  const rounds: Pairs[] = [Array.from({ length: n }, (_, i) => [i, (i + 1 + Math.floor(draw() * (n - 1))) % n] as const)];
  for (let round = 1; round <= 5; round++) {
    const { network, members } = run(n, rounds);
    const graph = graphOf(network!, 0.1, members);
    const added = [...members].map((chooser) => {
      const candidates = candidatesOf({ graph, chooser });
      const [features] = offersOf([{ graph, chooser, target: candidates[0]! }], 1, alike).choices;
      const masses = candidates.map((_, j) => exp(theta.reduce((sum, weight, k) => sum + weight * features![j * theta.length + k]!, 0)));
      return [chooser, candidates[weighted(draw, masses)]!] as const;
    });
    rounds.push(added);
  }
  return { moment: run(n, rounds), theta };
}

describe('distance to preferential attachment', () => {
  for (const { degrees, m, wasserstein, largest } of known.attachments)
    it(`of ${degrees.length} degrees equals that of scipy`, () => {
      const found = preferentialDistance(degrees, m)!;
      near(found.wasserstein, wasserstein, 2e-5);
      near(found.largest, largest, 1e-12);
    });

  it('of agents with four ties each is worked by hand', () => {
    // With m = 2: P(k ≤ 2) = ½, P(k ≤ 3) = 0.7, and 6/5 is left from 4 on.
    assert.deepEqual(preferentialDistance([4, 4, 4], 2), { wasserstein: 0.5 + 0.7 + 1.2, largest: 0.7 });
    assert.equal(preferentialDistance([], 1), null);
  });
});

describe('the fitted small world', () => {
  const ring = (n: number, k: number) =>
    graphOfEdges(n, Array.from({ length: n }, (_, i) => Array.from({ length: k / 2 }, (_, d) => [i, (i + d + 1) % n] as const)).flat());

  it('has no rewiring for a lattice, and no value without triangles', () => {
    near(rewiring(ring(60, 4)), 0, 1e-12);
    near(rewiring(ring(60, 8)), 0, 1e-12);
    assert.equal(rewiring(ring(60, 2)), null);
    assert.equal(rewiring(graphOfEdges(3, [])), null);
  });

  it('is rewired completely where no two agents have friends in common', () => {
    const bipartite = graphOfEdges(
      40,
      Array.from({ length: 20 }, (_, a) => [0, 1, 2, 3].map((d) => [a, 20 + ((a + d) % 20)] as const)).flat(),
    );
    assert.equal(rewiring(bipartite), 1);
    assert.equal(rewiring(ring(7, 4)), null); // too dense to tell
  });
});

describe('homophily', () => {
  it('is the excess similarity of tied agents', () => {
    assert.equal(inCommon(['jazz', 'chess'], ['chess', 'jazz']), 2);
    // Tied: 0–1 alike, 2–3 alike, 0–2 not: 2/3; of the six pairs two are.
    const graph = graphOfEdges(4, [
      [0, 1],
      [2, 3],
      [0, 2],
    ]);
    near(homophily(graph, ['x', 'x', 'y', 'y'], rng(1, 'test'))?.value, 2 / 3 - 2 / 6);
    assert.equal(homophily(graphOfEdges(4, []), [], rng(1, 'test')), null);
  });

  it('is estimated beyond 2,000 agents, says so, and is within its error', () => {
    const n = 2400;
    const graph = graphOfEdges(
      n,
      Array.from({ length: n }, (_, i) => [i, (i + 3) % n] as const),
    );
    // Kinds by thirds: all the tied are alike; of all pairs, (n/3 − 1) / (n − 1) are.
    const reading = homophily(
      graph,
      Array.from({ length: n }, (_, i) => i % 3),
      rng(1, 'test'),
    )!;
    assert.ok(!reading.exact && reading.error > 0 && reading.error < 0.01);
    assert.ok(Math.abs(reading.value - (1 - (n / 3 - 1) / (n - 1))) < 1.5 * reading.error);
  });
});
