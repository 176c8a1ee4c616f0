/** What stands in the way of a run, or is left out of it, each at its node. */
import type { NodeId } from '../../core/util/ids.js';

/** What a problem is called: one without a name of its own cannot be run, or is left out. */
type ModelCode =
  | 'cannot-run'
  | 'not-run'
  | 'name-twice'
  | 'answer-scale'
  | 'private-keeps-nothing'
  | 'document-many'
  | 'document-unheeded'
  | 'empty-network'
  | 'unsaid-field';

export interface ModelProblem {
  readonly severity: 'error' | 'warning';
  readonly at: NodeId;
  readonly message: string;
  readonly code?: ModelCode | undefined;
}

export type Report = (severity: ModelProblem['severity'], at: NodeId, message: string, code?: ModelCode) => void;
