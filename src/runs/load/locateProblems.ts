/** Problems of nodes at the lines where the nodes are written. */
import { translated } from '../../core/util/recordedText.js';
import type { ModelProblem } from '../../engine/index.js';
import { type Diagnostic, type Resolved, spanOf } from '../../language/api.js';

export interface PlacedProblem extends Diagnostic {
  readonly uri: string;
}

const START = { line: 0, character: 0 };

/** A problem of a node; one without its own code means that the node cannot run, or is left out. */
type NodeProblem = Omit<ModelProblem, 'code' | 'severity'> & Pick<Diagnostic, 'severity'> & { readonly code?: string | undefined };

/** A problem of a node at its line. */
export function locateProblem(resolved: Resolved, { severity, at, message, code: own }: NodeProblem): PlacedProblem {
  const code = own ?? (severity === 'error' ? 'cannot-run' : 'not-run');
  const span = spanOf(resolved.nodes, at);
  const range = span?.range ?? { start: START, end: START };
  return { code, severity, message: translated(message), range, uri: span?.source ?? resolved.uri };
}

/** Problems as `file:line:col: severity: message [code]`, lines and columns from 1. */
export const problemLine = (problem: PlacedProblem, path: (uri: string) => string): string =>
  `${path(problem.uri)}:${problem.range.start.line + 1}:${problem.range.start.character + 1}: ${problem.severity}: ${problem.message} [${problem.code}]`;
