/** Networks over rounds: as a graph with the history of each tie and of each agent's values, and as a list of ties by round. */
import { nameAt, presentAt, variableAt } from '../../../core/events/agents.js';
import type { Cell } from '../../../core/formats/csv.js';
import type { Course, GraphEdge, GraphNode, GraphOver, Scalar } from '../../../core/formats/graphOver.js';
import type { Json } from '../../../core/util/json.js';
import { idAt } from '../../../core/events/roster.js';
import { networkOf, type State } from '../../../core/events/state.js';
import { emptyNetwork, rowCount, rowOf, strengthOf } from '../../../core/events/ties.js';
import { attributesOf, variableNames } from './people.js';
import { about, forOthersOne, mindsOf, roundEndEvents, type RunTold, SYNTHETIC } from './exportedRun.js';

export interface Shown {
  /** Only this round; null for all rounds, or for the end of the run if a graph has no history. */
  readonly round: number | null;
  /** Whether a graph contains all rounds, including removed ties, instead of only the ties at the end. */
  readonly history?: boolean;
  /** The least strength of a tie; null for the value of the network. */
  readonly least: number | null;
}

interface Moment {
  readonly round: number;
  readonly state: State;
}

const momentsOf = (run: RunTold, { round }: Shown): readonly Moment[] =>
  roundEndEvents(run).flatMap((seq, i) => (round === null || i === round ? [{ round: i, state: run.timeline.at(seq) }] : []));

type Tie = readonly [from: number, to: number, strength: number];

/** The strength of a tie at a moment; null if there is no tie to show. */
type StrengthAt = (from: number, to: number) => number | null;

/** The ties of a network at a moment, between the agents that take part: by agent, and one of them. */
function shownTies(run: RunTold, state: State, name: string, { least }: Shown): { each(): Iterable<Tie>; readonly at: StrengthAt } {
  const network = networkOf(state, name) ?? emptyNetwork(name);
  const edge = least ?? run.model.networks.find((one) => one.name === name)?.edge ?? 0;
  const isShown = (from: number, to: number, strength: number): boolean =>
    strength > 0 && strength >= edge && presentAt(state, from) && presentAt(state, to);
  function* each(): Generator<Tie> {
    const agents = rowCount(network);
    for (let from = 0; from < agents; from++) {
      const { to, strength } = rowOf(network, from);
      for (let i = 0; i < to.length; i++) if (isShown(from, to[i]!, strength[i]!)) yield [from, to[i]!, strength[i]!];
    }
  }
  const at: StrengthAt = (from, to) => {
    const strength = strengthOf(network, from, to);
    return isShown(from, to, strength) ? strength : null;
  };
  return { each, at };
}

/** The ties of a network at a moment, between agents that take part, that are at least as strong as the file says a tie is. */
export const eachTie = (run: RunTold, state: State, network: string): Iterable<Tie> =>
  shownTies(run, state, network, { round: null, least: null }).each();

export const networkNames = ({ model }: RunTold): readonly string[] => model.networks.map(({ name }) => name);

/**
 * One network with all its agents at its moments: the end of the run, one round, or all rounds. Values of agents are their
 * variables that are a number, a word or a boolean.
 */
export function graphOver(run: RunTold, network: string, choice: Shown): GraphOver {
  const isWhole = choice.history === true || choice.round !== null;
  const shown = isWhole ? choice : { ...choice, round: run.timeline.rounds.length };
  const moments = momentsOf(run, shown);
  const last = moments.at(-1)!.state;
  function* nodes(): Generator<GraphNode> {
    for (let index = 0; index < last.roster.length; index++) {
      const here = moments.map(({ state }) => presentAt(state, index));
      if (!here.includes(true)) continue;
      const [id, name] = [idAt(last.roster, index), nameAt(last, index)!];
      yield { id, name, here, attributes: attributesOf(run, index), values: valuesOf(run, moments, index) };
    }
  }
  const ties = moments.map(({ state }) => shownTies(run, state, network, shown));
  function* edges(): Generator<GraphEdge> {
    for (const [i, { each }] of ties.entries())
      for (const [from, to] of each()) {
        // A tie comes with the first moment that has it.
        if (ties.some(({ at }, j) => j < i && at(from, to) !== null)) continue;
        const strength = ties.map(({ at }) => at(from, to));
        yield { from: idAt(last.roster, from), to: idAt(last.roster, to), strength };
      }
  }
  return {
    about: about(run, `network ${network}`),
    rounds: moments.map(({ round }) => round),
    nodes: { [Symbol.iterator]: nodes },
    edges: { [Symbol.iterator]: edges },
  };
}

const isScalar = (value: Json | undefined): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value);

function valuesOf(run: RunTold, moments: readonly Moment[], index: number): { readonly [name: string]: Course } {
  const held = run.held?.vars(index);
  const names = new Set(moments.flatMap(({ state }) => variableNames(state, index)));
  const courses = [...names].map((name): readonly [string, Course] => [
    name,
    moments.map(({ state }) => {
      const value = variableAt(state, index, name);
      return isScalar(value) ? forOthersOne(run, value) : null;
    }),
  ]);
  return Object.fromEntries(courses.filter(([name, course]) => !held?.has(name) && course.some((value) => value !== null)));
}

/** A row for each tie at the end of each round; round 0 is before the first. */
export function* tieRows(run: RunTold, networks: readonly string[], shown: Shown): Generator<readonly Cell[]> {
  yield ['round', 'from', 'to', 'strength', 'network', 'mind', 'synthetic'];
  const mind = mindsOf(run.model);
  for (const { round, state } of momentsOf(run, shown))
    for (const network of networks)
      for (const [from, to, strength] of shownTies(run, state, network, shown).each())
        yield [round, idAt(state.roster, from), idAt(state.roster, to), strength, network, mind, SYNTHETIC];
}
