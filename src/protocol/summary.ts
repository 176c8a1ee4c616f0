/** What became of a run: expectations, what never happened, what was lost. Made by one fold, shown in terminal, panel and report. */
import type { NodeId } from '../core/util/ids.js';

export interface SummaryExpectation {
  readonly id: string;
  /** Null where the run was not checked, as one that did not come to its end. */
  readonly passed: boolean | null;
}

/**
 * What a finding is about. Never happened: `action`, `turns` of a phase, `code`, `measure`, `survey`, `intervention`. Lost: `fault`, `answer`,
 * `repair`, `stand-in`, `act`, `embedding`.
 */
export type SummaryKind =
  | 'action'
  | 'turns'
  | 'code'
  | 'measure'
  | 'survey'
  | 'intervention'
  | 'fault'
  | 'answer'
  | 'repair'
  | 'stand-in'
  | 'act'
  | 'embedding';

export interface SummaryFinding {
  readonly kind: SummaryKind;
  /** Id of the action, phase, code, measure, survey, intervention or mind; the code of a fault. */
  readonly id: string;
  /** `warning`: it was probably meant to happen. `note`: it may well be as it should. */
  readonly level: 'warning' | 'note';
  /** How often, where something was lost; 0 of what never happened. */
  readonly count: number;
  /** Node of the model that it comes from, or null. */
  readonly at: NodeId | null;
  /** A whole sentence. */
  readonly text: string;
}

export interface RunSummary {
  readonly expectations: readonly SummaryExpectation[];
  readonly never: readonly SummaryFinding[];
  readonly lost: readonly SummaryFinding[];
}
