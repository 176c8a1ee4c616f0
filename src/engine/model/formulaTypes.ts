/** Compiled expressions, prose, statements, selectors and schedules of a file. */
import type { NodeId } from '../../core/util/ids.js';
import type { State } from '../../core/events/state.js';
import type { EffectSink, Scope, Value } from '../../expr/index.js';
import type { ScenarioModel } from './model.js';

/** A checked expression, with its place in the file. */
export interface Formula {
  readonly at: NodeId;
  readonly source: string;
  run(scope: Scope): Value;
}

/** Prose with `$(…)`, with its place in the file. */
export interface TextTemplate {
  readonly at: NodeId;
  readonly source: string;
  run(scope: Scope): string;
}

/** Statements, one on each line, with their place in the file. */
export interface Effect {
  readonly at: NodeId;
  readonly source: string;
  run(scope: Scope, sink: EffectSink): void;
}

/** A compiled selector. `of` returns indices of agents that are present, in the order of the cast or of a ranking. */
export interface Select {
  readonly at: NodeId;
  readonly source: string;
  of(model: ScenarioModel, state: State, locals: Locals): readonly number[];
}

/** The local name of the turn. No expression can write it. With it, each turn of an agent draws separately. */
export const TURN = '#turn';

/** Local names, in addition to those of the world: `me`, `target`, arguments. */
export type Locals = { readonly [name: string]: Value };

/** When something is due. */
export interface Schedule {
  readonly at: NodeId;
  /** Before round 1, and after the last round. */
  readonly start: boolean;
  readonly end: boolean;
  /** Whether it is due in a round, from 1. */
  inRound(round: number): boolean;
  /** Due while this holds, alone or in addition to rounds. */
  readonly when: Formula | null;
  readonly once: boolean;
}
