/**
 * Selectors, the only way to name agents: an id, a role, a group, a population, `all`, `nobody`, a list, `top 2 by degree`, `random
 * 5`, or `{ of, pick, if }`. They are compiled once and evaluated to indices of agents that are present.
 */
import type { NodeId } from '../../core/util/ids.js';
import { rng, sampling } from '../../core/random/rng.js';
import { indexOf } from '../../core/events/roster.js';
import { memoBy } from '../../core/util/memo.js';
import { inSlices } from '../../core/util/pauses.js';
import { finished, type Slices } from '../../core/util/slices.js';
import type { State } from '../../core/events/state.js';
import type { Selection, Selector } from '../../language/generated/society.js';
import { formula, rule } from './formulas.js';
import type { Formula, Locals, Select } from '../model/formulaTypes.js';
import type { ScenarioModel } from '../model/model.js';
import { everybody, isPresent, membersFrom } from './participants.js';
import { type NotedFaults, noteFault, noting, type Report } from '../model/faults.js';
import { heldInColumns } from './crowdFormulas.js';
import { countedPass, noted, type Passed, passesAtOnce, passOver } from './rulePass.js';
import { holds, numberOf } from './evaluate.js';
import { hasCrowds, isColumnar } from './crowdScope.js';
import { agentValue, columnsOf, passSteps, scopeOf, stepsIn } from './scope.js';
import type { PassSteps } from './societyValues.js';

type Chosen = (found: readonly number[], model: ScenarioModel, state: State, locals: Locals) => readonly number[];
type Of = Select['of'];

/** Compiles a selector. An absent one means `all`. */
export function select(source: Selector | undefined, at: NodeId, report: Report): Select {
  return { at, source: sourceOf(source), of: compile(source ?? 'all', at, report) };
}

const sourceOf = (source: Selector | undefined): string => (typeof source === 'string' ? source : JSON.stringify(source ?? 'all'));

function compile(source: Selector, at: NodeId, report: Report): Of {
  if (typeof source === 'string') return compileWord(source.trim(), at, report);
  if (Array.isArray(source)) {
    const parts = (source as readonly Selector[]).map((part, i) => compile(part, `${at}.${i}`, report));
    return (model, state, locals) => [...new Set(parts.flatMap((part) => part(model, state, locals)))];
  }
  return compileSelection(source as Selection, at, report);
}

/** First `of`, then `if`, then `pick`. */
function compileSelection(source: Selection, at: NodeId, report: Report): Of {
  const of = compile(source.of ?? 'all', `${at}.of`, report);
  const test = rule(source.if, `${at}.if`, report);
  const pick = source.pick === undefined ? null : compilePick(source.pick, `${at}.pick`, report);
  return (model, state, locals) => {
    const found = heldFor(test, model, state, locals, of(model, state, locals));
    return pick ? pick(found, model, state, locals) : found;
  };
}

/** The agents for which a condition holds; none if the condition takes too many steps for all of them together. */
function heldFor(test: Formula | null, model: ScenarioModel, state: State, locals: Locals, agents: readonly number[]): readonly number[] {
  if (!test) return agents;
  if (!hasCrowds(state)) return agents.filter((index) => holdsOf(test, model, state, locals, index, null));
  if (!isEmpty(locals)) {
    const [found, passed] = finished(heldByRecords(test, model, state, locals, agents));
    return noted(model, passed) ? found : [];
  }
  const { held } = lastHeld(model, state);
  let known = held.get(test);
  if (known?.agents !== agents) {
    const { result: found, noted: faults } = noting(model.faultLog, () => heldAlone(test, model, state, agents));
    held.set(test, (known = { agents, found, faults }));
  }
  for (const [at, fault] of known.faults) noteFault(model.faultLog, at, fault);
  return known.found;
}

/** The agents for which a condition held, and its faults. */
interface Held {
  readonly agents: readonly number[];
  readonly found: readonly number[];
  readonly faults: NotedFaults;
}

/** What held in the state that was read last: a phase and each of its questions ask for the same agents. */
function lastHeld(model: ScenarioModel, state: State): { readonly held: Map<Formula, Held> } {
  const last = heldBy(model);
  if (last.of !== state) {
    last.of = state;
    last.held = new Map();
  }
  return last;
}

const heldBy = memoBy((_model: ScenarioModel): { of: State | null; held: Map<Formula, Held> } => ({ of: null, held: new Map() }));

function heldAlone(test: Formula, model: ScenarioModel, state: State, agents: readonly number[]): readonly number[] {
  const held = isColumnar(model, state) ? heldInColumns(model, state, test, columnsOf(model, state), stepsIn(model, state), agents) : null;
  if (held) return held;
  const [found, passed] = inSlices(`who by records ${test.at}`, state.seq, () => heldByRecords(test, model, state, {}, agents));
  return noted(model, passed) ? found : [];
}

function* heldByRecords(
  test: Formula,
  model: ScenarioModel,
  state: State,
  locals: Locals,
  agents: readonly number[],
): Slices<readonly [readonly number[], Passed]> {
  const pass = passSteps(model, state);
  const holding: number[] = [];
  const passed = yield* passOver(model, test, pass, agents, (index) => {
    if (holdsOf(test, model, state, locals, index, pass)) holding.push(index);
  });
  return [holding, passed];
}

const isEmpty = (locals: Locals): boolean => Object.keys(locals).length === 0;

/** Whether a condition holds for an agent. The agent is `agent`, and also `me` if no agent acts. */
function holdsOf(test: Formula, model: ScenarioModel, state: State, locals: Locals, index: number, pass: PassSteps | null): boolean {
  const agent = agentValue(model, state, index);
  return holds(test, scopeOf(model, state, { ...locals, me: agent, agent }, pass));
}

function compileWord(word: string, at: NodeId, report: Report): Of {
  if (word === 'all' || word === 'public') return (_model, state) => everybody(state);
  if (word === 'nobody') return () => [];
  const pick = PICK.test(word) ? compilePick(word, at, report) : null;
  if (pick) return (model, state, locals) => pick(everybody(state), model, state, locals);
  return (model, state, locals) => named(model, state, locals, word).filter((index) => isPresent(state, index));
}

/** The agents that a bare name means: a local name, a role, a group, a population, or an agent. */
function named(model: ScenarioModel, state: State, locals: Locals, word: string): readonly number[] {
  const local = locals[word];
  if (local !== undefined && local !== null && typeof local === 'object' && 'id' in local) return [indexOf(state.roster, String(local.id))];
  const known = model.roles[word] ?? state.groups[word];
  if (known) return known;
  const index = indexOf(state.roster, word);
  if (index >= 0) return [index];
  return membersFrom(state, word);
}

const PICK = /^(top|bottom|random)\s+\d+/;
export const PICKED = /^(top|bottom|random)\s+(\d+)(?:\s+by\s+(.+))?$/s;

/**
 * In a ranking, a bare name is a field of the ranked agent: `age` means `me.age`. Other names would have the same value for all
 * agents.
 */
export const rankOf = (by: string): string => (by === 'degree' ? 'degree(me)' : /^[a-z]\w*$/.test(by) ? `me.${by}` : by);

/** `top 2 by degree`, `bottom 3 by me.score`, `random 5`. Agents of equal rank keep the order of the cast. */
function compilePick(source: string, at: NodeId, report: Report): Chosen {
  const [, how = '', count = '', by] = PICKED.exec(source.trim()) ?? [];
  const most = Number(count);
  if (how === 'random')
    // One selector draws once in a round, so it names the same agents each time.
    return (found, model, state) => {
      const random = rng(model.seed, 'engine.pick', at, state.round);
      return inSlices(`pick ${at}`, found, () => sampling(random, found, most));
    };
  if (how === '' || by === undefined) {
    report('error', at, `\`${source}\` selects no agent. Write \`top 2 by degree\`, \`bottom 3 by me.score\` or \`random 5\`.`);
    return () => [];
  }
  const rank = formula(rankOf(by.trim()), at, report);
  const sign = how === 'top' ? -1 : 1;
  return (found, model, state, locals) => {
    const pass = countedPass(model, state, 'steps_as_done');
    const score = (index: number): number => {
      const me = agentValue(model, state, index);
      return (rank && numberOf(rank, scopeOf(model, state, { ...locals, me, agent: me }, pass))) ?? 0;
    };
    const scored: { readonly index: number; readonly score: number }[] = [];
    const scores = (index: number): unknown => scored.push({ index, score: score(index) });
    if (!passesAtOnce(model, rank ?? { at }, pass, found, scores)) return [];
    return scored
      .sort((a, b) => sign * (a.score - b.score) || a.index - b.index)
      .slice(0, most)
      .map(({ index }) => index);
  };
}
