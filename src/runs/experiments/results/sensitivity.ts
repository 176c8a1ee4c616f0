/** The effect of each factor of a sample on the measures, from the values of its points, in every combination of the other factors. */
import { elementaryEffects, morrisIndices } from '../../../analysis/sensitivity/morris.js';
import { sobolIndices } from '../../../analysis/sensitivity/saltelli.js';
import { canonical, type Json } from '../../../core/util/json.js';
import { rng } from '../../../core/random/rng.js';
import { mean } from '../../../analysis/statistics/samples.js';
import { type SensitivityDesign, sensitivityDesign } from '../../../language/api.js';
import type { Sampling } from '../../../language/generated/society.js';
import type { ExperimentColumn } from '../../../protocol/experiment.js';
import type { ExperimentSensitivity, MorrisFactor } from '../../../protocol/sensitivity.js';
import type { ExperimentRun } from '../design/runRecord.js';
import { type WantedComparison, wantedIn } from './comparison.js';
import { levelText } from './resultsCsv.js';
import type { Arm } from '../design/design.js';
import { sharesOf } from '../design/designSample.js';
import type { Parted } from './stability.js';
import { measuredIn } from './liveTable.js';

/** For all measures of an experiment; empty where its sample is not a design for sensitivity analysis. */
export const sensitivitiesOf = (played: Parted): readonly ExperimentSensitivity[] =>
  wantedIn(played).flatMap((wanted) => sensitivityOf(wanted, played));

/** For one measure. */
export function sensitivityOf(
  [id, { measure, at }]: WantedComparison,
  { experiment, arms, seeds, cells }: Parted,
): readonly ExperimentSensitivity[] {
  const { sample } = experiment;
  const by = sensitivityDesign(sample);
  if (!sample || by === null) return [];
  const column: ExperimentColumn = { id, measure, at: typeof at === 'number' ? at : null };
  const values = valuesIn(cells, column);
  return [...groupsOf(sample, arms).values()].map((group) => sensitivityIn(group, { by, sample, column, seeds: seeds.length, values }));
}

/** Values by arm, one for each seed. */
function valuesIn(cells: readonly ExperimentRun[], column: ExperimentColumn): ReadonlyMap<string, readonly number[]> {
  const values = new Map<string, number[]>();
  for (const cell of cells) {
    const value = measuredIn(cell, column);
    if (value === null || !Number.isFinite(value)) continue;
    const known = values.get(cell.arm);
    if (known) known.push(value);
    else values.set(cell.arm, [value]);
  }
  return values;
}

/** Points of the sample in their order, with the levels that they share. */
interface Group {
  readonly among: { readonly [factor: string]: string };
  readonly points: Arm[];
}

/** Grouped by the settings that are not from the sample. */
function groupsOf({ over }: Sampling, arms: readonly Arm[]): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const arm of arms) {
    const among = Object.fromEntries(Object.entries(arm.levels).filter(([factor]) => !Object.hasOwn(over, factor)));
    const key = canonical(among as Json);
    const group = groups.get(key) ?? {
      among: Object.fromEntries(Object.entries(among).map(([factor, level]) => [factor, levelText(level)])),
      points: [],
    };
    group.points[arm.point ?? group.points.length] = arm;
    groups.set(key, group);
  }
  return groups;
}

interface Measured {
  readonly by: SensitivityDesign;
  readonly sample: Sampling;
  readonly column: ExperimentColumn;
  readonly seeds: number;
  readonly values: ReadonlyMap<string, readonly number[]>;
}

/** A trajectory, or a row: its points with their values. */
interface Row {
  readonly points: readonly Arm[];
  readonly values: readonly number[];
}

function sensitivityIn({ among, points }: Group, { by, sample, column, seeds, values }: Measured): ExperimentSensitivity {
  const size = points.length / sample.n;
  const there = points.map(({ id }) => values.get(id) ?? []);
  // A mean over fewer seeds would differ from the others by chance alone.
  const means = there.map((own) => (own.length === seeds ? mean(own) : null));
  const rows = Array.from({ length: sample.n }, (_, i): Row | null => {
    const own = means.slice(i * size, (i + 1) * size).filter((value) => value !== null);
    return own.length === size ? { points: points.slice(i * size, (i + 1) * size), values: own } : null;
  }).filter((row) => row !== null);
  const missing = there.reduce((sum, own) => sum + seeds - own.length, 0);
  const found = { ...column, among, n: sample.n, used: rows.length, missing, seeds };
  const factors = Object.keys(sample.over);
  const random = (name: string) => rng(0, 'experiment.sensitivity', column.id, canonical(among), name);
  if (rows.length < 2) return { ...found, by, factors: [], problem: 'incomplete' };
  if (by === 'morris') return { ...found, by, factors: morrisFactors(sample, rows, random), problem: null };
  const indices = sobolIndices(
    rows.map((row) => row.values),
    random('rows'),
  );
  if (indices === null) return { ...found, by, factors: [], problem: 'constant' };
  return { ...found, by, factors: indices.map((one, i) => ({ factor: factors[i]!, ...one })), problem: null };
}

function morrisFactors(sample: Sampling, rows: readonly Row[], random: (factor: string) => () => number): readonly MorrisFactor[] {
  const effects = rows.map(({ points, values }) =>
    elementaryEffects(
      points.map(({ set }) => sharesOf(sample, set)),
      values,
    ),
  );
  return Object.keys(sample.over).map((factor, i) => ({
    factor,
    ...morrisIndices(
      effects.map((own) => own[i]!),
      random(factor),
    ),
  }));
}
