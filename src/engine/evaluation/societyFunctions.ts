/** Functions in expressions during a run: ties, measures over time, codes, and measures of the society. */
import type { Moment } from '../../analysis/measures.js';
import { neighbours } from '../../analysis/network/neighbours.js';
import type { Options } from '../../analysis/talk/distinctness.js';
import { agentAt } from '../../core/events/agents.js';
import { indexOf } from '../../core/events/roster.js';
import { networkOf, type State } from '../../core/events/state.js';
import { emptyNetwork, type Network, rowOf, strengthOf } from '../../core/events/ties.js';
import { memoBy } from '../../core/util/memo.js';
import { ExprFault, type HostFunction, touch, type Value } from '../../expr/index.js';
import { hasFlag } from '../model/flags.js';
import type { ScenarioModel } from '../model/model.js';
import type { NetworkSpec } from '../model/worldSpec.js';
import { agentValue, idOf, writtenBy } from './agentView.js';
import { hasCrowds } from './crowdScope.js';
import { measureHost } from './measureHost.js';
import { everybody } from './participants.js';
import { isCounted, lazyList, LONG, oncePerState, passCost, type PassSteps, spendOf } from './societyValues.js';

type HostFunctions = { readonly [name: string]: HostFunction };

/** What functions read by the names of the same state. */
interface Names {
  /** The value of a name such as that of a measure. */
  valueOf(name: string): Value | undefined;
  /** What measures of ties read of a network, or of a society without one. */
  momentOf(spec: NetworkSpec | undefined): Moment;
  /** The record of every agent, by index. */
  agents(): readonly Value[];
}

/** The functions of a state. `pass` counts what they compute of the whole society; null if nothing is counted. */
export function societyFunctions(model: ScenarioModel, state: State, pass: PassSteps | null, names: Names): HostFunctions {
  const index = (agent: Value | undefined): number => indexOf(state.roster, idOf(agent));
  const network = (name: Value | undefined): readonly [Network, NetworkSpec | undefined] => {
    const spec = name === undefined ? model.networks[0] : model.networks.find((one) => one.name === name);
    if (name !== undefined && !spec) throw new ExprFault('unknown-name', `There is no network \`${String(name)}\`.`);
    return [(spec && networkOf(state, spec.name)) ?? emptyNetwork(spec?.name ?? ''), spec];
  };
  const near = (agent: Value | undefined, name: Value | undefined): readonly number[] => {
    const [ties, spec] = network(name);
    // The table of neighbours is made again.
    if (pass && spec && networkOf(pass.state, spec.name) !== ties) spendOf(pass, passCost(state));
    return neighbours(ties, spec?.edge ?? 0, index(agent));
  };
  const isCrowd = isCounted(model) && hasCrowds(state);
  const record = (i: number): Value => agentValue(model, state, i);
  const records = (found: readonly number[]): readonly Value[] =>
    isCrowd && found.length >= LONG ? lazyList(found.length, (place) => record(found[place]!)) : found.map(record);
  /** The last long list of ties, because many agents can ask for the ties of one. */
  let last: { readonly of: Network; readonly index: number; readonly to: readonly number[] } | null = null;
  const tiesOf = (of: Network, from: number): readonly number[] => {
    if (last?.of === of && last.index === from) return last.to;
    const { to } = rowOf(of, from);
    if (to.length >= LONG) last = { of, index: from, to };
    if (to.length >= LONG) spendOf(pass, to.length >> 3);
    return to;
  };
  const series = (measure: Value | undefined): readonly (number | null)[] => {
    if (model.derived?.measures.has(String(measure))) touch();
    return state.measures.find((one) => one.measure === measure)?.values ?? [];
  };
  const now = (measure: Value | undefined): Value | undefined => names.valueOf(String(measure));
  const valueNow = (measure: Value | undefined): number => {
    const value = now(measure);
    if (typeof value === 'number') return value;
    throw new ExprFault('missing-value', `\`${String(measure)}\` has no value now.`);
  };
  /** The first value that exists. In runs without the flag, the value of the first round. */
  const firstOf = (measure: Value | undefined): Value => {
    if (!hasFlag(model, 'first_value')) return series(measure).length > 0 ? valueAt(measure, 1) : valueNow(measure);
    return series(measure).find((value) => value !== null) ?? now(measure) ?? null;
  };
  const changeOf = (measure: Value | undefined): Value => {
    if (!hasFlag(model, 'first_value')) return valueNow(measure) - (firstOf(measure) as number);
    const [begun, value] = [firstOf(measure), now(measure)];
    return typeof begun === 'number' && typeof value === 'number' ? value - begun : null;
  };
  const valueAt = (measure: Value | undefined, round: number): number => {
    const value = series(measure)[round - 1];
    if (typeof value === 'number') return value;
    throw new ExprFault('missing-value', `\`${String(measure)}\` has no value at round ${round}.`);
  };
  /** Values of all rounds, with the current value for this round. */
  const course = (measure: Value | undefined): readonly (number | null)[] => {
    const known = series(measure);
    if (known.length >= state.round) return known;
    const value = now(measure);
    return [...known, typeof value === 'number' ? value : null];
  };
  const coded = (agent: Value | undefined, code: Value | undefined, of: 'seenCodes' | 'saidCodes'): boolean =>
    agentAt(state, index(agent))?.[of][String(code)] === true;
  const moment = (name: Value | undefined): Moment => names.momentOf(network(name)[1]);
  const present = (): readonly number[] => everybody(state);
  const measuring = measureHost({ moment, agents: names.agents, present, series: course, options: optionsOf(model) });
  return {
    ...(isCrowd ? onceEach(model, state, pass, measuring) : measuring),
    tie: (a, b, name) => strengthOf(network(name)[0], index(a), index(b)),
    neighbours: (a, name) => records(near(a, name)),
    tied: (a, name) => records(tiesOf(network(name)[0], index(a))),
    degree: (a, name) => near(a, name).length,
    at: (measure, round) => valueAt(measure, typeof round === 'number' ? round : 0),
    first: firstOf,
    change: changeOf,
    heard: (agent, code) => coded(agent, code, 'seenCodes'),
    said: (agent, code) => coded(agent, code, 'saidCodes'),
    written: (agent) => writtenBy(model, state, index(agent)),
    like: (text, pattern) => {
      if (!model.like) throw new ExprFault('host', 'Patterns are not at hand here.');
      return model.like(String(text), String(pattern));
    },
  };
}

/** Functions that measure the society: each computes its value once in a state, or a pass counts it. */
const onceEach = (model: ScenarioModel, state: State, pass: PassSteps | null, functions: HostFunctions): HostFunctions =>
  Object.fromEntries(
    Object.entries(functions).map(([name, run]): [string, HostFunction] => [
      name,
      (...args) => {
        spendOf(pass, passCost(state));
        if (pass || args.some((arg) => arg !== null && typeof arg === 'object')) return run(...args);
        return oncePerState(model, state, `${name} ${JSON.stringify(args)}`, true, () => run(...args)) as Value;
      },
    ]),
  );

/** The options of survey questions with one choice, by question. */
const optionsOf = memoBy((model: ScenarioModel): Options => {
  const items = hasFlag(model, 'counted_as_documented') ? model.surveys.flatMap(({ items: questions }) => questions) : [];
  const words = new Map<string, Set<string>>();
  for (const { id, answer } of items) if (answer.words.length > 0) words.set(id, new Set([...(words.get(id) ?? []), ...answer.words]));
  return words;
});
