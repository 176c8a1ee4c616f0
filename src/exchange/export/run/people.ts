/** The agents of a run: a row for each agent, with its fields and first variables. */
import { agentAt, presentAt, varsOf } from '../../../core/events/agents.js';
import type { Cell } from '../../../core/formats/csv.js';
import type { Scalar } from '../../../core/formats/graphOver.js';
import type { Json } from '../../../core/util/json.js';
import { idAt } from '../../../core/events/roster.js';
import { specOf } from '../../../engine/model/agentSpec.js';
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

/** Fields, and parts of the personality and the drives, without private ones. */
function fieldsOf(run: RunTold, index: number): ReadonlyMap<string, Scalar> {
  const { self, private: keys = [] } = specOf(run.model, run.timeline.head, index);
  const isHeld = (key: string): boolean => run.held !== null && keys.includes(key);
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

/** The attributes of an agent in a graph, in addition to its variables. */
export function attributesOf(run: RunTold, index: number): { readonly [name: string]: Scalar } {
  const { from, part } = specOf(run.model, run.timeline.head, index);
  const fields = [...fieldsOf(run, index)].filter(([name]) => name.includes('.') || OF_NODES.includes(name as Field));
  const shown = fields.map(([name, value]) => [name, forOthersOne(run, value)] as const);
  return { from, ...(part ? { role: part.role } : {}), ...Object.fromEntries(shown) };
}

/** A row for each agent that takes part at some time, with its fields and, as `vars.NAME`, its first variables. */
export function peopleRows(run: RunTold): readonly (readonly Cell[])[] {
  const ends = roundEnds(run);
  const last = ends.at(-1)!;
  const agents = Array.from({ length: last.roster.length }, (_, index) => {
    const first = ends.findIndex((state) => presentAt(state, index));
    const held = run.held?.vars(index);
    const vars = Object.entries(varsOf(ends[Math.max(first, 0)]!, index)).filter(([name]) => !held?.has(name));
    return { index, first, fields: fieldsOf(run, index), vars: new Map<string, Json>(vars) };
  });
  const partNames = namesOf(agents.map(({ fields }) => fields)).filter((name) => name.includes('.'));
  const columns = [...FIELDS, ...partNames.toSorted()];
  const variables = namesOf(agents.map(({ vars }) => vars));
  const rows = agents.map(({ index, first, fields, vars }): readonly Cell[] => {
    const { name, present } = agentAt(last, index)!;
    const { from, part, mind } = specOf(run.model, last, index);
    return [
      ...[idAt(last.roster, index), name, from, part?.role ?? null, first < 0 ? null : first, present],
      ...columns.map((column) => fields.get(column) ?? null),
      ...variables.map((variable) => cellOf(vars.get(variable))),
      ...[mindName(run.model, mind), SYNTHETIC],
    ];
  });
  const head = [
    ...['agent', 'name', 'from', 'role', 'first_round', 'present_at_end'],
    ...[...columns, ...variables.map((variable) => `vars.${variable}`), 'mind', 'synthetic'],
  ];
  return forOthers(run, [head, ...rows], (column) => column.startsWith('vars.') || FIELDS.some((field) => field === column));
}

const namesOf = (maps: readonly ReadonlyMap<string, unknown>[]): readonly string[] => [...new Set(maps.flatMap((map) => [...map.keys()]))];
