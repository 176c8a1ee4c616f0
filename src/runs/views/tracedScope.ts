/** A scope that notes what a rule reads of agents while it is evaluated, and the numbers that it draws. */
import { DEFAULT_STEPS, type HostFunction, type Scope, type Value } from '../../expr/index.js';

/** What was read of one agent, in the order of first reading. */
export interface Reading {
  readonly agent: string;
  readonly name: string;
  readonly values: Map<string, Value>;
  /** Random numbers, from 0 to 1, that were drawn after this agent was read and before the next one was. */
  readonly draws: number[];
}

/** Values that the rule has set so far: of an agent, or of the world for null. */
export type Written = Map<string | null, Map<string, Value>>;

interface Trace {
  readonly scope: Scope;
  /** By id, in the order of reading. */
  readonly readings: ReadonlyMap<string, Reading>;
}

/** The readings in longer lists are not noted. */
const MOST_LISTED = 10_000;

type AgentRecord = { readonly [key: string]: Value } & { readonly id: string; readonly name: string };

const isAgent = (value: Value): value is AgentRecord =>
  value !== null &&
  typeof value === 'object' &&
  !Array.isArray(value) &&
  typeof (value as AgentRecord).id === 'string' &&
  typeof (value as AgentRecord).name === 'string' &&
  Object.hasOwn(value, 'rewards');

/** The same scope, with notes. `written` has values that are read in place of those of the state. */
export function tracedScope(base: Scope, written: Written = new Map()): Trace {
  const readings = new Map<string, Reading>();
  const shown = new Map<string, Value>();
  let last: Reading | null = null;
  const readingOf = ({ id, name }: AgentRecord): Reading => {
    const known = readings.get(id) ?? { agent: id, name, values: new Map<string, Value>(), draws: [] };
    readings.set(id, known);
    return known;
  };
  const traced = (value: Value): Value => {
    if (Array.isArray(value)) return value.length > MOST_LISTED ? value : (value as readonly Value[]).map(traced);
    if (!isAgent(value)) return value;
    const known = shown.get(value.id);
    if (known !== undefined) return known;
    const made = new Proxy(value, {
      get: (record, key) => {
        if (typeof key !== 'string' || key === 'id' || key === 'name' || !Object.hasOwn(record, key)) return Reflect.get(record, key);
        const set = written.get(record.id)?.get(key);
        const found = set === undefined ? record[key]! : set;
        last = readingOf(record);
        last.values.set(key, found);
        return traced(found);
      },
    });
    shown.set(value.id, made);
    return made;
  };
  const host: { [name: string]: HostFunction } = {};
  for (const [name, call] of Object.entries(base.host ?? {})) host[name] = (...args) => traced(call(...args));
  const scope: Scope = {
    lookup: (name) => {
      const set = written.get(null)?.get(name);
      const value = set === undefined ? base.lookup(name) : set;
      return value === undefined ? undefined : traced(value);
    },
    host,
    steps: base.steps ?? DEFAULT_STEPS,
    draws: (at) => {
      const random = base.draws!(at);
      return () => {
        const drawn = random();
        last?.draws.push(drawn);
        return drawn;
      };
    },
  };
  return { scope, readings };
}
