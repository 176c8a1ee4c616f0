/** Whether an expectation holds over the runs of its seeds, as data and as text. */
import { type Kappa, type Raters, ratersOf } from '../../analysis/statistics/raters.js';
import type { Draft } from '../../core/events/events.js';
import type { Json } from '../../core/util/json.js';
import { intervalOfMean } from '../../analysis/statistics/meanInterval.js';
import { type Interval, permutationAbove } from '../../analysis/statistics/resampling.js';
import { mean } from '../../analysis/statistics/samples.js';
import { spreadOfMean } from '../../analysis/statistics/studentT.js';
import { rng } from '../../core/random/rng.js';
import { ranges } from '../../core/util/textPosition.js';
import type { ExpectationSpec, PassRule } from '../../engine/index.js';
import type { SeedRun } from './expectations.js';

export interface Verdict {
  readonly expectation: ExpectationSpec;
  readonly passed: boolean;
  /** In how many runs of how many it must hold; null where the margins of its runs are judged. */
  readonly least: number | null;
  readonly of: number;
  /** Seeds in which it held, and seeds in which it failed. */
  readonly held: readonly number[];
  readonly broken: readonly number[];
  /** Seeds whose run did not end: they count as failures. */
  readonly lost: readonly number[];
  /** The margin, where the margin is judged. */
  readonly margin: Margin | null;
}

interface Margin {
  readonly mean: number | null;
  /** 95 %, by Student's t; null for a single run, and where all seeds give the same value. */
  readonly interval: Interval | null;
  /** One-sided; null where the interval is judged, and where all seeds give the same value. */
  readonly p: number | null;
  /** Every seed gave the same margin: there is nothing to test, and its sign decides. */
  readonly isSame: boolean;
}

const ONCE: PassRule = { kind: 'count', least: 1, of: 1 };

/** For each expectation, whether it holds as the file requires; `runs` are those of the seeds of `seedsFor`, in their order. */
export const verdicts = (expectations: readonly ExpectationSpec[], runs: readonly SeedRun[]): readonly Verdict[] =>
  expectations.map((expectation): Verdict => {
    const rule = expectation.in ?? ONCE;
    const asked = runs.slice(0, rule.of);
    const seeds = (is: (run: SeedRun) => boolean): readonly number[] => asked.filter(is).map(({ seed }) => seed);
    const held = seeds(({ held: ids }) => ids.has(expectation.id));
    const [broken, lost] = [seeds(({ broken: ids }) => ids.has(expectation.id)), seeds(({ problem }) => problem !== null)];
    const of = { expectation, of: rule.of, held, broken, lost };
    if (rule.kind === 'count') return { ...of, least: rule.least, passed: held.length >= rule.least, margin: null };
    const margins = asked.flatMap((run) => (run.problem === null ? [run.margins.get(expectation.id) ?? null] : []));
    const known = margins.filter((one): one is number => one !== null);
    const margin = marginOf(expectation.id, rule, known);
    // The result of a lost run could be anything.
    const isWhole = known.length === rule.of;
    return { ...of, least: null, margin, passed: isWhole && isAbove(rule, margin) };
  });

function marginOf(id: string, rule: PassRule, known: readonly number[]): Margin {
  if (known.length === 0) return { mean: null, interval: null, p: null, isSame: false };
  const isSame = known.length > 1 && spreadOfMean(known) === null;
  const p = rule.kind === 'test' && !isSame ? permutationAbove(known, rng(0, 'expectation', id, 'signs')) : null;
  return { mean: mean(known), interval: intervalOfMean(known), p, isSame };
}

function isAbove(rule: PassRule, { mean: by, p, interval, isSame }: Margin): boolean {
  if (isSame) return by !== null && by > 0;
  return rule.kind === 'test' ? p !== null && p < rule.level : interval !== null && interval.low > 0;
}

/** For example `passed in 9 of 10 runs (8 required); failed for seed 4`. */
export function verdictWords(verdict: Verdict): string {
  const { held, of, least, broken, lost, margin } = verdict;
  const gone = lost.length > 0 ? `; did not end for ${seedWords(lost)}` : '';
  if (margin) return `${marginWords(verdict, margin)}; true in ${held.length} of ${of} runs${gone}`;
  const passed = of === 1 ? (held.length === 1 ? 'passed' : 'failed') : `passed in ${held.length} of ${of} runs (${least} required)`;
  return `${passed}${broken.length > 0 && of > 1 ? `; failed for ${seedWords(broken)}` : ''}${gone}`;
}

/** For example `seeds 1–4, 7`. */
const seedWords = (seeds: readonly number[]): string => `seed${seeds.length === 1 ? '' : 's'} ${ranges(seeds)}`;

function marginWords({ expectation: { in: rule } }: Verdict, { mean: by, interval, p, isSame }: Margin): string {
  if (by === null) return 'failed: no run has a margin';
  const range = interval ? ` [${number(interval.low)}, ${number(interval.high)}]` : '';
  const same = isSame ? ', the same with every seed, so there is no p' : '';
  const tested = p === null || rule?.kind !== 'test' ? same : `, ${chanceWords(p, rule.level)} (below ${rule.level} required)`;
  return `margin ${number(by)}${range}${tested}`;
}

/** With enough digits to show on which side of the level it is. */
function chanceWords(p: number, level: number): string {
  if (p < 0.001 && p < level) return `p < ${Math.min(0.001, level)}`;
  let digits = 3;
  while (Number(p.toFixed(digits)) < level !== p < level && digits < 12) digits++;
  return `p = ${p.toFixed(digits)}`;
}

const number = (value: number): string => String(Math.round(value * 1e4) / 1e4);

// How far the two coders of each code agree, from the codes that a run holds.

interface CodeAgreement extends Raters {
  readonly code: string;
}

/** For each code that a second coder checked, in the order of the first checks. */
export function agreementsIn(events: Iterable<Draft['body']>): readonly CodeAgreement[] {
  const first = new Map<string, Json>();
  const pairs = new Map<string, (readonly [Json, Json])[]>();
  for (const event of events) {
    if (event.type !== 'code.assigned') continue;
    const { code, message, value, check } = event;
    const key = `${code} ${message}`;
    const known = first.get(key);
    if (!check) first.set(key, value);
    else if (known !== undefined) pairs.set(code, [...(pairs.get(code) ?? []), [known, value]]);
  }
  return [...pairs].map(([code, both]) => ({ code, ...ratersOf(both) }));
}

/** For example `kind: kappa 0.62 [0.41, 0.83], weighted 0.8 [0.7, 0.9], n = 50`. */
export function agreementWords({ code, n, plain, weighted }: CodeAgreement): string {
  const more = weighted === null ? '' : `, weighted ${kappaWords(weighted)}`;
  return `${code}: kappa ${plain === null ? 'has no value' : kappaWords(plain)}${more}, n = ${n}`;
}

const kappaWords = ({ kappa, interval }: Kappa): string =>
  `${figure(kappa)}${interval === null ? '' : ` [${figure(interval.low)}, ${figure(interval.high)}]`}`;

const figure = (value: number): string => String(Math.round(value * 1000) / 1000);
