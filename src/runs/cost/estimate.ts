/**
 * The time and memory of a run on this machine, before it runs. The time comes from a short rehearsal: of the society itself, or of two
 * smaller ones where a crowd is large, whose phases are extrapolated one by one. The memory comes from what the society holds and from
 * the length of its log. Docs: docs/budget.md.
 */
import { type CancellationToken, neverCancelled } from '../../core/util/lifecycle.js';
import { SNAPSHOT_ROOM } from '../../core/events/snapshots.js';
import { compileModel, CROWD, type ScenarioModel } from '../../engine/index.js';
import type { Society } from '../../language/generated/society.js';
import { actingIn } from './estimateText.js';
import { STEPS_OF_TURN, type Taken, type TimedRun, timedRun } from './rehearseTime.js';

export interface Estimate {
  /** Seconds of a processor of this machine, without the time in which models elsewhere answer; null where the rehearsal is not possible. */
  readonly seconds: number | null;
  /** Most bytes of the process, and those of them in the heap, which Node limits. */
  readonly memory: number;
  readonly heap: number;
  /** Bytes of the log. */
  readonly log: number;
  /** Agents and complete rounds of the rehearsal. */
  readonly rehearsed: { readonly agents: number; readonly rounds: number };
}

export interface EstimateOptions {
  /** Milliseconds since any start, best of this process on a processor: the host's clock. */
  readonly now: () => number;
  /** Bytes of the process before it reads the society. */
  readonly before: number;
  /** The most milliseconds of a rehearsal. */
  readonly limitMs?: number;
  readonly token?: CancellationToken;
  readonly breathe?: () => Promise<void> | undefined;
}

const LIMIT_MS = 500;

/** Agents of the larger of two rehearsals, as a share of the crowd and at most. */
const REHEARSED = { share: 0.1, most: 100_000 } as const;

/** A member of a large crowd takes longer, because its columns do not fit into the caches of a processor. */
const BEYOND_CACHES = 1.2;

/** The log of a later round in comparison with that of the first, in which agents see and remember little. */
const LOG_GROWTH = 1.7;

/** Milliseconds of a processor to write a byte of the log, which the rehearsal does not write. */
const WRITING_MS = 6e-6;

/** Bytes that a process holds, measured with Node 20; docs/budget.md says how. */
const BYTES = {
  /** The program once it has run, and what the garbage collector has not returned. */
  program: 30e6,
  /** A member of a crowd without variables, and a tie of one. */
  member: 40,
  tie: 7,
  /** A number, or one of several words, of a member of a crowd. */
  number: 46,
  word: 14,
  /** For each byte of the log: an event of one agent, with its state and its texts; an event that holds columns. */
  single: 7.3,
  columns: 1.1,
} as const;

/** Estimates a run of `model`, compiled from `society`. Sends nothing. After a cancellation, it uses what was rehearsed until then. */
export async function estimate(society: Society, model: ScenarioModel, options: EstimateOptions): Promise<Estimate> {
  const { now, limitMs = LIMIT_MS, token = neverCancelled, breathe = () => undefined } = options;
  const limits = { now, limitMs, token, breathe };
  const members = model.agents.crowds.reduce((sum, { count }) => sum + count, 0);
  const large = Math.max(0, ...model.agents.crowds.map(({ count }) => count)) > CROWD;
  const found = large ? await byCrowds(society, model, limits) : await bySelf(society, model, limits);
  const log = Math.round((found?.single ?? 0) + (found?.columns ?? 0));
  const single = BYTES.single * (found?.single ?? 0);
  const columns = BYTES.columns * (found?.columns ?? 0);
  const vars = model.agentVars.reduce(
    (sum, { kind, words }) => sum + (kind === 'boolean' || words.length > 0 ? BYTES.word : BYTES.number),
    0,
  );
  const ties = model.networks.reduce((sum, { given }) => sum + given.to.length, 0);
  const held = members * (BYTES.member + vars) + (members === 0 ? 0 : ties * BYTES.tie);
  // Tables that change in every round are kept for each round as long as there is room.
  const kept = Math.min(SNAPSHOT_ROOM, found?.ties ?? 0);
  return {
    seconds: found && !found.isCut ? (found.ms + WRITING_MS * log) / 1000 : null,
    memory: Math.round(options.before + BYTES.program + single + columns + held + kept),
    heap: Math.round(BYTES.program + single + columns),
    log,
    rehearsed: found?.rehearsed ?? { agents: 0, rounds: 0 },
  };
}

type Limits = Parameters<typeof timedRun>[2];
/** `isCut`: a step took longer than the rehearsal may, so that the time is not known. */
type Found = Taken & Pick<Estimate, 'rehearsed'> & { readonly isCut: boolean };

const sumOf = (parts: Iterable<Taken>): Taken => {
  const sum = { ms: 0, single: 0, columns: 0, ties: 0 };
  for (const { ms, single, columns, ties } of parts) {
    sum.ms += ms;
    sum.single += single;
    sum.columns += columns;
    sum.ties += ties;
  }
  return sum;
};

const scaled = ({ ms, single, columns, ties }: Taken, by: number): Taken => ({
  ...{ ms: ms * by, single: single * by, columns: columns * by, ties: ties * by },
});

/** The society itself is rehearsed. Rounds that were not are as the later half of those that were. */
async function bySelf(society: Society, model: ScenarioModel, limits: Limits): Promise<Found> {
  const run = await timedRun(society, model, limits);
  const rehearsed = { agents: model.agents.length, rounds: run.complete };
  const rounds = run.rounds.map((round) => sumOf(round.values()));
  const known = sumOf([...run.once.values(), ...rounds]);
  const { isCut } = run;
  if (run.ended) return { ...known, rehearsed, isCut };
  const complete = rounds.slice(0, run.complete);
  if (complete.length >= 2) {
    const late = complete.slice(Math.floor(complete.length / 2));
    const rest = scaled(sumOf(late), (model.rounds - run.complete) / late.length);
    return { ...sumOf([...run.once.values(), ...complete, rest]), rehearsed, isCut };
  }
  const first = scaled(complete[0] ?? sumOf(rounds), wholeRound(run, model));
  const later = { ...first, single: LOG_GROWTH * first.single };
  return { ...sumOf([...run.once.values(), first, scaled(later, model.rounds - 1)]), rehearsed, isCut };
}

/** How many times the part of the first round that was played makes the whole, in which each acting agent has a turn. */
const wholeRound = ({ complete, ended, steps }: TimedRun, model: ScenarioModel): number =>
  complete > 0 || ended ? 1 : Math.max(1, (STEPS_OF_TURN * actingIn(model)) / Math.max(1, steps));

/** Two smaller crowds are rehearsed, after a first time in which the code gets warm; null if the society does not compile with them. */
async function byCrowds(society: Society, model: ScenarioModel, limits: Limits): Promise<Found | null> {
  const largest = Math.max(...model.agents.crowds.map(({ count }) => count));
  const size = Math.max(2 * CROWD, Math.min(REHEARSED.most, Math.round(largest * REHEARSED.share)));
  const less = smaller(society, model, CROWD);
  let more = smaller(society, model, Math.min(size, largest));
  if (!less || !more) return null;
  const warm = await timedRun(society, more, limits);
  if (warm.isCut) more = smaller(society, model, 2 * CROWD) ?? more;
  const small = await timedRun(society, less, limits);
  const large = await timedRun(society, more, limits);
  const at = (known: Taken, of: Taken | undefined): Taken => extrapolated(of, known, less, more, model);
  const once = [...large.once].map(([key, taken]) => at(taken, small.once.get(key)));
  const [few, many] = [meanRound(small, less), meanRound(large, more)];
  const round = sumOf([...many].map(([key, taken]) => at(taken, few.get(key))));
  const rounds = roundsOf(small, large, [less, more, model]);
  const later = large.ended || large.complete > 1 ? round : { ...round, single: LOG_GROWTH * round.single };
  const taken = sumOf([...once, round, scaled(later, rounds - 1)]);
  return { ...taken, rehearsed: { agents: more.agents.length, rounds: large.complete }, isCut: large.isCut || small.isCut };
}

/** The same society with at most so many members in each population, and as many ties a member; null if it does not compile. */
function smaller(society: Society, model: ScenarioModel, most: number): ScenarioModel | null {
  const populations = Object.fromEntries(
    Object.entries(society.populations ?? {}).map(([id, population]) => [
      id,
      (population.size ?? 0) > most ? { ...population, size: most } : population,
    ]),
  );
  const shares = new Map(Object.entries(society.populations ?? {}).map(([id, { size = 0 }]) => [id, size > most ? most / size : 1]));
  const smallest = Math.min(...shares.values());
  const ties = Object.fromEntries(
    Object.entries(society.ties ?? {}).map(([id, network]) => {
      const share = typeof network.among === 'string' ? (shares.get(network.among) ?? smallest) : smallest;
      return [id, { ...network, ...asDense(network.graph, share) }];
    }),
  );
  const { scenario, seed, rounds, flags, like, nulls, perturbed } = model;
  const options = { scenario, seed, rounds, flags: [...flags], nulls: [...nulls], perturb: [...perturbed], ...(like ? { like } : {}) };
  const compiled = compileModel({ ...society, populations, ties }, options);
  if (!compiled.ok) return null;
  // A smaller society takes measures that a large one leaves out.
  const taken = new Set(model.measures.map(({ id }) => id));
  return { ...compiled.model, measures: compiled.model.measures.filter(({ id }) => taken.has(id)) };
}

/** The graph among a share of its agents with as many ties an agent: `random(p)` gets a greater p. All other graphs count by agents. */
function asDense(graph: string | readonly string[] | undefined, share: number): { readonly graph?: string } {
  const p = typeof graph === 'string' ? /^\s*random\(\s*([\d.eE+-]+)\s*\)\s*$/.exec(graph)?.[1] : undefined;
  return p === undefined || share === 1 ? {} : { graph: `random(${Math.min(1, Number(p) / share)})` };
}

/**
 * The rounds of the run. A society that ends early in both rehearsals does so in the run too: what spreads through a crowd takes rounds
 * that grow as the logarithm of its size.
 */
function roundsOf(small: TimedRun, large: TimedRun, models: readonly [ScenarioModel, ScenarioModel, ScenarioModel]): number {
  const { rounds } = models[2];
  if (!small.ended || !large.ended || small.complete >= rounds) return rounds;
  const [a, b, n] = models.map(({ agents }) => Math.log(agents.length)) as [number, number, number];
  const growth = b > a ? Math.max(0, large.complete - small.complete) / (b - a) : 0;
  return Math.min(rounds, large.complete + growth * (n - b));
}

/** The mean of the rounds that were played, or the first as a whole, by phase. */
function meanRound(run: TimedRun, model: ScenarioModel): ReadonlyMap<string, Taken> {
  const { rounds, complete } = run;
  const played = rounds.slice(0, Math.max(1, complete));
  const keys = new Set(played.flatMap((round) => [...round.keys()]));
  return new Map(
    [...keys].map((key) => [
      key,
      scaled(
        sumOf(
          played.flatMap((round) => {
            const taken = round.get(key);
            return taken ? [taken] : [];
          }),
        ),
        wholeRound(run, model) / played.length,
      ),
    ]),
  );
}

/** A line through two sizes, at the size of the run. What takes as long with few agents as with many does not grow. */
function extrapolated(few: Taken | undefined, many: Taken, less: ScenarioModel, more: ScenarioModel, whole: ScenarioModel): Taken {
  const [a, b, n] = [less, more, whole].map(({ agents }) => agents.length) as [number, number, number];
  const line = (key: keyof Taken): number => {
    const slope = b > a ? Math.max(0, many[key] - (few?.[key] ?? 0)) / (b - a) : 0;
    return many[key] + slope * (n - b);
  };
  return { ms: (n > b ? BEYOND_CACHES : 1) * line('ms'), single: line('single'), columns: line('columns'), ties: line('ties') };
}
