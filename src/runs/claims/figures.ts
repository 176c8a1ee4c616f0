/** The figures of a card, from the estimates of each condition. */
import { clusteredMean } from '../../analysis/statistics/clusterRobust.js';
import { oneShareWithin, pairedSharesWithin, twoSharesWithin } from '../../analysis/evidence/shareEquivalence.js';
import { type Equivalence, equivalence } from '../../analysis/statistics/equivalence.js';
import { intervalOfMean } from '../../analysis/statistics/meanInterval.js';
import { tPower, type TestForm, valuesNeeded } from '../../analysis/statistics/power.js';
import { permutationTest, rounding } from '../../analysis/statistics/resampling.js';
import { pairedSharesPower, sharesNeeded, twoSharesPower } from '../../analysis/evidence/sharePower.js';
import { mean } from '../../analysis/statistics/samples.js';
import { spreadOfMean, tQuantile } from '../../analysis/statistics/studentT.js';
import { specificationCurve } from '../../analysis/evidence/specificationCurve.js';
import { trendOf } from '../../analysis/evidence/trend.js';
import { corrected } from '../../analysis/statistics/twoSampleTests.js';
import { rng } from '../../core/random/rng.js';
import type { CardCost, CardFigures, Flips, Look, RelativeSize, UnderCondition } from './card.js';
import type { Claim } from './claim.js';
import { allocationOf } from './spread.js';
import { AS_WRITTEN, type Condition, type ConditionKind } from './conditions.js';
import type { Estimate } from './estimate.js';
import { canMislead } from '../experiments/results/missingValues.js';

/** Conditions under which the result should be the same. */
const SPECIFICATIONS: ReadonlySet<ConditionKind> = new Set(['written', 'wording', 'perturbation', 'model', 'combination']);

/** The level of a claim whose rule names none. */
const LEVEL = 0.05;

/** The level of one side of an interval, which p must be below where nothing varies. */
const SIDE = 0.025;

/** The estimates of one claim, by condition, in the order in which they were played. */
type Estimates = readonly (readonly [Condition, Estimate])[];

const levelOf = (claim: Claim): number => (claim.kind === 'expectation' && claim.rule.kind === 'test' ? claim.rule.level : LEVEL);

/** An expectation looks for a margin above 0; a comparison for any difference. */
export const formOf = (claim: Claim): TestForm => ({ sides: claim.kind === 'expectation' ? 'one' : 'two', level: levelOf(claim) });

/**
 * Whether a claim needs no more seeds: its test is below the level of this look, also if all claims of the file had the same p. An
 * expectation that is judged by a count or an interval needs all of its seeds.
 */
export function isSettled(claim: Claim, { p, lost, runs, n }: Estimate, level: number, claims: number): boolean {
  const isTested = claim.kind === 'comparison' || claim.rule.kind === 'test';
  return isTested && lost === 0 && n === runs && p !== null && p * claims < level;
}

/**
 * Of each claim, p as written, corrected by Holm for all of them. Null where a claim has none. `unseen` is the number of other claims of
 * the file. They count as if p = 1, as do claims whose runs were not played (undefined): any smaller p could only lower the p of the claims
 * that were examined. `others`: p of claims that were examined apart.
 */
export const correctedAll = (
  written: readonly (Estimate | undefined)[],
  unseen = 0,
  others: readonly number[] = [],
): readonly (number | null)[] => {
  const ps = written.map((estimate) => (estimate ? estimate.p : 1));
  const all = corrected([...ps, ...others, ...Array.from({ length: unseen }, () => 1)], 'holm');
  return written.map((estimate, i) => (estimate ? (all[i] ?? null) : null));
};

/**
 * Whether runs support a claim. An expectation must meet its rule: in enough of its seeds, in proportion where other seeds were played, or by
 * its interval. Besides, p of its margins, or of its share of seeds against one half, must be below the level, also where every seed gives the
 * same: few seeds can agree by chance. A comparison is supported where p is below the level. All runs must have ended.
 */
function isSupported(claim: Claim, { effect, interval, p, runs, n, held, lost }: Estimate, level: number, by = p): boolean {
  if (lost > 0 || n === 0 || effect === null || by === null || by >= level) return false;
  if (claim.kind === 'comparison') return true;
  const { rule } = claim;
  if (rule.kind === 'count') return held >= Math.ceil((rule.least / rule.of) * runs - 1e-9);
  return n >= runs && (rule.kind === 'test' || (interval ? interval.low > 0 : by < SIDE));
}

/** The claim under a condition, without the figures that need the whole row. `written` is its estimate as the file is written. */
function underCondition(claim: Claim, condition: Condition, estimate: Estimate, written: Estimate | undefined): Compared {
  const { effect, interval, n, held, bySeed, lost, values } = estimate;
  const both = written && condition.kind !== 'written' ? [...bySeed].filter(([seed]) => written.bySeed.has(seed)) : [];
  const gaps = both.map(([seed, value]) => written!.bySeed.get(seed)! - value);
  const two = estimate.twoValues;
  return {
    ...{ condition, effect, interval, n, held, lost, values, gaps },
    isSupported: isSupported(claim, estimate, levelOf(claim)),
    isOfTwoValues: two !== null && n > 2 && two.low < 0 && two.high > 0,
  };
}

/** `gaps`: as written less under the condition, in each seed that both have. */
type Compared = Omit<UnderCondition, 'against'> & { readonly gaps: readonly number[] };

function signsOf({ id }: Claim, { kind, id: level }: Condition, gaps: readonly number[]): number | null {
  if (gaps.length < 2 || gaps.every((gap) => gap === 0)) return null;
  return permutationTest(
    gaps,
    gaps.map(() => 0),
    true,
    rng(0, 'claim', id, kind, level),
  );
}

/** What is known of all claims of the file. */
interface AmongClaims {
  /** p of this claim, corrected. */
  readonly corrected: number | null;
  readonly claims: number;
  /** p of its test of equivalence, corrected, and the claims of the file that can be tested so; without it, the test is the only one. */
  readonly equivalence?: { readonly corrected: number | null; readonly claims: number };
  readonly look: Look | null;
  /** Seeds in the order in which their runs as written were played; null where minds cannot change with time. */
  readonly order?: readonly number[] | null;
  /** The most runs that may be played, and the runs of one seed under one wording. */
  readonly budget?: { readonly runs: number; readonly arms: number };
}

export function figuresOf(
  claim: Claim,
  estimates: Estimates,
  { corrected: p, claims, look, equivalence: among, order = null, budget = { runs: 0, arms: 1 } }: AmongClaims,
  cost: CardCost,
): CardFigures {
  const written = estimates.find(([{ kind }]) => kind === 'written')?.[1];
  const of = (...wanted: readonly ConditionKind[]): readonly UnderCondition[] =>
    againstWritten(
      claim,
      Math.sign(claim.kind === 'comparison' ? (written?.effect ?? 0) : 1),
      estimates.flatMap(([condition, estimate]) =>
        wanted.includes(condition.kind) ? [underCondition(claim, condition, estimate, written)] : [],
      ),
    );
  const [worded, models] = [of('wording', 'perturbation'), of('model')];
  const combined = estimates.flatMap(([condition, estimate]) =>
    condition.kind === 'combination' ? [underCondition(claim, condition, estimate, written)] : [],
  );
  const ended = combined.filter(({ lost }) => lost === 0);
  const form = formOf(claim);
  const { matters } = claim;
  const spread = written?.spread ?? null;
  const perSeed = spread && written ? spread.error * Math.sqrt(written.n) : null;
  const whole = written ? { ...underCondition(claim, AS_WRITTEN, written, written), against: null } : null;
  // With Holm, the level that a claim needs lies between this one and its own, by how many other claims are supported.
  const within = written ? equivalenceOf(claim, written) : null;
  const strict = { ...form, level: form.level / Math.max(1, claims) };
  return {
    written:
      whole && written
        ? { ...whole, interval: intervalAt(look, written), isSupported: isSupported(claim, written, look?.level ?? form.level, p) }
        : null,
    look,
    ...{ p: written?.p ?? null, corrected: p, claims, level: form.level },
    powerLevel: strict.level,
    isOfShares: written?.shares != null,
    ...(written?.shares && matters !== null
      ? powerOfShares(written.shares, written.n, matters, strict.level)
      : {
          power: matters === null || !spread ? null : tPower(matters / spread.error, spread.df, strict),
          seedsNeeded: matters === null || perSeed === null ? null : valuesNeeded(matters, perSeed, strict, spread!.df / (written!.n - 1)),
        }),
    equivalence: within && { ...within, corrected: among?.corrected ?? within.p, claims: among?.claims ?? 1 },
    ...{ nulls: of('null'), models, parts: of('part', 'persona') },
    wordings: worded.filter(({ condition }) => condition.kind === 'wording'),
    perturbations: worded.filter(({ condition }) => condition.kind === 'perturbation'),
    flips: {
      ...{ wording: flipsOf(worded, whole), model: flipsOf(models, whole) },
      combination: { ...flipsOf(ended, whole), lost: combined.length - ended.length },
    },
    curve: curveOf(claim, estimates),
    allocation: isShare(claim) ? null : allocationOf(claim, estimates, budget),
    drift: order && written ? driftOf(claim, order, written) : null,
    cost,
  };
}

/** The interval of the effect; with looks, one that covers it at all of them together (Jennison and Turnbull 1989, J. R. Stat. Soc. B 51, 305). */
function intervalAt(look: Look | null, { effect, interval, spread }: Estimate): Estimate['interval'] {
  if (!look || !spread || effect === null) return interval;
  const half = tQuantile(spread.df, 1 - look.around / 2) * spread.error;
  return { low: effect - half, high: effect + half };
}

function driftOf({ id }: Claim, order: readonly number[], { bySeed }: Estimate): CardFigures['drift'] {
  const values = order.flatMap((seed) => bySeed.get(seed) ?? []);
  const trend = trendOf(values, rng(0, 'claim', id, 'drift'));
  return trend && { ...trend, seeds: values.length, of: order.length };
}

/** The most pairs that are looked for: McNemar's exact test takes long for more. */
const MOST_PAIRS = 1000;

/** Of the two shares that lie `matters` from that of the other arm, the one that is harder to find. */
function powerOfShares(
  { unit, from: { k, n }, pairs }: NonNullable<Estimate['shares']>,
  seeds: number,
  matters: number,
  level: number,
): Pick<CardFigures, 'power' | 'seedsNeeded'> {
  const [from, apart] = [k / n, matters / unit];
  if (pairs) {
    const all = Math.min(1, Math.max((pairs.more + pairs.less) / n, apart));
    const power = (of: number): number => pairedSharesPower((all + Math.min(all, apart)) / 2, (all - Math.min(all, apart)) / 2, of, level);
    return { power: power(seeds), seedsNeeded: sharesNeeded(power, MOST_PAIRS) };
  }
  const others = [from - apart, from + apart].filter((share) => share >= 0 && share <= 1);
  if (others.length === 0) return { power: null, seedsNeeded: null };
  const power = (of: number): number => Math.min(...others.map((share) => twoSharesPower(from, share, of, level)));
  return { power: power(seeds), seedsNeeded: sharesNeeded(power, 1_000_000) };
}

/**
 * Two one-sided tests of the effect as written: exact tests of shares where seeds have two values, otherwise t tests. Null where it cannot be tested
 * so, also where nothing varies: values that a few seeds share say nothing about how far others lie.
 */
export function equivalenceOf(claim: Claim, written: Estimate): Equivalence | null {
  const { effect, spread, n, shares, twoValues, varies } = written;
  if (!canBeEquivalent(claim) || effect === null || isPartial(claim, written)) return null;
  const { matters } = claim;
  if (twoValues) {
    const [unit, { low, k }] = [twoValues.high - twoValues.low, twoValues];
    return { p: oneShareWithin(k, n, (-matters - low) / unit, (matters - low) / unit), interval: null };
  }
  if (shares) {
    const { unit, arm, from, pairs } = shares;
    // All differences of shares are smaller than 1, so nothing would be tested.
    if (matters >= unit) return null;
    return {
      p: pairs ? pairedSharesWithin(pairs.more, pairs.less, n, matters / unit) : twoSharesWithin(arm, from, matters / unit),
      interval: null,
    };
  }
  return spread && (varies || isPaired(claim)) ? equivalence(effect, spread, matters, levelOf(claim)) : null;
}

const isPaired = (claim: Claim): boolean => claim.kind === 'comparison' && claim.paired;

/** Whether the file says which effect of a claim matters, and it is a mean. */
export const canBeEquivalent = (claim: Claim): claim is Claim & { readonly matters: number } => claim.matters !== null && !isShare(claim);

/** Whether runs have no value, so that nothing follows from the others: one of an expectation, or those of a comparison that can mislead. */
const isPartial = (claim: Claim, { n, runs, values }: Estimate): boolean => (claim.kind === 'expectation' ? n < runs : canMislead(values));

/** The conditions of a row with their differences to the claim as written; p is corrected for all of them. `sign`: that of the claim. */
function againstWritten(claim: Claim, sign: number, all: readonly Compared[]): readonly UnderCondition[] {
  const tested = all.map(({ condition, gaps }) => signsOf(claim, condition, gaps));
  const ps = corrected(tested, 'holm');
  const within = corrected(
    all.map(({ gaps }) => gapsWithin(claim, gaps)),
    'holm',
  );
  return all.map(({ gaps, ...one }, i): UnderCondition => {
    if (gaps.length === 0) return { ...one, against: null };
    const [gap, p, after] = [mean(gaps), tested[i] ?? null, ps[i] ?? null];
    // Gaps such as 0.02 and -0.02 cancel, but for rounding.
    const difference = Math.abs(gap) <= rounding(gaps) ? 0 : gap;
    return {
      ...one,
      against: {
        ...{ difference, seeds: gaps.length, interval: intervalOfMean(gaps), p, corrected: after },
        size: sizeOf(levelOf(claim), gaps, sign * difference, after, within[i] ?? null),
      },
    };
  });
}

/** p of two one-sided tests of the differences of seeds within ±`matters`; null where they cannot be tested so. */
function gapsWithin(claim: Claim, gaps: readonly number[]): number | null {
  const spread = spreadOfMean(gaps);
  return spread && canBeEquivalent(claim) ? equivalence(mean(gaps), spread, claim.matters, levelOf(claim)).p : null;
}

/**
 * `less`: by how much the effect is smaller under the condition, in the direction of the claim. `p` of the difference, and `within` of its
 * equivalence, are corrected for the row.
 */
function sizeOf(level: number, gaps: readonly number[], less: number, p: number | null, within: number | null): RelativeSize {
  if (gaps.every((gap) => gap === 0)) return 'same';
  if (p !== null && p < level) return less > 0 ? 'smaller' : 'larger';
  return within !== null && within < level ? 'equivalent' : 'unclear';
}

/** `written` is judged as the others are: without a correction for other claims. */
const flipsOf = (all: readonly Pick<UnderCondition, 'effect' | 'isSupported'>[], written: UnderCondition | null): Flips => ({
  of: all.length,
  sign: all.filter(({ effect }) => (effect ?? 0) * (written?.effect ?? 0) < 0).length,
  verdict: all.filter(({ isSupported: isHeld }) => written !== null && isHeld !== written.isSupported).length,
});

/** Without a margin, an effect is a share of seeds. */
export const isShare = (claim: Claim): boolean => claim.kind === 'expectation' && !claim.hasMargin;

/**
 * As written, under each wording, perturbation and model, and under their combinations, in the seeds that all of them have. Combinations that
 * share a change are not independent, so the interval of the mean, which takes specifications as independent, leaves them out.
 */
function curveOf(claim: Claim, estimates: Estimates): CardFigures['curve'] {
  if (isShare(claim)) return null;
  const kept = estimates.filter(([{ kind }, { lost }]) => SPECIFICATIONS.has(kind) && (kind !== 'combination' || lost === 0));
  const [, first] = kept[0] ?? [];
  if (!first || kept.length < 2) return null;
  const seeds = [...first.bySeed.keys()].filter((seed) => kept.every(([, { bySeed }]) => bySeed.has(seed)));
  const specifications = kept.map(([{ kind, id }, { bySeed }]) => ({
    kind,
    id: `${kind} ${id}`,
    effects: seeds.map((seed) => bySeed.get(seed)!),
  }));
  const curve = specificationCurve(specifications, rng(0, 'claim', claim.id, 'curve'));
  const values = specifications
    .filter(({ kind }) => kind !== 'combination')
    .flatMap(({ id, effects }) => effects.map((value, s) => ({ value, clusters: [String(seeds[s]), id] })));
  return (
    curve && {
      median: curve.median,
      same: curve.same,
      clear: curve.clear,
      of: kept.length,
      ...{ seeds: seeds.length, allSeeds: first.bySeed.size },
      p: curve.p,
      over: clusteredMean(values),
    }
  );
}
