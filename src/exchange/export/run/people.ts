/** The agents of a run: a row for each agent, with its fields and first variables. */
import { nameAt, presentAt, variableAt, varsOf } from '../../../core/events/agents.js';
import type { Cell } from '../../../core/formats/csv.js';
import type { Scalar } from '../../../core/formats/graphOver.js';
import type { State } from '../../../core/events/state.js';
import { crowdAt, idAt } from '../../../core/events/roster.js';
import { type AgentSpec, specOf } from '../../../engine/model/agentSpec.js';
import { cellOf } from './talk.js';
import { forOthers, forOthersOne, mindName, roundEnds, type RunTold, SYNTHETIC } from './exportedRun.js';

/** Fields of a person that are words or numbers, with their meaning. */
export const PERSON_FIELDS = {
  age: 'Age in years.',
  gender: 'As the file or its population says.',
  occupation: 'What it does for a living.',
  interests: 'Interests, separated by "; ".',
  values: 'Values, separated by "; ".',
  traits: 'Traits, separated by "; ".',
  goals: 'Goals, separated by "; ".',
  voice: 'How it talks.',
  bio: 'What others can know.',
  backstory: 'What it knows of its own past.',
} as const;

type Field = keyof typeof PERSON_FIELDS;
const FIELDS = Object.keys(PERSON_FIELDS) as readonly Field[];

/** Fields in graph files, by which nodes can be grouped and coloured. */
const OF_NODES: readonly Field[] = ['age', 'gender', 'occupation', 'interests', 'values', 'traits'];

const SEPARATOR = '; ';

const fieldsOf = (run: RunTold, index: number): ReadonlyMap<string, Scalar> =>
  fieldsIn(specOf(run.model, run.timeline.head, index), run.held !== null);

/** Fields, and parts of the personality and the drives. `isShared`: without private ones. */
export function fieldsIn({ self, private: keys = [] }: AgentSpec, isShared: boolean): ReadonlyMap<string, Scalar> {
  const isHeld = (key: string): boolean => isShared && keys.includes(key);
  const found = new Map<string, Scalar>();
  for (const field of FIELDS) {
    const value = self[field] ?? null;
    const cell = typeof value === 'object' ? (value?.join(SEPARATOR) ?? '') : value;
    if (!isHeld(field) && cell !== '') found.set(field, cell);
  }
  for (const part of ['personality', 'drives'] as const)
    for (const [name, value] of Object.entries(self[part])) {
      const key = `${part}.${name}`;
      if (!isHeld(part) && !isHeld(key)) found.set(key, value);
    }
  return found;
}

/** Names of variables that an agent may have, in the order of its record. Makes no record for an agent of a crowd. */
export const variableNames = (state: State, index: number): readonly string[] =>
  crowdAt(state.roster, index) ? Object.keys(state.columns) : Object.keys(varsOf(state, index));

/** The attributes of an agent in a graph, in addition to its variables. */
export function attributesOf(run: RunTold, index: number): { readonly [name: string]: Scalar } {
  const { from, part } = specOf(run.model, run.timeline.head, index);
  const fields = [...fieldsOf(run, index)].filter(([name]) => name.includes('.') || OF_NODES.includes(name as Field));
  const shown = fields.map(([name, value]) => [name, forOthersOne(run, value)] as const);
  return { from, ...(part ? { role: part.role } : {}), ...Object.fromEntries(shown) };
}

/** A row for each agent that takes part at some time, with its fields and, as `vars.NAME`, its first variables. */
export function peopleRows(run: RunTold): Iterable<readonly Cell[]> {
  const { parts, variables, at } = columnsOf(run);
  const head = [
    ...['agent', 'name', 'from', 'role', 'first_round', 'present_at_end'],
    ...[...FIELDS, ...parts, ...variables.map((variable) => `vars.${variable}`), 'mind', 'synthetic'],
  ];
  return forOthers(run, head, at(), (column) => column.startsWith('vars.') || FIELDS.some((field) => field === column));
}

/** The columns that depend on the agents: parts of the personality and the drives, and variables. */
export function columnsOfAgents(run: RunTold): readonly string[] {
  const { parts, variables } = columnsOf(run);
  return [...parts, ...variables.map((name) => `vars.${name}`)];
}

/** The columns that depend on the agents, and the rows. All agents are read once for the columns, and once more for the rows. */
function columnsOf(run: RunTold): {
  readonly parts: readonly string[];
  readonly variables: readonly string[];
  at(): Iterable<readonly Cell[]>;
} {
  const ends = roundEnds(run);
  const last = ends.at(-1)!;
  const [parts, variables] = [new Set<string>(), new Set<string>()];
  const firstOf = (index: number): number => ends.findIndex((state) => presentAt(state, index));
  const stateAt = (first: number): State => ends[Math.max(first, 0)]!;
  for (let index = 0; index < last.roster.length; index++) {
    const held = run.held?.vars(index);
    for (const name of fieldsOf(run, index).keys()) if (name.includes('.')) parts.add(name);
    const state = stateAt(firstOf(index));
    for (const name of variableNames(state, index))
      if (!variables.has(name) && !held?.has(name) && variableAt(state, index, name) !== undefined) variables.add(name);
  }
  const [columns, names] = [[...FIELDS, ...[...parts].sort()], [...variables]];
  const row = (index: number): readonly Cell[] => {
    const first = firstOf(index);
    const [fields, state, held] = [fieldsOf(run, index), stateAt(first), run.held?.vars(index)];
    const { from, part, mind } = specOf(run.model, last, index);
    return [
      ...[idAt(last.roster, index), nameAt(last, index), from, part?.role ?? null, first < 0 ? null : first, presentAt(last, index)],
      ...columns.map((column) => fields.get(column) ?? null),
      ...names.map((variable) => cellOf(held?.has(variable) ? undefined : variableAt(state, index, variable))),
      ...[mindName(run.model, mind), SYNTHETIC],
    ];
  };
  function* at(): Generator<readonly Cell[]> {
    for (let index = 0; index < last.roster.length; index++) yield row(index);
  }
  return { parts: columns.slice(FIELDS.length), variables: names, at };
}
