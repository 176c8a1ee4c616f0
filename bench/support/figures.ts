/** Figures as they are printed: one JSON object a line. Owns the statistics and the scale of goals, not what is measured. */

export interface Figure {
  readonly name: string;
  readonly unit: string;
  /** Median, or the one value there is. */
  readonly ours: number;
  readonly p95?: number;
  /** How many measurements. */
  readonly n?: number;
  /** The same of the peer, in the same run; null where it has no such thing. */
  readonly peer: number | null;
  /** What no program could do better, where that can be measured. */
  readonly limit: number | null;
  /** At most this; at least this where `more` is better. */
  readonly goal: number;
  readonly more?: boolean;
}

export interface Spread {
  readonly median: number;
  readonly p95: number;
  readonly n: number;
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95), n: sorted.length };
}

/** Prints a figure. `ratio`: how many times as much the peer needs. */
export function print(figure: Figure): void {
  const { name, unit, ours, peer, limit, goal, p95, n, more = false } = figure;
  const ratio = peer === null ? null : round(peer / ours);
  const line = {
    name,
    unit,
    ours: round(ours),
    peer: peer === null ? null : round(peer),
    limit: limit === null ? null : round(limit),
    ratio,
    goal: round(goal),
    ok: more ? ours >= goal : ours <= goal,
  };
  console.log(JSON.stringify({ ...line, ...(p95 === undefined ? {} : { p95: round(p95) }), ...(n === undefined ? {} : { n }) }));
}

const round = (value: number): number => Number(value.toPrecision(value >= 100 ? 4 : 3));

/** Milliseconds of the loop below on an idle core of the machine that the goals were set on. */
const REFERENCE = 11.5;

/** How much slower this machine is now than the one the goals were set on; 1 where it is faster. */
export function slowness(): number {
  const times: number[] = [];
  for (let i = 0; i < 21; i++) times.push(calibration());
  return Math.max(1, spread(times).median / REFERENCE);
}

/** A fixed piece of work: numbers, short texts and a map. */
function calibration(): number {
  const start = performance.now();
  const seen = new Map<string, number>();
  let state = 1;
  for (let i = 0; i < 60_000; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const key = `k${state & 4095}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return performance.now() - start + (seen.size === 0 ? 1 : 0);
}
