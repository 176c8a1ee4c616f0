/** Arms drawn from ranges: rows of values by their path in the scenario. */
import { trajectories } from '../../../analysis/sensitivity/morris.js';
import { mixedRows } from '../../../analysis/sensitivity/saltelli.js';
import type { Json } from '../../../core/util/json.js';
import { rng, shuffled } from '../../../core/random/rng.js';
import { asDrawn, type Bounds, boundsIn, sampleFaults, sensitivityDesign } from '../../../language/api.js';
import type { Sampling } from '../../../language/generated/society.js';
import type { Settings } from '../../load/applyArmSettings.js';

/** Throws a message where nothing can be drawn. The same sample gives the same rows. */
export function sampleSettings(sample: Sampling): readonly Settings[] {
  const { n, over, seed = 1 } = sample;
  const wrong = sampleFaults(sample).find(({ severity }) => severity === 'error');
  if (wrong) throw new Error(wrong.message);
  const paths = Object.keys(over);
  switch (sensitivityDesign(sample)) {
    case 'morris':
      return trajectories(seed, n, paths).flatMap((points) => points.map((shares) => rowAt(over, shares, gridValue)));
    case 'saltelli':
      return mixedRows(seed, n, paths).flatMap((points) => points.map((shares) => rowAt(over, shares, valueIn)));
    case null:
      return drawn(sample);
  }
}

type ValueAt = (range: Json, share: number, path: string) => Json;

const rowAt = (over: Sampling['over'], shares: readonly number[], valueAt: ValueAt): Settings =>
  Object.fromEntries(Object.entries(over).map(([path, range], i) => [path, valueAt(range as Json, shares[i]!, path)]));

/**
 * Rows of values drawn from ranges. Latin hypercube: each range is divided into n equal parts, each part is used once, in a
 * random order for each path, with a uniform draw within it (McKay, Beckman and Conover 1979, Technometrics 21, 239). Each path
 * has its own random stream, so that an additional path does not change the others.
 */
function drawn({ n, over, by = 'latin_hypercube', seed = 1 }: Sampling): readonly Settings[] {
  const columns = Object.entries(over).map(([path, range]) => {
    const random = rng(seed, 'experiment.sample', path);
    const rows = Array.from({ length: n }, (_, i) => i);
    const parts = by === 'random' ? rows : shuffled(random, rows);
    return [path, parts.map((part) => valueIn(range as Json, by === 'random' ? random() : (part + random()) / n, path))] as const;
  });
  return Array.from({ length: n }, (_, i) => Object.fromEntries(columns.map(([path, values]) => [path, values[i] as Json])));
}

/** The value at a share of a range or list, 0 ≤ share < 1. Whole numbers, and the items of a list, are equally likely. */
function valueIn(range: Json, share: number, path: string): Json {
  if (Array.isArray(range)) {
    if (range.length === 0) throw new Error(`\`${path}\` has no values to draw from.`);
    return range[Math.floor(share * range.length)] as Json;
  }
  const bounds = boundsOf(range, path);
  const { low, high, isWhole } = bounds;
  return isWhole ? low + Math.floor(share * (high - low + 1)) : asDrawn(low + share * (high - low), bounds);
}

/** The value at a share of a range, 0 ≤ share ≤ 1, ends included; for whole numbers, the nearest one. */
function gridValue(range: Json, share: number, path: string): Json {
  const bounds = boundsOf(range, path);
  return asDrawn(bounds.low + share * (bounds.high - bounds.low), bounds);
}

function boundsOf(range: Json, path: string): Bounds {
  const bounds = boundsIn(String(range));
  if (!bounds || bounds.high < bounds.low)
    throw new Error(`\`${path}\` is drawn from \`${String(range)}\`, which is not a range. Write low..high.`);
  return bounds;
}

/** The numbers of a row as shares of their ranges: the inverse of `gridValue`. */
export const sharesOf = ({ over }: Sampling, row: Settings): readonly number[] =>
  Object.entries(over).map(([path, range]) => {
    const { low, high } = boundsOf(range as Json, path);
    return (Number(row[path]) - low) / (high - low);
  });
