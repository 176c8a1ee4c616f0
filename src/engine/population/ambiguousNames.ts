/**
 * Names with two meanings at one place. In an expression a bare name is a variable or parameter of the world, a measure, or an
 * agent. After a dot it is a variable of the agent or a survey that the agent answered. If two of these have one name, the
 * expression reads only one of them.
 */
import type { NodeId } from '../../core/util/ids.js';
import { type AgentSpecs, crowdAt } from '../model/agentSpecs.js';
import type { Report } from '../model/faults.js';
import type { GroupSpec, PlaceSpec, VarSpec } from '../model/worldSpec.js';
import type { MeasureSpec, SurveySpec } from '../model/studySpec.js';

/** A name, its place in the file, and its meaning there. */
interface Declared {
  readonly id: string;
  readonly at: NodeId;
  readonly what: string;
}

interface NamesIn {
  readonly world: NodeId;
  readonly scenario: NodeId;
  readonly params: { readonly [name: string]: unknown };
  readonly vars: readonly VarSpec[];
  readonly agentVars: readonly VarSpec[];
  readonly measures: readonly MeasureSpec[];
  readonly surveys: readonly SurveySpec[];
  readonly groups: readonly GroupSpec[];
  readonly places: readonly PlaceSpec[];
  readonly agents: AgentSpecs;
}

/** Reports each name with two meanings at one place, at the one that is not read. */
export function checkNames(names: NamesIn, report: Report): void {
  const { world, params, vars, measures, surveys, agentVars } = names;
  const people = new Map(peopleOf(names).map((one) => [one.id, one]));
  const values: readonly Declared[] = [
    ...vars.map(({ id, at }) => ({ id, at, what: 'a variable of the world' })),
    ...Object.keys(params).map((id) => ({ id, at: `${world}.params.${id}`, what: 'a parameter' })),
    ...measures.flatMap(({ id, at }) => (at === null ? [] : [{ id, at, what: 'a measure' }])),
  ];
  twice(values, 'an expression', report);
  for (const one of values) {
    const person = people.get(one.id) ?? memberOf(names.agents, one.id);
    if (person) tell(one, person, one, 'an expression', report);
  }
  const own = new Map(agentVars.map(({ id, at }) => [id, { id, at, what: 'a variable of agents' }]));
  twice([...surveys.map(({ id, at }) => ({ id, at, what: 'a survey' })), ...own.values()], '`me.…`', report);
}

/** Ids that a bare name can have for agents, without the members of crowds. */
const peopleOf = ({ agents: { representatives }, groups, places }: NamesIn): readonly Declared[] => [
  ...representatives.map(({ self, at }) => ({ id: self.id, at, what: 'a person' })),
  ...representatives.map(({ from, at }) => ({ id: from, at, what: at.startsWith('populations.') ? 'a population' : 'a person' })),
  ...representatives.flatMap(({ part, at }) => (part ? [{ id: part.role, at, what: 'a role' }] : [])),
  ...groups.map(({ id, at }) => ({ id, at, what: 'a group' })),
  ...places.map(({ id, at }) => ({ id, at, what: 'a place' })),
];

/** The member of a crowd with an id. */
function memberOf(agents: AgentSpecs, id: string): Declared | null {
  const crowd = crowdAt(agents, agents.indexOf(id));
  return crowd ? { id, at: crowd.at, what: 'a person' } : null;
}

/** Of two with one name the first is read. */
function twice(all: readonly Declared[], where: string, report: Report): void {
  const first = new Map<string, Declared>();
  for (const one of all) {
    const known = first.get(one.id);
    if (known && known.what !== one.what) tell(one, known, known, where, report);
    else if (!known) first.set(one.id, one);
  }
}

const tell = (one: Declared, other: Declared, read: Declared, where: string, report: Report): void =>
  report(
    'error',
    one.at,
    `\`${one.id}\` is ${one.what} and ${other.what}. In ${where} it means only ${read.what.replace(/^an? /, 'the ')}. Give one of the two another name, such as \`${one.id}_2\`.`,
    'name-twice',
  );
