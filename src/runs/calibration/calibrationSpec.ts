/** A calibration as it is played: priors, and every value that the runs are compared with. */
import { noSuch } from '../../core/util/suggest.js';
import { type LanguageService, type PriorSpec, priorOf, type Resolved, spanOf } from '../../language/api.js';
import type { Calibration, Target } from '../../language/generated/society.js';
import type { Json } from '../../core/util/json.js';
import { tableOf } from '../../engine/index.js';

export interface ParameterSpec {
  /** Its path in the scenario. */
  readonly path: string;
  readonly prior: PriorSpec;
  /** The prior as the file writes it. */
  readonly written: string;
}

/** One number that runs are compared with. */
export interface TargetPoint {
  readonly target: string;
  readonly measure: string;
  /** The round; null for the end. */
  readonly round: number | null;
  readonly value: number;
}

interface TargetSpec {
  readonly id: string;
  /** The places of its values among those of the calibration. */
  readonly places: readonly number[];
  /** The tolerance in the unit of the measure; null where the file gives none. */
  readonly within: number | null;
  readonly isHeldOut: boolean;
}

export interface CalibrationSpec {
  readonly id: string;
  readonly title: string;
  readonly scenario: string;
  readonly parameters: readonly ParameterSpec[];
  readonly points: readonly TargetPoint[];
  readonly targets: readonly TargetSpec[];
  readonly method: 'smc' | 'rejection';
  readonly particles: number;
  /** The most runs, with those of the check. */
  readonly runs: number;
  readonly check: number;
  readonly seed: number;
  readonly budget: Calibration['budget'];
}

/** The calibration of a file. Throws a message where the file has no such calibration or cannot be played, or a table cannot be read. */
export async function calibrationOf(language: Pick<LanguageService, 'data'>, resolved: Resolved, id: string): Promise<CalibrationSpec> {
  const { calibrate = {} } = resolved.society;
  const written = calibrate[id];
  if (!written) throw new Error(noSuch('calibration', id, Object.keys(calibrate)));
  const parameters = Object.entries(written.parameters).map(([path, prior]): ParameterSpec => {
    const spec = priorOf(prior as Json);
    if (!spec) throw new Error(`\`${path}\` has no prior.`);
    return {
      path,
      prior: spec,
      written: Array.isArray(prior) ? `one of ${prior.map((value) => textOf(value as Json)).join(', ')}` : String(prior),
    };
  });
  const points: TargetPoint[] = [];
  const targets: TargetSpec[] = [];
  for (const [target, spec] of Object.entries(written.targets)) {
    const own = await pointsOf(language, resolved, `calibrate.${id}.targets.${target}`, target, spec);
    targets.push({
      ...{ id: target, within: spec.within ?? null, isHeldOut: spec.hold_out ?? false },
      places: own.map((_, i) => points.length + i),
    });
    points.push(...own);
  }
  refuseHeldOut(resolved, written, targets, points);
  const { title = id, scenario, method = 'smc', particles = 200, runs = 2000, check = 100, seed = 1, budget } = written;
  return { id, title, scenario, parameters, points, targets, method, particles, runs, check, seed, budget };
}

/**
 * Throws a message where data that are held out are fitted too: the same measure in the same round, or a column that the scenario holds out
 * under `compare_with`. What is predicted would then say nothing.
 */
function refuseHeldOut(
  { society }: Resolved,
  { scenario, targets: written }: Calibration,
  targets: readonly TargetSpec[],
  points: readonly TargetPoint[],
): void {
  const placeOf = ({ measure, round }: TargetPoint): string => `${measure} ${round === null ? 'at the end' : `in round ${round}`}`;
  const heldOut = new Map(
    targets.flatMap(({ id, places, isHeldOut }) => (isHeldOut ? places.map((k) => [placeOf(points[k]!), id] as const) : [])),
  );
  const outside = Object.entries(society.scenarios?.[scenario]?.compare_with ?? {});
  for (const { id, places, isHeldOut } of targets) {
    if (isHeldOut) continue;
    const twice = places.map((k) => placeOf(points[k]!)).find((place) => heldOut.has(place));
    if (twice !== undefined)
      throw new Error(
        `\`${heldOut.get(twice)}\` is held out, and \`${id}\` is fitted to ${twice} too. Remove that value from one of them.`,
      );
    const { measure, table } = written[id]!;
    for (const [name, { people, answers = {} }] of table ? outside : [])
      for (const [answer, { column, held_out: isAnswerHeldOut }] of Object.entries(answers))
        if (isAnswerHeldOut && people === table!.csv && (column ?? answer) === (table!.value ?? measure))
          throw new Error(
            `\`${id}\` is fitted to the column \`${column ?? answer}\` of ${people}, which \`compare_with\` holds out as \`${name}.${answer}\`. Fit to other data, or remove \`held_out\`.`,
          );
  }
}

export const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

async function pointsOf(
  language: Pick<LanguageService, 'data'>,
  resolved: Resolved,
  node: string,
  target: string,
  { measure, at, is, table }: Target,
): Promise<readonly TargetPoint[]> {
  if (!table) {
    if (is === undefined) throw new Error(`The target \`${target}\` has no value.`);
    return [{ target, measure, round: typeof at === 'number' ? at : null, value: is }];
  }
  const { csv, round = 'round', value = measure } = table;
  const found = await language.data(csv, spanOf(resolved.nodes, `${node}.table.csv`)?.source ?? resolved.uri);
  if (!found.ok) throw new Error(found.message);
  const read = tableOf(csv.slice(csv.lastIndexOf('/') + 1), found.text, 'csv');
  const broken = read.problems.find(({ fatal }) => fatal);
  if (broken) throw new Error(`${read.name}, line ${broken.line}: ${broken.message}`);
  const points = read.rows.map(({ cells, line }): TargetPoint => {
    const [when, wanted] = [Number(cells[round] ?? Number.NaN), Number(cells[value] ?? Number.NaN)];
    if (!Number.isInteger(when) || when < 1) throw new Error(`${read.name}, line ${line}: the column \`${round}\` has no round.`);
    if (!Number.isFinite(wanted)) throw new Error(`${read.name}, line ${line}: the column \`${value}\` has no number.`);
    return { target, measure, round: when, value: wanted };
  });
  if (points.length === 0) throw new Error(`${read.name} has no rows.`);
  return points;
}
