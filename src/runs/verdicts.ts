/** Whether an expectation holds over the runs of its seeds, and in words. */
import { bootstrap, type Interval, permutationAbove } from '../analysis/statistics/resampling.js';
import { mean } from '../analysis/statistics/samples.js';
import { rng } from '../core/rng.js';
import type { ExpectationSpec, PassRule } from '../engine/index.js';
import type { SeedRun } from './expectations.js';

export interface Verdict {
  readonly expectation: ExpectationSpec;
  readonly passed: boolean;
  /** In how many of how many runs it has to hold; null where the margins of its runs are judged. */
  readonly least: number | null;
  readonly of: number;
  /** Seeds in which it held, and in which it did not. */
  readonly held: readonly number[];
  readonly broken: readonly number[];
  /** Seeds whose run did not come to its end: counted as if it did not hold. */
  readonly lost: readonly number[];
  /** By how much it holds, where that is judged. */
  readonly margin: Margin | null;
}

export interface Margin {
  readonly mean: number | null;
  readonly interval: Interval | null;
  /** One-sided; null where the interval is judged. */
  readonly p: number | null;
}

const ONCE: PassRule = { kind: 'count', least: 1, of: 1 };

/** Of each expectation whether it holds as the file asks; `runs` are of the seeds of `seedsFor`, in their order. */
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
    // What is not known of a run could be anything.
    const isWhole = known.length === rule.of;
    return { ...of, least: null, margin, passed: isWhole && isAbove(rule, margin) };
  });

function marginOf(id: string, rule: PassRule, known: readonly number[]): Margin {
  if (known.length === 0) return { mean: null, interval: null, p: null };
  const random = (what: string) => rng(0, 'expectation', id, what);
  const p = rule.kind === 'test' ? permutationAbove(known, random('signs')) : null;
  return { mean: mean(known), interval: bootstrap(random('interval'), known), p };
}

const isAbove = (rule: PassRule, { p, interval }: Margin): boolean =>
  rule.kind === 'test' ? p !== null && p < rule.level : interval !== null && interval.low > 0;

/** As in `held in 9 of 10 runs, 8 needed`. */
export function verdictWords(verdict: Verdict): string {
  const { held, of, least, broken, lost, margin } = verdict;
  const seeds = (list: readonly number[]): string => `seed${list.length === 1 ? '' : 's'} ${list.join(', ')}`;
  const gone = lost.length > 0 ? `; no end with ${seeds(lost)}` : '';
  if (margin) return `${marginWords(verdict, margin)}, held in ${held.length} of ${of} runs${gone}`;
  const of1 = of === 1 ? (held.length === 1 ? 'held' : 'did not hold') : `held in ${held.length} of ${of} runs, ${least} needed`;
  return `${of1}${broken.length > 0 && of > 1 ? `; not with ${seeds(broken)}` : ''}${gone}`;
}

function marginWords({ expectation: { in: rule } }: Verdict, { mean: by, interval, p }: Margin): string {
  if (by === null) return 'by nothing that could be worked out';
  const range = interval ? ` [${number(interval.low)}, ${number(interval.high)}]` : '';
  const tested = p === null || rule?.kind !== 'test' ? '' : `, ${chanceWords(p, rule.level)}, under ${rule.level} needed`;
  return `by ${number(by)}${range}${tested}`;
}

/** With as many digits as show on which side of the level it is. */
function chanceWords(p: number, level: number): string {
  if (p < 0.001 && p < level) return `p < ${Math.min(0.001, level)}`;
  let digits = 3;
  while (Number(p.toFixed(digits)) < level !== p < level && digits < 12) digits++;
  return `p = ${p.toFixed(digits)}`;
}

const number = (value: number): string => String(Math.round(value * 1e4) / 1e4);
