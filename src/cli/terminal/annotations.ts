/** Problems as annotations of a file in GitHub Actions (its workflow commands `::error file=…,line=…::message`). */
import { relative, resolve } from 'node:path';
import type { PlacedProblem } from '../../runs/index.js';

type Severity = PlacedProblem['severity'];

interface Annotated {
  readonly severity: Severity;
  /** Relative to the current folder, or absolute. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly column?: number;
  readonly title: string;
  readonly message: string;
}

const LEVELS: { readonly [severity in Severity]: string } = { error: 'error', warning: 'warning', info: 'notice' };

/** One line for each. GitHub shows annotations of files below the workspace of the job, so paths are relative to it. */
export function annotations(problems: readonly Annotated[], workspace = process.env['GITHUB_WORKSPACE']): string {
  return problems
    .map(({ severity, path, line, column, title, message }) => {
      const file = workspace ? relative(workspace, resolve(path)).replaceAll('\\', '/') : path;
      const places = [
        `file=${property(file)}`,
        `line=${line}`,
        ...(column === undefined ? [] : [`col=${column}`]),
        `title=${property(title)}`,
      ];
      return `::${LEVELS[severity]} ${places.join(',')}::${escaped(message)}\n`;
    })
    .join('');
}

/** Characters that a workflow command gives a meaning. */
const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
