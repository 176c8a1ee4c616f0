/** Problems of a model, each at its node: errors that prevent a run, and warnings about parts that are left out. */
import type { NodeId } from '../../core/util/ids.js';

/** Codes of problems. A problem without a code of its own has `cannot-run` as an error and `not-run` as a warning. */
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
