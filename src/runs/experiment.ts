/**
 * An experiment: a scenario in several arms, each with the same seeds; what was played is kept by what it was made from, so that
 * only what changed is played again. Knows no terminal and no editor.
 */
import { bootstrap, hedgesG, type Interval, mean, permutationTest } from '../analysis/compare.js';
import type { CancellationToken } from '../core/cancellation.js';
import { canonical, type Json } from '../core/json.js';
import { rng } from '../core/rng.js';
import { ENGINE } from '../engine/index.js';
import type { LanguageService, Resolved } from '../language/api.js';
import type { Comparison, Experiment } from '../language/generated/society.js';
import { sha256 } from '../node/ports.js';
import { LiveRun, usesLanguageModel } from './live.js';
import { type Loaded, loadModel } from './load.js';
import { makeMinds, type MindAccessPorts } from './minds.js';

/** One run of an experiment: what was measured, by round. */
export interface Cell {
  /** Of all that the run is made from. */
  readonly key: string;
  readonly arm: string;
  readonly seed: number;
  readonly measures: { readonly [id: string]: readonly (number | null)[] };
}

export interface Lost {
  readonly arm: string;
  readonly seed: number;
  readonly problem: string;
}

export interface ExperimentHost {
  readonly language: LanguageService;
  readonly access: MindAccessPorts;
  readonly token: CancellationToken;
  /** What was played before. */
  readonly known: ReadonlyMap<string, Cell>;
  /** Called with each run as it ends; it is kept when this resolves. `again`: it was known. */
  readonly keep: (cell: Cell, again: boolean, done: number, of: number) => Promise<void>;
  /** In place of the seeds of the file. */
  readonly seeds?: number | undefined;
}

export interface Played {
  readonly experiment: Experiment;
  readonly arms: readonly string[];
  readonly seeds: readonly number[];
  readonly cells: readonly Cell[];
  readonly lost: readonly Lost[];
}

const SEEDS = 10;

/** Runs that an experiment has at most: a grid beyond is a slip of the pen. */
export const MOST_RUNS = 100_000;

/** `20` are the seeds 1 to 20. */
export function seedsOf({ seeds = SEEDS }: Pick<Experiment, 'seeds'>, given: number | undefined): readonly number[] {
  if (given === undefined && typeof seeds !== 'number') return seeds;
  return Array.from({ length: given ?? (seeds as number) }, (_, i) => i + 1);
}

/** Plays every arm with every seed. Rejects with words where the experiment cannot be played at all. */
export async function playExperiment(uri: string, id: string, host: ExperimentHost): Promise<Played> {
  const resolved = await host.language.resolve(uri);
  const experiment = resolved.society.experiments?.[id];
  if (!experiment) throw new Error(`There is no experiment \`${id}\`.`);
  const arms = Object.keys(experiment.arms);
  const seeds = seedsOf(experiment, host.seeds);
  const count = arms.length * seeds.length;
  if (count > MOST_RUNS) throw new Error(`${arms.length} arms with ${seeds.length} seeds are ${count} runs; at most ${MOST_RUNS} can be.`);
  const [cells, lost]: [Cell[], Lost[]] = [[], []];
  for (const seed of seeds)
    for (const arm of arms) {
      if (host.token.isCancellationRequested) return { experiment, arms, seeds, cells, lost };
      const played = await cellOf(uri, experiment, arm, seed, host);
      if ('problem' in played) lost.push(played);
      else {
        cells.push(played.cell);
        await host.keep(played.cell, played.again, cells.length + lost.length, count);
      }
    }
  return { experiment, arms, seeds, cells, lost };
}

async function cellOf(
  uri: string,
  { scenario, arms }: Experiment,
  arm: string,
  seed: number,
  host: ExperimentHost,
): Promise<{ cell: Cell; again: boolean } | Lost> {
  const found = await loadModel(host.language, uri, { scenario, seed }, (resolved) =>
    armed(resolved, scenario, arms[arm] as { readonly [path: string]: Json }),
  );
  if (!found.ok) {
    const problem = found.problems.find(({ severity }) => severity === 'error')?.message ?? 'It cannot be run.';
    throw new Error(`Arm \`${arm}\`: ${problem}`);
  }
  const key = keyOf(found, seed);
  const known = host.known.get(key);
  if (known) return { cell: { ...known, arm, seed }, again: true };
  const { model, resolved } = found;
  if (usesLanguageModel(model)) throw new Error(`Arm \`${arm}\` asks language models, which this version plays in single runs only.`);
  const minds = await makeMinds(resolved.society, model, host.access, { resolved });
  if (!minds.ok) throw new Error(`Arm \`${arm}\`: ${minds.message}`);
  const live = new LiveRun({
    id: `${arm}-s${seed}`,
    model,
    ...{ minds: minds.minds, ledger: minds.ledger, concurrency: minds.concurrency },
    ...{ sources: [], created: '', files: { read: async () => null, write: async () => undefined, append: async () => undefined } },
  });
  const stop = host.token.onCancellationRequested(() => live.stop());
  const state = await live.run();
  stop.dispose();
  if (state !== 'ended') return { arm, seed, problem: live.problem ?? `The run ${state}.` };
  const measures = Object.fromEntries(live.timeline.head.measures.map(({ measure, values }) => [measure, values]));
  return { cell: { key, arm, seed, measures }, again: false };
}

/** Of what the run is made from: other scenarios and experiments of the file do not matter. */
function keyOf({ resolved, model: { scenario } }: Loaded & { ok: true }, seed: number): string {
  const { experiments: _, scenarios, ...rest } = resolved.society;
  const made = { ...rest, played: scenarios?.[scenario] } as unknown as Json;
  return sha256(canonical({ engine: ENGINE, scenario, seed, made, data: resolved.sources.filter(isData).map(({ text }) => sha256(text)) }));
}

/** Tables of populations: what societies are written in is in the society itself. */
const isData = ({ uri }: { readonly uri: string }): boolean => !uri.endsWith('.society') && !uri.endsWith('.md');

/** The society with the values of an arm set at their paths in the scenario. */
export function armed(resolved: Resolved, scenario: string, arm: { readonly [path: string]: Json }): Resolved {
  const society = structuredClone(resolved.society) as unknown as { scenarios: { [id: string]: Json } };
  for (const [path, value] of Object.entries(arm))
    society.scenarios[scenario] = withValue(society.scenarios[scenario], path.split('.'), value);
  return { ...resolved, society: society as unknown as Resolved['society'] };
}

function withValue(node: Json | undefined, [key, ...rest]: readonly string[], value: Json): Json {
  if (key === undefined) return value;
  const fields = typeof node === 'object' && node !== null && !Array.isArray(node) ? node : {};
  const own = Object.hasOwn(fields, key) ? (fields as { readonly [key: string]: Json })[key] : undefined;
  return { ...fields, [key]: withValue(own, rest, value) };
}

export interface ArmSummary {
  readonly arm: string;
  readonly n: number;
  readonly mean: number | null;
  readonly interval: Interval | null;
}

export interface Compared {
  readonly id: string;
  readonly measure: string;
  /** Round, or null for the end. */
  readonly at: number | null;
  readonly arms: readonly ArmSummary[];
  /** Each arm behind the first against it. */
  readonly against: readonly Difference[];
}

export interface Difference {
  readonly arm: string;
  readonly from: string;
  /** Mean of `arm` less that of `from`, with its 95 % interval. */
  readonly difference: number | null;
  readonly interval: Interval | null;
  /** Two-sided; null where another test was asked for. */
  readonly p: number | null;
  /** Hedges' g. */
  readonly effect: number | null;
  /** Values, or pairs, that were compared. */
  readonly n: number;
  readonly paired: boolean;
}

/** What the file compares; where it compares nothing, what it measures itself, at the end. */
export function comparisonsOf({ experiment, arms, cells }: Played): readonly Compared[] {
  const given = Object.entries(experiment.compare ?? {});
  const all: readonly (readonly [string, Comparison])[] =
    given.length > 0 ? given : Object.keys(cells[0]?.measures ?? {}).map((measure) => [measure, { measure }]);
  return all.map(([id, comparison]) => compared(id, comparison, arms, cells));
}

function compared(
  id: string,
  { measure, at, arms: wanted, test = 'permutation', paired = false }: Comparison,
  all: readonly string[],
  cells: readonly Cell[],
): Compared {
  const arms = wanted ?? all;
  const round = typeof at === 'number' ? at : null;
  const valueIn = (cell: Cell): number | null => {
    const values = cell.measures[measure] ?? [];
    return values[(round ?? values.length) - 1] ?? null;
  };
  const bySeed = new Map(
    arms.map((arm) => [arm, new Map(cells.filter((cell) => cell.arm === arm).map((cell) => [cell.seed, valueIn(cell)]))]),
  );
  const valuesOf = (arm: string): readonly number[] =>
    [...(bySeed.get(arm) ?? new Map<number, number | null>()).values()].filter((value): value is number => value !== null);
  const random = (arm: string) => rng(0, 'experiment', id, arm);
  const summaries = arms.map((arm): ArmSummary => {
    const values = valuesOf(arm);
    return {
      arm,
      n: values.length,
      mean: values.length > 0 ? mean(values) : null,
      interval: bootstrap([values], ([one]) => mean(one!), random(arm)),
    };
  });
  const [from, ...others] = arms;
  const against = from === undefined ? [] : others.map((arm) => difference(arm, from, paired, test, bySeed, random(`${from} ${arm}`)));
  return { id, measure, at: round, arms: summaries, against };
}

function difference(
  arm: string,
  from: string,
  paired: boolean,
  test: NonNullable<Comparison['test']>,
  bySeed: ReadonlyMap<string, ReadonlyMap<number, number | null>>,
  random: () => number,
): Difference {
  const [one, other] = [bySeed.get(arm)!, bySeed.get(from)!];
  const isThere = (value: number | null | undefined): value is number => value !== null && value !== undefined;
  const seeds = [...one.keys()].filter((seed) => isThere(one.get(seed)) && isThere(other.get(seed)));
  const [a, b] = paired
    ? [seeds.map((seed) => one.get(seed)!), seeds.map((seed) => other.get(seed)!)]
    : [[...one.values()].filter(isThere), [...other.values()].filter(isThere)];
  if (a.length === 0 || b.length === 0) return { arm, from, difference: null, interval: null, p: null, effect: null, n: 0, paired };
  const gaps = a.map((value, i) => value - b[i]!);
  const interval = paired ? bootstrap([gaps], ([all]) => mean(all!), random) : bootstrap([a, b], ([x, y]) => mean(x!) - mean(y!), random);
  return {
    ...{ arm, from, paired, interval },
    difference: mean(a) - mean(b),
    p: test === 'permutation' ? permutationTest(a, b, paired, random) : null,
    effect: hedgesG(a, b),
    n: paired ? a.length : a.length + b.length,
  };
}
