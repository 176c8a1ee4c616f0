/** Numbers that entries call worked by hand, worked out again: the constants in their expectations are those of the theory. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';

/** The number that an entry's society compares a measure with, as in `abs(apart - 0.381)`. */
function expected(id: string, measure: string): number {
  const text = readFileSync(join('examples', 'gallery', id, `${id}.society`), 'utf8');
  const [, number] = new RegExp(`abs\\(${measure} - ([0-9.]+)\\)`).exec(text) ?? [];
  assert.ok(number !== undefined, `${id} compares ${measure} with a number`);
  return Number(number);
}

/** What an entry's page says in a place that a pattern finds. */
function said(id: string, pattern: RegExp): number {
  const [, number] = pattern.exec(readFileSync(join('examples', 'gallery', id, 'README.md'), 'utf8')) ?? [];
  assert.ok(number !== undefined, `${id}: ${pattern}`);
  return Number(number);
}

const near = (found: number, theory: number, digits: number): void =>
  assert.ok(Math.abs(found - theory) <= 0.5 * 10 ** -digits + 1e-12, `${found}, by theory ${theory}`);

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** Chance of each number of successes of n, each with the chance p. */
const binomial = (n: number, p: number): readonly number[] =>
  Array.from({ length: n + 1 }, (_, k) => (factorial(n) / factorial(k) / factorial(n - k)) * p ** k * (1 - p) ** (n - k));

/** Root of the expected variance of habits of `n` agents in rooms of `m` after 15 rounds of learning by half. */
function apart(n: number, m: number): number {
  const k = m - 1;
  let [square, product] = [0.25, 0.25];
  for (let round = 1; round <= 15; round++) {
    const heard = (0.5 + (m - 2) * product) / k;
    const crossed = (square + (m - 2) * product) / k;
    const both = ((m - 2) * 0.5 + (k * k - m + 2) * product) / (k * k);
    [square, product] = [0.25 * (square + 2 * product + heard), 0.25 * (product + 2 * crossed + both)];
  }
  return Math.sqrt(square - (square + k * product + (n - m) / 4) / n);
}

/** Expected rounds until four voters agree who each hum as often as the three others did: the chain iterated until nothing is left. */
function roundsToAgree(): number {
  const next = (hum: number): readonly number[] => {
    const [again, new_] = [binomial(hum, (hum - 1) / 3), binomial(4 - hum, hum / 3)];
    const to = [0, 0, 0, 0, 0];
    for (const [i, a] of again.entries()) for (const [j, b] of new_.entries()) to[i + j]! += a * b;
    return to;
  };
  let states = binomial(4, 0.5);
  let rounds = 1;
  for (let i = 0; i < 500; i++) {
    const open = [1, 2, 3];
    rounds += open.reduce((sum, hum) => sum + states[hum]!, 0);
    const to = [states[0]!, 0, 0, 0, states[4]!];
    for (const hum of open) for (const [j, chance] of next(hum).entries()) to[j]! += states[hum]! * chance;
    states = to;
  }
  return rounds;
}

/** Share of neighbours who like what most of `n` agents like, drawn from the same tastes, ties by lot. */
function liked(n: number): number {
  const tastes = [5 / 11, 3 / 11, 2 / 11, 1 / 11];
  const draws = (left: number, of: number): readonly (readonly number[])[] =>
    of === 1 ? [[left]] : Array.from({ length: left + 1 }, (_, k) => draws(left - k, of - 1).map((rest) => [k, ...rest])).flat();
  return draws(n, 4).reduce((sum, counts) => {
    const chance = counts.reduce((all, count, i) => (all * tastes[i]! ** count) / factorial(count), factorial(n));
    const best = tastes.filter((_, i) => counts[i] === Math.max(...counts));
    return sum + (chance * best.reduce((all, taste) => all + taste, 0)) / best.length;
  }, 0);
}

/** The share z = 1 − (1 − i) e^(−r z) of a large random network that an illness reaches, with the share i ill at first. */
function finalSize(r: number, i: number): number {
  let z = 0.5;
  for (let n = 0; n < 1000; n++) z = 1 - (1 - i) * Math.exp(-r * z);
  return z;
}

/**
 * The share that follows a custom in the end, on a random network with `ties` ties each, if the share `enough` of neighbours is enough and the share
 * `first` begins (Gleeson and Cahalane 2007).
 */
function followed(ties: number, enough: number, first: number): number {
  const most = 40;
  const poisson = [Math.exp(-ties)];
  for (let k = 1; k < most; k++) poisson.push((poisson[k - 1]! * ties) / k);
  const follows = (k: number, of: number, q: number): number =>
    binomial(of, q).reduce((sum, chance, m) => sum + (k > 0 && m / k >= enough ? chance : 0), 0);
  let q = first;
  for (let n = 0; n < 100; n++) {
    let sum = 0;
    for (let k = 1; k < most; k++) sum += ((k * poisson[k]!) / ties) * follows(k, k - 1, q);
    q = first + (1 - first) * sum;
  }
  return first + (1 - first) * poisson.reduce((sum, p, k) => sum + p * follows(k, k, q), 0);
}

describe('a value by hand', () => {
  it('individuality: the distance between habits, and when a room agrees', () => {
    near(expected('individuality', 'apart'), apart(60, 4), 3);
    near(said('individuality', /By hand `apart` is ([0-9.]+),/), apart(12, 4), 2);
    near(said('individuality', /By hand `apart` is [0-9.]+, ([0-9.]+),/), apart(12, 12), 3);
    near(expected('individuality', 'settled_after'), roundsToAgree(), 3);
  });

  it('audience: the drafts that one agent and eleven agents choose', () => {
    near(said('audience', /`one_agent` \|[^|]*\| ([0-9.]+)/), liked(1), 2);
    near(said('audience', /with eleven drawn .*?: ([0-9.]+)/is), liked(11), 3);
    near(said('audience', /with twenty-five ([0-9.]+)/), liked(25), 2);
  });

  it('recagent: an urn, with a uniform choice half of the time', () => {
    near(expected('recagent', 'bubbles'), 42 / (12 * 40), 4);
    let variance = 0;
    for (let n = 0; n < 40; n++) variance += variance / (n + 2) + 0.25;
    near(said('recagent', /V \/ 40² = ([0-9.]+\d)/), variance / 1600, 4);
  });

  it('social deduction: the suspects of the faithful on the first day', () => {
    const pairs = (n: number): number => (n * (n - 1)) / 2;
    const seen = (plain: number, share: number): number => {
      const none = pairs(plain) / pairs(8);
      return (1 - none) * share + none * 0.25;
    };
    near(said('social_deduction', /; ([0-9.]+\d) over all seven/), (5 * seen(4, 1 / 2) + 2 * seen(5, 2 / 3)) / 7, 2);
    near(said('social_deduction', /13\/28 = ([0-9.]+\d)/), 1 - pairs(6) / pairs(8), 2);
  });

  it('dynamix: six in a row for two rounds', () => {
    let row = [0, 1, 2, 3, 4, 5].map((place) => place / 5);
    for (let round = 0; round < 2; round++)
      row = row.map((own) => {
        const close = row.filter((other) => Math.abs(other - own) <= 0.25);
        return close.reduce((sum, one) => sum + one, 0) / close.length;
      });
    const mean = row.reduce((sum, one) => sum + one, 0) / row.length;
    near(expected('dynamix', 'spread'), Math.sqrt(row.reduce((sum, one) => sum + (one - mean) ** 2, 0) / row.length), 5);
    near(expected('dynamix', 'row_01.opinion'), row[0]!, 6);
  });

  it('cascade and epidemic: the share that follows a custom, and the share that had an illness, on random networks', () => {
    near(expected('cascade', 'followed'), followed(4, 0.18, 0.01), 4);
    near(followed(12, 0.18, 0.01), 0.0137, 4);
    near(said('epidemic', /e\^\(−R₀z\): ([0-9.]+)\s+in the city/), finalSize(2, 0.01), 4);
    near(expected('rumour', 'reached'), finalSize(4, 0), 4);
  });
});
