/**
 * The lines of a persona: each is one node of the file that an agent is made from, with what the agent knows without it.
 * Items of lists and entries of maps are lines of their own; a memory with all its keys is one line.
 */
import { memoryId, type NodeId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import { type AgentSpec, agentSpec, type Self, type Situation } from '../../engine/index.js';
import type { Persona, Population, Society } from '../../language/generated/society.js';

/** A line, and the name under which a prompt shows its content. */
export interface PersonaLine {
  readonly node: NodeId;
  readonly root: 'me' | 'own' | 'secrets' | 'memories';
  /** Position among the memories that the agent starts with; −1 for other lines. */
  readonly memory: number;
  /** What the agent would know of itself without the line; null for lines that do not affect that. */
  readonly self: ((self: Self) => Self) | null;
  /** The situation as it would be without the line: the same object where the line does not affect it. */
  without(situation: Situation): Situation;
}

const TEXTS = ['name', 'age', 'gender', 'occupation', 'voice', 'bio', 'backstory', 'activity'] as const;
const LISTS = ['interests', 'values', 'traits', 'goals'] as const;
const MAPS = ['personality', 'drives'] as const;

/** Lines of the persona or the population that an agent comes from, in the order of the fields. */
export function linesOf(society: Society, spec: AgentSpec): readonly PersonaLine[] {
  const persona = society.personas?.[spec.from];
  if (persona) return personaLines(persona, spec);
  const population = society.populations?.[spec.from];
  return population ? populationLines(population, spec) : [];
}

function personaLines(persona: Persona, spec: AgentSpec): readonly PersonaLine[] {
  const { at, secrets, memories } = spec;
  return [
    ...TEXTS.filter((key) => persona[key] !== undefined).map((key) => fieldLine(spec, `${at}.${key}`, key)),
    ...LISTS.flatMap((key) => (persona[key] ?? []).map((_, i) => itemLine(`${at}.${key}.${i}`, key, i))),
    ...MAPS.flatMap((key) => Object.keys(persona[key] ?? {}).map((part) => entryLine(`${at}.${key}.${part}`, key, part))),
    ...Object.keys(persona.vars ?? {}).map((name) => variableLine(`${at}.vars.${name}`, name)),
    ...secrets.map((secret, i) => secretLine(secret.at, i)),
    ...memories.flatMap(({ at: node, kind }, i) => (kind === 'given' ? [memoryLine(spec, node, i)] : [])),
  ];
}

/** Drawn fields, each as one line; a field that personas do not have is a variable. */
const populationLines = ({ sample = {} }: Population, spec: AgentSpec): readonly PersonaLine[] =>
  Object.keys(sample).map((path) => {
    const node = `${spec.at}.sample.${path}`;
    const [key = '', part] = path.split('.');
    if (part !== undefined && isOneOf(MAPS, key)) return entryLine(node, key, part);
    return isOneOf(TEXTS, key) || isOneOf(LISTS, key) || isOneOf(MAPS, key) ? fieldLine(spec, node, key) : variableLine(node, path);
  });

const isOneOf = <T extends string>(keys: readonly T[], key: string): key is T => (keys as readonly string[]).includes(key);

type Field = (typeof TEXTS)[number] | (typeof LISTS)[number] | (typeof MAPS)[number];

const line = (node: NodeId, root: PersonaLine['root'], without: PersonaLine['without']): PersonaLine => ({
  ...{ node, root, memory: -1, self: null },
  without,
});

const selfLine = (node: NodeId, self: (self: Self) => Self): PersonaLine => ({
  ...line(node, 'me', (situation) => ({ ...situation, self: self(situation.self) })),
  self,
});

/** A field without a line is as in a persona that leaves it out. */
function fieldLine({ self: { id }, mind, prompt, at }: AgentSpec, node: NodeId, key: Field): PersonaLine {
  const { self: blank } = agentSpec({ id, at, from: id, persona: {}, vars: {} }, mind, prompt);
  return selfLine(node, (self) => {
    if (key !== 'gender') return { ...self, [key]: blank[key] };
    const { gender: _, ...rest } = self;
    return rest;
  });
}

const itemLine = (node: NodeId, key: (typeof LISTS)[number], i: number): PersonaLine =>
  selfLine(node, (self) => ({ ...self, [key]: self[key].filter((_, n) => n !== i) }));

const entryLine = (node: NodeId, key: (typeof MAPS)[number], part: string): PersonaLine =>
  selfLine(node, (self) => ({ ...self, [key]: lacking(self[key], part) }));

const variableLine = (node: NodeId, name: string): PersonaLine =>
  line(node, 'own', (situation) => (Object.hasOwn(situation.own, name) ? { ...situation, own: lacking(situation.own, name) } : situation));

const secretLine = (node: NodeId, i: number): PersonaLine =>
  line(node, 'secrets', ({ kept, ...situation }) => ({
    ...situation,
    secrets: situation.secrets.filter((_, n) => n !== i),
    ...(kept ? { kept: kept.filter((_, n) => n !== i) } : {}),
  }));

function memoryLine({ self: { id } }: AgentSpec, node: NodeId, i: number): PersonaLine {
  const own = memoryId(id, i + 1);
  const isIn = ({ memories }: Situation): boolean => memories.some((memory) => memory.id === own);
  const without = (situation: Situation): Situation =>
    isIn(situation) ? { ...situation, memories: situation.memories.filter((memory) => memory.id !== own) } : situation;
  return { ...line(node, 'memories', without), memory: i };
}

const lacking = <T extends Json>(record: { readonly [name: string]: T }, name: string): { readonly [name: string]: T } =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
