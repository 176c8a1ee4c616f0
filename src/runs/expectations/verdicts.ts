/** Whether an expectation holds over the runs of its seeds, as data and as text. */
import { english, t, type Wording } from '../../core/util/l10n.js';
import { type Kappa, type Raters, ratersOf } from '../../analysis/statistics/raters.js';
import type { Draft } from '../../core/events/events.js';
import type { Json } from '../../core/util/json.js';
import { intervalOfMean } from '../../analysis/statistics/meanInterval.js';
import { chanceAbove } from '../../analysis/evidence/marginChance.js';
import type { Interval } from '../../analysis/statistics/resampling.js';
import { mean } from '../../analysis/statistics/samples.js';
import { spreadOfMean } from '../../analysis/statistics/studentT.js';
import { rng } from '../../core/random/rng.js';
import { ranges, shortFigure } from '../../core/util/textPosition.js';
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
  /** The lowest and the highest margin of runs in which it failed, where runs are counted and too few hold; null where none is known. */
  readonly missed: Interval | null;
}

interface Margin {
  readonly mean: number | null;
  /** 95 %, by Student's t; null for a single run, and where all seeds give the same value. */
  readonly interval: Interval | null;
  /** One-sided; null where the interval is judged. Where all seeds give the same value there is no interval, and p is judged. */
  readonly p: number | null;
  /** Every seed gave the same margin. */
  readonly isSame: boolean;
}

/** The level of one side of an interval. */
const SIDE = 0.025;

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
    if (rule.kind === 'count') {
      const passed = held.length >= rule.least;
      return { ...of, least: rule.least, passed, margin: null, missed: passed ? null : missedBy(expectation.id, asked) };
    }
    const margins = asked.flatMap((run) => (run.problem === null ? [run.margins.get(expectation.id) ?? null] : []));
    const known = margins.filter((one): one is number => one !== null);
    const margin = marginOf(expectation.id, rule, known);
    // The result of a lost run could be anything.
    const isWhole = known.length === rule.of;
    return { ...of, least: null, margin, missed: null, passed: isWhole && isAbove(rule, margin) };
  });

function missedBy(id: string, runs: readonly SeedRun[]): Interval | null {
  const known = runs.flatMap(({ broken, margins }) => (broken.has(id) ? (margins.get(id) ?? []) : []));
  return known.length === 0 ? null : { low: Math.min(...known), high: Math.max(...known) };
}

function marginOf(id: string, rule: PassRule, known: readonly number[]): Margin {
  if (known.length === 0) return { mean: null, interval: null, p: null, isSame: false };
  const isSame = known.length > 1 && spreadOfMean(known) === null;
  const p = rule.kind === 'test' || isSame ? chanceAbove(known, rng(0, 'expectation', id, 'signs')) : null;
  return { mean: mean(known), interval: intervalOfMean(known), p, isSame };
}

function isAbove(rule: PassRule, { p, interval }: Margin): boolean {
  if (p !== null) return p < (rule.kind === 'test' ? rule.level : SIDE);
  return interval !== null && interval.low > 0;
}

/** The words of a verdict in the language of the reader. */
export const verdictText = (verdict: Verdict): string => verdictWords(verdict, t);

/** For example `passed in 9 of 10 runs (8 required); failed for seed 4`. In English unless `t` is given: test reports are in English. */
export function verdictWords(verdict: Verdict, t: Wording = english): string {
  const { held, of, least, broken, lost, margin, missed } = verdict;
  const gone = lost.length > 0 ? [t('did not end for {0}', seedWords(lost, t))] : [];
  if (margin) return [marginWords(verdict, margin, t), t('true in {0} of {1} runs', held.length, of), ...gone].join('; ');
  const passed =
    of === 1 ? (held.length === 1 ? t('passed') : t('failed')) : t('passed in {0} of {1} runs ({2} required)', held.length, of, least);
  const failed = broken.length > 0 && of > 1 ? [t('failed for {0}', seedWords(broken, t))] : [];
  return [passed, ...failed, ...gone].join('; ') + (missed ? ` (${t('margin {0}', spanWords(missed, t))})` : '');
}

const spanWords = ({ low, high }: Interval, t: Wording): string =>
  shortFigure(low) === shortFigure(high) ? shortFigure(low) : t('{0} to {1}', shortFigure(low), shortFigure(high));

/** For example `seeds 1–4, 7`. */
const seedWords = (seeds: readonly number[], t: Wording): string => t(seeds.length === 1 ? 'seed {0}' : 'seeds {0}', ranges(seeds));

function marginWords({ expectation: { in: rule } }: Verdict, { mean: by, interval, p, isSame }: Margin, t: Wording): string {
  if (by === null) return t('failed: no run has a margin');
  const range = interval ? ` [${number(interval.low)}, ${number(interval.high)}]` : '';
  const margin = t('margin {0}', `${number(by)}${range}`);
  if (p !== null && rule?.kind === 'test') return t('{0}, {1} (below {2} required)', margin, chanceWords(p, rule.level), rule.level);
  return isSame ? t('{0}, the same with every seed', margin) : margin;
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
  const kappa = plain === null ? t('kappa has no value') : `kappa ${kappaWords(plain)}`;
  const more = weighted === null ? '' : `, ${t('weighted {0}', kappaWords(weighted))}`;
  return `${code}: ${kappa}${more}, n = ${n}`;
}

const kappaWords = ({ kappa, interval }: Kappa): string =>
  `${figure(kappa)}${interval === null ? '' : ` [${figure(interval.low)}, ${figure(interval.high)}]`}`;

const figure = (value: number): string => String(Math.round(value * 1000) / 1000);
