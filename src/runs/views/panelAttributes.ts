/** The attributes of an agent from the start, as columns of a table: for colours, sizes, filters and exports. */
import type { Json } from '../../core/util/json.js';
import { type AgentSpec, type ScenarioModel, privateVars } from '../../engine/index.js';
import { isLarge } from './panelCast.js';
import { seriesAt } from './panelSeries.js';

type Attribute = string | number | null;

/** Names of the attributes that an agent of a run has; in a large society, one member stands for a crowd. Variables that have their own series are left out. */
export function attributeNames(model: ScenarioModel): readonly string[] {
  const found = new Set<string>();
  for (const agent of isLarge(model) ? model.agents.representatives : model.agents)
    for (const [name, value] of fieldsOf(agent)) if (value !== null && seriesAt(model, 'variable', name) === undefined) found.add(name);
  return [...found];
}

/** In the order of the names. */
export function attributesOf(agent: AgentSpec, names: readonly string[]): readonly Attribute[] {
  const fields = new Map(fieldsOf(agent));
  return names.map((name) => fields.get(name) ?? null);
}

/** The same without private fields: a name is left out with the key of the persona that it comes from. */
export function publicAttributes(model: ScenarioModel, agent: AgentSpec, names: readonly string[]): readonly Attribute[] {
  const { private: keys = [] } = agent;
  const held = new Set(privateVars(model, agent));
  const isHeld = (name: string): boolean =>
    held.has(name) || keys.some((key) => key === name || key.endsWith(`.${name}`) || ORIGIN[key]?.(agent, name));
  return attributesOf(agent, names).map((value, i) => (isHeld(names[i]!) ? null : value));
}

const ORIGIN: { readonly [key: string]: (agent: AgentSpec, name: string) => boolean } = {
  personality: ({ self }, name) => name in self.personality,
  drives: ({ self }, name) => name in self.drives,
};

function fieldsOf({ self, from, part, vars, mind }: AgentSpec): readonly (readonly [string, Attribute])[] {
  const { id, age, gender = null, occupation, activity, personality, drives } = self;
  return [
    ['age', age],
    ['gender', gender],
    ['occupation', occupation === '' ? null : occupation],
    ['role', part && part.role !== '' ? part.role : null],
    ['population', from === id ? null : from],
    ['mind', mind],
    ['activity', activity],
    ...Object.entries(personality),
    ...Object.entries(drives),
    ...Object.entries(vars).map(([name, value]) => [name, plain(value)] as const),
  ];
}

/** Lists and maps are not values of a column. */
const plain = (value: Json): Attribute =>
  typeof value === 'string' || typeof value === 'number' ? value : typeof value === 'boolean' ? String(value) : null;
