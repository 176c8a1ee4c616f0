/** The network at the shown moment as files for other programs: GraphML, GEXF and CSV. No access to the page. */
import { edgeOf, type PanelModel, nameOf } from '../../state/model.js';
import { words } from '../../ui/strings.js';
import { gexf as gexfOf } from '../../../src/core/formats/gexf.js';
import { graphml as graphmlOf } from '../../../src/core/formats/graphml.js';
import type { Course, GraphNode, GraphOver } from '../../../src/core/formats/graphOver.js';
import { standingAt } from '../../measures/course.js';

type Tie = readonly [number, number, number];

/** Ties with at least the minimum strength, by agent. */
function tiesFrom({ shown }: PanelModel, least: number): readonly Tie[] {
  return shown.out.flatMap((ties, from) =>
    [...ties]
      .filter(([to, strength]) => strength >= least && !shown.away.has(from) && !shown.away.has(to))
      .map(([to, strength]): Tie => [from, to, strength]),
  );
}

/** The source of the data: network, moment and run, and the note that they are synthetic. */
export const provenance = (model: PanelModel): string =>
  words.provenance(
    `${model.run.networks[model.shown.network]?.name ?? ''}, ${words.place(model.shown.round, model.run.rounds, model.shown.seq, model.seq)}`,
    model.run,
  );

const present = (model: PanelModel): readonly number[] => [...model.agents.keys()].filter((agent) => !model.shown.away.has(agent));

type Columns = readonly (readonly [name: string, of: (agent: number) => Course[number]])[];

/** Attributes of agents, and the current values of their variables and answers: one value for each agent that has one. */
function columnsOf(model: PanelModel): Columns {
  const { run, agents } = model;
  const facts = run.attributes.map((name, place) => [name, (agent: number) => agents[agent]!.facts[place] ?? null] as const);
  const series = [...run.series.keys()].flatMap((place) => {
    const { of, id, words: list } = run.series[place]!;
    if (of !== 'variable' && of !== 'answer') return [];
    const standing = standingAt(model, place);
    const standingOf = (agent: number): Course[number] => {
      const value = standing.get(agent);
      return value === undefined ? null : (list[value] ?? value);
    };
    return [[id, standingOf] as const];
  });
  return [...facts, ['interests', (agent) => agents[agent]!.interests.join('; ') || null], ...series];
}

const valuesOf = (columns: Columns, agent: number): GraphNode['values'] =>
  Object.fromEntries(
    columns.flatMap(([name, of]) => {
      const value = of(agent);
      return value === null ? [] : [[name, [value]]];
    }),
  );

/** The shown network as a graph of one moment. */
function graphOf(model: PanelModel, least: number): GraphOver {
  const idOf = (agent: number): string => model.agents[agent]!.id;
  const columns = columnsOf(model);
  return {
    about: provenance(model),
    rounds: [model.shown.round],
    nodes: present(model).map((agent) => ({
      id: idOf(agent),
      name: nameOf(model, agent),
      here: [true],
      attributes: {},
      values: valuesOf(columns, agent),
    })),
    edges: tiesFrom(model, least).map(([from, to, strength]) => ({ from: idOf(from), to: idOf(to), strength: [strength] })),
  };
}

export const graphml = (model: PanelModel, least = edgeOf(model)): string => graphmlOf(graphOf(model, least));
export const gexf = (model: PanelModel, least = edgeOf(model)): string => gexfOf(graphOf(model, least));

/** A table with one row for each tie. */
export const tieTable = (
  model: PanelModel,
  least = edgeOf(model),
): { readonly head: readonly string[]; readonly rows: readonly (readonly (string | number)[])[] } => ({
  head: ['from', 'to', 'strength'],
  rows: tiesFrom(model, least).map(([from, to, strength]) => [model.agents[from]!.id, model.agents[to]!.id, strength]),
});
