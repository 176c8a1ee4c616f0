/** From a file's URI to a model that can be run, or the problems that stand in the way, each at its line. */
import { type CompileOptions, compileModel, type Model, type ModelProblem } from '../engine/index.js';
import { type Diagnostic, type LanguageService, type Resolved, spanOf } from '../language/api.js';
import { patternsFor } from './patterns.js';
import { longPrompts } from './promptLength.js';

export interface PlacedProblem extends Diagnostic {
  readonly uri: string;
}

export type Loaded =
  | { readonly ok: true; readonly resolved: Resolved; readonly model: Model; readonly problems: readonly PlacedProblem[] }
  | { readonly ok: false; readonly resolved: Resolved; readonly problems: readonly PlacedProblem[] };

/** Errors of the language or of the compilation make `ok` false; warnings do not. */
export async function loadModel(language: LanguageService, uri: string, options: CompileOptions = {}): Promise<Loaded> {
  const resolved = await language.resolve(uri);
  if (resolved.problems.some(({ severity }) => severity === 'error')) return { ok: false, resolved, problems: resolved.problems };
  const compiled = compileModel(resolved.society, { ...options, ...(await patternsFor(resolved.society)) });
  const problems = [...resolved.problems, ...compiled.problems.map((problem) => placed(resolved, problem))];
  if (!compiled.ok) return { ok: false, resolved, problems };
  const long = longPrompts(resolved, compiled.model).map((problem) => placed(resolved, problem, problem.code));
  return { ok: true, resolved, model: compiled.model, problems: [...problems, ...long] };
}

const START = { line: 0, character: 0 };

/** A problem of a node at its line. */
export function placed(
  resolved: Resolved,
  { severity, at, message }: ModelProblem,
  code = severity === 'error' ? 'cannot-run' : 'not-run',
): PlacedProblem {
  const span = spanOf(resolved.nodes, at);
  const range = span?.range ?? { start: START, end: START };
  return { code, severity, message, range, uri: span?.source ?? resolved.uri };
}

/** Problems as `file:line:col: severity: message [code]`, lines and columns from 1. */
export const problemLine = (problem: PlacedProblem, path: (uri: string) => string): string =>
  `${path(problem.uri)}:${problem.range.start.line + 1}:${problem.range.start.character + 1}: ${problem.severity}: ${problem.message} [${problem.code}]`;

/** A source's name in a manifest: relative to the entry's folder where it lies below it, `library/…`, else its last part. */
export function sourceName(entry: string, uri: string): string {
  const folder = entry.slice(0, entry.lastIndexOf('/') + 1);
  if (uri.startsWith(folder)) return decodeURIComponent(uri.slice(folder.length));
  const library = /^society-library:\/+(.*)$/.exec(uri);
  return library ? `library/${library[1]}` : decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}
