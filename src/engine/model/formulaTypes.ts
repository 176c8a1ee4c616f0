/** What a file's expressions, prose, statements, selectors and schedules become: plain data that runs. */
import type { NodeId } from '../../core/util/ids.js';
import type { State } from '../../core/events/state.js';
import type { EffectSink, Scope, Value } from '../../expr/index.js';
import type { ScenarioModel } from './model.js';

/** A checked expression and where it is written. */
export interface Formula {
  readonly at: NodeId;
  readonly source: string;
  run(scope: Scope): Value;
}

/** Prose with `$(…)` and where it is written. */
export interface TextTemplate {
  readonly at: NodeId;
  readonly source: string;
  run(scope: Scope): string;
}

/** Statements, one a line, and where they are written. */
export interface Effect {
  readonly at: NodeId;
  readonly source: string;
  run(scope: Scope, sink: EffectSink): void;
}

/** Who is meant by a selector: indices of agents that are present, in the order of the cast, or of a ranking. */
export interface Select {
  readonly at: NodeId;
  readonly source: string;
  of(model: ScenarioModel, state: State, locals: Locals): readonly number[];
}

/** Under this name, which no expression can write, locals keep which turn it is: each of an agent's turns draws anew. */
export const TURN = '#turn';

/** Names at one place beside those of the world: `me`, `target`, arguments. */
export type Locals = { readonly [name: string]: Value };

/** When something is due. */
export interface Schedule {
  readonly at: NodeId;
  /** Before round 1 and behind the last. */
  readonly start: boolean;
  readonly end: boolean;
  /** Whether it is due in a round, from 1. */
  inRound(round: number): boolean;
  /** Instead of rounds, or beside them: whenever this holds. */
  readonly when: Formula | null;
  readonly once: boolean;
}
