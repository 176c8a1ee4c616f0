/**
 * Why a variable of an agent changed: the event, the line of the rule, and the agents that the rule read. The rule is evaluated again for
 * this agent on the state before it, with the same random numbers.
 */
import { nameAt, variableAt } from '../../core/events/agents.js';
import type { SimEvent } from '../../core/events/events.js';
import { indexOf } from '../../core/events/roster.js';
import { variableChangeOf } from '../../core/events/rowViews.js';
import type { State } from '../../core/events/state.js';
import type { Timeline } from '../../core/events/timeline.js';
import type { AgentId, NodeId } from '../../core/util/ids.js';
import { canonical, type Json } from '../../core/util/json.js';
import { agentValue, modelAt, type ScenarioModel, scopeOf } from '../../engine/index.js';
import { compileExpression, type EffectSink, ExprFault, type Value } from '../../expr/index.js';
import { type Reading, tracedScope, type Written } from './tracedScope.js';

/** A text of the file that decided about a change. */
interface WrittenRule {
  readonly node: NodeId;
  readonly source: string;
}

export interface ChangeWhy {
  readonly agent: AgentId;
  readonly name: string;
  readonly variable: string;
  /** The event that changed it, and its round. */
  readonly seq: number;
  readonly round: number;
  /** Undefined if it had no value before. */
  readonly before: Json | undefined;
  readonly after: Json;
  /** The node that the event names as its cause; null for an override. */
  readonly node: NodeId | null;
  /** The statements of the rule; null if no rule changed it. */
  readonly rule: WrittenRule | null;
  /** The condition that chose the agent for the rule; null if there is none. */
  readonly condition: WrittenRule | null;
  /** What the condition and the rule read, in order; the agent itself first if it was read first. */
  readonly read: readonly Reading[];
  /**
   * Whether the rule gives the same value again. If not, the rule ran in an order in which agents read the changes of agents before them,
   * or it reads something that only its turn has.
   */
  readonly isRepeated: boolean;
}

/** The last event up to `seq` that changed a variable of an agent; null if there is none. */
export function lastChange(
  { events, head }: Pick<Timeline, 'events' | 'head'>,
  seq: number,
  agent: AgentId,
  variable: string,
): number | null {
  const index = indexOf(head.roster, agent);
  for (let i = Math.min(seq, events.length - 1); i >= 0; i--) if (newValue(events[i]!, head, index, variable) !== undefined) return i;
  return null;
}

/** The value that an event gives to a variable; undefined if it does not set it. */
function newValue(event: SimEvent, { roster }: State, index: number, variable: string): Json | undefined {
  if ((event.type === 'variable.set' || event.type === 'variables.set') && event.name === variable)
    return variableChangeOf(event, roster, index)?.value;
  if (event.type !== 'state.overridden' || event.change.kind !== 'variable' || event.change.name !== variable) return undefined;
  return event.change.agent !== null && indexOf(roster, event.change.agent) === index ? event.change.value : undefined;
}

/** Why event `seq` set a variable of an agent; null if it did not. */
export function changeWhy(now: ScenarioModel, timeline: Timeline, seq: number, agent: AgentId, variable: string): ChangeWhy | null {
  const { events } = timeline;
  const event = events[seq];
  const index = indexOf(timeline.head.roster, agent);
  const after = event && index >= 0 ? newValue(event, timeline.head, index, variable) : undefined;
  if (!event || after === undefined) return null;
  const model = modelAt(now, seq);
  const before = timeline.at(seq - 1);
  const found = {
    ...{ agent, name: nameAt(timeline.head, index) ?? agent, variable, seq, round: before.round, after, node: event.at },
    before: variableAt(before, index, variable),
  };
  const rule = ruleAt(model, event.at);
  if (!rule) return { ...found, rule: null, condition: null, read: [], isRepeated: false };
  const traced = again(
    model,
    [false, rule.isInOrder].map((isInOrder) => timeline.at(startOf(events, event, isInOrder) - 1)) as [State, State],
    index,
    rule,
  );
  const isRepeated = traced.holds && canonical(plain(traced.written.get(agent)?.get(variable))) === canonical(after);
  return { ...found, rule: rule.effect, condition: rule.condition, read: traced.read, isRepeated };
}

interface Rule {
  readonly effect: WrittenRule & { run(scope: ReturnType<typeof tracedScope>['scope'], sink: EffectSink): void };
  readonly condition: WrittenRule | null;
  /** Whether each agent reads the changes of the agents before it. */
  readonly isInOrder: boolean;
}

/** The rule whose statements are at a node. */
function ruleAt({ phases, interventions }: ScenarioModel, at: NodeId | null): Rule | null {
  for (const { effect, who, order } of [...phases.start, ...phases.round, ...phases.end])
    if (effect && effect.at === at) {
      const isInOrder = order.kind === 'sequential' || order.kind === 'shuffled';
      return { effect: { ...effect, node: effect.at }, condition: who && conditionOf(who), isInOrder };
    }
  const made = interventions.find(({ effect }) => effect?.at === at);
  return made?.effect ? { effect: { ...made.effect, node: made.effect.at }, condition: null, isInOrder: true } : null;
}

/** The text of `if` in a selector. */
function conditionOf({ at, source }: { readonly at: NodeId; readonly source: string }): WrittenRule | null {
  if (!source.startsWith('{')) return null;
  const { if: test } = JSON.parse(source) as { readonly if?: string | number | boolean };
  return test === undefined ? null : { node: `${at}.if`, source: String(test) };
}

/** The first event of the rule that made an event: the rule read the state before it. In order, the first one about the same agent. */
function startOf(events: readonly SimEvent[], event: SimEvent, isInOrder: boolean): number {
  const isSame = (other: SimEvent | undefined): boolean =>
    other !== undefined && other.step === event.step && other.at === event.at && (!isInOrder || ownerOf(other) === ownerOf(event));
  let { seq } = event;
  while (isSame(events[seq - 1])) seq--;
  return seq;
}

const ownerOf = (event: SimEvent): AgentId | null => (event.type === 'variable.set' ? event.agent : null);

interface Again {
  /** Whether the condition holds. */
  readonly holds: boolean;
  readonly written: Written;
  readonly read: readonly Reading[];
}

/** Evaluates a rule once more for one agent: its condition in the state before the rule, and the statements in the state before the agent. */
function again(model: ScenarioModel, [first, state]: readonly [State, State], index: number, { effect, condition }: Rule): Again {
  const [agent, me] = [agentValue(model, first, index), agentValue(model, state, index)];
  const written: Written = new Map();
  const trace = tracedScope(scopeOf(model, first, { me: agent, agent }));
  const compiled = condition ? compileExpression(condition.source, condition.node) : null;
  const holds = compiled === null || (compiled.ok && tried(() => compiled.run(trace.scope)) === true);
  const second = tracedScope(scopeOf(model, state, { me }), written);
  const set = (id: string | null, name: string, value: Value): void => {
    const known = written.get(id) ?? new Map<string, Value>();
    written.set(id, known.set(name, value));
  };
  const sink: EffectSink = { assign: (owner, name, value) => set(owner === null ? null : idOf(owner), name, value), call: () => {} };
  tried(() => effect.run(second.scope, sink));
  return { holds, written, read: joined([...trace.readings.values()], [...second.readings.values()]) };
}

function tried<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExprFault) return undefined;
    throw error;
  }
}

/** The readings of the condition, then those of the rule about other agents or other fields. */
function joined(first: readonly Reading[], second: readonly Reading[]): readonly Reading[] {
  const found = new Map(first.map((one) => [one.agent, one]));
  for (const { agent, name, values, draws } of second) {
    const known = found.get(agent);
    if (!known) found.set(agent, { agent, name, values, draws });
    else found.set(agent, { agent, name, values: new Map([...values, ...known.values]), draws: [...known.draws, ...draws] });
  }
  return [...found.values()];
}

const idOf = (value: Value): string => (value !== null && typeof value === 'object' && 'id' in value ? String(value.id) : String(value));

/** Agents as their ids, as events hold them. */
const plain = (value: Value | undefined): Json | undefined =>
  value === undefined
    ? undefined
    : value !== null && typeof value === 'object' && !Array.isArray(value) && 'id' in value
      ? idOf(value)
      : (value as Json);
