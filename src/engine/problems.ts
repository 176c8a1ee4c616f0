/** What stands in the way of a run, or is left out of it, each at its node. */
import type { NodeId } from '../core/ids.js';

export interface ModelProblem {
  readonly severity: 'error' | 'warning';
  readonly at: NodeId;
  readonly message: string;
}

export type Report = (severity: ModelProblem['severity'], at: NodeId, message: string) => void;
