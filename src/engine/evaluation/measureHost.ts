/**
 * Measures that formulas call: of a field of agents and their ties, of a list of numbers, or of the values of a measure over time.
 */
import {
  type Answer,
  type Answers,
  type Distinctness,
  communitiesKept,
  distinctness,
  edgesKept,
  fieldMeasures,
  type Graph,
  graphBefore,
  graphOf,
  type FieldKind,
  type FieldMeasure,
  type ListMeasure,
  listMeasures,
  measureNamed,
  type Moment,
  type Options,
  overNulls,
  rewired,
  shuffledEdges,
  slope,
  take,
  type Trait,
} from '../../analysis/index.js';
import { rng } from '../../core/random/rng.js';
import { ExprFault, type HostFunction, type Value } from '../../expr/index.js';

/** What measures read of a run. */
interface MeasureGround {
  /** The network of that name, or the first, with its members. */
  moment(network: Value | undefined): Moment;
  /** The record of every agent, by index, and the indices of those that are present. */
  agents(): readonly Value[];
  present(): readonly number[];
  /** Values of a measure by round. */
  series(measure: Value | undefined): readonly (number | null)[];
  readonly options: Options;
}

/** The functions that formulas can call for measures, by name. A call with wrong arguments throws an `ExprFault`. */
export function measureHost(ground: MeasureGround): { readonly [name: string]: HostFunction } {
  const host: { [name: string]: HostFunction } = {
    slope: (measure) => slope(ground.series(measure)),
    edges_kept: (rounds, network) => between(ground.moment(network), rounds, edgesKept),
    communities_kept: (rounds, network) => between(ground.moment(network), rounds, communitiesKept),
    rewired: (measure, network) => inNulls(String(measure), ground.moment(network), 'rewired', rewired),
    random_graph: (measure, network) => inNulls(String(measure), ground.moment(network), 'random_graph', shuffledEdges),
    on: (measure, network) => onNetwork(String(measure), ground.moment(network)),
    distinctness: (answers) => ofAnswers(ground, 'distinctness', answers)?.mean ?? null,
    least_distinct: (answers) => ofAnswers(ground, 'least_distinct', answers)?.least ?? null,
  };
  for (const measure of listMeasures) host[measure.id] = (...args) => ofList(measure, args);
  for (const measure of fieldMeasures) host[measure.id] = (of, network) => ofField(ground, measure, of ?? null, network);
  return host;
}

function onNetwork(id: string, moment: Moment): Value {
  const measure = measureNamed(id);
  if (!measure?.needs.includes('ties')) throw wrong(`\`${id}\` is not a measure of ties that every society has.`);
  return take(measure, moment)?.value ?? null;
}

/** Compares the network now with the network some rounds ago. */
function between(moment: Moment, rounds: Value | undefined, of: (before: Graph, after: Graph, moment: Moment) => number | null): Value {
  if (typeof rounds !== 'number' || !Number.isInteger(rounds) || rounds < 1)
    throw new ExprFault('out-of-range', 'Rounds are counted in whole numbers from 1.');
  const before = graphBefore(moment, rounds);
  return before && moment.network ? of(before, graphOf(moment.network, moment.edge, moment.members), moment) : null;
}

/** A measure of ties in null graphs of a network. Their draws depend only on the seed. */
function inNulls(id: string, moment: Moment, name: string, kind: typeof rewired): Value {
  const measure = measureNamed(id);
  const { network, edge, members, seed } = moment;
  if (!measure?.ofGraph) throw wrong(`\`${id}\` is not a measure of the ties of one moment that every society has.`);
  if (!network) return null;
  const valueIn = (graph: Graph): number | null => {
    const found = measure.ofGraph!(graph, moment);
    const value = typeof found === 'number' ? found : (found?.value ?? null);
    return value !== null && Number.isFinite(value) ? value : null;
  };
  const kept = measure.directed ? 'edges' : 'pairs';
  return overNulls(graphOf(network, edge, members), kind, kept, (copy) => rng(seed, `measure.${name}`, network.name, copy), valueIn);
}

const wrong = (message: string): ExprFault => new ExprFault('wrong-type', message);

function ofList({ id, of }: ListMeasure, [list = null, ...more]: readonly Value[]): Value {
  if (!Array.isArray(list)) throw wrong(`\`${id}\` needs a list of numbers.`);
  const numbers = [...(list as readonly Value[]), ...more].map((value) => {
    if (typeof value === 'number') return value;
    throw value === null ? new ExprFault('missing-value', `\`${id}\`: a number is missing.`) : wrong(`\`${id}\` needs numbers.`);
  });
  return of(numbers.slice(0, list.length), ...numbers.slice(list.length));
}

function ofAnswers({ options }: MeasureGround, id: string, all: Value | undefined): Distinctness | null {
  if (!Array.isArray(all)) throw wrong(`\`${id}\` needs the answers to a survey, as in \`all.views\`.`);
  return distinctness(
    (all as readonly Value[]).map((answers) => flat(id, answers)),
    options,
  );
}

/** Answers by question. A row of a matrix has the key `question.row`. */
function flat(id: string, answers: Value): Answers {
  if (answers === null || typeof answers !== 'object' || Array.isArray(answers))
    throw wrong(`\`${id}\` needs the answers to a survey, as in \`all.views\`.`);
  const rows = Object.entries(answers).flatMap(([question, answer]): [string, Answer][] =>
    isMatrix(answer)
      ? Object.entries(flat(id, answer)).map(([row, one]) => [`${question}.${row}`, one])
      : [[question, Array.isArray(answer) ? (answer as readonly Value[]).map((one) => String(traitOf(one))) : (traitOf(answer) as Answer)]],
  );
  return Object.fromEntries(rows);
}

/** Whether a value is a record but not an agent. */
const isMatrix = (answer: Value): boolean => answer !== null && typeof answer === 'object' && !Array.isArray(answer) && !('id' in answer);

function ofField(ground: MeasureGround, measure: FieldMeasure, of: Value, network: Value | undefined): Value {
  const moment = ground.moment(network);
  const values = typeof of === 'string' ? fieldOf(ground.agents(), of) : listed(ground, measure.id, of);
  const what = typeof of === 'string' ? `\`${of}\`` : 'The list';
  for (const member of moment.members) fits(measure, what, values[member] ?? null);
  return measure.of(moment, values)?.value ?? null;
}

/** The field of each agent by its path, as in `belief.closing`. */
function fieldOf(agents: readonly Value[], path: string): readonly Trait[] {
  const values = agents.map((agent) => path.split('.').reduce<Value | undefined>(step, agent));
  if (values.every((value) => value === undefined)) throw new ExprFault('unknown-name', `Agents have no field \`${path}\`.`);
  return values.map(traitOf);
}

function step(of: Value | undefined, name: string): Value | undefined {
  return of !== null && typeof of === 'object' && !Array.isArray(of) && Object.hasOwn(of, name)
    ? (of as { readonly [key: string]: Value })[name]
    : undefined;
}

/** A list with one value for each agent that is present, in the order of the cast, as values by agent index. */
function listed(ground: MeasureGround, id: string, of: Value): readonly Trait[] {
  if (!Array.isArray(of)) throw wrong(`\`${id}\` needs a field of agents in quotes, or a list with a value for each.`);
  const present = ground.present();
  if (of.length !== present.length) throw wrong(`\`${id}\`: the list has ${of.length} values for ${present.length} agents.`);
  const traits: Trait[] = [];
  present.forEach((index, i) => {
    traits[index] = traitOf((of as readonly Value[])[i]);
  });
  return traits;
}

function traitOf(value: Value | undefined): Trait {
  if (Array.isArray(value)) return (value as readonly Value[]).map((item) => plain(item));
  return plain(value as Exclude<Value, readonly Value[]> | undefined);
}

/** The plain value of a trait. An agent is its id; a value that is absent is null. */
function plain(value: Value | undefined): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'object') return value;
  const id = 'id' in value ? value.id : null;
  return typeof id === 'string' ? id : null;
}

const NEEDS: Readonly<Record<FieldKind, (trait: Trait) => string | null>> = {
  any: () => null,
  label: (trait) => (Array.isArray(trait) ? 'is a list; `homophily` takes lists' : null),
  number: (trait) => (typeof trait === 'number' ? null : 'is not a number for everybody'),
};

function fits({ id, kind }: FieldMeasure, what: string, trait: Trait): void {
  const fault = NEEDS[kind](trait);
  if (fault !== null) throw wrong(`\`${id}\`: ${what} ${fault}.`);
}
