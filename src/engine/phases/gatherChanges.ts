/**
 * Changes of many agents by one rule as few events: one for each variable of the agents of crowds, and one for each network. The last
 * value of each counts, and a value that does not differ from the value before the rule is no change. A rule that runs over columns and
 * one that runs agent by agent give the same events.
 */
import type { ColumnAfter } from '../../core/columns/columnChanges.js';
import { indicesOf } from '../../core/columns/indexText.js';
import { type Values, valuesOf } from '../../core/columns/valueText.js';
import { variableAt } from '../../core/events/agents.js';
import type { Draft } from '../../core/events/events.js';
import { crowdAt, idAt, indexOf } from '../../core/events/roster.js';
import { rowTexts, tieTexts } from '../../core/events/rowViews.js';
import { networkOf, type State } from '../../core/events/state.js';
import type { TableAfter } from '../../core/events/tieChanges.js';
import { emptyNetwork, strengthOf } from '../../core/events/ties.js';
import { canonical, type Json } from '../../core/util/json.js';
import { inSlices } from '../../core/util/pauses.js';
import type { Slices } from '../../core/util/slices.js';
import { noteFault, notingEach } from '../model/faults.js';
import type { Effect } from '../model/formulaTypes.js';
import type { ScenarioModel } from '../model/model.js';
import type { ChangedTies } from './tieDifferences.js';
import type { Writer } from '../model/writer.js';

/** New values of one variable by agent index, ascending. */
export interface VariableChange {
  readonly name: string;
  readonly agents: Uint32Array;
  readonly values: Values;
  /** What the column becomes, where a rule changed most of it over columns. */
  readonly after: ColumnAfter | null;
}

/** New strengths of the ties of one network. */
export interface TieChange extends ChangedTies {
  readonly network: string;
  /** What the ties become, where a rule changed them over columns. */
  readonly table: TableAfter | null;
}

type Fade = Extract<Draft['body'], { readonly type: 'ties.decayed' }>;

/** What a rule did for many agents: single events in their order, and changes. */
export interface Gathered {
  readonly single: readonly Draft[];
  readonly variables: readonly VariableChange[];
  readonly ties: readonly TieChange[];
}

/** The drafts of a rule: its faults, its single events, then one event for each variable and network. */
function gatheredDrafts(model: ScenarioModel, { single, variables, ties }: Gathered, at: string): readonly Draft[] {
  const isFault = ({ body }: Draft): boolean => body.type === 'fault';
  const changed = model.agentVars.flatMap(({ id }) => variables.find(({ name }) => name === id) ?? []);
  const tied = model.networks.flatMap(({ name }) => ties.find(({ network }) => network === name) ?? []);
  return [
    ...countedFaults(single.filter(isFault)),
    ...single.filter((draft) => !isFault(draft)),
    ...changed.flatMap((change) => variableDraft(change, at)),
    ...tied.flatMap((change) => tieDraft(change, at)),
  ];
}

/**
 * Emits what an effect does for many agents. `inColumns` is what it does over columns, or null; `each` runs it agent by agent, in slices.
 * The events are the same. `causeIn`: the event of this step that is the cause.
 */
export function emitGathered(
  model: ScenarioModel,
  writer: Writer,
  { at }: Effect,
  { inColumns, each }: { readonly inColumns: Gathered | null; readonly each: (writer: Writer) => Slices<void> },
  causeIn?: number,
): void {
  const gathered = inColumns ?? gatheredByRecords(model, writer, at, each);
  for (const draft of gatheredDrafts(model, gathered, at)) writer.emit(draft.body, draft.at, causeIn);
}

function gatheredByRecords(model: ScenarioModel, writer: Writer, at: string, each: (writer: Writer) => Slices<void>): Gathered {
  const { state } = writer;
  const { gathered, branch, faults } = inSlices(`then by records ${at}`, state.seq, function* () {
    const own = writer.branch();
    const noted = yield* notingEach(model.faultLog, each(own));
    return { gathered: gather(state, own.drafts), branch: own, faults: noted };
  });
  writer.follow(branch);
  for (const [place, fault] of faults) noteFault(model.faultLog, place, fault);
  return gathered;
}

/** Faults of the same text line and code once, with their number. */
function countedFaults(faults: readonly Draft[]): readonly Draft[] {
  const counts = new Map<string, { readonly draft: Draft; times: number }>();
  for (const draft of faults) {
    const { body, at } = draft;
    const key = body.type === 'fault' ? `${at} ${body.code} ${body.line ?? 1}` : '';
    const known = counts.get(key);
    if (known) known.times++;
    else counts.set(key, { draft, times: 1 });
  }
  return [...counts.values()].map(({ draft, times }) =>
    times === 1 || draft.body.type !== 'fault' ? draft : { ...draft, body: { ...draft.body, times } },
  );
}

const variableDraft = ({ name, agents, values, after }: VariableChange, at: string): readonly Draft[] =>
  agents.length === 0 ? [] : [{ at, body: { type: 'variables.set', name, ...rowTexts(indicesOf(agents), values, after) } }];

function tieDraft({ network, ends, after, table }: TieChange, at: string): readonly Draft[] {
  const { length } = after;
  if (length === 0) return [];
  return [{ at, body: { type: 'ties.changed', network, ...tieTexts(ends, { kind: 'numbers', length, numbers: after }, table) } }];
}

/** The ties of a network that a rule changed. Its fades come before them. */
function changedTies(
  state: State,
  fades: readonly Fade[],
  network: string,
  ties: ReadonlyMap<number, ReadonlyMap<number, number>>,
): TieChange {
  const before = networkOf(state, network) ?? emptyNetwork(network);
  const [from, to, after]: [number[], number[], number[]] = [[], [], []];
  for (const source of [...ties.keys()].sort((a, b) => a - b))
    for (const [target, strength] of [...ties.get(source)!].sort(([a], [b]) => a - b)) {
      const known = new Map([[target, strengthOf(before, source, target)]]);
      for (const fade of fades) if (fade.network === network) fadeRow(known, fade);
      if (known.get(target) === strength) continue;
      from.push(source);
      to.push(target);
      after.push(strength);
    }
  return { network, ends: { from: Uint32Array.from(from), to: Uint32Array.from(to) }, after: Float64Array.from(after), table: null };
}

/** Gathers what a rule did agent by agent. `state` is the state before it. */
function gather(state: State, drafts: readonly Draft[]): Gathered {
  const single: Draft[] = [];
  const variables = new Map<string, Map<number, Json>>();
  const ties = new Map<string, Map<number, Map<number, number>>>();
  for (const draft of drafts) {
    const { body } = draft;
    // A fade comes before the changes of ties, so that they become what it makes of them.
    if (body.type === 'ties.decayed') for (const row of ties.get(body.network)?.values() ?? []) fadeRow(row, body);
    if (body.type === 'tie.changed') {
      const network = of(ties, body.network, () => new Map<number, Map<number, number>>());
      of(network, indexOf(state.roster, body.from), () => new Map<number, number>()).set(indexOf(state.roster, body.to), body.after);
      continue;
    }
    const index = body.type === 'variable.set' && body.agent !== null ? indexOf(state.roster, body.agent) : -1;
    if (body.type === 'variable.set' && crowdAt(state.roster, index)) of(variables, body.name, () => new Map()).set(index, body.value);
    else single.push(draft);
  }
  const fades = single.flatMap(({ body }) => (body.type === 'ties.decayed' ? [body] : []));
  return {
    single,
    variables: [...variables].map(([name, values]) => changeOf(state, name, values)),
    ties: [...ties].map(([network, changed]) => changedTies(state, fades, network, changed)),
  };
}

function fadeRow(row: Map<number, number>, { factor, least = 0 }: Fade): void {
  for (const [to, strength] of row) row.set(to, strength * factor < least ? 0 : strength * factor);
}

function of<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

function changeOf(state: State, name: string, values: ReadonlyMap<number, Json>): VariableChange {
  const agents = Uint32Array.from([...values.keys()].filter((index) => !isSame(variableAt(state, index, name), values.get(index)!))).sort();
  return { name, agents, values: valuesOf(Array.from(agents, (index) => values.get(index)!)), after: null };
}

const isSame = (a: Json | undefined, b: Json): boolean =>
  a === b || (a !== undefined && typeof a === 'object' && typeof b === 'object' && canonical(a) === canonical(b));

/** The event of one variable of one agent. */
export const variableSet = (state: State, at: string, index: number, name: string, value: Json): Draft => ({
  at,
  body: { type: 'variable.set', name, agent: idAt(state.roster, index), value },
});
