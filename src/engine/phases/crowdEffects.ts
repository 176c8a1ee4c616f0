/**
 * Carries out the statements of a rule for many agents over columns. The events are those of the same rule agent by agent, gathered.
 */
import { NOBODY } from '../../expr/columns/columnScope.js';
import { compileEffect } from '../../expr/columns/compileEffect.js';
import { LANES } from '../../expr/columns/lanes/block.js';
import type { Refused, RowNames } from '../../expr/columns/compileRows.js';
import { ExprFault } from '../../expr/index.js';
import type { Draft } from '../../core/events/events.js';
import type { State } from '../../core/events/state.js';
import { inSlices } from '../../core/util/pauses.js';
import type { Slices } from '../../core/util/slices.js';
import { withDraws } from '../evaluation/crowdScope.js';
import { columnsOf, passSteps, stepsIn } from '../evaluation/scope.js';
import type { Effect } from '../model/formulaTypes.js';
import type { ScenarioModel } from '../model/model.js';
import { effectFault } from './effects.js';
import type { Gathered } from './gatherChanges.js';
import { COPY_FIRST, Written } from './writtenRows.js';

/** The agents of a rule, in order: of each evaluation the first, and the other one if there are pairs. A rule of the world has no names. */
export interface RuleRows {
  readonly names: RowNames;
  readonly rows: ArrayLike<number>;
  readonly others: ArrayLike<number> | null;
}

/**
 * What the rule does, or null if it does not run over columns, or if an agent takes more steps than it may. `keeps`: whether agents
 * read what the agents before them have set.
 */
export const effectInColumns = (model: ScenarioModel, state: State, effect: Effect, agents: RuleRows, keeps: boolean): Gathered | null =>
  inSlices(`then ${effect.at}`, state.seq, () => changes(model, state, effect, agents, keeps));

/** Fewer agents change one by one, which needs no code of a block. */
const LEAST_ROWS = 256;

/** How many agents change in one slice. */
const SLICE = 1 << 11;

function* changes(model: ScenarioModel, state: State, effect: Effect, agents: RuleRows, keeps: boolean): Slices<Gathered | null> {
  const steps = { left: 0 };
  const limit = stepsIn(model, state);
  let pass = passSteps(model, state)?.left ?? limit;
  const columns = columnsOf(model, state);
  const written = new Written(model, state, effect, columns);
  // A draw without an agent has its own stream.
  const isOfWorld = Object.keys(agents.names).length === 0;
  const scope = isOfWorld ? { ...columns, draws: null } : withDraws(columns, model, state, effect.at);
  const compiled = compileEffect(effect.source, scope, agents.names, steps, written, keeps);
  if (!compiled.ok) return null;
  yield* written.begin();
  const { rows, others } = agents;
  const { run } = compiled;
  const hasBlocks = rows.length >= LEAST_ROWS && !others && written.isAlone && areDifferent(rows, state.roster.length);
  const block = hasBlocks ? compiled.block() : null;
  const faults: Draft[] = [];
  /** Changes the agents from place `from` up to `end`, or to the first fault. Returns the next place; −1 if there are too many steps. */
  const change = (from: number, end: number): number => {
    let i = from;
    try {
      for (; i < end; i++) {
        steps.left = limit;
        run(rows[i]!, others ? others[i]! : NOBODY);
        written.keep();
        // The same rule agent by agent counts its steps exactly.
        if ((pass -= limit - steps.left) < 0) return -1;
      }
    } catch (error) {
      if (error === COPY_FIRST) return i;
      if (!(error instanceof ExprFault)) throw error;
      if (error.code === 'step-limit' || (pass -= limit - steps.left) < 0) return -1;
      written.rewind();
      faults.push(effectFault(effect, error));
      i++;
    }
    return i;
  };
  /** Changes the agents from place `from` up to `end` together. Returns as `change` does; `from` if they must change one by one. */
  const changeBlock = (from: number, end: number): number => {
    steps.left = limit;
    try {
      if (!block!(rows, from, end - from)) {
        written.rewind();
        return from;
      }
    } catch (error) {
      if (error === COPY_FIRST) return from;
      throw error;
    }
    written.keep();
    return (pass -= limit - steps.left) < 0 ? -1 : end;
  };
  // Blocks that failed and all blocks. Where many fail, their agents change one by one from the beginning.
  let [failed, tried] = [0, 0];
  const isWorth = (): boolean => block !== null && failed <= 4 + tried / 4;
  for (let next = 0, end = 0, oneByOne = 0; next < rows.length; ) {
    if (next === end) {
      yield;
      end = Math.min(rows.length, next + SLICE);
    }
    if (next >= oneByOne && isWorth()) {
      const until = Math.min(end, next + LANES);
      const after = changeBlock(next, until);
      if (written.mustCopy) {
        yield* written.copy();
        continue;
      }
      tried++;
      if (after === next) {
        failed++;
        oneByOne = until;
      }
      next = after;
    } else next = change(next, next < oneByOne ? oneByOne : end);
    if (written.mustCopy) yield* written.copy();
    if (next < 0) return null;
  }
  yield;
  return yield* written.gathered(faults);
}

/** Whether no agent occurs twice. */
function areDifferent(rows: ArrayLike<number>, agents: number): boolean {
  let next = 1;
  while (next < rows.length && rows[next - 1]! < rows[next]!) next++;
  if (next >= rows.length) return true;
  const seen = new Uint8Array(agents);
  for (let i = 0; i < rows.length; i++) {
    if (seen[rows[i]!] === 1) return false;
    seen[rows[i]!] = 1;
  }
  return true;
}

/** Why a rule with these local names does not run over columns; null if it does. */
export function effectRefusal(model: ScenarioModel, state: State, effect: Effect, names: RowNames, keeps: boolean): Refused | null {
  const columns = columnsOf(model, state);
  const scope = withDraws(columns, model, state, effect.at);
  const compiled = compileEffect(effect.source, scope, names, { left: 0 }, new Written(model, state, effect, columns), keeps);
  return compiled.ok ? null : compiled;
}
