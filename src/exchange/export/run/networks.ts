/** Networks over rounds: as a graph with the history of each tie and of each agent's values, and as a list of ties by round. */
import { nameAt, presentAt, variableAt, varsOf } from '../../../core/events/agents.js';
import type { Cell } from '../../../core/formats/csv.js';
import type { Course, GraphOver, Scalar } from '../../../core/formats/graphOver.js';
import type { Json } from '../../../core/util/json.js';
import { idAt } from '../../../core/events/roster.js';
import { networkOf, type State } from '../../../core/events/state.js';
import { eachTie } from '../../../core/events/ties.js';
import { attributesOf } from './people.js';
import { about, forOthersOne, mindsOf, roundEnds, type RunTold, SYNTHETIC } from './exportedRun.js';

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
  roundEnds(run)
    .map((state, i) => ({ round: i, state }))
    .filter((moment) => round === null || moment.round === round);

/** The ties of a network at a moment, between the agents that take part. */
function tiesAt(run: RunTold, state: State, name: string, { least }: Shown): readonly (readonly [number, number, number])[] {
  const network = networkOf(state, name);
  const edge = least ?? run.model.networks.find((one) => one.name === name)?.edge ?? 0;
  const ties: (readonly [number, number, number])[] = [];
  const isHere = (index: number): boolean => presentAt(state, index);
  if (network)
    eachTie(network, (from, to, strength) => {
      if (strength > 0 && strength >= edge && isHere(from) && isHere(to)) ties.push([from, to, strength]);
    });
  return ties;
}

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
  const nodes = Array.from({ length: last.roster.length }, (_, index) => ({
    id: idAt(last.roster, index),
    name: nameAt(last, index)!,
    here: moments.map(({ state }) => presentAt(state, index)),
    attributes: attributesOf(run, index),
    values: valuesOf(run, moments, index),
  }));
  const courses = new Map<string, { from: string; to: string; strength: (number | null)[] }>();
  moments.forEach(({ state }, i) => {
    for (const [a, b, strength] of tiesAt(run, state, network, shown)) {
      const [from, to] = [idAt(state.roster, a), idAt(state.roster, b)];
      const known = courses.get(`${from} ${to}`) ?? { from, to, strength: moments.map(() => null) };
      known.strength[i] = strength;
      courses.set(`${from} ${to}`, known);
    }
  });
  return {
    about: about(run, `network ${network}`),
    rounds: moments.map(({ round }) => round),
    nodes: nodes.filter(({ here }) => here.includes(true)),
    edges: [...courses.values()],
  };
}

const isScalar = (value: Json | undefined): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value);

function valuesOf(run: RunTold, moments: readonly Moment[], index: number): { readonly [name: string]: Course } {
  const held = run.held?.vars(index);
  const names = new Set(moments.flatMap(({ state }) => Object.keys(varsOf(state, index))));
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
export function tieRows(run: RunTold, networks: readonly string[], shown: Shown): readonly (readonly Cell[])[] {
  const mind = mindsOf(run.model);
  const rows = momentsOf(run, shown).flatMap(({ round, state }) =>
    networks.flatMap((network) =>
      tiesAt(run, state, network, shown).map(([from, to, strength]) => [
        ...[round, idAt(state.roster, from), idAt(state.roster, to), strength, network],
        ...[mind, SYNTHETIC],
      ]),
    ),
  );
  return [['round', 'from', 'to', 'strength', 'network', 'mind', 'synthetic'], ...rows];
}
