/**
 * Expressions at a moment of a run, for conditions, watches and the console. They change nothing. In a society with crowds they run over
 * columns if that is short, else over records in slices, so that they can pause and be cancelled.
 */
import { groupedFor, t } from '../../core/util/l10n.js';
import { inSlices } from '../../core/util/pauses.js';
import { translated } from '../../core/util/recordedText.js';
import type { EventOf, SimEvent } from '../../core/events/events.js';
import type { AgentId } from '../../core/util/ids.js';
import { idAt, indexOf, type Roster } from '../../core/events/roster.js';
import { reachedBy } from '../../core/events/rowViews.js';
import type { State } from '../../core/events/state.js';
import { memoByPair } from '../../core/util/memo.js';
import {
  agentsMeant,
  agentValue,
  letPause,
  type PassSteps,
  type ScenarioModel,
  modelAt,
  rowsHolding,
  scopeOf,
} from '../../engine/index.js';
import { compileExpression, ExprFault, namesRead, parseWhole, type Scope, type Value } from '../../expr/index.js';
import { agentsOf } from '../breakpoints/eventTests.js';
import { type ConditionAt, STEPS_IN_COLUMNS } from '../breakpoints/rowSearch.js';
import { eventFor } from '../breakpoints/rowEvents.js';

export type Answered =
  | { readonly ok: true; readonly value: Value }
  /** `isLong`: it takes more steps than it may. */
  | { readonly ok: false; readonly message: string; readonly isLong?: boolean };

/** Most steps over records without a pause: at most about 50 ms. */
const STEPS_BY_RECORD = 250_000;

/** Most agents that a condition reads by a name for one of many agents. */
const MOST_RECORDS = 20_000;

/** Names of the moment that differ from agent to agent. */
const OF_THE_AGENT: ReadonlySet<string> = new Set(['me', 'agent', 'target', 'event']);

/** Whether an expression reads the agent or the event of the moment. */
const readsMoment = (source: string): boolean =>
  namesRead('expression', source).some(({ name, owner }) => owner === null && OF_THE_AGENT.has(name));

/**
 * Names at a moment: `me` and `agent` are the agent of the moment, `target` is the other agent of the event, `event` is what happened.
 */
function localsAt(model: ScenarioModel, state: State, event: SimEvent | null, agent: AgentId | null): { [name: string]: Value } {
  const value = (id: AgentId | undefined): Value => {
    const index = id === undefined ? -1 : indexOf(state.roster, id);
    return index < 0 ? null : agentValue(model, state, index);
  };
  const [first, second] = event ? agentsOf(event) : [];
  const to = event?.type === 'message.sent' ? firstReader(event, state.roster) : second;
  const me = agent ?? first;
  return {
    ...(me === undefined ? {} : { me: value(me), agent: value(me) }),
    ...(to === undefined ? {} : { target: value(to) }),
    ...(event ? { event: eventFor(event, state.roster, agent) as unknown as Value } : {}),
  };
}

function firstReader(event: EventOf<'message.sent'>, roster: Roster): AgentId | undefined {
  const { length, at } = reachedBy(event, roster);
  return length > 0 ? idAt(roster, at(0)) : undefined;
}

/**
 * The value of an expression at a moment, or a message that says what is wrong with it. The result is a function that can pause (see
 * `inTurns`); called alone it runs to its end.
 */
export function askedAt(model: ScenarioModel, state: State, event: SimEvent | null, agent: AgentId | null, source: string): () => Answered {
  const compiled = compileExpression(source);
  if (!compiled.ok) return () => ({ ok: false, message: compiled.errors[0]?.message ?? t('This is not a valid expression.') });
  const now = modelAt(model, state.seq);
  const locals = readsMoment(source) ? localsAt(now, state, event, agent) : {};
  const scope = scopeAt(now, state, locals);
  letPause(now, state);
  return () => answered(state, () => inColumns(now, state, locals, source) ?? compiled.run(scope));
}

/** Undefined if the expression reads the moment, does not run over columns, or takes long. */
const inColumns = (model: ScenarioModel, state: State, locals: Locals, source: string): Value | undefined =>
  scopeOf(model, state, locals, { left: STEPS_IN_COLUMNS, most: STEPS_IN_COLUMNS, state }).inColumns?.(source);

/**
 * The agents that an expression lists: a name such as `all`, or such a name with a `filter` that runs over columns. Null for any other
 * expression. It makes no record of an agent.
 */
export function agentsListed(model: ScenarioModel, state: State, source: string): Int32Array | null {
  if (state.roster.crowds.length === 0) return null;
  const now = modelAt(model, state.seq);
  const [, name = '', filter] = /^\s*([\p{L}_][\p{L}\p{N}_]*)\s*(\.filter\(.*\))?\s*$/su.exec(source) ?? [];
  const rows = name === '' ? null : agentsMeant(now, state, name);
  if (!rows || filter === undefined) return rows;
  const parsed = parseWhole(source);
  if (!parsed.ok || parsed.tree.type !== 'CallExpression') return null;
  const [test] = parsed.tree.arguments;
  const [param] = test?.type === 'ArrowFunctionExpression' && test.params.length === 1 ? test.params : [];
  if (parsed.tree.callee.type !== 'MemberExpression' || parsed.tree.callee.object.type !== 'Identifier') return null;
  if (test?.type !== 'ArrowFunctionExpression' || param?.type !== 'Identifier') return null;
  return rowsHolding(now, state, source.slice(test.body.start, test.body.end), rows, { name: param.name, most: STEPS_IN_COLUMNS }) ?? null;
}

function answered(state: State, work: () => Value): Answered {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    if (!(error instanceof ExprFault)) throw error;
    const [isLong, agents] = [error.code === 'step-limit', state.roster.length];
    if (!isLong || state.roster.crowds.length === 0) return { ok: false, message: translated(error.message), isLong };
    const message = t(
      'This takes too many steps for {0} agents. Read `neighbours` instead of `all`, keep what is the same for all agents in a measure or a variable of the world, or take fewer agents, as in `all.slice(0, 100)`.',
      groupedFor(agents),
    );
    return { ok: false, message, isLong };
  }
}

/**
 * With the texts that the agents had said at that moment. `agent('ada')` is an agent by its id. A name is looked up once. `pass`: the
 * steps of an evaluation for one of many agents, which does not pause.
 */
function scopeAt(model: ScenarioModel, state: State, locals: Locals, pass?: PassSteps): Scope {
  const scope = scopeOf(model, state, locals, pass);
  const shared = hostsAt(state, model);
  const isCrowd = state.roster.crowds.length > 0;
  const known = new Map<string, Value | undefined>();
  return {
    lookup: (name) => {
      if (known.has(name)) return known.get(name);
      // The records of many agents would be made for each of many agents.
      if (isCrowd && pass && !Object.hasOwn(locals, name) && (agentsMeant(model, state, name)?.length ?? 0) > MOST_RECORDS)
        throw new ExprFault('step-limit', '');
      const value = scope.lookup(name);
      known.set(name, value);
      return value;
    },
    get host() {
      return (shared.host ??= { ...scope.host, agent: byId(model, state) });
    },
    get steps() {
      return pass ? Math.min(STEPS_BY_RECORD, scope.steps!) : scope.steps!;
    },
    ...(pass ? { spent: (steps: number) => scope.spent?.(steps) } : {}),
    ...(isCrowd && !pass ? { inSlices: (label, begin) => inSlices(label, state.seq, begin), stepsEach: STEPS_BY_RECORD } : {}),
  };
}

type Locals = { readonly [name: string]: Value };

/** The functions of a moment, which are the same for all its agents. */
const hostsAt = memoByPair((_state: State, _model: ScenarioModel): { host: NonNullable<Scope['host']> | null } => ({ host: null }));

const byId =
  (model: ScenarioModel, state: State) =>
  (id: Value | undefined): Value => {
    const index = indexOf(state.roster, String(id));
    if (index < 0) throw new ExprFault('unknown-name', t('Unknown agent `{0}`.', String(id)));
    return agentValue(model, state, index);
  };

type ConditionOf = ({ readonly ok: true } & ConditionAt) | { readonly ok: false; readonly message: string };

/** A condition of a breakpoint. `faulty` receives the first fault of its evaluation. */
export function conditionOf(model: ScenarioModel, source: string, faulty: (message: string) => void): ConditionOf {
  const compiled = compileExpression(source);
  if (!compiled.ok) return { ok: false, message: compiled.errors[0]?.message ?? t('This is not a valid expression.') };
  let told = false;
  const tell = (message: string): void => {
    if (!told) faulty(message);
    told = true;
  };
  const isTrue = (found: Answered): boolean => {
    if (!found.ok) tell(found.message);
    return found.ok && found.value === true;
  };
  return {
    ok: true,
    source,
    readsMoment: readsMoment(source),
    holds: (state, event, agent = null) => {
      const ask = askedAt(model, state, event, agent, source);
      return () => isTrue(ask());
    },
    holdsForOne: (state, event, agent, pass) => {
      const now = modelAt(model, state.seq);
      const found = answered(state, () => compiled.run(scopeAt(now, state, localsAt(now, state, event, agent), pass)));
      return !found.ok && found.isLong ? null : isTrue(found);
    },
    tooLong: (agents) =>
      tell(
        t(
          'This takes too many steps for {0} agents, so it does not hold. Add a part that runs over columns, as in `agent.state == "ill" && …`, or compare with a measure or a variable of the world.',
          groupedFor(agents),
        ),
      ),
  };
}
